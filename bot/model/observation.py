"""What a source answered about a reference, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeGuard

from bot.model.reference import Query, Reference, home
from bot.model.values.unseen import without_unseen

Value = str | int | float | bool | tuple[str, ...]
"""One fetched value, as JSON can hold it (a tuple is a JSON list)."""

Facts = Mapping[str, Value]
"""Field name → value; a field that is not there is not known.

The field names all sources share:

repo      id (int, GitHub's database id), name (owner/name as GitHub spells it now), stars, forks,
          archived, archived_on (YYYY-MM-DD), disabled, locked (GitHub's reason), licence (SPDX id;
          "NOASSERTION" is left out, as unknown), created (YYYY-MM-DD), pushed (YYYY-MM-DD),
          release (tag), released (YYYY-MM-DD), branch, topics, description, homepage;
          where its history was asked for: first_commit (YYYY-MM-DD, of the default branch),
          first_release (tag), first_released (YYYY-MM-DD)
model     id (str), sha (of its newest commit), downloads (last 30 days), downloads_all, likes,
          licence, gated ("auto" | "manual"; True when only that is shown), disabled, created
          (YYYY-MM-DD, left out when it is the Hub's floor of 2022-03-02), modified, pipeline,
          library, tags, architecture (the model type, such as "llama"), papers (arXiv ids),
          base_models (ids), base_relation ("quantized" | "adapter" | "merge" | "finetune"),
          parameters (int, exact count), parameters_how ("safetensors" | "gguf" | "computed"),
          active_parameters (int, of a mixture of experts: used for one token, embeddings counted),
          evaluations (each one JSON text: benchmark, metric, score, setting, source); by a
          search also watches (those that found it, as `str(watch)`)
dataset   id, downloads, likes, licence, gated, disabled, created, modified
space     id, likes, sdk, disabled, created, modified, stage (running state)
account   id, type ("organisation" | "user"), models (count), followers
collection  id, title, items (count), modified
search    models (count, at most what one page holds), first (ids)
paper     id, title, authors, published (YYYY-MM-DD, v1), updated, version (int), comment,
          journal, doi, category, withdrawn (bool); of sources that know where it appeared
          (`semanticscholar`, `crossref`, `acl`, `pmlr`, `openreview`; the last three of a page):
          title, venue (as that source spells it), year (int), doi, kind (what it is there:
          "conference", "journal", "preprint" …), arxiv (id)
page      status (int), title, final (URL after redirects), chain (tuple of "301 URL"),
          upgrade (the https URL at which the same page answers, for a link by plain http),
          again (for a page that did not answer the first try: how the last one differed, and
          what was answered before)

The source `card` reports what a card, a readme or a paper's page links to (repositories, papers,
models, datasets), and the words by which a card restricts the use of what it describes
(restriction).
"""


_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a pair of UTF-16, which JSON can hold and no file."""


NOTHING: Mapping[str, Any] = {}
"""One for all that is empty: a dictionary of its own would be 64 bytes each time."""


def nothing() -> Mapping[str, Any]:
    """That one, as the default of a field."""
    return NOTHING


class Reason(StrEnum):
    """Why an observation is `Unsure`; the documented set of codes."""

    BLOCKED = "blocked"
    LOGIN = "login"
    RATE_LIMITED = "rate-limited"
    SERVER_ERROR = "server-error"
    TIMEOUT = "timeout"
    TLS = "tls"
    LOOP = "loop"
    CONNECTION = "connection"
    SOFT_404 = "soft-404"
    PARKED = "parked"
    PRIVATE = "private-address"
    SCHEME = "unsupported-scheme"
    BAD_ANSWER = "bad-answer"
    PRIVATE_OR_MISSING = "private-or-missing"
    NOT_ASKED = "not-asked"
    OUT_OF_TIME = "out-of-time"
    LEFT_OUT = "left-out"


_TEXTS = {"facts", "unknown", "why"}


def seen_value(value: Any) -> Any:
    """A value from outside without the signs that nobody sees, and without halves of signs."""
    if isinstance(value, str):
        return without_unseen(_HALVES.sub("\ufffd", value))
    if isinstance(value, tuple):
        return tuple(map(seen_value, value))
    if isinstance(value, Mapping):
        seen = {name: seen_value(one) for name, one in value.items()}
        return value if seen == value else seen  # most are as they were, and there are many
    return value


@dataclass(frozen=True, kw_only=True, slots=True)
class _Observed:
    reference: Reference
    source: str
    at: datetime
    evidence: str
    """A URL at which a person sees the same."""

    def __post_init__(self) -> None:
        """Whatever a source answers, people see all of it."""
        for name in _TEXTS & self.__dataclass_fields__.keys():
            object.__setattr__(self, name, seen_value(getattr(self, name)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Found(_Observed):
    """It exists. `unknown` names the fields without a value, with the reason.

    `places` holds each queried place (as `str(place)`): True if it exists, False if not; a place
    that is not known is left out.
    """

    facts: Facts = field(default_factory=nothing)
    unknown: Mapping[str, str] = field(default_factory=nothing)
    places: Mapping[str, bool] = field(default_factory=nothing)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved(_Observed):
    """It lives permanently at another address; `facts` were read there.

    `certain` is True when an API gave the new identity, False when pages were followed.
    """

    to: Reference
    certain: bool
    facts: Facts = field(default_factory=nothing)
    unknown: Mapping[str, str] = field(default_factory=nothing)
    places: Mapping[str, bool] = field(default_factory=nothing)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone(_Observed):
    """The source itself states that nothing is there."""

    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsure(_Observed):
    """Anything else; it changes nothing."""

    reason: Reason
    why: str


Observation = Found | Moved | Gone | Unsure

_ANSWERS = frozenset({Reason.PRIVATE_OR_MISSING, Reason.PRIVATE, Reason.LEFT_OUT})
"""Reasons that are an answer: it may not be seen, or a rule says not to query it."""


def is_silent(seen: Observation) -> TypeGuard[Unsure]:
    """Whether a source was asked and gave no answer.

    A decision that compares sources is then left open: the missing answer might contradict it.
    """
    return isinstance(seen, Unsure) and seen.reason not in _ANSWERS


@dataclass(frozen=True)
class Tally:
    """What one source did in a run; `seconds` by a monotonic clock."""

    source: str
    asked: int = 0
    found: int = 0
    moved: int = 0
    gone: int = 0
    unsure: int = 0
    requests: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    """Sentences for the reader of a run, such as what a token would add."""


def summed_tallies(tallies: Iterable[Tally]) -> list[Tally]:
    """One tally for each source, over all rounds and machines; `seconds` are added up, too."""
    whole: dict[str, Tally] = {}
    for tally in tallies:
        one = whole.get(tally.source, Tally(tally.source))
        whole[tally.source] = replace(
            one,
            asked=one.asked + tally.asked,
            found=one.found + tally.found,
            moved=one.moved + tally.moved,
            gone=one.gone + tally.gone,
            unsure=one.unsure + tally.unsure,
            requests=one.requests + tally.requests,
            seconds=one.seconds + tally.seconds,
            notes=tuple(dict.fromkeys((*one.notes, *tally.notes))),
        )
    return [whole[name] for name in sorted(whole)]


def sorted_by_source(observations: Iterable[Observation]) -> list[Observation]:
    """Sorted by source and reference."""
    return sorted(observations, key=lambda seen: (seen.source, seen.reference.key))


def unsure_of(query: Query, source: str, now: datetime, reason: Reason, why: str) -> Unsure:
    """The observation of a query that a source could not answer for certain."""
    return Unsure(
        reference=query.reference,
        source=source,
        at=now,
        evidence=home(query.reference),
        reason=reason,
        why=why,
    )


def in_doubt(seen: Observation, reason: Reason, why: str) -> Unsure:
    """What was observed, as something that changes nothing."""
    return Unsure(
        reference=seen.reference,
        source=seen.source,
        at=seen.at,
        evidence=seen.evidence,
        reason=reason,
        why=why,
    )


def not_asked(query: Query, source: str, now: datetime, why: str) -> Unsure:
    """The observation of a query that a source did not get or did not answer."""
    return Unsure(
        reference=query.reference,
        source=source,
        at=now,
        evidence=query.url,
        reason=Reason.NOT_ASKED,
        why=why,
    )


def search_of(source: str) -> str:
    """The name for a source's searches; what they find has the source's own name."""
    return f"{source} search"


def outcome_word(observation: Observation) -> str:
    """One word for tables: found, moved, gone, unsure."""
    return type(observation).__name__.lower()
