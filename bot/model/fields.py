"""The fields of an entry: one row for each, and the facts that sources report for them.

A further field is a further row here. `tests/model/test_fields.py` walks every row through all that
read these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.kinds import HUB_REPOSITORIES, REFERENCE_KINDS, Kind

EVALUATIONS = "evaluations"
"""The field of evaluation results that a model's own repository publishes."""


class ValueForm(StrEnum):
    """The type of a value: how people write it, how it is compared and drawn."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    """Drawn short (8.3k), and changed only when the short form changes."""
    DATE = "date"
    """A year, month or day: 2023, 2023-05, 2023-05-17."""
    LIST = "list"
    SIZES = "sizes"
    ENTRIES = "entries"
    """The ids of other entries."""
    FLAG = "flag"
    """Reported by sources and never written by people, as are results."""
    RESULTS = "results"
    """JSON texts: `bot/model/values/evaluations.py`."""


TYPES: dict[ValueForm, type] = {
    ValueForm.LINE: str,
    ValueForm.TEXT: str,
    ValueForm.NUMBER: int,
    ValueForm.DATE: str,
    ValueForm.LIST: tuple,
    ValueForm.SIZES: tuple,
    ValueForm.ENTRIES: tuple,
    ValueForm.FLAG: bool,
    ValueForm.RESULTS: tuple,
}
"""The type of a value of each form, as sources report it."""


@dataclass(frozen=True)
class Fact:
    """A fact that sources report of references of some kinds (`bot/model/observation.py`)."""

    form: ValueForm
    kinds: frozenset[Kind]
    also: ValueForm | None = None
    """A second form that its values may have."""

    @property
    def types(self) -> tuple[type, ...]:
        """The types that its values may have."""
        return (TYPES[self.form], *([TYPES[self.also]] if self.also else []))


@dataclass(frozen=True)
class EntryField:
    """One field of an entry: written by people, fetched from sources, or both."""

    name: str
    form: ValueForm
    heading: str = ""
    """The heading of its column; a field without one has no column."""
    description: str = ""
    """Its description for editors of the registry."""
    is_written: bool = True
    """Whether people may write it into an entry."""
    is_common: bool = False
    """Whether entries of every kind may have it."""
    is_filled: bool = False
    """Whether a model's blank is filled in the snapshot."""
    facts: tuple[str, ...] = ()
    """The facts it is fetched from."""
    kinds: frozenset[Kind] = frozenset()
    """The kinds of references that are queried for them."""
    reported_as: str = ""
    sign: str = ""
    """The label before its value where several fields share a cell."""

    @property
    def noun(self) -> str:
        """Its name in texts."""
        return self.name.replace("_", " ")

    @property
    def why(self) -> str:
        """Why a fetched value of it is believed."""
        sites = dict.fromkeys(REFERENCE_KINDS[kind].site for kind in sorted(self.kinds))
        return self.reported_as or f"{self.noun} on {' and '.join(sites)}"


_REPOSITORIES = HUB_REPOSITORIES | {Kind.REPO}
_MODEL_OR_DATASET = frozenset({Kind.MODEL, Kind.DATASET})
_REPO = frozenset({Kind.REPO})
_PAPER = frozenset({Kind.PAPER})
_MODEL = frozenset({Kind.MODEL})

