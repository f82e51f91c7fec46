"""Every field goes through all that reads the table of fields: one that is forgotten fails here."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.config.entry_file import VALUE_TYPES, entries_file, values_of
from bot.judge.models.draft import Draft
from bot.lists.registry.load import load
from bot.model.entry import Entry, EntryLink, Section
from bot.model.errors import Where
from bot.model.fields import (
    COMPOSED,
    ENTRY_FIELDS,
    EVALUATIONS,
    FACTS,
    FETCHED_FIELDS,
    FILLED,
    KEPT_FACTS,
    TYPES,
    EntryField,
    ValueForm,
)
from bot.model.kinds import ENTRY_KINDS, Kind
from bot.model.observation import Value
from bot.model.reference import Query, Reference, home, read_link
from bot.model.snapshot import FetchedValue, Snapshot, entry_key
from bot.model.values.shown import SHOWN_FIELDS, fetched_fields, shown_values
from bot.render.tables import CELLS, column_headings, entry_views, table
from bot.run.steps.scope import SCOPES, needed_queries
from tests.build import LIST, ROOT, documents, found, judge
from tests.model.test_kinds import NAMES

WRITTEN: dict[ValueForm, tuple[Any, str]] = {
    ValueForm.LINE: ("some words", "some words"),
    ValueForm.TEXT: ("two\nlines", "two lines"),
    ValueForm.NUMBER: (12, "12"),
    ValueForm.DATE: ("2023-05", "2023-05"),
    ValueForm.LIST: (["one", "two"], "one, two"),
    ValueForm.SIZES: (["7B"], "7B"),
    ValueForm.ENTRIES: (["other"], "other"),
}
"""Form → a value as people write it, and how it reads in a cell."""
FETCHED: dict[str, tuple[Value, str]] = {
    "stars": (8312, "8.3k"),
    "downloads": (41_226, "41k"),
    "licence": ("mit", "mit"),
    "archived": (True, "archived"),
    "disabled": (True, "disabled"),
    "gated": ("auto", "gated (auto)"),
    "withdrawn": (True, "withdrawn"),
    EVALUATIONS: (
        ('{"benchmark": "B", "score": 1, "source": "https://a.example/x"}',),
        "B 1",
    ),
}
"""Fact → a value, and how it reads."""
OWN_FORMS = (ValueForm.NUMBER, ValueForm.DATE, ValueForm.TEXT, ValueForm.LIST)
"""The columns of the table of facts in the docs."""
SETTINGS = (ROOT / "docs" / "configuration.md").read_text("utf-8")
MAINTAINING = (ROOT / "docs" / "maintaining.md").read_text("utf-8")
WITH_FACTS = {kind for fact in FACTS.values() for kind in fact.kinds}
SINGLE = [one for one in ENTRY_FIELDS.values() if one.heading]
PAIRS = [(field, name) for field in ENTRY_FIELDS.values() for name in field.facts]


def names(field: EntryField) -> list[str]:
    """The kinds of entries that may have it."""
    return [
        one for one, kind in ENTRY_KINDS.items() if field.is_common or field.name in kind.fields
    ]


def entry(kind: Kind, **values: str | tuple[str, ...]) -> Entry:
    where = Where("registry/x.yml", 1)
    link = EntryLink("site", read_link(home(Reference.of(kind, NAMES[kind]))), where)
    return Entry("a", "tool", "A", "s", where, (link,), values)


def test_every_form_is_known_to_all_who_read_it() -> None:
    assert set(TYPES) == set(ValueForm)
    assert set(VALUE_TYPES) == set(WRITTEN) == set(ValueForm) - {ValueForm.FLAG, ValueForm.RESULTS}


def test_every_written_field_stands_in_some_kind_and_no_other_does() -> None:
    for field in ENTRY_FIELDS.values():
        assert bool(names(field)) is field.is_written, field.name
    assert {name for kind in ENTRY_KINDS.values() for name in kind.fields} <= set(ENTRY_FIELDS)


@pytest.mark.parametrize(
    ("field", "kind"),
    [(field, kind) for field in ENTRY_FIELDS.values() for kind in names(field)],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_it_may_be_written_where_the_table_lets_it(field: EntryField, kind: str) -> None:
    value, _ = WRITTEN[field.form]
    written = {"id": "a", "kind": kind, "name": "A", "section": "s", field.name: value}
    (read,) = entries_file().model_validate({"entries": [written]}).entries
    assert values_of(read) == {field.name: value}
    shape = entries_file().model_json_schema()["$defs"][kind.capitalize()]["properties"]
    assert shape[field.name].get("description", "") == field.description


@pytest.mark.parametrize("field", SINGLE, ids=lambda one: one.name)
def test_it_is_drawn_under_its_heading(field: EntryField) -> None:
    section = Section("s", "S", columns=("name", field.name))
    if field.is_written:
        value, text = WRITTEN[field.form]
        curated = tuple(value) if isinstance(value, list) else value
        one, snapshot = entry(Kind.PAGE, **{field.name: curated}), Snapshot()
    else:
        kind = next(kind for kind in sorted(field.kinds) if kind in FACTS[field.facts[0]].kinds)
        value, text = FETCHED[field.facts[0]]
        one = entry(kind)
        key = one.links[0].link.reference.key
        snapshot = Snapshot({key: {field.facts[0]: FetchedValue(value, "x", "2026-11-01")}})
    drawn = table(section, entry_views([one], snapshot))
    assert drawn.headings == ("Name", field.heading)
    assert drawn.rows[0][1] == text


def test_every_column_has_a_heading_and_every_cell_a_column() -> None:
    headings = column_headings(Section("s", "S"))
    assert set(headings) == {one.name for one in SINGLE} | set(COMPOSED)
    assert set(COMPOSED) < set(CELLS) <= set(headings)
    assert len(set(headings.values())) == len(headings)
    assert {name for _, fields in COMPOSED.values() for name in fields} <= {*ENTRY_FIELDS, "name"}


@pytest.mark.parametrize("column", column_headings(Section("s", "S")))
def test_the_docs_name_every_column(column: str) -> None:
    heading = column_headings(Section("s", "S"))[column]
    assert f"| `{column}` | {heading} |" in SETTINGS


def test_what_is_fetched_is_what_is_shown() -> None:
    assert set(FETCHED_FIELDS) == {one.name for one in ENTRY_FIELDS.values() if one.facts}
    assert set(SHOWN_FIELDS) == {*FETCHED_FIELDS, *FILLED}
    assert tuple(fetched_fields(entry(Kind.PAGE))) == FETCHED_FIELDS
    assert set(KEPT_FACTS) == set(FETCHED)
    for name, (value, _) in FETCHED.items():
        assert type(value) in KEPT_FACTS[name]


@pytest.mark.parametrize("name", FILLED)
def test_a_filled_blank_is_shown(name: str) -> None:
    value, text = WRITTEN[ENTRY_FIELDS[name].form]
    filled = FetchedValue(tuple(value) if isinstance(value, list) else value, "x", "2026-11-01")
    shown = shown_values(entry(Kind.PAGE), Snapshot({entry_key("a"): {name: filled}}))
    assert shown[name].text == text


@pytest.mark.parametrize(("field", "name"), PAIRS, ids=lambda one: getattr(one, "name", one))
def test_a_fact_of_every_kind_makes_a_change(field: EntryField, name: str) -> None:
    assert FACTS[name].kinds <= field.kinds
    value, text = FETCHED[name]
    for kind in sorted(FACTS[name].kinds):
        url = home(Reference.of(kind, NAMES[kind]))
        texts = {
            "registry/list.yml": LIST.replace("text_column", "evaluations: true\n    text_column"),
            "registry/tools.yml": "entries:\n"
            f"  - {{id: a, kind: tool, name: A, section: tools, links: {{site: '{url}'}}}}\n",
        }
        files = documents(**texts)
        assert load(files)[0].entries
        changes = judge([found(url, {name: value})], files=files).changes
        (change,) = [one for one in changes if one.field == field.name]
        assert (change.before, change.after, change.why) == ("", text, field.why)


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_documented_for_its_kinds(name: str) -> None:
    text = (ROOT / "bot" / "model" / "observation.py").read_text("utf-8")
    about = {
        match["kind"]: match["facts"]
        for match in re.finditer(r"^(?P<kind>[a-z]+)  +(?P<facts>\S.*(?:\n {10}.*)*)", text, re.M)
    }
    assert set(about) == set(Kind)
    for kind in FACTS[name].kinds:
        assert re.search(rf"\b{name}\b", about[kind]), kind


@pytest.mark.parametrize("kind", sorted(WITH_FACTS))
def test_the_docs_name_the_facts_that_a_field_may_be_fetched_from(kind: Kind) -> None:
    row = next(line for line in MAINTAINING.splitlines() if line.startswith(f"| `{kind}` | "))
    cells = row.split(" | ")[1:]
    for form, cell in zip(OWN_FORMS, cells, strict=True):
        facts = {name for name, one in FACTS.items() if one.form is form and kind in one.kinds}
        assert set(re.findall(r"`(\w+)`", cell)) == facts


def test_a_run_for_values_queries_what_has_facts_and_no_other() -> None:
    queries = [Query(one, home(one)) for one in (Reference.of(kind, NAMES[kind]) for kind in Kind)]
    needed = needed_queries(queries, SCOPES["metadata"])
    assert {query.reference.kind for query in needed} == WITH_FACTS


def test_a_new_row_loses_no_field() -> None:
    draft = Draft("model", "A", "s")
    fields = {name: WRITTEN[one.form][0] for name, one in ENTRY_FIELDS.items() if one.is_written}
    for name, value in fields.items():
        draft.fill(name, tuple(value) if isinstance(value, list) else value, "")
    assert fields.keys() <= draft.row([]).keys()
