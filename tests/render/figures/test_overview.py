"""Figure 1: three levels, nothing overlaps, nothing is cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.render.figures.models import NARROW, WIDE, Format
from bot.render.figures.overview import Overview, OverviewTopic, TopicPart, overview
from bot.render.figures.text import BOLD, text_width
from tests.render.figures.test_tree import FORMS

_WORDS = st.from_regex(r"[A-Za-z0-9-]{1,12}( [A-Za-z0-9-]{1,12}){0,4}", fullmatch=True)
TOPICS = st.lists(
    st.builds(
        OverviewTopic,
        _WORDS,
        st.lists(
            st.builds(TopicPart, st.just("") | _WORDS, st.lists(_WORDS, max_size=30).map(tuple)),
            min_size=1,
            max_size=15,
        ).map(tuple),
    ),
    max_size=6,
)


def texts(figure: Overview, level: int) -> list[str]:
    return [line.text for line in figure.lines if line.level == level]


@given(TOPICS, FORMS)
def test_nothing_is_cut_and_no_lines_overlap(topics: list[OverviewTopic], form: Format) -> None:
    figure = overview(topics, form)
    boxes = []
    for line in figure.lines:
        letters = form.letters * (BOLD if line.level == 1 else 1)
        boxes.append((line.y, line.x, line.x + text_width(line.text, letters)))
        assert boxes[-1][2] <= form.width
        assert any(box.y < line.y < box.y + box.height for box in figure.boxes)
    for one, other in pairwise(sorted(boxes)):
        assert one[2] <= other[1] or other[2] <= one[1] or other[0] - one[0] >= form.letters
    for box in figure.boxes:
        assert box.y + box.height < figure.height


@given(TOPICS)
def test_every_topic_is_there(topics: list[OverviewTopic]) -> None:
    assert len(overview(topics, WIDE).boxes) == len(topics)


def test_three_levels() -> None:
    data = OverviewTopic("Data", (TopicPart("Human", ("ShareGPT", "Flan")), TopicPart("Made", ())))
    for form in (WIDE, NARROW):
        figure = overview([data], form)
        assert texts(figure, 1) == ["Data (2)"]
        assert texts(figure, 2) == ["Human (2)", "Made"]
        assert texts(figure, 3) == ["ShareGPT, Flan", "nothing yet"]
        assert len(figure.paths) == 3


def test_of_many_parts_the_last_are_one() -> None:
    parts = tuple(TopicPart(f"part {number}", (f"name {number}",)) for number in range(40))
    figure = overview([OverviewTopic("All", parts)], WIDE)
    assert len(texts(figure, 2)) == 12
    assert texts(figure, 2)[-1] == "29 more (29)"


def test_names_are_counted_where_they_do_not_fit() -> None:
    names = tuple(f"model-{number}" for number in range(44))
    figure = overview([OverviewTopic("Models", (TopicPart("", names),))], WIDE)
    first, second = texts(figure, 3)
    shown = first.count("model-") + second.count("model-")
    assert second.endswith(f"+ {44 - shown} more")
