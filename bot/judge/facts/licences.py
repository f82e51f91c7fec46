"""A licence that its host does not name any more, and one that its own card contradicts.

A tag of a permissive licence on a card that says "research use only" is worth no more than the
text: it is asked about, and shown only where it was shown before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.judge.facts.evidence import FactChanges, FactContext
from bot.judge.sources import CARDS
from bot.model.entry import Entry, EntryLink
from bot.model.kinds import Kind
from bot.model.observation import Found, Moved, Observation, is_silent
from bot.model.reference import home
from bot.model.snapshot import FetchedValue
from bot.model.values.licences import RESTRICTION, is_permissive

_BOTH = "in its tags and"
_CARDS_A_RUN = 100
"""Cards that are read for their licence in one run; the others follow in the next ones."""
_WITH_CARD = frozenset({Kind.MODEL, Kind.DATASET})
_OF_A_LICENCE = ("licence", "card says")
"""Words of a reason that concerns the licence, not an answer that was cut short."""


def question_licence(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Ask about a licence that became unknown; the last known one stays on display."""
    if entry.values.get("licence"):
        return
    for link in entry.links:
        shown = view.snapshot.get(link.link.reference, "licence")
        for seen in view.observed.about(link.link.reference):
            reason = seen.unknown.get("licence", "")
            is_asked = _BOTH in reason  # by `question_contradiction`
            if _names_one(shown) and not is_asked and any(w in reason for w in _OF_A_LICENCE):
                doubt = f"{shown.value if shown else ''} is shown, and now {reason}"
                news.doubt(entry, "licence", doubt, seen.evidence, view.rules)


def _names_one(shown: FetchedValue | None) -> bool:
    return bool(shown and shown.value)


def contradiction(licence: object, card: Observation | None) -> str:
    """How a card's text contradicts its tag of a permissive licence, in words; or ""."""
    words = card.facts.get(RESTRICTION) if isinstance(card, Found | Moved) else None
    if not words or not is_permissive(licence):
        return ""
    return f"the card says {licence!r} {_BOTH} “{words}” in its text"


def without_contradicted(
    seen: Iterable[Observation], cards: Mapping[str, Observation]
) -> list[Observation]:
    """The observations without licences that a card contradicts, or may: it did not answer."""
    return [_doubted(one, cards.get(one.reference.key)) for one in seen]


def _doubted(seen: Observation, card: Observation | None) -> Observation:
    if card is None or not isinstance(seen, Found | Moved):
        return seen
    licence = seen.facts.get("licence")
    silent = is_permissive(licence) and is_silent(card)
    why = "its card did not answer" if silent else contradiction(licence, card)
    if not why:
        return seen
    facts = {name: value for name, value in seen.facts.items() if name != "licence"}
    return replace(seen, facts=facts, unknown={**seen.unknown, "licence": why})


def want_cards(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Ask for the cards of permissive licences that the list shows."""
    for link in entry.links if _shows_licence(entry, view) else ():
        reference = link.link.reference
        if reference.kind not in _WITH_CARD or view.observed.has_answered(reference, CARDS):
            continue
        if len(news.wanted.get(CARDS, ())) < _CARDS_A_RUN and _has_permissive(link, view):
            news.want(CARDS, reference, home(reference))


def _shows_licence(entry: Entry, view: FactContext) -> bool:
    curated = entry.values.get("licence")
    columns = view.columns.get(entry.section, ())
    return is_permissive(curated) if curated else "licence" in columns


def _has_permissive(link: EntryLink, view: FactContext) -> bool:
    reported = view.observed.reported(link.link.reference, "licence")
    return any(is_permissive(value) for _, value in reported)


def question_contradiction(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Ask where a card contradicts the licence that its tag, or the list, gives."""
    curated = entry.values.get("licence")
    if curated and not is_permissive(curated):
        return
    for link in entry.links:
        for seen in view.observed.about(link.link.reference):
            why = seen.unknown.get("licence", "")
            if _BOTH in why:
                news.doubt(entry, "licence", f"{why}; which is right?", seen.evidence, view.rules)
