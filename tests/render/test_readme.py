from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.errors import InputError
from bot.render.regions import fill_regions, regions

BEGIN, END = "<!-- listkeeper:begin {} -->", "<!-- listkeeper:end {} -->"


def region(name: str, inside: str = "") -> str:
    return f"{BEGIN.format(name)}\n{inside}{END.format(name)}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x\n" + BEGIN.format("a"), "README.md:2: region 'a' never ends"),
        (END.format("a"), "README.md:1: end of 'a' is outside any region"),
        (f"{region('a')}\n{region('a')}", "README.md:3: region 'a' begins a second time"),
        (
            f"{BEGIN.format('a')}\n{region('b')}\n{END.format('a')}",
            "README.md:2: region 'b' begins inside 'a'",
        ),
        (f"{BEGIN.format('a')}\n{END.format('b')}", "README.md:2: end of 'b' is inside 'a'"),
        ("no marker", "README.md: the region 'a' is missing"),
        (f"{region('a')}\n{region('b')}", "README.md:3: no section of registry/list.yml"),
    ],
)
def test_broken_markers_are_errors_with_a_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        fill_regions("README.md", text, {"a": "drawn"})
    assert str(caught.value).startswith(message)


def test_markers_in_code_are_text() -> None:
    text = f"```md\n{BEGIN.format('a')}\n```\n{region('b')}\n~~~\n{END.format('z')}\n~~~\n"
    assert [found.name for found in regions("README.md", text)] == ["b"]


def test_a_fence_inside_a_region_is_redrawn_with_it() -> None:
    text = region("a", "```\nold\n") + "\nafter"
    assert fill_regions("R.md", text, {"a": "new"}) == region("a", "\nnew\n\n") + "\nafter"


def test_carriage_returns_stay() -> None:
    text = f"one\r\n{BEGIN.format('a')}\r\n{END.format('a')}\r\ntwo\r\n"
    drawn = fill_regions("R.md", text, {"a": "x\ny"})
    assert drawn.startswith("one\r\n")
    assert drawn.endswith("\r\ntwo\r\n")
    assert "\n".join(drawn.split("\r\n")).count("\r") == 0


prose = st.text(st.characters(codec="utf-8", exclude_characters="`~<"), max_size=60)


@given(prose, prose, prose, prose, prose)
def test_every_byte_outside_stays(
    before: str, between: str, after: str, first: str, second: str
) -> None:
    pieces = [f"{before}\n", f"\n{between}\n", f"\n{after}"]
    text = pieces[0] + region("a", "old\n") + pieces[1] + region("b") + pieces[2]
    drawn = fill_regions("README.md", text, {"a": first, "b": second})
    assert drawn.startswith(pieces[0] + BEGIN.format("a"))
    assert END.format("a") + pieces[1] + BEGIN.format("b") in drawn
    assert drawn.endswith(END.format("b") + pieces[2])
    assert fill_regions("README.md", drawn, {"a": first, "b": second}) == drawn
