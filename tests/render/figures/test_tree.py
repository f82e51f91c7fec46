"""Figure 2: nothing overlaps, nothing is cut, every edge leads to the right."""

from __future__ import annotations

import re
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.figures.descent import descent
from bot.render.figures.models import NARROW, WIDE, FigureModel, Format, dated, month_of
from bot.render.figures.text import BOLD, text_width
from bot.render.figures.tree import Dot, Tree, tree
from tests.render.figures.made import MODELS, made_up

FORMS = st.sampled_from([WIDE, NARROW])
_NUMBER = r"(-?[\d.]+)"


def box(dot: Dot, form: Format) -> tuple[float, float]:
    """From the left of the shape to the end of the label."""
    return dot.x - 4.5, dot.text_x + text_width(dot.label, form.letters)


def ends(path: str) -> tuple[float, float]:
    """Where a path begins and ends, from the left."""
    last = re.findall(rf"H{_NUMBER}$| {_NUMBER} {_NUMBER}$", path)[0]
    return float(path[1:].split()[0].split("C")[0]), float(last[0] or last[1])


def verticals(figure: Tree) -> list[tuple[float, float, float]]:
    found = []
    for edge in figure.edges:
        if match := re.match(rf"M{_NUMBER} {_NUMBER}V{_NUMBER}Q", edge.path):
            x, top, bottom = map(float, match.groups())
            found.append((x, top, bottom))
    return found


@given(MODELS, FORMS)
def test_no_two_models_overlap(models: list[FigureModel], form: Format) -> None:
    dots = tree(models, form).dots
    for one, other in combinations(dots, 2):
        if one.y == other.y:
            (_, end), (start, _) = sorted((box(one, form), box(other, form)))
            assert end < start
        else:
            assert abs(one.y - other.y) >= form.row


@given(MODELS, FORMS)
def test_nothing_is_cut(models: list[FigureModel], form: Format) -> None:
    figure = tree(models, form)
    for dot in figure.dots:
        left, right = box(dot, form)
        assert left >= 0
        assert right <= form.width
        assert dot.y + form.row / 2 <= figure.bottom
    for x, y, text in [
        *((key.x + 9, key.y, key.text) for key in figure.legend.keys),
        *((6, note.y, note.text) for note in figure.notes),
    ]:
        assert figure.bottom < y < figure.height
        assert x + text_width(text, form.letters) <= form.width


@pytest.mark.parametrize("form", [WIDE, NARROW])
@pytest.mark.parametrize("count", [40, 60, 400])
def test_years_below_a_high_figure_lie_on_no_model(count: int, form: Format) -> None:
    figure = tree(made_up(count), form)
    assert bool(figure.foot) == (figure.bottom > 850 + form.row)
    if figure.foot:
        assert figure.foot - form.letters >= max(dot.y for dot in figure.dots) + 4.5
        assert figure.foot < figure.bottom


@given(MODELS, FORMS)
def test_years_and_months_do_not_touch(models: list[FigureModel], form: Format) -> None:
    figure = tree(models, form)
    for ticks, letters in (
        (figure.years, form.letters * BOLD),
        (figure.months, form.letters - 1.5),
    ):
        spans = [
            (tick.middle - half, tick.middle + half)
            for tick in ticks
            if tick.text
            for half in [text_width(tick.text, letters) / 2]
        ]
        assert all(one[1] + 2 <= other[0] for one, other in pairwise(spans))


@given(MODELS, FORMS)
def test_every_edge_leads_to_the_right(models: list[FigureModel], form: Format) -> None:
    figure, found = tree(models, form), descent(models)
    assert len(figure.edges) == len(found.parent) + sum(map(len, found.others.values()))
    for edge in figure.edges:
        start, end = ends(edge.path)
        assert start < end + 4.5


@given(MODELS, FORMS)
def test_no_line_down_crosses_a_name(models: list[FigureModel], form: Format) -> None:
    figure = tree(models, form)
    for x, top, bottom in verticals(figure):
        for dot in figure.dots:
            if top < dot.y < bottom:
                assert not dot.text_x < x < box(dot, form)[1]


