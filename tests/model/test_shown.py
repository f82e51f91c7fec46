from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.registry.load import load
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.shown import short_number, shown_values
from bot.render.tables import entry_views, in_order
from tests.build import LIST, asked, documents, snapshot


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0k"),
        (8312, "8.3k"),
        (9949, "9.9k"),
        (9951, "10k"),
        (41_226, "41k"),
        (999_499, "999k"),
        (999_999, "1.0M"),
        (1_234_567, "1.2M"),
        (70_000_000_000, "70B"),
    ],
)
def test_short(number: int, text: str) -> None:
    assert short_number(number) == text


@given(st.integers(0, 10**12))
def test_short_is_short_and_near(number: int) -> None:
    text = short_number(number)
    unit = {"k": 10**3, "M": 10**6, "B": 10**9}.get(text[-1], 1)
    value = float(text.rstrip("kMB")) * unit
    assert len(text) <= 6
    assert abs(value - number) <= max(0.06 * number, 0)


def test_downloads_of_a_family_are_added() -> None:
    registry, _ = load(documents())
    gamma = registry.entry("gamma")
    assert gamma
    values = snapshot(
        model__acme__gamma_7b={},
        **{
            "model__acme__gamma-7b": {"downloads": asked(900), "gated": asked("manual")},
            "model__acme__gamma-13b": {"downloads": asked(1200)},
        },
    )
    fields = shown_values(gamma, values)
    assert {name: field.text for name, field in fields.items()} == {
        "downloads": "2.1k",
        "licence": "MIT",
        "status": "gated (manual)",
    }


def test_a_filled_blank_is_shown_until_a_person_writes_one() -> None:
    entry = load(documents())[0].entry("alpha")
    assert entry is not None
    filled = Snapshot(
        {
            "entry:alpha": {
                "released": FetchedValue("2023-05", "hub", "2026-11-01"),
                "sizes": FetchedValue(("7B", "3B"), "hub", "2026-11-01"),
            }
        }
    )
    fields = shown_values(entry, filled)
    assert (fields["released"].text, fields["sizes"].text) == ("2023-05", "3B, 7B")
    written = replace(entry, values={**entry.values, "released": "2023-04", "sizes": ("1B7",)})
    fields = shown_values(written, filled)
    assert (fields["released"].text, fields["sizes"].text) == ("2023-04", "1.7B")


def test_a_filled_blank_of_another_type_is_not_shown() -> None:
    entry = load(documents())[0].entry("alpha")
    assert entry is not None
    wrong = {"released": asked(2023), "sizes": asked("7B")}
    assert shown_values(entry, Snapshot({"entry:alpha": wrong})) == {}


def test_a_section_in_order_of_release_counts_what_was_filled_in() -> None:
    registry, _ = load(
        documents(**{"registry/list.yml": LIST.replace("kinds:", "order: released\n    kinds:")})
    )
    filled = Snapshot(
        {
            "entry:alpha": {"released": FetchedValue("2024-01", "hub", "2026-11-01")},
            "entry:gamma": {"released": FetchedValue("2023-01", "hub", "2026-11-01")},
        }
    )
    section = registry.sections[0]
    order = in_order(section, entry_views(registry.shown_in(section), filled))
    assert [view.id for view in order] == ["gamma", "alpha", "beta"]


@pytest.mark.parametrize(
    ("value", "text"), [("auto", "gated (auto)"), ("manual", "gated (manual)"), (True, "gated")]
)
def test_how_a_model_is_gated_is_shown(value: str | bool, text: str) -> None:
    entry = load(documents())[0].entry("gamma")
    assert entry is not None
    values = snapshot(model__acme__gamma={})  # another model says nothing of it
    assert "status" not in shown_values(entry, values)
    gated = Snapshot({"model:acme/gamma-7b": {"gated": asked(value)}})
    assert shown_values(entry, gated)["status"].text == text
