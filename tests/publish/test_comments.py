from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.publish.github.comments import HELD, closed_comment, held_comment
from tests.render.pings import pings


def test_the_comment_on_a_held_branch_has_its_mark_and_its_box() -> None:
    sha = "a" * 40
    lines = held_comment(sha).splitlines()
    assert lines[0] == HELD
    assert [line for line in lines if line.startswith(f"- [ ] <!-- listkeeper:rebuild {sha} --> ")]


def test_the_comment_gives_the_reason_for_closing() -> None:
    assert closed_comment("nothing is left") == "Closed by the bot: nothing is left."


@given(st.text())
def test_a_comment_pings_nobody(why: str) -> None:
    assert pings(closed_comment(f"@octocat #1 {why}")) == []
