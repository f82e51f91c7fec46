"""A README that grows too large is reported, and a section of it can have a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.base import FINDINGS, FINE, WRONG_USE
from bot.lint.finding import LARGE
from bot.lint.findings import large_readme
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


def with_outputs(names: str, figure: str = "") -> str:
    shown = f"    figure: {figure}\n" if figure else ""
    text = LIST.replace("    kinds:", f"{shown}    kinds:")
    return text.replace("sections:", f"outputs: [{names}]\nsections:")


def test_what_is_not_drawn_any_more_is_removed_unless_a_person_changed_it(person: Person) -> None:
    person.write({"registry/list.yml": with_outputs("list.csv, llms.txt, ATTIC.md", "overview")})
    person.write({"README.md": README})
    assert person.run("render").code == FINE
    figures = {f"figures/overview{ending}.svg" for ending in ("", "-dark", "-narrow")}
    there = {*figures, "list.csv", "llms.txt", "ATTIC.md"}
    assert there <= person.files().keys()
    mine = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    others = {"figures/evolution.svg": mine, "figures/mine.svg": mine}
    person.write({"registry/list.yml": with_outputs("ATTIC.md"), "llms.txt": "mine\n", **others})
    seen = person.run("render", "--check")
    assert seen.code == FINDINGS
    gone = {*figures, "list.csv"}
    for path in gone:
        assert f"{path} is not in this list any more; run `listkeeper render`" in seen.out
    assert "llms.txt" not in seen.out
    lint = person.run("lint")
    assert lint.code == FINDINGS
    assert "list.csv: this list does not have it any more" in lint.out
    assert there <= person.files().keys(), "only render removes"
    assert person.run("render").code == FINE
    left = person.files()
    assert not gone & left.keys()
    assert (left["llms.txt"], left["figures/mine.svg"]) == (b"mine\n", mine.encode())
    assert left["figures/evolution.svg"] == mine.encode()
    assert person.run("render", "--check").code == FINE
    assert person.run("lint").code == FINE


def test_figures_that_a_person_drew_of_other_data_stay(person: Person) -> None:
    person.write({"registry/list.yml": with_outputs("ATTIC.md"), "README.md": README})
    person.write({"data.csv": "name,released\nA,2023-01\n", "figures/x": ""})
    drawn = ("figures/evolution.svg", "figures/evolution-narrow.svg")
    for path in drawn:
        narrow = ["--narrow"] if "narrow" in path else []
        words = ("figure", "evolution", "data.csv", "--output", path, *narrow)
        assert person.run(*words).code == FINE
    assert person.run("render").code == FINE
    assert person.files().keys() >= {*drawn}
    assert person.run("lint").code == FINE


def test_nothing_is_removed_through_a_link_that_leads_elsewhere(
    person: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    person.write({"registry/list.yml": with_outputs("llms.txt", "overview"), "README.md": README})
    assert person.run("render").code == FINE
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (person.root / "figures").rename(elsewhere / "figures")
    (person.root / "figures").symlink_to(elsewhere / "figures")
    person.write({"registry/list.yml": with_outputs("llms.txt")})
    person.run("render")
    assert (elsewhere / "figures/overview.svg").is_file()
