"""Which section of a hand-written list takes something new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judge.additions.learnt import Traits, learn_section
from bot.judge.additions.section import SectionGuess
from bot.lists.readme.home import README_HOME
from bot.model.entry import Registry
from bot.model.kinds import Kind
from bot.model.reference import Reference

CODE = "- [{name}](https://github.com/{owner}/{name}) - {text}.\n"
PAPER = "- [{name}](https://arxiv.org/abs/2301.{number:05})\n"


def registry(text: str) -> Registry:
    return README_HOME.read({"README.md": text}, {}).registry


def tools(owner: str, text: str, count: int = 20) -> str:
    """Rows of which each has some words of a text."""
    words = text.split()
    return "".join(
        CODE.format(name=f"{owner}{n}", owner=f"{owner}{n}", text=" ".join(words[: 1 + n % 3]))
        for n in range(count)
    )


CLEAR = (
    f"# A\n\n## Birds\n\n{tools('owl', 'Watches birds in trees')}\n"
    f"## Boats\n\n{tools('sail', 'Builds wooden boats')}"
)
PAPERS = CLEAR + "\n## Papers\n\n" + "".join(PAPER.format(name=f"P{n}", number=n) for n in range(3))
ALIKE = CLEAR.replace("Watches", "Does").replace("Builds", "Does")


def guess(text: str, about: str, role: str = "code", owner: str = "new/x", wanted: str = "") -> str:
    """The title of the section, a question mark behind a doubt; or the reason for none."""
    traits = Traits.of(role, about, [Reference.of(Kind.REPO, owner)])
    found = learn_section(registry(text), traits, "tool", wanted)
    if isinstance(found, SectionGuess):
        return found.section.title + ("?" if found.doubt else "")
    return found


@pytest.mark.parametrize(
    ("text", "words", "section"),
    [
        ("# A\n\n- [a](https://github.com/a/a)\n", {"about": "anything"}, "A"),
        ("- [a](https://github.com/a/a)\n", {"about": "anything"}, ""),
        (CLEAR, {"about": "watches birds in trees"}, "Birds?"),
        (CLEAR, {"about": "wooden boats"}, "Boats?"),
        (PAPERS, {"about": "birds", "role": "paper"}, "Papers"),
        (PAPERS, {"about": "x", "wanted": "boats"}, "Boats"),
        (PAPERS, {"about": "x", "wanted": "A / Boats"}, "Boats"),
        (PAPERS, {"about": "x", "wanted": "pape"}, "Papers"),
    ],
)
def test_the_section_that_shows(text: str, words: dict[str, str], section: str) -> None:
    assert guess(text, **words) == section


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        (ALIKE, {"about": "does it"}, "which section takes it is not sure, perhaps "),
        (PAPERS, {"about": "x", "role": "hub"}, "which section takes it is not sure, perhaps "),
        (CLEAR, {"about": "x", "wanted": "Cars"}, "no section 'Cars'; known are: Birds, Boats"),
        (CLEAR, {"about": "x", "wanted": "B"}, "there is no section 'B'"),
        ("# Prose\n", {"about": "x"}, "no rows of this list stand below each other"),
        ("# A\n\n## [a](https://github.com/a/a)\n\nText.\n", {"about": "x"}, "no rows of this"),
    ],
)
def test_what_is_not_sure_is_asked_with_the_names(
    text: str, words: dict[str, str], why: str
) -> None:
    assert why in guess(text, **words)


def test_of_many_sections_the_first_are_named() -> None:
    parts = (f"## Part {n}\n\n- [a](https://github.com/a/a{n})\n\n" for n in range(40))
    assert "Part 29, and 10 more" in guess("# A\n\n" + "".join(parts), "x", wanted="nowhere")


def test_of_translations_the_first_has_the_sections() -> None:
    files = {"README.md": CLEAR, "README-zh.md": CLEAR.replace("Birds", "鸟")}
    sections = README_HOME.read(files, {}).registry.sections
    assert [one.id for one in sections] == ["A / Birds", "A / Boats"]


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["code", "hub", "paper", ""]))
def test_any_words_give_a_section_or_a_reason(about: str, wanted: str, role: str) -> None:
    assert guess(PAPERS, about, role, wanted=wanted)
