"""What the world answers about a link as it stands in a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.model.errors import Where
from bot.model.observation import Gone, Moved, Observation, Unsure
from bot.model.reference import Kind, Link, home, relocate, site_of, split_address

VerdictWord = Literal["alive", "moved", "gone", "unsure"]


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """A link, where it stands, and the entry it belongs to (empty in a plain file).

    `about` is the entry's name and description.
    """

    link: Link
    where: Where
    entry: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One link and all the places where it is written.

    `reason` is a code of `bot.model.observation.Reason`, `gone`, or what `bot.parsing.no_links`
    says; empty when alive or moved. `detail` says it in plain words. `archived_copy` is the address
    of one, where a link that is gone was looked up and found; `safer` the https address of a living
    page linked by http.
    `question` is what only a person can settle before the new address is written; `listed` what
    of the list has that address already.
    """

    link: Link
    word: VerdictWord
    where: tuple[LinkPlace, ...]
    reason: str = ""
    detail: str = ""
    status: int = 0
    moved_to: str = ""
    evidence: str = ""
    archived_copy: str = ""
    safer: str = ""
    question: str = ""
    listed: str = ""

    @property
    def sentence(self) -> str:
        """The verdict and its reason in plain words, as every report and question states them."""
        return f"{self.word}: {self.detail}" if self.detail else self.word


def question_of_move(link: Link, seen: Moved, listed: str = "") -> str:
    """What a person is asked about a move, in every report alike; empty when it is certain.

    Only an API knows that it is still the same thing; a page of another site may be any. `listed`
    names what of the list has the new address already, or is led there as well: then one of the
    two is one too many, or the redirect leads to what took the place of both.
    """
    after = relocate(link, seen.to)
    if listed:
        return f"it moved to {after}, the address of {listed}; are both the same now?"
    if seen.certain or is_same_site(link.url, after):
        return ""
    return f"it moved to another site, {after}; is that still the same thing?"


def is_same_site(before: str, after: str) -> bool:
    """Whether both addresses have the same host, or one host is a subdomain of the other."""
    first, second = site_of(before), site_of(after)
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses are two spellings of one page: http or https, `www.`, a last slash."""
    return spelled_alike(one) == spelled_alike(other)


def spelled_alike(url: str) -> tuple[str, str, str]:
    """What all spellings of a page's address have in common: host, path, query."""
    parts = split_address(url)
    path = re.sub(r"/(?:index\.\w{3,5})?\Z", "", parts.path)
    return parts.netloc.lower().removeprefix("www."), path, parts.query


def verdict_of(
    seen: Observation, link: Link, where: tuple[LinkPlace, ...] = (), listed: str = ""
) -> Verdict:
    """Judge one link by what was observed of its reference, its place in it included.

    Every report goes by this one: `check`, pull requests and the dashboard. `listed` is that of
    `question_of_move`.

    A branch or path that its host says is not there is gone; a missing anchor on a page that is
    there is only unsure: many pages draw their anchors late.
    """
    evidence = seen.evidence
    if isinstance(seen, Gone):
        return Verdict(link, "gone", where, "gone", seen.why, evidence=evidence)
    if isinstance(seen, Unsure):
        return Verdict(link, "unsure", where, seen.reason.value, seen.why, evidence=evidence)
    status = seen.facts.get("status", 0)
    known = status if isinstance(status, int) else 0
    if seen.places.get(str(link.place)) is False:
        word: VerdictWord = "gone" if link.place.tree else "unsure"
        detail = _lacks_place(link)
        if isinstance(seen, Moved):
            detail = f"it moved to {home(seen.to)}, and {detail}"
        return Verdict(link, word, where, "place-missing", detail, known, evidence=evidence)
    again = str(seen.facts.get("again", ""))
    if isinstance(seen, Moved):
        to = relocate(link, seen.to)
        question = question_of_move(link, seen, listed)
        detail = "; ".join(filter(None, (question, again)))
        return Verdict(
            link, "moved", where, "", detail, known, to, evidence, question=question, listed=listed
        )
    safer = str(seen.facts.get("upgrade", ""))
    detail = "; ".join(reported for reported in (_safer(safer), again) if reported)
    return Verdict(link, "alive", where, "", detail, known, "", evidence, safer=safer)


def _lacks_place(link: Link) -> str:
    is_inside = link.reference.kind is not Kind.PAPER
    return (
        f"the place {link.place} in it is not there" if is_inside else f"{link.place} is not there"
    )


def _safer(address: str) -> str:
    return f"the same page answers at {address}" if address else ""
