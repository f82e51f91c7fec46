"""What a refresh changed is read from bytes, and a fate does not change from run to run."""

from __future__ import annotations

import pytest

from benchmarks.fates import DEAD, Stage, address, chosen
from benchmarks.fates_of_links import SINGLE
from benchmarks.hostile_edits import edits_of
from bot.model.values.written import DEAD_NOTE

TEXT = "# L\n\n- [a](https://a.example/x) - A.\n- [b](https://b.example/y) - B.\n"


@pytest.mark.parametrize(
    ("after", "edits"),
    [
        (TEXT, []),
        (TEXT.replace("a.example/x", "a.example/z"), [("https://a.example/x", "https://a.example/z")]),
        (TEXT.replace("y)", f"y){DEAD_NOTE}"), [("https://b.example/y", DEAD)]),
        (TEXT.replace("- A.", "- C."), None),
        (TEXT.replace("- [b](https://b.example/y) - B.\n", ""), None),
        (TEXT.replace("[a]", "[c]"), None),
    ],
)  # fmt: skip
def test_edits_are_read_from_the_bytes(after: str, edits: list[tuple[str, str]] | None) -> None:
    assert edits_of(TEXT, after) == edits


def test_the_same_link_has_the_same_fate() -> None:
    one, two = (Stage("https://a.example/docs/x", "A - A tool.") for _ in range(2))
    assert chosen(SINGLE, one) is chosen(SINGLE, two)
    chosen(SINGLE, one).set_up(one)
    assert address(one.url) in one.pages


def test_home_pages_and_https_links_get_no_fate_that_needs_more() -> None:
    fates = {chosen(SINGLE, Stage(f"https://h{n}.example/", "H")).name for n in range(300)}
    assert not fates & {"404", "301 to https", "301 to a version", "301 to the folder above"}
    assert "front page 301 to /home" in fates
