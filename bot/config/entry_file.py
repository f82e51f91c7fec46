"""What a registry file may hold, by the tables of kinds and fields and by the list's own ones."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StrictFloat, StrictInt, Tag, create_model

from bot.config.own import NO_OWN, OwnTables
from bot.config.shapes import Day, LineText, SizeText, Slug, Strict, Text, Url, WholeDay
from bot.model.fields import ENTRY_FIELDS, EntryField, ValueForm
from bot.model.kinds import ENTRY_KINDS, LINK_ROLES, EntryKind


class MarkedLink(Strict):
    """A link the bot has marked dead; the archived copy is shown in its place."""

    url: Url = Field(description="the address that is dead")
    dead: Day = Field(description="since when")
    archived: Url | None = Field(default=None, description="an archived copy, shown in its place")


def _link_form(value: Any) -> str:
    return "marked" if isinstance(value, dict | MarkedLink) else "address"


def _one_or_many(value: Any) -> str:
    return "many" if isinstance(value, list) else "one"


LinkText = Annotated[
    Annotated[Url, Tag("address")] | Annotated[MarkedLink, Tag("marked")], Discriminator(_link_form)
]
LinkValue = Annotated[
    Annotated[LinkText, Tag("one")] | Annotated[list[LinkText], Tag("many")],
    Discriminator(_one_or_many),
]


class Links(Strict):
    """The links of an entry by the part they play."""


class QuestionText(Strict):
    """A doubt about a curated value; shown to people, never acted on."""

    field: Text = Field(description="the field in doubt")
    doubt: Text = Field(description="what is in doubt, in a sentence")
    evidence: Text = Field(description="an address where a person can see it")


class ResultText(Strict):
    """A score that a model's own page or paper reports."""

    benchmark: LineText = Field(description="what was measured, as readers know it: MMLU")
    score: StrictFloat | StrictInt = Field(description="the number as it is reported")
    setting: LineText | None = Field(default=None, description="how it was measured: 5-shot")
    size: SizeText | None = Field(default=None, description="which size, if the entry has several")
    source: Url = Field(description="the page that reports it, at one commit if possible")


class RetiredText(Strict):
    """An entry in the attic, `ATTIC.md`: kept with its reason, in no section of the README."""

    reason: LineText = Field(description="why: archived, abandoned, dead, or a sentence")
    day: WholeDay = Field(description="since when")
    successor: Url | None = Field(default=None, description="the address of what took its place")


class EntryText(Strict):
    """What every entry has; the fields that depend on its kind are added from the tables."""

    id: Slug = Field(description="its name for the bot; never changes")
    kind: str = Field(description="what it is; decides which fields it may have")
    name: LineText = Field(description="what readers call it")
    section: Slug = Field(description="the id of the section it is listed in")
    links: Links = Field(
        default=Links.model_construct(),
        description="its addresses, by their role",
    )
    pins: dict[str, Text] = Field(default={}, description="field → why the bot must leave it alone")
    evidence: dict[str, Text] = Field(default={}, description="field → where the value was read")
    questions: list[QuestionText] = Field(
        default=[], description="doubts about its values; shown to people, never acted on"
    )
    results: list[ResultText] = Field(
        default=[], description="scores that its own page or paper reports"
    )
    retired: RetiredText | None = Field(
        default=None, description="moves it from the README to the attic"
    )


class EntriesFile(Strict):
    """One file of `registry/`: a list of entries."""

    entries: list[EntryText] = Field(description="the entries, in the order readers see them")


VALUE_TYPES: dict[ValueForm, Any] = {
    ValueForm.LINE: LineText | None,
    ValueForm.TEXT: Text | None,
    ValueForm.DATE: Day | None,
    ValueForm.NUMBER: StrictInt | StrictFloat | None,
    ValueForm.LIST: list[LineText],
    ValueForm.SIZES: list[SizeText],
    ValueForm.ENTRIES: list[Slug],
}
"""How each form of a field is written. What only sources report has none."""
_LISTS = {ValueForm.LIST, ValueForm.SIZES, ValueForm.ENTRIES}
_PREFIX = "value_"
"""Before the names of fields, so that none hides what pydantic itself names so."""


@lru_cache(maxsize=8)
def entries_file(own: OwnTables = NO_OWN) -> type[EntriesFile]:
    """The shape of a registry file in a list with these kinds and fields of its own."""
    shapes = [_entry_shape(kind, own.fields) for kind in (*ENTRY_KINDS.values(), *own.kinds)]
    union: Any = reduce(or_, shapes)
    entries: Any = GenericAlias(list, (Annotated[union, Field(discriminator="kind")],))
    return create_model(
        "EntriesFile",
        __base__=EntriesFile,
        __doc__=EntriesFile.__doc__,
        entries=(entries, EntriesFile.model_fields["entries"]),
    )


def _entry_shape(kind: EntryKind, own: tuple[EntryField, ...]) -> type[EntryText]:
    common = [field for field in ENTRY_FIELDS.values() if field.is_common]
    named = [ENTRY_FIELDS[name] for name in kind.fields if name in ENTRY_FIELDS]
    inherited = EntryText.model_fields
    fields: dict[str, Any] = {
        "kind": (Literal[kind.name], Field(description=inherited["kind"].description)),
        "links": (
            _links_shape(),
            Field(
                default=_links_shape().model_construct(),
                description=inherited["links"].description,
            ),
        ),
        **{_PREFIX + field.name: _shape(field) for field in (*common, *named, *own)},
    }
    title = "".join(part.capitalize() for part in kind.name.split("-"))
    about = kind.description or f"A {kind}."
    shape: type[EntryText] = create_model(title, __base__=EntryText, __doc__=about, **fields)
    return shape


def _shape(field: EntryField) -> tuple[Any, Any]:
    default: Any = [] if field.form in _LISTS else None
    description = field.description or None
    return VALUE_TYPES[field.form], Field(
        default=default, description=description, alias=field.name
    )


@lru_cache(maxsize=1)
def _links_shape() -> type[Links]:
    roles: dict[str, Any] = {
        role.name: (LinkValue | None, Field(default=None, description=role.description or None))
        for role in LINK_ROLES
    }
    shape: type[Links] = create_model("Links", __base__=Links, __doc__=Links.__doc__, **roles)
    return shape


def values_of(entry: EntryText) -> dict[str, Any]:
    """The fields that depend on the kind, by name, as far as somebody wrote them."""
    # not `model_dump`: pydantic would build a serializer for each kind first
    return {
        one.alias: value
        for name, one in type(entry).model_fields.items()
        if one.alias and (value := getattr(entry, name)) != one.default
    }
