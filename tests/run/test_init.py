"""`listkeeper init`: a new list's repository, from nothing, without touching what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.config import release
from bot.config.release import read_direct_url
from bot.lists.registry.load import shipped_templates
from bot.model.errors import SettingsError
from bot.run.init import ActionPin, read_pin, starter_files
from tests.build import ROOT
from tests.person import Person

SHA = "3d3c42e5aac5ba805825da76410c181273ba90b1"
UNKNOWN, RELEASED = ActionPin("", "", ""), ActionPin("octo/listkeeper", "f" * 40, "1.2.3")
OWN = "$/ # this repository at the commit that runs"
COMMON = ("refresh.yml", "refresh-large.yml", "check.yml", "add-entry.yml")


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    return Person(tmp_path / "new")


def test_an_empty_folder_becomes_a_list(person: Person) -> None:
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert ran.code == 0
    assert "16 files written." in ran.out
    assert person.run("lint").out == "No problems found.\n"
    assert person.run("render", "--check").code == 0
    files = person.files()
    assert ".gitignore" in files
    for name in COMMON:
        text = files[f".github/workflows/{name}"].decode()
        assert f"uses: octo/listkeeper@{SHA}\n" in text
        assert "OWNER" not in text.replace('"OWNER"', "")
    assert all(name in files for name in ("registry/schema/list.json", "templates/tools.md.j2"))


def test_the_workflow_of_the_page_is_written_where_it_is_wanted(person: Person) -> None:
    path = ".github/workflows/listkeeper-pages.yml"
    person.run("init", "plain", "--ref", f"octo/listkeeper@{SHA}")
    person.run("init", "new", "--pages", "--ref", f"octo/listkeeper@{SHA}")
    person.write({"old/README.md": "# L\n\n- [A](https://a.example/x) - one\n"})
    assert person.run("init", "old", "--pages", "--ref", f"octo/listkeeper@{SHA}").code == 0
    files = person.files()
    assert f"plain/{path}" not in files
    assert files[f"new/{path}"] == files[f"old/{path}"]
    assert f"uses: octo/listkeeper@{SHA}\n" in files[f"new/{path}"].decode()


def test_a_second_time_writes_nothing(person: Person) -> None:
    person.run("init", "here", "--ref", f"octo/listkeeper@{SHA}")
    before = person.files()
    ran = person.run("init", "here", "--ref", f"octo/other@{SHA}")
    assert "0 files written; 16 files were there already, left alone." in ran.out
    assert "Next:" not in ran.out
    assert person.files() == before


def test_what_is_there_stays(person: Person) -> None:
    person.write({"README.md": "mine\n", ".github/workflows/check.yml": "mine: too\n"})
    (person.root / ".gitignore").symlink_to("nowhere")
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert "left alone  README.md" in ran.out
    assert "left alone  .gitignore" in ran.out
    assert person.files()["README.md"] == b"mine\n"
    assert (person.root / ".gitignore").is_symlink()
    # a README without its regions is reported, not overwritten
    assert "README.md: the region 'tools' is missing" in person.run("lint").out
    pasted = ran.out.partition("paste these lines where the tables belong:\n")[2]
    person.write({"README.md": "mine\n\n" + "\n".join(one.strip() for one in pasted.splitlines())})
    person.run("render")
    assert person.run("lint").out == "No problems found.\n"


def test_a_copy_that_was_not_released_needs_a_commit_to_pin(person: Person) -> None:
    ran = person.run("init")
    assert ran.code == 2
    assert "--ref OWNER/listkeeper@SHA" in ran.err
    assert person.files() == {}


def test_a_released_copy_pins_itself(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "REPOSITORY", "octo/listkeeper")
    monkeypatch.setattr(release, "COMMIT", SHA)
    assert person.run("init").code == 0
    assert (
        f"octo/listkeeper@{SHA} # v0.1.0\n"
        in (person.root / ".github/workflows/check.yml").read_text()
    )


@pytest.mark.parametrize(
    ("ref", "released", "expected"),
    [
        ("", RELEASED, f"octo/listkeeper@{'f' * 40} # v1.2.3"),
        ("f" * 40, RELEASED, f"octo/listkeeper@{'f' * 40} # v1.2.3"),
        (SHA, RELEASED, f"octo/listkeeper@{SHA}"),
        (f"me/fork@{SHA}", RELEASED, f"me/fork@{SHA}"),
        (f"me/fork@{SHA}", UNKNOWN, f"me/fork@{SHA}"),
    ],
)
def test_what_is_pinned(ref: str, released: ActionPin, expected: str) -> None:
    assert str(read_pin(ref, released)) == expected


@pytest.mark.parametrize("ref", ["main", "v1", SHA[:7], SHA.upper(), f"a/b/c@{SHA}", f"x y@{SHA}"])
def test_what_may_move_is_not_pinned(ref: str) -> None:
    with pytest.raises(SettingsError, match="is not a commit"):
        read_pin(ref, RELEASED)


def test_a_commit_without_its_repository_is_not_enough() -> None:
    with pytest.raises(SettingsError, match="was not installed from a release or from GitHub"):
        read_pin(SHA, UNKNOWN)


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://github.com/octo/listkeeper", "octo/listkeeper"),
        ("https://github.com/octo/listkeeper.git", "octo/listkeeper"),
        ("https://me@github.com/octo/list.keeper/", "octo/list.keeper"),
        ("ssh://git@github.com/octo/listkeeper.git", "octo/listkeeper"),
        ("ssh://git@github.com:22/octo/listkeeper", "octo/listkeeper"),
        ("https://gitlab.com/octo/listkeeper", ""),
        ("https://github.com.example.org/octo/listkeeper", ""),
        ("https://example.org/github.com/octo/listkeeper", ""),
        ("https://github.com/octo/listkeeper/tree/main", ""),
        ("file:///home/me/listkeeper", ""),
    ],
)
def test_a_copy_installed_by_git_knows_its_commit(url: str, repository: str) -> None:
    text = json.dumps({"url": url, "vcs_info": {"vcs": "git", "commit_id": SHA}})
    found = read_direct_url(text, "1.2.3")
    assert found == ActionPin(repository, SHA if repository else "", "")


@pytest.mark.parametrize(("asked", "version"), [("v1.2.3", "1.2.3"), ("v1", ""), ("main", "")])
def test_only_the_tag_of_a_release_is_named(asked: str, version: str) -> None:
    vcs = {"vcs": "git", "commit_id": SHA, "requested_revision": asked}
    text = json.dumps({"url": "https://github.com/octo/listkeeper", "vcs_info": vcs})
    assert read_direct_url(text, "1.2.3").version == version


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "{}", '{"url": 1}'),
        '{"url": "file:///home/me/listkeeper", "dir_info": {"editable": true}}',
        '{"url": "https://github.com/a/b/archive/v1.zip", "archive_info": {}}',
        f'{{"url": "https://github.com/a/b", "vcs_info": {{"vcs": "hg", "commit_id": "{SHA}"}}}}',
        '{"url": "https://github.com/a/b", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
    ],
)
def test_what_an_installer_did_not_record_is_not_guessed(text: str) -> None:
    assert read_direct_url(text, "1.2.3") == UNKNOWN


@pytest.mark.parametrize("name", COMMON)
def test_our_own_workflows_are_the_ones_that_others_get(
    name: str, request: pytest.FixtureRequest
) -> None:
    own = ROOT / ".github" / "workflows" / name
    text = starter_files(RELEASED)[f".github/workflows/{name}"].replace(str(RELEASED), OWN)
    if request.config.getoption("--golden"):
        own.write_text(text, encoding="utf-8")
    assert own.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", [".github/ISSUE_TEMPLATE/add-entry.yml", ".github/dependabot.yml"])
def test_our_own_files_are_the_ones_that_others_get(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == starter_files(RELEASED)[path]


def test_every_template_that_no_section_owns_is_shipped() -> None:
    """A list needs no copy of them; `ln -s ../../templates/NAME bot/templates/` ships one."""
    sections = {
        "newest",
        "tools",
        "models",
        "model-papers",
        "benchmarks",
        "applications",
        "deployment",
    }
    sections |= {"finetuning", "figure-overview", "figure-evolution", "figure-sizes"}
    sections |= {f"{kind}-data" for kind in ("pretraining", "instruction", "alignment", "domain")}
    own = {f"templates/{path.name}" for path in (ROOT / "templates").glob("*.j2")}
    assert shipped_templates().keys() == own - {f"templates/{name}.md.j2" for name in sections}


def test_a_shipped_template_gives_way_to_the_list_s_own(person: Person) -> None:
    person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    person.write(
        {
            "templates/papers.md.j2": '{% include "_list.md.j2" %}\n',
            "templates/_list.md.j2": "in my own words\n",
        }
    )
    assert person.run("render").code == 0
    assert b"in my own words" in person.files()["README.md"]


LIST = """\
# Awesome

