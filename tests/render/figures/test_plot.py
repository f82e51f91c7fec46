"""Parameters against date: every model is there, names lie on nothing else."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given

from bot.render.figures.models import NARROW, WIDE, FigureModel, Format, month_of
from bot.render.figures.plot import Plot, plot
from bot.render.figures.text import text_width
from tests.render.figures.made import MODELS, made_up
from tests.render.figures.test_tree import FORMS

Box = tuple[float, float, float, float]


def labels(figure: Plot) -> list[Box]:
    size = figure.form.letters
    return [
        (
            one.label_x,
            one.label_x + text_width(one.label, size),
            one.label_y - size * 0.8,
            one.label_y,
        )
        for one in figure.models
        if one.label
    ]


def lines(figure: Plot) -> list[Box]:
    return [(one.x - 4, one.x + 4, min(one.ys), max(one.ys)) for one in figure.models]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@given(MODELS, FORMS)
def test_names_lie_on_nothing_and_nothing_is_cut(models: list[FigureModel], form: Format) -> None:
    figure = plot(models, form)
    found = labels(figure)
    assert not any(overlap(one, other) for one, other in combinations(found, 2))
    assert not any(overlap(one, other) for one in found for other in lines(figure))
    for left, right, top, _ in [*found, *lines(figure)]:
        assert left >= 0
        assert right <= form.width
        assert top >= 0
    for one in figure.models:
        assert max(one.ys) <= figure.bottom


@given(MODELS)
def test_every_model_with_a_date_and_a_size_is_there(models: list[FigureModel]) -> None:
    known = [one for one in models if one.sizes and month_of(one.released) is not None]
    figure = plot(models, WIDE)
    assert len(figure.models) == len(known)
    text = " ".join(note.text for note in figure.notes)
    assert (f"Without a date or a size: {len(models) - len(known)} more." in text) == (
        len(models) > len(known)
    )


def test_the_scale_is_logarithmic() -> None:
    figure = plot([FigureModel("a", "A", "2023-05", sizes=("100M", "1B", "10B"))], WIDE)
    (one,) = figure.models
    assert one.ys[0] < one.ys[1] < one.ys[2]
    assert one.ys[1] - one.ys[0] == pytest.approx(one.ys[2] - one.ys[1], abs=0.2)
    assert [tick.text for tick in figure.ticks] == ["100M", "1B", "10B"]
    assert one.label == "A"


def test_models_of_one_month_stand_side_by_side() -> None:
    models = [FigureModel(f"m{n}", f"M{n}", "2023-05", sizes=("7B",)) for n in range(9)]
    xs = [one.x for one in plot(models, NARROW).models]
    assert len(set(xs)) == 9


def test_many_models_fit() -> None:
    assert plot(made_up(400), WIDE).height < 700
