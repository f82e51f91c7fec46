"""A README that grows too large is reported, and a section of it can have a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.base import FINDINGS, FINE, WRONG_USE
from bot.lint.findings import LARGE, large_readme
from bot.run.render import draw_documents
from tests.build import LIST, README, documents, judge, moved, of
from tests.person import Person

PAGE = "# Tools\n\n<!-- listkeeper:begin tools -->\n<!-- listkeeper:end tools -->\n"
SPLIT = {
    "registry/list.yml": LIST.replace("    kinds:", "    file: docs/tools.md\n    kinds:"),
    "README.md": "# A small list\n\n[Tools](docs/tools.md)\n",
    "docs/tools.md": PAGE,
}


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.chdir(tmp_path)
    person = Person(tmp_path)
    person.write(documents(**SPLIT))
    return person


def test_its_file_is_drawn_and_checked(person: Person) -> None:
    assert person.run("render", "--check").code == FINDINGS
    seen = person.run("render")
    assert seen.out.splitlines() == [
        "docs/tools.md is updated.",
        "README.md is up to date with the registry.",
        "site/ is updated.",
    ]
    assert b"| **Alpha**" in person.files()["docs/tools.md"]
    assert person.files()["README.md"] == SPLIT["README.md"].encode()
    assert person.run("lint").code == FINE
    person.write({"docs/tools.md": PAGE})
    assert "docs/tools.md: not up to date with the registry" in person.run("lint").text
    seen = person.run("refresh", "docs/tools.md")
    assert seen.code == WRONG_USE
    assert "this file is generated from registry/" in seen.err


def test_a_proposal_shows_what_changes_in_it() -> None:
    seen = moved("https://github.com/old/alpha", "https://github.com/acme/alpha")
    files = documents(**SPLIT)
    files["docs/tools.md"] = draw_documents(files)["docs/tools.md"]
    proposal = of(judge([seen], files=files), "moved")
    assert "docs/tools.md" in proposal.files
    assert "README.md" not in proposal.files
    assert "https://github.com/acme/alpha" in proposal.files["docs/tools.md"]
    assert "**Alpha**" in proposal.body


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"docs/tools.md": "# Tools\n"}, "docs/tools.md: the region 'tools' is missing"),
        ({"README.md": README}, "README.md:5: no section"),
        (
            {"registry/list.yml": LIST.replace("    kinds:", "    file: ../tools.md\n    kinds:")},
            "registry/list.yml:6: file: '../tools.md'",
        ),
        (
            {"registry/list.yml": LIST.replace("    kinds:", "    file: docs/a.md\n    kinds:")},
            "docs/a.md: the file of 'Tools' is missing\n  → write it, with <!-- listkeeper:begin",
        ),
    ],
)
def test_what_is_wrong_is_named(person: Person, changed: dict[str, str], error: str) -> None:
    person.write(changed)
    seen = person.run("render")
    assert seen.code == WRONG_USE
    assert error in seen.err


def test_a_large_readme_is_reported_before_it_is_cut_off() -> None:
    row = "| a row of some length, as rows are |\n"
    region = "<!-- listkeeper:begin tools -->\n{}<!-- listkeeper:end tools -->\n"
    assert large_readme("README.md", region.format(row * 10)) == []
    (finding,) = large_readme("README.md", region.format(row * (LARGE // len(row) + 1)))
    assert finding.reminder
    assert str(finding).startswith("README.md: 400 kB; GitHub shows the first 512 kB of a README")
    assert "tools (400 kB)" in finding.hint
    assert "`file` in registry/list.yml" in finding.hint


def test_lint_reports_it_and_is_fine(person: Person) -> None:
    person.write({"README.md": SPLIT["README.md"] + "words\n" * 70_000})
    person.run("render")
    seen = person.run("lint")
    assert seen.code == FINE
    assert "GitHub shows the first 512 kB" in seen.text
