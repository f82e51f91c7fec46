"""Fields put into entries and rows behind them: nothing else changes, and it reads back."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lists.registry.edit_fields import apply_field_edits
from bot.lists.registry.load import load
from bot.model.change import FieldEdit, NewRow
from bot.model.entry import Entry
from bot.model.errors import Where
from tests.build import LIST, documents

PATH = "registry/models.yml"
ROOT = Path(__file__).parents[2]
LISTED = LIST.replace("kinds: [tool]", "kinds: [tool, model]")
MODELS = """\
# what stands first
entries:
  # the eldest
  - id: alpha
    kind: model
    name: 'Alpha: the first'
    section: tools
    sizes: [7B, "70B"]  # two of them

    venue: "arXiv 2022"
    # where it is
    links:
      # the old place
      code: https://github.com/old/alpha  # kept since 2020
      hub:
        - https://huggingface.co/acme/a-7b

        # the large one
        - 'https://huggingface.co/acme/a-70b'
      # no docs yet
    # why
    evidence:
      venue: the paper

  # the next
  - id: beta
    kind: model
    section: tools
    name: Beta
    description: >-
      Words over
      two lines.

    links: {code: "https://github.com/acme/beta"}
  - {id: gamma, kind: model, name: Gamma, section: tools, sizes: [1B, 3B]}