## Tools

- [Alpha](https://github.com/a/alpha) - One.
- [Beta](https://github.com/b/beta) - Two.
"""


def test_beside_a_list_only_workflows_are_written(person: Person) -> None:
    person.write({"readme.md": LIST})
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert ran.code == 0
    assert "readme.md: 2 entries under 1 heading.\n2 of 2 links belong to an entry." in ran.out
    assert set(person.files()) == {
        "readme.md",
        ".github/workflows/listkeeper.yml",
        ".github/workflows/listkeeper-check.yml",
        ".github/ISSUE_TEMPLATE/listkeeper-add.yml",
    }
    assert person.files()["readme.md"] == LIST.encode()


def test_to_uninstall_is_to_delete_what_was_written(person: Person) -> None:
    person.write({"README.md": LIST, ".github/ISSUE_TEMPLATE/add-entry.yml": "name: Mine\n"})
    before = person.files()
    person.run("init", "--config", "--ref", f"octo/listkeeper@{SHA}")
    written = person.files().keys() - before.keys()
    assert {path for path in written if "listkeeper" not in path} == set()
    for path in written:
        (person.root / path).unlink()
    assert person.files() == before


def test_its_settings_are_written_where_they_are_wanted(person: Person) -> None:
    person.write({"README.md": LIST})
    person.run("init", "--config", "--ref", f"octo/listkeeper@{SHA}")
    assert person.files()[".github/listkeeper.yml"].startswith(b"# Settings of listkeeper")
    assert '"id": "repo:a/alpha"' in person.run("export").out


GENERATED = "<!-- DO NOT EDIT THIS FILE, see tools.yml -->\n" + LIST


def test_beside_a_list_that_a_tool_writes_nothing_is_written(person: Person) -> None:
    person.write({"README.md": GENERATED, "tools.yml": "[]\n"})
    before = person.files()
    ran = person.run("init", "--config", "--ref", f"octo/listkeeper@{SHA}")
    assert ran.code == 0
    assert "README.md:1: another tool writes the README" in ran.out
    assert "edit tools.yml instead" in ran.out
    assert "Nothing was written." in ran.out
    assert person.files() == before
    forced = person.run("init", "--config", "--force", "--ref", f"octo/listkeeper@{SHA}")
    assert "edit tools.yml instead" in forced.out
    assert ".github/listkeeper.yml" in person.files()


def test_where_no_data_file_is_certain_none_is_named(person: Person) -> None:
    person.write({"README.md": GENERATED})
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert "which file it is made from is not certain" in ran.out
    assert "instead" not in ran.out


def test_a_readme_that_is_no_markdown_is_refused(person: Person) -> None:
    person.write({"README.rst": "List\n====\n"})
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert ran.code == 2
    assert "README.rst is not Markdown" in ran.err
    assert set(person.files()) == {"README.rst"}


@pytest.mark.parametrize("name", ["README", "readme", ".github/README.md"])
def test_a_readme_that_is_not_looked_at_gets_no_second_one(person: Person, name: str) -> None:
    person.write({name: LIST})
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert ran.code == 2
    assert f"{name} is this repository's README" in ran.err
    assert set(person.files()) == {name}


@pytest.mark.parametrize("name", ["readme.md", "Readme.MD", "README.markdown", "docs/README.md"])
def test_a_list_is_seen_whatever_its_name(person: Person, name: str) -> None:
    person.write({name: LIST})
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert f"{name}: 2 entries under 1 heading.\n" in ran.out
    assert not any(path.startswith("registry/") for path in person.files())


def test_a_readme_in_capitals_is_a_list_too(person: Person) -> None:
    person.write({"README.MD": "# A list\n\n- [Ray](https://github.com/ray/ray)\n"})
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert ran.code == 0
    assert "registry/list.yml" not in person.files()
