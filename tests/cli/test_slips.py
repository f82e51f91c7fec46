"""Words that people misspell: each is an error that names what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.lint.conflicts import left_conflicts
from tests.person import Person, small_list

README = """\
# Awesome

## Tools

- [Alpha](https://github.com/acme/alpha) - One.
- [Beta](https://github.com/acme/beta) - Two.
"""


@pytest.fixture(params=["registry", "readme"])
def person(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Person:
    one = Person(tmp_path)
    one.write(small_list() if request.param == "registry" else {"README.md": README})
    monkeypatch.chdir(tmp_path)
    return one


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("refesh", "Did you mean 'refresh'?"),
        ("lnit", "Did you mean 'lint'?"),
        ("refresh --onyl x", "Did you mean '--only'?"),
        ("refresh --scope lniks", "did you mean 'links'?"),
        ("explain alhpa", "did you mean "),
        ("check --only alhpa", "no entry's id matches 'alhpa'"),
        ("refresh --only alhpa --dry-run", "no entry's id matches 'alhpa'"),
    ],
)
def test_what_was_meant_is_named(person: Person, words: str, meant: str) -> None:
    ran = person.run(*words.split())
    assert ran.code == 2
    assert meant in ran.err


def test_a_word_like_none_gets_no_guess(person: Person) -> None:
    ran = person.run("zzz")
    assert ran.code == 2
    assert "mean" not in ran.err


@pytest.mark.parametrize("verb", ["check", "refresh", "plan --shards 2", "refresh --shard 1/2"])
def test_a_glob_that_fits_nothing_is_a_slip_for_every_verb(person: Person, verb: str) -> None:
    ran = person.run(*verb.split(), "--only", "*gama*")
    assert ran.code == 2
    assert "no entry's id matches '*gama*'" in ran.err
    assert ran.out == ""


def test_files_have_no_ids(person: Person) -> None:
    ran = person.run("check", "README.md", "--only", "alpha")
    assert ran.code == 2
    assert "--only is about the list" in ran.err


def test_a_rule_of_lint(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.write(
        {"README.md": README, ".github/listkeeper.yml": "version: 1\nlint: {oder: false}\n"}
    )
    assert "did you mean 'order'?" in person.run("lint", "--root", str(tmp_path)).err


def test_a_pin_of_a_field_that_is_none(tmp_path: Path) -> None:
    person = Person(tmp_path)
    files = small_list()
    pins = "pins: {licnce: ours, stars: ours, code: ours, retired: ours, 'links.site': ours}"
    tools = files["registry/tools.yml"].replace("name: Beta\n", f"name: Beta\n    {pins}\n")
    person.write(files | {"registry/tools.yml": tools})
    person.run("render", "--root", str(tmp_path))
    ran = person.run("lint", "--root", str(tmp_path))
    assert ran.code == 1
    assert ran.text.count("registry/tools.yml:13: pins: there is no field") == 1
    assert "'licnce'" in ran.text
    assert "did you mean 'licence'?" in ran.text


def test_a_merge_conflict_in_the_readme(person: Person) -> None:
    readme = person.root / "README.md"
    text = readme.read_text(encoding="utf-8")
    both = "\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n"
    readme.write_text(text + both, encoding="utf-8")
    ran = person.run("lint")
    assert ran.code == 1
    assert f"README.md:{text.count(chr(10)) + 2}: a merge conflict was left here" in ran.text


def test_a_block_of_code_is_no_conflict() -> None:
    text = "```text\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n```\n"
    assert list(left_conflicts("README.md", text)) == []


@pytest.mark.parametrize("words", ["{}", "explain {}", "check --only {}", "refresh --scope {}"])
def test_a_word_without_end_is_cut(person: Person, words: str) -> None:
    ran = person.run(*words.format("x" * 5000).split())
    assert ran.code == 2
    assert "x…'" in ran.err
    assert len(ran.err) < 600


def test_a_folder_that_takes_nothing_offers_no_option_that_is_not_there(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.write(small_list())
    (tmp_path / "README.md").unlink()
    (tmp_path / "README.md").mkdir()
    ran = person.run("render", "--root", str(tmp_path))
    assert "--dry-run" not in ran.text
