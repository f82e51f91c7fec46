"""`listkeeper init`: a new list's repository, from nothing, without touching what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.verbs import init
from bot.lists.registry.load import shipped_templates
from bot.model.errors import SettingsError
from bot.run.init import ActionPin, read_pin, starter_files
from tests.build import ROOT
from tests.person import Person

SHA = "3d3c42e5aac5ba805825da76410c181273ba90b1"
NOBODY, RELEASED = ActionPin("", "", "1.2.3"), ActionPin("octo/listkeeper", "f" * 40, "1.2.3")
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
    assert "15 files written." in ran.out
    assert person.run("lint").out == "Nothing to mend.\n"
    assert person.run("render", "--check").code == 0
    files = person.files()
    assert ".gitignore" in files
    for name in COMMON:
        text = files[f".github/workflows/{name}"].decode()
        assert f"uses: octo/listkeeper@{SHA} # v0.1.0\n" in text
        assert "OWNER" not in text.replace('"OWNER"', "")
    assert all(name in files for name in ("registry/schema/list.json", "templates/tools.md.j2"))


def test_a_second_time_writes_nothing(person: Person) -> None:
    person.run("init", "here", "--ref", f"octo/listkeeper@{SHA}")
    before = person.files()
    ran = person.run("init", "here", "--ref", f"octo/other@{SHA}")
    assert "0 files written; 15 were there already and stay as they were." in ran.out
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
    # a README without its regions is told, not overwritten
    assert "README.md: the region 'tools' is missing" in person.run("lint").out


def test_a_copy_that_was_not_released_needs_a_commit_to_pin(person: Person) -> None:
    ran = person.run("init")
    assert ran.code == 2
    assert "--ref OWNER/listkeeper@SHA" in ran.err
    assert person.files() == {}


def test_a_released_copy_pins_itself(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init, "REPOSITORY", "octo/listkeeper")
    monkeypatch.setattr(init, "COMMIT", SHA)
    assert person.run("init").code == 0
    assert f"octo/listkeeper@{SHA} #" in (person.root / ".github/workflows/check.yml").read_text()


@pytest.mark.parametrize(
    ("ref", "released", "expected"),
    [
        ("", RELEASED, f"octo/listkeeper@{'f' * 40} # v1.2.3"),
        (SHA, RELEASED, f"octo/listkeeper@{SHA} # v1.2.3"),
        (f"me/fork@{SHA}", RELEASED, f"me/fork@{SHA} # v1.2.3"),
        (f"me/fork@{SHA}", NOBODY, f"me/fork@{SHA} # v1.2.3"),
    ],
)
def test_what_is_pinned(ref: str, released: ActionPin, expected: str) -> None:
    assert str(read_pin(ref, released)) == expected


@pytest.mark.parametrize("ref", ["main", "v1", SHA[:7], SHA.upper(), f"a/b/c@{SHA}", f"x y@{SHA}"])
def test_what_may_move_is_not_pinned(ref: str) -> None:
    with pytest.raises(SettingsError, match="no commit to pin"):
        read_pin(ref, RELEASED)


def test_a_commit_without_its_repository_is_not_enough() -> None:
    with pytest.raises(SettingsError, match="was not released"):
        read_pin(SHA, NOBODY)


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
    sections = {"tools", "models", "model-papers", "benchmarks", "applications", "deployment"}
    sections |= {"finetuning", "figure-overview", "figure-evolution", "figure-sizes"}
    sections |= {f"{kind}-data" for kind in ("pretraining", "instruction", "alignment", "domain")}
    own = {f"templates/{path.name}" for path in (ROOT / "templates").glob("*.j2")}
    assert shipped_templates().keys() == own - {f"templates/{name}.md.j2" for name in sections}


def test_a_shipped_template_gives_way_to_the_list_s_own(person: Person) -> None:
    person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    person.write({"templates/_list.md.j2": "in my own words\n"})
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
    assert "readme.md: 2 entries under 1 headings.\n2 of 2 links stand in an entry." in ran.out
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


def test_a_readme_in_capitals_is_a_list_too(person: Person) -> None:
    person.write({"README.MD": "# A list\n\n- [Ray](https://github.com/ray/ray)\n"})
    ran = person.run("init", "--ref", f"octo/listkeeper@{SHA}")
    assert ran.code == 0
    assert "registry/list.yml" not in person.files()