# the end
"""


def files(models: str = MODELS) -> dict[str, str]:
    texts = documents() | {"registry/list.yml": LISTED, PATH: models}
    return {path: text for path, text in texts.items() if path != "registry/tools.yml"}


def entry_of(texts: Mapping[str, str], entry_id: str) -> Entry:
    entry = load(texts)[0].entry(entry_id)
    assert entry is not None
    return entry


def field_edit(
    entry_id: str, field: str, value: str | tuple[str, ...], models: str = MODELS
) -> FieldEdit:
    return FieldEdit(f"{entry_id}/{field}", entry_of(files(models), entry_id).where, field, value)


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\n") for line in lines if line[:1] in "+-"]


CASES = {
    "a scalar keeps its quotes": (
        field_edit("alpha", "venue", "ICLR 2023"),
        ['-     venue: "arXiv 2022"', '+     venue: "ICLR 2023"'],
    ),
    "single quotes are doubled inside": (
        field_edit("alpha", "name", "Alpha's"),
        ["-     name: 'Alpha: the first'", "+     name: 'Alpha''s'"],
    ),
    "an item between two": (
        field_edit("alpha", "sizes", ("7B", "13B", "70B")),
        [
            '-     sizes: [7B, "70B"]  # two of them',
            '+     sizes: [7B, 13B, "70B"]  # two of them',
        ],
    ),
    "an item before and one behind": (
        field_edit("alpha", "sizes", ("1B", "7B", "70B", "100B")),
        [
            '-     sizes: [7B, "70B"]  # two of them',
            '+     sizes: [1B, 7B, "70B", 100B]  # two of them',
        ],
    ),
    "an item is another one now": (
        field_edit("alpha", "sizes", ("7B", "65B")),
        ['-     sizes: [7B, "70B"]  # two of them', "+     sizes: [7B, 65B]  # two of them"],
    ),
    "a field that was not there": (
        field_edit("alpha", "released", "2023-05"),
        ["+     released: 2023-05"],
    ),
    "a field behind a text over lines": (
        field_edit("beta", "title", "On: beta"),
        ['+     title: "On: beta"'],
    ),
    "a list that was not there": (field_edit("beta", "sizes", ("7B",)), ["+     sizes: [7B]"]),
    "a role that was not there": (
        field_edit("alpha", "links.paper", "https://arxiv.org/abs/2301.00001"),
        ["+       paper: https://arxiv.org/abs/2301.00001"],
    ),
    "a second link beside one": (
        field_edit("alpha", "links.code", "https://github.com/new/alpha"),
        [
            "-       code: https://github.com/old/alpha  # kept since 2020",
            "+       code:",
            "+         - https://github.com/old/alpha  # kept since 2020",
            "+         - https://github.com/new/alpha",
        ],
    ),
    "a link behind others": (
        field_edit("alpha", "links.hub", "https://huggingface.co/acme/a-13b"),
        ["+         - https://huggingface.co/acme/a-13b"],
    ),
    "several links of a new role": (
        field_edit(
            "alpha", "links.weights", ("https://huggingface.co/a/b", "https://huggingface.co/a/c")
        ),
        [
            "+       weights:",
            "+         - https://huggingface.co/a/b",
            "+         - https://huggingface.co/a/c",
        ],
    ),
    "a link in braces": (
        field_edit("beta", "links.site", "https://beta.example"),
        [
            '-     links: {code: "https://github.com/acme/beta"}',
            '+     links: {code: "https://github.com/acme/beta", site: https://beta.example}',
        ],
    ),
    "a second link in braces": (
        field_edit("beta", "links.code", "https://b.example/x"),
        [
            '-     links: {code: "https://github.com/acme/beta"}',
            '+     links: {code: ["https://github.com/acme/beta", https://b.example/x]}',
        ],
    ),
    "evidence where there is some": (
        field_edit("alpha", "evidence.sizes", "https://huggingface.co/acme"),
        ["+       sizes: https://huggingface.co/acme"],
    ),
    "evidence where there is none": (
        field_edit("beta", "evidence.name", "seen: there"),
        ["+     evidence:", '+       name: "seen: there"'],
    ),
    "an entry in braces": (
        field_edit("gamma", "released", "2023-05-04"),
        [
            "-   - {id: gamma, kind: model, name: Gamma, section: tools, sizes: [1B, 3B]}",
            "+   - {id: gamma, kind: model, name: Gamma, section: tools, sizes: [1B, 3B], "
            "released: 2023-05-04}",
        ],
    ),
    "links of an entry in braces": (
        field_edit("gamma", "links.paper", "https://arxiv.org/abs/2301.00001"),
        [
            "-   - {id: gamma, kind: model, name: Gamma, section: tools, sizes: [1B, 3B]}",
            "+   - {id: gamma, kind: model, name: Gamma, section: tools, sizes: [1B, 3B], "
            "links: { paper: https://arxiv.org/abs/2301.00001 }}",
        ],
    ),
}


@pytest.mark.parametrize("eol", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("one", "lines"), CASES.values(), ids=CASES)
def test_just_that_is_written(one: FieldEdit, lines: list[str], eol: str) -> None:
    before = MODELS.replace("\n", eol)
    after, refused = apply_field_edits(files(before), [one])
    assert refused == []
    shown = [line.rstrip("\r") for line in changed_lines(before, after[PATH])]
    assert [line for line in shown if line[:1] == "-"] == [x for x in lines if x[:1] == "-"]
    assert sorted(shown) == sorted(lines)
    assert after[PATH].count("\n") == after[PATH].count(eol)
    load(after)


def test_several_edits_at_once_do_not_disturb_each_other() -> None:
    requests = [one for one, _ in CASES.values() if one.field not in {"links.code", "sizes"}]
    requests = [w for w in requests if not w.change.startswith("gamma/links")]
    after, refused = apply_field_edits(files(), requests)
    assert refused == []
    alpha, beta = entry_of(after, "alpha"), entry_of(after, "beta")
    assert alpha.values["venue"] == "ICLR 2023"
    assert alpha.values["released"] == "2023-05"
    assert alpha.evidence == {"venue": "the paper", "sizes": "https://huggingface.co/acme"}
    assert len(alpha.of_role("weights")) == 2
    assert beta.values["title"] == "On: beta"
    assert entry_of(after, "gamma").values["released"] == "2023-05-04"


REFUSED = {
    "text over lines": (MODELS, "beta", "description", "Other words."),
    "no such field": (MODELS, "alpha", "colour", "red"),
    "the schema says no": (MODELS, "alpha", "sizes", ("large",)),
    "no address": (MODELS, "alpha", "links.code", "not an address"),
    "two lines": (MODELS, "alpha", "venue", "one\ntwo"),
    "an alias": (MODELS.replace("name: Beta", "name: &n Beta"), "beta", "name", "Gamma"),
    "a list over lines, items taken away": (
        MODELS.replace('sizes: [7B, "70B"]', "sizes:\n      - 7B\n      - 70B"),
        "alpha",
        "sizes",
        ("7B",),
    ),
    "a base that is no entry": (MODELS, "alpha", "bases", ("nobody",)),
}


@pytest.mark.parametrize(("models", "entry", "field", "value"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_refused_and_nothing_changes(
    models: str, entry: str, field: str, value: str | tuple[str, ...]
) -> None:
    one = field_edit(entry, field, value, models)
    assert apply_field_edits(files(models), [one]) == (files(models), [one])


def test_a_refused_edit_stops_no_other() -> None:
    requests = [
        field_edit("alpha", "bases", ("nobody",)),
        field_edit("alpha", "venue", "ICLR 2023"),
    ]
    after, refused = apply_field_edits(files(), requests)
    assert refused == requests[:1]
    assert entry_of(after, "alpha").values["venue"] == "ICLR 2023"


def test_a_place_that_holds_no_entry_is_refused() -> None:
    for line in (1, 2, 7, 99):
        one = FieldEdit("alpha/venue", Where(PATH, line), "venue", "ICLR 2023")
        assert apply_field_edits(files(), [one])[1] == [one]


WORDS = st.text(min_size=1, max_size=30).filter(lambda text: text == text.strip())


@settings(max_examples=60)
@given(value=WORDS, entry_id=st.sampled_from(["alpha", "beta", "gamma"]))
def test_every_edit_reads_back_or_is_refused(value: str, entry_id: str) -> None:
    one = field_edit(entry_id, "venue", value)
    after, refused = apply_field_edits(files(), [one])
    if refused:
        assert after == files()
        assert not value.isprintable()
        return
    before = load(files())[0]
    for old, new in zip(before.entries, load(after)[0].entries, strict=True):
        wanted = {**old.values, "venue": value} if old.id == entry_id else old.values
        same_place = replace(new, where=old.where, links=old.links)
        assert same_place == replace(old, values=wanted)
        assert [link.link for link in new.links] == [link.link for link in old.links]


NEW = {
    "id": "delta",
    "kind": "model",
    "name": "Delta: new",
    "section": "tools",
    "sizes": ("7B", "13B"),
    "released": "2024-05-01",
    "links": {
        "code": "https://github.com/acme/delta",
        "weights": ["https://huggingface.co/acme/d-7b", "https://huggingface.co/acme/d-13b"],
    },
    "evidence": {"released": "https://huggingface.co/acme/d-7b"},
    "questions": [{"field": "backbone", "doubt": "Which one?", "evidence": "its card: none"}],
}
WRITTEN = """\

  - id: delta
    kind: model
    name: "Delta: new"
    section: tools
    sizes: [7B, 13B]
    released: 2024-05-01
    links:
      code: https://github.com/acme/delta
      weights:
        - https://huggingface.co/acme/d-7b
        - https://huggingface.co/acme/d-13b
    evidence:
      released: https://huggingface.co/acme/d-7b
    questions:
      - field: backbone
        doubt: Which one?
        evidence: "its card: none"
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MODELS, MODELS + WRITTEN),
        (MODELS.rstrip("\n"), MODELS + WRITTEN),
        ("entries: []\n", "entries:" + WRITTEN),
        ("entries:\n", "entries:" + WRITTEN),
    ],
    ids=["behind others", "no end of line", "an empty list", "nothing"],
)
def test_a_new_row_comes_last(before: str, after: str) -> None:
    texts, refused = apply_field_edits(files(before), [NewRow("delta", PATH, NEW)])
    assert refused == []
    assert texts[PATH] == after
    assert entry_of(texts, "delta").values["sizes"] == ("7B", "13B")


