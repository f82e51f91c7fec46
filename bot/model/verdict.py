"""What the world answers about a link as it stands in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.model.errors import Where
from bot.model.observation import Gone, Moved, Observation, Unsure
from bot.model.reference import Kind, Link, relocate

Word = Literal["alive", "moved", "gone", "unsure"]


@dataclass(frozen=True)
class LinkPlace:
    """A link, where it stands, and the entry it belongs to (empty in a plain file).

    `about` is the entry's name and description.
    """

    link: Link
    where: Where
    entry: str = ""
    about: str = ""


@dataclass(frozen=True)
class Verdict:
    """One link and all the places where it is written.

    `reason` is a code of `bot.model.observation.Reason`, `gone`, or a code of
    `bot.parsing.no_links`; empty when alive or moved. `detail` is the same in plain words.
    `archived_copy` is an address, if one was looked up and found for a link that is gone; `safer`
    the https address of a living page linked by http. `question` is what only a person can settle
    before the new address is written.
    """

    link: Link
    word: Word
    where: tuple[LinkPlace, ...]
    reason: str = ""
    detail: str = ""
    status: int = 0
    moved_to: str = ""
    evidence: str = ""
    archived_copy: str = ""
    safer: str = ""
    question: str = ""


def question_of_move(link: Link, seen: Moved) -> str:
    """The question about a move, the same in every report; empty when the move is certain.

    Only an API can confirm that it is still the same thing; a page on another site may be any.
    """
    after = relocate(link, seen.to)
    if seen.certain or is_same_site(link.url, after):
        return ""
    return f"it redirects for good to another site, {after}; is that still the same thing?"


def is_same_site(before: str, after: str) -> bool:
    """Whether both addresses have the same host, or one host is a subdomain of the other."""
    first, second = ((urlsplit(url).hostname or "").removeprefix("www.") for url in (before, after))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def verdict_of(seen: Observation, link: Link, where: tuple[LinkPlace, ...]) -> Verdict:
    """Judge one link by what was observed of its reference and of the place in it.

    A branch or path that its host reports as missing is gone; a missing anchor on an existing page
    is only unsure, because many pages add their anchors late.
    """
    evidence = seen.evidence
    if isinstance(seen, Gone):
        return Verdict(link, "gone", where, "gone", seen.why, evidence=evidence)
    if isinstance(seen, Unsure):
        return Verdict(link, "unsure", where, seen.reason.value, seen.why, evidence=evidence)
    status = seen.facts.get("status", 0)
    known = status if isinstance(status, int) else 0
    if seen.places.get(str(link.place)) is False:
        word: Word = "gone" if link.place.tree else "unsure"
        inside = link.reference.kind is not Kind.PAPER
        detail = (
            f"{'the place ' if inside else ''}{link.place}{' in it' if inside else ''} is not there"
        )
        return Verdict(link, word, where, "place-missing", detail, known, evidence=evidence)
    again = str(seen.facts.get("again", ""))
    if isinstance(seen, Moved):
        to = relocate(link, seen.to)
        question = question_of_move(link, seen)
        detail = "; ".join(filter(None, (question, again)))
        return Verdict(link, "moved", where, "", detail, known, to, evidence, question=question)
    safer = str(seen.facts.get("upgrade", ""))
    detail = "; ".join(reported for reported in (_safer(safer), again) if reported)
    return Verdict(link, "alive", where, "", detail, known, "", evidence, safer=safer)


def same_site(before: str, after: str) -> bool:
    """Whether two addresses are of one site: one host, or a host below the other."""
    first, second = ((urlsplit(url).hostname or "").removeprefix("www.") for url in (before, after))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _safer(address: str) -> str:
    return f"the same page answers at {address}" if address else ""
