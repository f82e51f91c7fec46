from __future__ import annotations

import pytest

from bot.lists.registry.edit_fields import apply_field_edits
from bot.lists.registry.load import load
from bot.model.memory import Memory, Rejection
from bot.model.snapshot import FetchedValue, Snapshot
from tests.judge.facts_case import (
    HUB,
    applied_changes,
    asked,
    files,
    judged,
    links,
    registry,
    weights,
)

SEVEN, SEVENTY = 6_738_415_616, 68_976_648_192


def fam(*sizes: str, names: tuple[str, ...] = ("acme/fam-7b",), **more: str) -> dict[str, str]:
    fields = {"sizes": f"[{', '.join(sizes)}]"} if sizes else {}
    return {**more, **fields, "links": links(weights=[HUB + name for name in names])}


@pytest.mark.parametrize(
    ("label", "count", "doubt"),
    [
        ("7B", SEVEN, ""),
        ("7B", 7_699_999_999, ""),
        ("7B", 6_300_000_001, ""),
        ("7B", 7_869_358_080, "the list says 7B, its repository holds 7,869,358,080 parameters"),
        ("3B", 3_638_525_952, "the list says 3B, its repository holds 3,638,525,952 parameters"),
        ("8x7B", 46_702_792_704, ""),
        ("8x7B", 90_000_000_000, "the list says 8x7B, its repository holds 90,000,000,000"),
    ],
)
def test_a_label_far_from_the_count_is_a_question(label: str, count: int, doubt: str) -> None:
    name = f"acme/fam-{label.lower()}"
    news = judged(registry(**fam(label, names=(name,))), weights(name, count))
    assert applied_changes(news) == []
    assert [one.startswith(f"sizes: {doubt}") for one in asked(news)] == ([True] if doubt else [])


def test_a_pin_or_a_question_of_people_keeps_it_steady() -> None:
    far = weights("acme/fam-3b", 3_638_525_952)
    for more in (
        {"pins": "{ sizes: the makers call it so }"},
        {"questions": "[{ field: sizes, doubt: Is it 3B?, evidence: a page }]"},
    ):
        assert asked(judged(registry(**fam("3B", names=("acme/fam-3b",), **more)), far)) == []


def test_unknown_counts_state_nothing() -> None:
    assert judged(registry(**fam("7B")), weights("acme/fam-7b")).doubts == []


def test_a_blank_is_filled_when_every_repository_was_counted() -> None:
    names = ("acme/fam-70b", "acme/fam-7b")
    listed = registry(**fam(names=names))
    observations = [weights(names[0], SEVENTY), weights(names[1], SEVEN)]
    news = judged(listed, *observations)
    assert applied_changes(news) == [("sizes", "", "7B, 70B")]
    assert news.edits == []
    adopted = news.adopted(Snapshot()).filled("fam", "sizes")
    assert adopted is not None
    assert (adopted.value, adopted.source) == (("7B", "70B"), "hub")
    # the next day nothing is new, whoever is silent
    shown = news.adopted(Snapshot())
    assert (
        applied_changes(
            judged(listed, weights(names[0], SEVENTY), weights(names[1], SEVEN), shown=shown)
        )
        == []
    )
    assert applied_changes(judged(listed, shown=shown)) == []
    # what the open proposal shows keeps its day
    earlier = FetchedValue(("7B", "70B"), "hub", "2026-11-01", "https://e.example")
    pending = Snapshot({"entry:fam": {"sizes": earlier}})
    again = judged(listed, *observations, pending=pending)
    assert again.adopted(Snapshot()).filled("fam", "sizes") == earlier
    assert judged(listed, pending=pending).adopted(Snapshot()).filled("fam", "sizes") == earlier


def test_a_blank_stays_blank_when_one_could_not_be_counted() -> None:
    names = ("acme/fam-70b", "acme/fam-7b")
    news = judged(registry(**fam(names=names)), weights(names[0], SEVENTY), weights(names[1]))
    assert applied_changes(news) == []


def test_a_new_size_of_the_family_is_offered_with_its_repository() -> None:
    fields = fam("7B", "70B", names=("acme/fam-7b-v1", "acme/fam-70b-v1"))
    news = judged(registry(**fields), weights("acme/Fam-13B-v1", 13_015_864_320))
    assert applied_changes(news) == [("sizes", "7B, 70B", "7B, 13B, 70B")]
    assert news.changes[0].why == (
        "on the Hub, named as the others of the family: acme/Fam-13B-v1 (13,015,864,320 parameters)"
    )
    after, refused = apply_field_edits(files(**fields), news.edits)
    assert refused == []
    assert "sizes: [7B, 13B, 70B]" in after["registry/models.yml"]
    assert f"{HUB}acme/fam-70b-v1, {HUB}acme/Fam-13B-v1]" in after["registry/models.yml"]


def test_a_declined_size_is_not_offered_again() -> None:
    listed = registry(**fam("7B"))
    new = weights("acme/fam-13b", 13_015_864_320)
    change = judged(listed, new).changes[0]
    again = judged(listed, new, memory=Memory(declined={change.id: Rejection(change.digest)}))
    assert applied_changes(again) == []
    assert again.edits == []


NO_SIZE = {
    "another account": weights("other/fam-13b", 13_000_000_000),
    "another name": weights("acme/famous-13b", 13_000_000_000),
    "a variant": weights("acme/fam-13b-chat", 13_000_000_000),
    "a packed copy": weights("acme/fam-13b-int4"),
    "quantised, says the Hub": weights("acme/fam-13b", base_relation="quantized"),
    "a merge, says the Hub": weights("acme/fam-13b", base_relation="merge"),
    "disabled": weights("acme/fam-13b", disabled=True),
    "a count that is another size": weights("acme/fam-13b", 3_000_000_000),
    "a size the list has": weights("acme/fam-7B", SEVEN),
    "no size in its name": weights("acme/fam"),
}


@pytest.mark.parametrize("seen", NO_SIZE.values(), ids=NO_SIZE)
def test_what_is_no_new_size(seen: object) -> None:
    assert applied_changes(judged(registry(**fam("7B")), seen)) == []  # type: ignore[arg-type]


def test_an_entry_named_by_its_size_gets_no_other() -> None:
    listed = registry(**fam("7B", name="Fam-7B"))
    assert applied_changes(judged(listed, weights("acme/fam-13b", 13_000_000_000))) == []


def test_what_another_entry_lists_is_not_offered() -> None:
    texts = files(**fam("7B"))
    texts["registry/models.yml"] += (
        "  - { id: big, kind: model, name: Big, section: tools, "
        f"links: {{ hub: {HUB}acme/fam-13b }} }}\n"
    )
    assert applied_changes(judged(load(texts)[0], weights("acme/fam-13b", 13_000_000_000))) == []
