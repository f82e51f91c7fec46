"""Parameters on a phone: every model has its name, nothing is cut, and no file is too large."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from bot.lists.registry.load import shipped_templates
from bot.render.figures.bars import ROWS, SizeBars, size_figure
from bot.render.figures.models import NARROW, WIDE, Access, FigureModel, month_of
from bot.render.figures.plot import Plot
from bot.render.figures.text import text_width
from bot.render.pictures import draw_models
from tests.render.figures.made import MODELS, made_up


@given(MODELS)
def test_every_model_has_a_row_with_its_name(models: list[FigureModel]) -> None:
    known = [one for one in models if one.sizes and month_of(one.released) is not None]
    figure = size_figure(models, NARROW)
    if not known:
        assert isinstance(figure, Plot)
        return
    assert isinstance(figure, SizeBars)
    assert len(figure.bars) == len(known)
    ys = sorted([*(one.y for one in figure.bars), *(one.y for one in figure.years)])
    assert all(later - earlier >= NARROW.row - 0.2 for earlier, later in pairwise(ys))
    for one in figure.bars:
        assert one.text
        assert 6 + text_width(one.text, NARROW.letters) < one.xs[0] - 5
        assert list(one.xs) == sorted(one.xs)
        assert one.xs[-1] + 5.5 <= NARROW.width
    assert max(ys) < figure.bottom < figure.height
    assert [one.text for one in figure.years] == sorted({one.text for one in figure.years})


def test_many_models_and_wide_pages_have_points() -> None:
    assert isinstance(size_figure(made_up(40), WIDE), Plot)
    assert isinstance(size_figure(made_up(40), NARROW), SizeBars)
    assert isinstance(size_figure(made_up(ROWS * 2), NARROW), Plot)


def model(number: int, name: str, sizes: int) -> FigureModel:
    labels = tuple(f"{size + 1}B" for size in range(sizes))
    released = f"20{20 + number % 5}-{1 + number % 12:02}"
    return FigureModel(f"m{number}", name, released, (), list(Access)[number % 4], labels)


@pytest.mark.parametrize("what", ["evolution", "sizes"])
@pytest.mark.parametrize("narrow", [True, False])
def test_long_names_make_no_file_too_large(what: str, *, narrow: bool) -> None:
    models = [model(number, f"{'long name ' * 50}{number}", 1) for number in range(400)]
    text = draw_models(what, shipped_templates(), models, "Long", narrow=narrow)
    assert len(text.encode()) < 200_000


@pytest.mark.parametrize(("count", "sizes"), [(60, 400), (400, 20), (800, 3)])
@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("name", ["Long name", "大型语言模型", "נמוד שפה"])
def test_no_file_is_too_large(count: int, sizes: int, name: str, *, narrow: bool) -> None:
    models = [model(number, f"{name} {number}", sizes) for number in range(count)]
    text = draw_models("sizes", shipped_templates(), models, "Sizes", narrow=narrow)
    assert len(text.encode()) < 200_000
