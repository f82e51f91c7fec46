"""What links lead to and what entries are: one row for each kind.

A further kind is a further row here. `tests/model/test_kinds.py` walks every row through all that
read these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a link leads to."""

    REPO = "repo"
    MODEL = "model"
    DATASET = "dataset"
    SPACE = "space"
    ACCOUNT = "account"
    COLLECTION = "collection"
    SEARCH = "search"
    PAPER = "paper"
    PAGE = "page"


@dataclass(frozen=True)
class LinkRole:
    """A role that a link may have in an entry; `description` is for editors of the registry."""

    name: str
    description: str = ""


@dataclass(frozen=True)
class ReferenceKind:
    """What is known of all references of one kind."""

    noun: str
    site: str
    """The service where it lives, as people call it."""
    source: str
    """The name of the source that is queried about it."""
    home: str
    """The address as a person would open it; `{name}` stands for the reference's name."""
    role: str
    """The role of its link in a new entry."""
    becomes: tuple[str, ...]
    """The kinds of entries that a link to it may become, the likeliest first."""
    hosts: frozenset[str] = frozenset()
    """The hosts of its addresses; none for a page, which any host may have."""
    is_caseless: bool = True
    has_card: bool = False
    """Whether it has a card, a readme or a page that links to related things."""
    takes_own_kinds: bool = False
    """Whether it may become an entry of a kind that a list declares itself."""


@dataclass(frozen=True)
class EntryKind:
    """What is known of all entries of one kind."""

    name: str
    description: str = ""
    fields: tuple[str, ...] = ()
    """The fields it may have besides those that every entry may have."""
    noun: str = ""

    def __str__(self) -> str:
        return self.noun or self.name


_GITHUB = frozenset({"github.com", "www.github.com"})
_HUB = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
ARXIV_COPIES = frozenset({"ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org", "www.alphaxiv.org"})
"""Other hosts that show the papers of arXiv under arXiv's identifiers."""
ARXIV_HOSTS = ARXIV_COPIES | {
    "arxiv.org",
    "www.arxiv.org",
    "export.arxiv.org",
    "browse.arxiv.org",
    "lanl.arxiv.org",
    "xxx.lanl.gov",
}
DOI_HOSTS = frozenset({"doi.org", "dx.doi.org"})
_HUB_HOME = "https://huggingface.co"

REFERENCE_KINDS: dict[Kind, ReferenceKind] = {
    Kind.REPO: ReferenceKind(
        noun="repository",
        site="GitHub",
        source="github",
        home="https://github.com/{name}",
        role="code",
        becomes=("tool", "technique", "model", "dataset", "application", "benchmark"),
        hosts=_GITHUB,
        has_card=True,
        takes_own_kinds=True,
    ),
    Kind.MODEL: ReferenceKind(
        noun="model",
        site="the Hub",
        source="hub",
        home=f"{_HUB_HOME}/{{name}}",
        role="hub",
        becomes=("model",),
        hosts=_HUB,
        has_card=True,
    ),
    Kind.DATASET: ReferenceKind(
        noun="dataset",
        site="the Hub",
        source="hub",
        home=f"{_HUB_HOME}/datasets/{{name}}",
        role="data",
        becomes=("dataset", "benchmark"),
        hosts=_HUB,
        has_card=True,
    ),
    Kind.SPACE: ReferenceKind(
        noun="space",
        site="the Hub",
        source="hub",
        home=f"{_HUB_HOME}/spaces/{{name}}",
        role="hub",
        becomes=("application", "tool", "link"),
        hosts=_HUB,
        has_card=True,
    ),
    Kind.ACCOUNT: ReferenceKind(
        noun="account",
        site="the Hub",
        source="hub",
        home=f"{_HUB_HOME}/{{name}}",
        role="hub",
        becomes=("model", "link"),
        hosts=_HUB,
    ),
    Kind.COLLECTION: ReferenceKind(
        noun="collection",
        site="the Hub",
        source="hub",
        home=f"{_HUB_HOME}/collections/{{name}}",
        role="hub",
        becomes=("model", "link"),
        hosts=_HUB,
    ),
    Kind.SEARCH: ReferenceKind(
        noun="search",
        site="the Hub",
        source="hub",
        home=f"{_HUB_HOME}/models?{{name}}",
        role="hub",
        becomes=("model", "link"),
        hosts=_HUB,
        is_caseless=False,
    ),
    Kind.PAPER: ReferenceKind(
        noun="paper",
        site="arXiv",
        source="arxiv",
        home="https://arxiv.org/abs/{name}",
        role="paper",
        becomes=("paper", "technique", "model", "dataset", "benchmark"),
        hosts=ARXIV_HOSTS | DOI_HOSTS | _HUB,
        is_caseless=False,
        has_card=True,
    ),
    Kind.PAGE: ReferenceKind(
        noun="page",
        site="its own page",
        source="web",
        home="{name}",
        role="site",
        becomes=("application", "tool", "link", "paper"),
        is_caseless=False,
        takes_own_kinds=True,
    ),
}
HUB_REPOSITORIES = frozenset({Kind.MODEL, Kind.DATASET, Kind.SPACE})
"""Kinds with files on the Hub: they have a licence and downloads, and may be gated."""

LINK_ROLES = (
    LinkRole("paper", "the paper"),
    LinkRole("code", "its source code"),
    LinkRole("hub", "Hub models, collections, accounts, searches"),
    LinkRole("weights", "the Hub repository of each size, in the order of the sizes"),
    LinkRole("data", "a data set"),
    LinkRole("docs", "documentation"),
    LinkRole("blog", "an announcement or article"),
    LinkRole("site", "its own website"),
)
"""The roles a link may have, in the order in which a row shows them."""

ENTRY_KINDS: dict[str, EntryKind] = {
    kind.name: kind
    for kind in (
        EntryKind(
            "model",
            "A language model, or a family of sizes.",
            ("sizes", "note", "backbone", "bases", "training_data", "training_size"),
        ),
        EntryKind("paper", "A paper that belongs to no other entry."),
        EntryKind("dataset", "A set of data for training or alignment.", ("size", "made_by")),
        EntryKind("technique", "A method, with the paper that introduced it."),
        EntryKind("tool", "Software that people build with.", ("made_by",)),
        EntryKind("application", "A product that people use.", ("backbone",)),
        EntryKind("link", "A page worth reading."),
        EntryKind("benchmark", "A benchmark that models are measured on."),
    )
}


def becomes(kind: Kind, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The kinds of entries that a link may become, the likeliest first; a list's own come last."""
    row = REFERENCE_KINDS[kind]
    return (*row.becomes, *(own if row.takes_own_kinds else ()))