ENTRY_FIELDS: dict[str, EntryField] = {
    field.name: field
    for field in (
        EntryField(
            "title",
            ValueForm.LINE,
            "Title",
            "the paper's or announcement's own title",
            is_common=True,
        ),
        EntryField(
            "venue",
            ValueForm.LINE,
            "Venue",
            "where a paper appeared, such as ACL 2023",
            is_common=True,
        ),
        EntryField(
            "description",
            ValueForm.TEXT,
            "What it does",
            "what it does, in a sentence",
            is_common=True,
        ),
        EntryField(
            "category", ValueForm.LINE, "Category", "a word to group rows by", is_common=True
        ),
        EntryField(
            "licence",
            ValueForm.LINE,
            "Licence",
            "the licence; fetched from its host where nobody wrote one",
            is_common=True,
            facts=("licence",),
            kinds=_REPOSITORIES,
            reported_as="licence, says its host",
        ),
        EntryField(
            "released",
            ValueForm.DATE,
            "Released",
            "the day of its release; filled in for a model or a paper where nobody wrote one",
            is_common=True,
            is_filled=True,
        ),
        EntryField(
            "added",
            ValueForm.DATE,
            "Added",
            "the day it was added to the list; the bot writes it where a section shows the newest",
            is_common=True,
        ),
        EntryField(
            "sizes",
            ValueForm.SIZES,
            "Parameters",
            "numbers of parameters; shown in order and in one notation",
            is_filled=True,
        ),
        EntryField("note", ValueForm.LINE, description="shown after the name, such as enc-dec"),
        EntryField("backbone", ValueForm.LINE, "Built on", "what it is built on, in words"),
        EntryField(
            "bases", ValueForm.ENTRIES, description="entry ids of the models it is built on"
        ),
        EntryField("training_data", ValueForm.LINE, description="what it was trained on"),
        EntryField(
            "training_size", ValueForm.LINE, description="how much of it, such as 1.4T tokens"
        ),
        EntryField("size", ValueForm.LINE, "Size", "how large it is, such as 52k examples"),
        EntryField("made_by", ValueForm.LINE, "Made by", "the people or organisation behind it"),
        EntryField(
            "stars",
            ValueForm.NUMBER,
            "Stars",
            "of the first repository, from GitHub",
            is_written=False,
            facts=("stars",),
            kinds=_REPO,
            sign="★",
        ),
        EntryField(
            "downloads",
            ValueForm.NUMBER,
            "Downloads",
            "in the last 30 days, from the Hub, over all sizes",
            is_written=False,
            facts=("downloads",),
            kinds=HUB_REPOSITORIES,
            reported_as="downloads in the last 30 days, says the Hub",
            sign="↓",
        ),
        EntryField(
            "status",
            ValueForm.LINE,
            "Status",
            "archived, disabled, gated or withdrawn, as its host says; gone where a link is dead",
            is_written=False,
            facts=("archived", "disabled", "gated", "withdrawn"),
            kinds=_REPOSITORIES | _PAPER,
            reported_as="state, says its host",
        ),
        EntryField(
            EVALUATIONS,
            ValueForm.RESULTS,
            is_written=False,
            facts=(EVALUATIONS,),
            kinds=_MODEL,
            reported_as="results that its repository publishes",
        ),
    )
}
COMPOSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("Name", ("name", "note")),
    "span": ("Sizes", ("sizes",)),
    "training": ("Trained on", ("training_data", "training_size")),
    "reach": ("Stars · downloads", ("stars", "downloads", "status")),
}
"""Columns of several fields: the heading, and the fields in it."""
COLUMNS = (*(name for name, field in ENTRY_FIELDS.items() if field.heading), *COMPOSED)
"""What the table of a section may show in any list."""
FETCHED_FIELDS = ("stars", "downloads", "licence", "status", EVALUATIONS)
"""The fields that are fetched, in the order in which changes of an entry stand."""
FILLED = {field.name: TYPES[field.form] for field in ENTRY_FIELDS.values() if field.is_filled}
"""The blanks of a model that are filled in the snapshot, with the types they must have."""

FACTS: dict[str, Fact] = {
    "stars": Fact(ValueForm.NUMBER, _REPO),
    "forks": Fact(ValueForm.NUMBER, _REPO),
    "archived": Fact(ValueForm.FLAG, _REPO),
    "archived_on": Fact(ValueForm.DATE, _REPO),
    "disabled": Fact(ValueForm.FLAG, _REPOSITORIES),
    "licence": Fact(ValueForm.TEXT, _MODEL_OR_DATASET | _REPO),
    "created": Fact(ValueForm.DATE, _REPOSITORIES),
    "pushed": Fact(ValueForm.DATE, _REPO),
    "release": Fact(ValueForm.TEXT, _REPO),
    "released": Fact(ValueForm.DATE, _REPO),
    "topics": Fact(ValueForm.LIST, _REPO),
    "description": Fact(ValueForm.TEXT, _REPO),
    "homepage": Fact(ValueForm.TEXT, _REPO),
    "downloads": Fact(ValueForm.NUMBER, _MODEL_OR_DATASET),
    "downloads_all": Fact(ValueForm.NUMBER, _MODEL),
    "likes": Fact(ValueForm.NUMBER, HUB_REPOSITORIES),
    "gated": Fact(ValueForm.FLAG, _MODEL_OR_DATASET, ValueForm.TEXT),
    "modified": Fact(ValueForm.DATE, HUB_REPOSITORIES | {Kind.COLLECTION}),
    "pipeline": Fact(ValueForm.TEXT, _MODEL),
    "library": Fact(ValueForm.TEXT, _MODEL),
    "architecture": Fact(ValueForm.TEXT, _MODEL),
    "parameters": Fact(ValueForm.NUMBER, _MODEL),
    EVALUATIONS: Fact(ValueForm.RESULTS, _MODEL),
    "sdk": Fact(ValueForm.TEXT, frozenset({Kind.SPACE})),
    "stage": Fact(ValueForm.TEXT, frozenset({Kind.SPACE})),
    "models": Fact(ValueForm.NUMBER, frozenset({Kind.ACCOUNT})),
    "followers": Fact(ValueForm.NUMBER, frozenset({Kind.ACCOUNT})),
    "items": Fact(ValueForm.NUMBER, frozenset({Kind.COLLECTION})),
    "title": Fact(ValueForm.TEXT, _PAPER | {Kind.COLLECTION}),
    "published": Fact(ValueForm.DATE, _PAPER),
    "updated": Fact(ValueForm.DATE, _PAPER),
    "authors": Fact(ValueForm.LIST, _PAPER),
    "category": Fact(ValueForm.TEXT, _PAPER),
    "withdrawn": Fact(ValueForm.FLAG, _PAPER),
}
"""The facts that a field may be fetched from; a list's own fields name them as `repo.forks`."""
KEPT_FACTS = {name: FACTS[name].types for field in ENTRY_FIELDS.values() for name in field.facts}
"""The facts that the snapshot of every list may keep, with the types they must have."""
