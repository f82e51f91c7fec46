"""Words that people misspell: each is an error that names what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_a_folder_that_takes_nothing_offers_no_option_that_is_not_there(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.write(small_list())
    (tmp_path / "README.md").unlink()
    (tmp_path / "README.md").mkdir()
    ran = person.run("render", "--root", str(tmp_path))
    assert "--dry-run" not in ran.text
