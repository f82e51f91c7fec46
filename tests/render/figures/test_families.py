"""Figure 2 of a long list: a line for each large family, the others together."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given

from bot.render.figures.families import Families, families
from bot.render.figures.models import NARROW, WIDE, FigureModel, Format
from bot.render.figures.text import text_width
from tests.render.figures.made import MODELS, made_up
from tests.render.figures.test_tree import FORMS


def spans(figure: Families) -> list[tuple[float, float, float]]:
    return [
        (
            line.y,
            line.x - line.bubbles[0].radius,
            line.label_x + text_width(line.label, figure.form.letters),
        )
        for line in figure.lines
    ]


@given(MODELS, FORMS)
def test_nothing_overlaps_and_nothing_is_cut(models: list[FigureModel], form: Format) -> None:
    found = spans(families(models, form))
    for y, left, right in found:
        assert left >= 0
        assert right <= form.width
        assert y > 0
    for one, other in combinations(found, 2):
        assert one[0] != other[0] or one[2] < other[1] or other[2] < one[1]


def test_every_dated_model_is_counted() -> None:
    models = made_up(400)
    figure = families(models, NARROW)
    counts = [int(line.label.rpartition(" ")[2]) for line in figure.lines]
    assert sum(counts) == sum(bool(one.released) for one in models)
    assert figure.lines[-1].label.startswith("others · ")
    assert len(figure.lines) == 31
    assert figure.height < 900


def test_a_family_is_named_by_its_first_model_with_its_count() -> None:
    figure = families(
        [
            FigureModel("a", "Alpha", "2023-01"),
            FigureModel("b", "Beta", "2023-02", ("a",)),
            FigureModel("c", "Gamma", "2023-02", ("a",)),
            FigureModel("d", "Delta", "2023-03"),
        ],
        WIDE,
    )
    assert [line.label for line in figure.lines] == ["Alpha · 3", "others · 1"]
    assert [one.words for one in figure.lines[0].bubbles] == [
        "Alpha, 2023-01: 1",
        "Alpha, 2023-02: 2",
    ]