def test_a_row_may_be_the_first_of_its_file() -> None:
    before = {path: text for path, text in files().items() if path != PATH}
    texts, refused = apply_field_edits(before, [NewRow("delta", PATH, NEW)])
    assert refused == []
    assert entry_of(texts, "delta").name == "Delta: new"


@pytest.mark.parametrize(
    "wrong",
    [{"id": "alpha"}, {"section": "nowhere"}, {"kind": "planet"}, {"links": {"code": "x"}}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_row_that_the_list_would_not_take_is_refused(wrong: dict[str, object]) -> None:
    row, good = NewRow("delta", PATH, NEW | wrong), field_edit("alpha", "venue", "ICLR 2023")
    texts, refused = apply_field_edits(files(), [row, good])
    assert refused == [row]
    assert entry_of(texts, "alpha").values["venue"] == "ICLR 2023"


def test_every_entry_of_the_real_list_takes_a_venue() -> None:
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in (ROOT / "registry").glob("*.yml")
    }
    registry, _ = load(texts)
    requests = [
        FieldEdit(entry.id, entry.where, "venue", "ICLR 2023") for entry in registry.entries
    ]
    after, refused = apply_field_edits(texts, requests)
    assert refused == []
    for old, new in zip(registry.entries, load(after)[0].entries, strict=True):
        assert new.values == {**old.values, "venue": "ICLR 2023"}
        assert [one.link for one in new.links] == [one.link for one in old.links]
    assert all(
        line.startswith(("+", "-     venue:"))
        for path in texts
        for line in changed_lines(texts[path], after[path])
    )
