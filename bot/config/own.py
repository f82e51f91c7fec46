"""`kinds:` and `fields:` of `registry/list.yml`: what a list declares itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.config.shapes import LineText, Strict, spelt
from bot.model.errors import BrokenInputError, InputError, Where
from bot.model.fields import COMPOSED, ENTRY_FIELDS, FACTS, EntryField, Fact, ValueForm
from bot.model.kinds import ENTRY_KINDS, LINK_ROLES, EntryKind, Kind
from bot.parsing.yaml import line_of

_NAME = Annotated[
    str,
    *spelt(
        r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$",
        "lower-case letters and digits, with hyphens between words, such as online-course",
    ),
]
_FIELD_NAME = Annotated[
    str,
    *spelt(
        r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$",
        "lower-case letters and digits, with underscores between words, such as made_by",
    ),
]
_TAKEN = frozenset(
    "id kind section links pins evidence questions retired home entry fields own_fields row".split()
) | {role.name for role in LINK_ROLES}
"""Names with another meaning in an entry or in a template."""

_TYPES = {
    form: form.value for form in (ValueForm.TEXT, ValueForm.NUMBER, ValueForm.DATE, ValueForm.LIST)
}
"""The name for `type` of a field, by the form of its values."""


class OwnKindText(Strict):
    """A kind of entries of this list's own, such as `course`."""

    name: _NAME = Field(description="what `kind:` of an entry and `kinds:` of a section call it")
    noun: LineText | None = Field(
        default=None, description="how texts refer to it; the name if empty"
    )
    fields: list[str] = Field(
        default=[], description="fields it may have besides those that every entry may have"
    )


class OwnFieldText(Strict):
    """A field of this list's own; every entry may have it, and it may be a column."""

    name: _FIELD_NAME = Field(
        description="its key in an entry, and its name in `columns:` and templates"
    )
    type: Literal["text", "number", "date", "list"] = Field(
        description="what its values are; a date is 2023, 2023-05 or 2023-05-17"
    )
    heading: LineText = Field(description="the heading of its column")
    fetched: LineText | None = Field(
        default=None,
        description="what fills it where an entry has no value: the kind of a link and a fact that "
        "its source reports, such as repo.forks",
    )


@dataclass(frozen=True)
class OwnTables:
    """The kinds and fields that a list declares itself."""

    kinds: tuple[EntryKind, ...] = ()
    fields: tuple[EntryField, ...] = ()


NO_OWN = OwnTables()


def own_tables(
    kinds: Sequence[OwnKindText], fields: Sequence[OwnFieldText], path: str, data: Any
) -> OwnTables:
    """The declared kinds and fields; `data` is the file that they stand in.

    Raises BrokenInputError with the line of each declaration that cannot be.
    """
    problems = [*_wrong_fields(fields), *_wrong_kinds(kinds, fields)]
    if problems:
        raise BrokenInputError(
            [
                InputError(Where(path, line_of(data, steps)), f"{steps[-1]}: {message}", hint=hint)
                for steps, message, hint in problems
            ]
        )
    return OwnTables(tuple(map(_kind, kinds)), tuple(map(_field, fields)))


_Problem = tuple[list[int | str], str, str]
"""The path in the file, what is wrong, and what is expected."""


def _wrong_kinds(
    kinds: Sequence[OwnKindText], fields: Sequence[OwnFieldText]
) -> Iterator[_Problem]:
    known = {name for name, field in ENTRY_FIELDS.items() if field.is_written}
    known |= {field.name for field in fields}
    taken = set(ENTRY_KINDS)
    for index, kind in enumerate(kinds):
        if kind.name in taken:
            hint = f"expected another name than {', '.join(sorted(taken))}"
            yield ["kinds", index, "name"], f"there is a kind '{kind.name}' already", hint
        taken.add(kind.name)
        for name in sorted(set(kind.fields) - known):
            hint = f"expected some of {', '.join(sorted(known))}, or one declared under 'fields'"
            yield ["kinds", index, "fields"], f"there is no field '{name}'", hint


def _wrong_fields(fields: Sequence[OwnFieldText]) -> Iterator[_Problem]:
    taken = {*ENTRY_FIELDS, *COMPOSED, *_TAKEN}
    for index, field in enumerate(fields):
        if field.name in taken:
            hint = f"expected another name than {', '.join(sorted(taken))}"
            yield ["fields", index, "name"], f"the name '{field.name}' is taken", hint
        taken.add(field.name)
        if field.fetched:
            yield from _wrong_fact(field, ["fields", index, "fetched"])


def _wrong_fact(field: OwnFieldText, steps: list[int | str]) -> Iterator[_Problem]:
    kind, _, name = (field.fetched or "").partition(".")
    fact = FACTS.get(name)
    if fact is None or fact.form not in _TYPES or kind not in fact.kinds:
        known = sorted(f"{kind}.{one}" for one, fact in FACTS.items() for kind in _holders(fact))
        yield steps, f"nothing reports '{field.fetched}'", f"expected one of {', '.join(known)}"
    elif _TYPES[fact.form] != field.type:
        expected = f"expected 'type: {_TYPES[fact.form]}'"
        yield steps, f"'{field.fetched}' is not a {field.type}", expected


def _holders(fact: Fact) -> list[str]:
    return sorted(kind.value for kind in fact.kinds) if fact.form in _TYPES else []


def _kind(text: OwnKindText) -> EntryKind:
    return EntryKind(text.name, fields=tuple(text.fields), noun=text.noun or "")


def _field(text: OwnFieldText) -> EntryField:
    kind, _, fact = (text.fetched or "").partition(".")
    return EntryField(
        text.name,
        ValueForm(text.type),
        text.heading,
        is_common=True,
        facts=(fact,) if fact else (),
        kinds=frozenset({Kind(kind)}) if kind else frozenset(),
    )
