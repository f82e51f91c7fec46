"""`add` beside a hand-written README: a row in the house form, at its place, or a clear refusal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli.base import FINDINGS, FINE, WRONG_USE
from tests.person import Person
from tests.run.test_add import ARXIV, GITHUB, HUB, SCENARIO, form, propose, quick, today
from tests.world.world import World

README = """\
# Awesome things

Begun beside [Sparse](https://github.com/acme/sparse), and kept by hand.

## Papers

### Serving

- Alpha: batching requests for language models <br> Arxiv 2023 [[Paper]](https://arxiv.org/abs/2301.00001)
- Beta: paged attention for large models <br> ICML 2023 [[Paper]](https://arxiv.org/abs/2302.00001) [[Code]](https://github.com/a/beta)

### Pruning

- Gamma: pruning heads of language models <br> ACL 2023 [[Paper]](https://arxiv.org/abs/2303.00001) [[Code]](https://github.com/a/gamma)
- Delta: removing layers without training <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2404.00001)

## Tools

- [adapt](https://github.com/acme/adapt) - Low-rank adapters for tuning.
- [quick](https://github.com/acme/quick) - Serves models with continuous batching.
- [twist](https://github.com/a/twist) - Turns checkpoints around.

## Models

| Model | Release | Params | Licence | Context |
|-------|---------|--------|---------|---------|
| [Falcon](https://huggingface.co/oldorg/falcon-7b) | 2023/05 | 7B | Apache-2.0 | 2048 |
| [Kite](https://huggingface.co/a/kite-3b) | 2024/01 | 3B | MIT | 4096 |
| [Owl](https://huggingface.co/a/owl-1b) | 2024/02 | 1B | MIT | 8192 |

## Left alone
<!-- listkeeper:ignore -->

- [shy](https://shy.example/) - Not for robots.
"""
CHINESE = README.replace("Awesome things", "好东西").replace("Tools", "工具")


@pytest.fixture
def box(world: Callable[..., World]) -> World:
    return world({**SCENARIO, "repository": {"name": "octo/list", "files": {"README.md": README}}})


@pytest.fixture
def person(tmp_path: Path, box: World, monkeypatch: pytest.MonkeyPatch) -> Person:
    one = Person(tmp_path / "list", box.env())
    one.write({"README.md": README})
    monkeypatch.chdir(one.root)
    return one


def new_lines(person: Person, path: str = "README.md", before: str = README) -> list[str]:
    """The lines that were added; all others must stand as they stood."""
    after = person.files()[path].decode().splitlines()
    old = before.splitlines()
    added = []
    for line in after:
        if old and line == old[0]:
            old.pop(0)
        else:
            added.append(line)
    assert old == []
    return added


ROWS: dict[str, tuple[list[str], str, list[str]]] = {
    "paper": (
        ["https://arxiv.org/pdf/2505.00002v1", "--section", "Serving"],
        f"- Turbo: Serving Models Quickly <br> Arxiv 2025 [[Paper]]({ARXIV}/2505.00002)"
        f" [[Code]]({GITHUB}/acme/turbo)",
        ["Turbo: Serving Models Quickly at README.md:11, below Awesome things / Papers / Serving"],
    ),
    "repository": (
        [f"{GITHUB}/acme/Turbo/"],
        f"- [turbo]({GITHUB}/acme/turbo) - Paged attention and batching, @you \\<b>see\\</b> #1.",
        ["turbo at README.md:22, below Awesome things / Tools"],
    ),
    "renamed repository": (
        [f"{GITHUB}/acme/blitz"],
        f"- [turbo]({GITHUB}/acme/turbo) - Paged attention and batching, @you \\<b>see\\</b> #1.",
        [f"{GITHUB}/acme/blitz has moved to {GITHUB}/acme/turbo"],
    ),
    "model": (
        [f"{HUB}/acme/New-7B"],
        f"| [New]({HUB}/acme/New-7B) | 2025/05 | 7B | Apache-2.0 | |",
        ["rows there have, and no source gave: Context"],
    ),
}


@pytest.mark.parametrize("what", ROWS)
def test_one_link_becomes_a_row_in_the_house_form(person: Person, what: str) -> None:
    words, row, seen = ROWS[what]
    ran = person.run("add", *words)
    assert ran.code == FINE, ran.text
    assert new_lines(person) == [row]
    assert all(one in ran.out for one in seen), ran.out
    assert row in ran.out.replace("\n  ", "\n")


ALPHA = "Alpha: batching requests for language models"
REFUSED = [
    (f"{GITHUB}/ACME/Adapt/tree/main", "it is on the list already: adapt, at README.md:19"),
    (f"{GITHUB}/acme/quicker", "it is on the list already: quick, at README.md:20"),
    (f"{HUB}/neworg/falcon-7b", "it is on the list already: Falcon, at README.md:27"),
    ("https://arxiv.org/pdf/2301.00001v3", f"on the list already: {ALPHA}, at README.md:9"),
    ("https://shy.example/", "it is on the list already, at README.md:34"),
    ("https://gone.example/", "there is nothing at https://gone.example/"),
    ("chat.example", "this is not a web address"),
    (
        "https://chat.example/",
        "which section takes it is not sure, perhaps Tools or Models or Serving; "
        "name one of: Serving, Pruning, Tools, Models",
    ),
]


@pytest.mark.parametrize(("url", "why"), REFUSED)
def test_what_is_listed_gone_or_unclear_is_refused_and_nothing_is_written(
    person: Person, url: str, why: str
) -> None:
    ran = person.run("add", url)
    assert ran.code == FINDINGS
    assert why in ran.out.replace("\n", " ")
    assert person.files()["README.md"] == README.encode()


SECTIONS = [
    ("tools", FINE, ""),
    ("🔧 Tools", FINE, ""),
    ("Awesome things / Tools", FINE, ""),
    ("tool", FINE, ""),
    ("ing", FINDINGS, "there is no section 'ing'"),
    ("nowhere", FINDINGS, "there is no section 'nowhere'; known are: Serving, Pruning, Tools"),
    ("🔧", FINDINGS, "there is no section '🔧'"),
    ("Left alone", FINDINGS, "there is no section 'Left alone'"),
]


@pytest.mark.parametrize(("section", "code", "why"), SECTIONS)
def test_a_section_is_named_by_its_heading(
    person: Person, section: str, code: int, why: str
) -> None:
    ran = person.run("add", "https://chat.example/", "--section", section)
    assert (ran.code, why in ran.out) == (code, True), ran.text
    if code == FINE:
        assert new_lines(person) == ["- [Chat Example](https://chat.example/)"]
        assert "rows there have, and no source gave: description" in ran.out


def test_of_two_headings_with_one_name_neither_is_taken(person: Person) -> None:
    text = README + "\n## More\n\n### Tools\n\n- [zed](https://github.com/a/zed) - Zed.\n"
    person.write({"README.md": text})
    words = ("add", "https://chat.example/", "--section")
    ran = person.run(*words, "Tools")
    assert ran.code == FINDINGS
    why = "more than one section is called 'Tools': Awesome things / Tools, More / Tools"
    assert why in ran.out.replace("\n", " ")
    assert person.run(*words, "More / Tools").code == FINE
    assert new_lines(person, before=text) == ["- [Chat Example](https://chat.example/)"]


def test_a_dry_run_writes_nothing(person: Person) -> None:
    before = person.files()
    ran = person.run("add", f"{GITHUB}/acme/turbo", "--dry-run")
    assert ran.code == FINE
    assert f"+- [turbo]({GITHUB}/acme/turbo) - " in ran.out
    assert person.files() == before


def test_several_links_and_a_link_in_prose(person: Person) -> None:
    ran = person.run("add", f"{GITHUB}/acme/turbo", f"{GITHUB}/acme/sparse", "--section", "Tools")
    assert ran.code == FINE, ran.text
    _, sparse = new_lines(person)
    assert sparse == f"- [sparse]({GITHUB}/acme/sparse)"
    assert "turbo at README.md:22" in ran.out
    assert "sparse at README.md:23" in ran.out
    assert f"{GITHUB}/acme/sparse is already at README.md:3, outside any row" in ran.out


def test_the_second_of_two_links_to_one_thing_is_refused(person: Person) -> None:
    words = (f"{GITHUB}/acme/turbo", f"{GITHUB}/acme/blitz", "--section", "Tools")
    ran = person.run("add", *words)
    assert ran.code == FINDINGS
    assert "it is on the list already: turbo, at README.md:22" in ran.out
    assert len(new_lines(person)) == 1


def test_other_languages_get_no_row_but_a_note(person: Person) -> None:
    person.write({"README-zh.md": CHINESE})
    ran = person.run("add", f"{GITHUB}/acme/turbo")
    assert ran.code == FINE, ran.text
    assert "without it: README-zh.md; translate it there" in ran.out
    assert len(new_lines(person)) == 1
    assert person.files()["README-zh.md"] == CHINESE.encode()


def test_a_row_goes_into_the_file_that_holds_the_region(person: Person) -> None:
    rows = "".join(f"- [tool{n}](https://github.com/t/tool{n}) - Tool {n}.\n" for n in range(20))
    more = f"# More\n\n## Small tools\n\n{rows}"
    person.write({"README.md": f"{README}\n[more](more.md)\n", "more.md": more})
    ran = person.run("add", f"{GITHUB}/acme/sparse", "--section", "Small tools")
    assert ran.code == FINE, ran.text
    assert new_lines(person, "more.md", more) == [f"- [sparse]({GITHUB}/acme/sparse)"]
    assert "sparse at more.md:" in ran.out


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_bytes_of_other_rows_stay(person: Person, ends: str) -> None:
    raw = README.replace("Turns", "Dreht \udcfcm").replace("\n", ends)
    (person.root / "README.md").write_bytes(
        b"\xef\xbb\xbf" + raw.encode("utf-8", "surrogateescape")
    )
    before = person.files()["README.md"]
    assert person.run("add", f"{GITHUB}/acme/turbo").code == FINE
    after = person.files()["README.md"]
    row = next(line for line in after.splitlines(keepends=True) if b"[turbo]" in line)
    assert after.replace(row, b"") == before
    assert row.endswith(ends.encode())


def test_no_list_at_all(person: Person) -> None:
    person.write({"README.md": "# Nothing yet\n"})
    ran = person.run("add", f"{GITHUB}/acme/turbo")
    assert ran.code == FINDINGS
    assert "no rows of this list stand below each other" in ran.out


@pytest.mark.usefixtures("released")
def test_an_issue_becomes_a_pull_request_with_the_row(
    person: Person, box: World, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    quick(monkeypatch)
    github: Any = box.github
    files = {"README.md": README, "README-zh.md": CHINESE}
    person.write(files)
    github.push("main", files)
    words = ("--issue-body", form(person, f"{HUB}/acme/New-7B"), "--issue", "12")
    ran = propose(person, *words, "--author", "ann-lee")
    assert ran.code == FINE, ran.text
    (pull,) = github.pulls
    assert (pull.title, pull.head) == ("Add New", "listkeeper/add-12")
    golden(
        "added_in_place.md", pull.body.partition("<!-- listkeeper:v1")[0].replace(today(), "DAY")
    )
    assert github.files(pull.head)["README.md"].count("acme/New-7B") == 1
    assert github.files(pull.head)["README-zh.md"] == CHINESE
    assert propose(person, *words, "--author", "ann-lee").code == FINE
    assert len(github.pulls) == 1


def test_an_issue_whose_section_is_unclear_is_answered_with_the_sections(
    person: Person, box: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    github: Any = box.github
    issue = github.issue("Add: it")
    words = ("--issue-body", form(person, "https://chat.example/"), "--issue", str(issue.number))
    assert propose(person, *words).code == FINE
    (comment,) = github.comments(issue.number)
    assert "name one of: Serving, Pruning, Tools, Models" in comment.body
    assert github.pulls == []


def test_a_folder_without_a_list(person: Person) -> None:
    (person.root / "README.md").unlink()
    ran = person.run("add", f"{GITHUB}/acme/turbo")
    assert ran.code == WRONG_USE
    assert "there is no list here" in ran.err