@given(MODELS)
def test_every_dated_model_is_drawn_and_the_others_are_named(models: list[FigureModel]) -> None:
    figure = tree(models, WIDE)
    undated = sum(month_of(one.released) is None for one in models)
    assert len(figure.dots) + undated == len(models)
    assert any("Without a date" in note.text for note in figure.notes) == bool(undated)


@given(MODELS, st.randoms())
def test_the_order_of_the_entries_does_not_matter(
    models: list[FigureModel], rng: st.DrawFn
) -> None:
    mixed = list(models)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert tree(mixed, WIDE).dots == tree(models, WIDE).dots


def test_a_year_alone_is_no_earlier_than_a_base_of_that_year_however_far_above() -> None:
    chain = [
        FigureModel("a", "A", "2017-02"),
        FigureModel("b", "B", "2017", ("a",)),
        FigureModel("c", "C", "2017", ("b",)),
        FigureModel("d", "D", "2018", ("c",)),
    ]
    for mixed in permutations(chain):
        months = dated(mixed)
        assert [divmod(months[name], 12) for name in "abcd"] == [
            *[(2017, 1)] * 3,
            (2018, 0),
        ]


def test_a_family_stands_below_its_first_model() -> None:
    figure = tree(
        [
            FigureModel("a", "Alpha", "2023-01"),
            FigureModel("b", "Beta", "2023-02", ("a",)),
            FigureModel("c", "Gamma", "2023-02", ("a", "b")),
        ],
        WIDE,
    )
    assert [dot.label for dot in figure.dots] == ["Alpha", "Beta", "Gamma"]
    assert [dot.is_root for dot in figure.dots] == [True, False, False]
    assert len(figure.edges) == 2  # from a to c it leads through b
    assert not any(edge.is_side for edge in figure.edges)


def test_a_second_base_of_another_family_is_a_curve() -> None:
    figure = tree(
        [
            FigureModel("a", "Alpha", "2023-01"),
            FigureModel("b", "Beta", "2023-02"),
            FigureModel("c", "Gamma", "2023-05", ("a", "b")),
        ],
        WIDE,
    )
    assert [edge.is_side for edge in figure.edges] == [True, False]
    assert figure.legend.keys[-1].text == "also built on"


def test_a_base_that_is_younger_is_named_and_no_edge() -> None:
    figure = tree(
        [FigureModel("a", "Alpha", "2023-01", ("b",)), FigureModel("b", "Beta", "2024-02")], WIDE
    )
    assert figure.edges == ()
    assert figure.notes[0].text == "Dated before what they are built on: Alpha (built on Beta)"


@pytest.mark.parametrize(
    ("released", "month"),
    [
        ("2023", 2023 * 12),
        ("2023-05", 2023 * 12 + 4),
        ("2023-05-17", 2023 * 12 + 4),
        ("", None),
        ("0023-05", None),
        ("2023-13", None),
        ("soon", None),
    ],
)
def test_months(released: str, month: int | None) -> None:
    assert month_of(released) == month


def test_of_a_year_alone_a_model_is_behind_its_base() -> None:
    months = dated([FigureModel("a", "A", "2023-06"), FigureModel("b", "B", "2023", ("a",))])
    assert months["b"] == months["a"]
    assert tree([FigureModel("b", "B", "2023")], WIDE).dots[0].label == "B (2023)"


def test_many_models_fit() -> None:
    figure = tree(made_up(400), WIDE)
    assert len(figure.dots) > 370
    assert figure.height < 5000


def test_a_long_chain_is_drawn() -> None:
    chain = [FigureModel("m0", "M0", "2020-01")]
    chain += [FigureModel(f"m{n}", f"M{n}", "2020-01", (f"m{n - 1}",)) for n in range(1, 1500)]
    assert len(tree(chain, WIDE).edges) == 1499
