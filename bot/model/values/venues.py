"""Where a paper appeared: many spellings of one venue, read from what sources say. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.model.values.anthology import ADDRESS, AnthologyId, read_anthology_id
from bot.model.values.venue_names import VENUES
from bot.model.values.venue_words import COMMENT_WORDS, PHRASES, VENUE_WORDS

_WHOLE_ONLY = {"Computational Linguistics", "Nature", "Science"}
"""Ordinary words, which name a venue only as the whole text before the year."""
_OF_ANTHOLOGY = {"cl": "Computational Linguistics"}
"""Events in ids of the ACL Anthology that have other names elsewhere."""

_PREPRINT = re.compile(r"\s*(?:arxiv|corr|preprint|biorxiv|ssrn)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"['’](\d\d)(?!\d)")
_OF_ACL = re.compile(r"findings of the association for computational linguistics\W*", re.IGNORECASE)
_FINDINGS = re.compile(r"\bfindings\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"workshop|\bw\b|\barr\b|rolling review|showcase|demo(?:nstration)?s?\b|tutorial|shared task|"
    r"challenge|competition|student research|doctoral|industry track|tiny papers?|"
    r"\bblog ?posts?\b|symposium series",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"submi(?:tted|ssion)|under (?:double.blind )?review|in review|reject|withdraw|extended "
    r"(?:version|abstract)|extension of|extends|preliminary|earlier version|short(?:er)? version|"
    r"builds? (?:up)?on|based on|follow.?up|companion|presented a|talk at",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+")
_TITLED = re.compile(
    r"\b(?:titled?|entitled)\b[:,]?\s*(?:'.+?'(?!\w)|\".+?\"|‘.+?’|“.+?”)", re.IGNORECASE
)
"""Another title for the paper at that venue."""
_AT = re.compile(r"@|\bat\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[ivxlc]+\Z")


@dataclass(frozen=True)
class Venue:
    """One edition of one venue; `findings` of a conference are a venue of their own."""

    name: str
    year: int
    findings: bool = False

    def __str__(self) -> str:
        return f"{'Findings of ' if self.findings else ''}{self.name} {self.year}"

    @property
    def month(self) -> int:
        """The month in which the conference is usually held, 0 for a journal."""
        return VENUES[self.name][0]


def read_venue(text: str, year: int | None = None) -> Venue | None:
    """The one venue that a text names with its year; None where it names none, or leaves doubt.

    `year` is what the source says beside it. What was only submitted, and what appeared at a
    workshop or another event beside the conference, is none; a word that nobody knows may be the
    name of such an event (`LLMAgents @ ICLR 2024`, `NeurIPS 2023 MATH-AI`).
    """
    return _read(text, year, VENUE_WORDS)


def _read(text: str, year: int | None, known: frozenset[str]) -> Venue | None:
    if _PREPRINT.match(text) or _NOT_YET.search(text) or _BESIDE.search(text):
        return None
    years = {int(found) for found in _YEAR.findall(text)}
    years |= {2000 + int(found) for found in _SHORT_YEAR.findall(text)}
    if year:
        years = {year} if not years or year in years else {*years, year}
    found, left = _names(text)
    names = set(found)
    if len(names) != 1 or len(years) != 1 or _unknown_words(left, known):
        return None
    (name,), (edition,) = names, years
    return Venue(name, edition, findings=bool(_FINDINGS.search(text)))


def _unknown_words(text: str, known: frozenset[str]) -> list[str]:
    """The words, in lower case, that are neither known nor a Roman number."""
    words = _WORD.findall(PHRASES.sub(" ", text).casefold())
    return [word for word in words if word not in known and not _ROMAN.match(word)]


def anthology_venue(url: str) -> Venue | None:
    """The venue of the ACL Anthology id in an address; None for workshops and demonstrations."""
    found = ADDRESS.match(url)
    paper = read_anthology_id(found[1]) if found else None
    return venue_of_id(paper) if paper else None


def venue_of_id(paper: AnthologyId) -> Venue | None:
    """The venue that an ACL Anthology id names; None outside the main volumes."""
    name = _OF_ANTHOLOGY.get(paper.event) or _known(paper.event)
    return Venue(name, paper.year, paper.findings) if name and paper.is_main else None


def is_preprint(venue: str) -> bool:
    """Whether a venue only publishes preprints (`arXiv 2022`, `arxiv`)."""
    return bool(_PREPRINT.match(venue))


def venue_in_comment(comment: str, year: int | None = None) -> Venue | None:
    """The venue in an author's comment, only where it states that the paper appears there.

    Authors write many things there; a venue counts if it is a whole part of the comment (`ICML
    2023`, `EMNLP 2021 (oral)`) or follows a word such as "accepted" or "published". None if another
    part states that it was accepted by an unknown venue.
    """
    text = _TITLED.sub(" ", _ADDRESS.sub(" ", comment))
    if _NOT_YET.search(text) or _BESIDE.search(text):
        return None
    parts = re.split(r"[;.]\s|\n", text)
    found = {part: venue for part in parts if (venue := _of_part(part, year))}
    elsewhere = (part for part in parts if part not in found and _ACCEPTED.search(part))
    if any(_unknown_words(part, COMMENT_WORDS) for part in elsewhere):
        return None
    venues = set(found.values())
    return venues.pop() if len(venues) == 1 else None


_ACCEPTED = re.compile(
    r"accept|publish|appear|camera|proceedings|conference paper|journal|oral|poster|spotlight",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:findings of )?\W*(?:the )?[\w\-&/ ]{2,60}\W*(?:19|20)\d\d\W*(?:findings|long|short|main|"
    r"conference|paper|\W)*\Z",
    re.IGNORECASE,
)


def _of_part(part: str, year: int | None) -> Venue | None:
    venue = _read(part, None, COMMENT_WORDS)
    if venue is None or any(_unknown_words(event, VENUE_WORDS) for event in _events(part)):
        return None
    stated = _ACCEPTED.search(part) or _ALONE.match(part.strip())
    return venue if stated and (not year or venue.year >= year) else None


def _events(part: str) -> list[str]:
    """The texts before "at" and a venue: each may be another event there (`Open Models @ …`)."""
    return [
        re.split(r"[,:(]", part[: at.start()])[-1]
        for at in _AT.finditer(part)
        if _names(part[at.end() :])[0]
    ]


def _names(text: str) -> tuple[list[str], str]:
    """The venues in a text, and the text without them; a longer name hides those inside it."""
    found: list[str] = []
    left = _OF_ACL.sub("", text)
    if left != text and not any(_pattern(spelling).search(left) for spelling, _ in _spellings()):
        found.append("ACL")
    for spelling, name in _spellings():
        pattern = _pattern(spelling)
        if not pattern.search(left):
            continue
        if name in _WHOLE_ONLY and not re.fullmatch(rf"\W*{name}[\d\W]*", text):
            continue
        left = pattern.sub(" ", left)
        found.append(name)
    return found, left


@cache
def _spellings() -> list[tuple[str, str]]:
    pairs = [(spelling, name) for name, (_, all_) in VENUES.items() for spelling in all_]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@cache
def _pattern(spelling: str) -> re.Pattern[str]:
    flags = 0 if " " not in spelling else re.IGNORECASE
    return re.compile(rf"(?<![A-Za-z]){re.escape(spelling)}(?![A-Za-z])", flags)


def _known(event: str) -> str | None:
    return next((name for name in VENUES if name.casefold() == event.casefold()), None)
