"""Where a paper appeared: many spellings of one venue, read from what sources say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.model.values.anthology import ANTHOLOGY_ID, read_anthology_id
from bot.model.values.venue_names import VENUES

_WHOLE_ONLY = {"Nature", "Science"}
"""Words of everyday speech: a venue only where they are the whole text before the year."""

_PREPRINT = re.compile(r"\s*(?:arxiv|corr|preprint|biorxiv|ssrn)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"['’](\d\d)(?!\d)")
_OF_ACL = re.compile(r"findings of the association for computational linguistics\W*", re.IGNORECASE)
_FINDINGS = re.compile(r"\bfindings\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"workshop|\bw\b|demo(?:nstration)?s?\b|tutorial|shared task|challenge|competition|student "
    r"research|doctoral|industry track|tiny papers?|\bblog ?posts?\b|symposium series",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"submi(?:tted|ssion)|under (?:double.blind )?review|in review|reject|withdraw|extended "
    r"(?:version|abstract)|extension of|extends|preliminary|earlier version|short(?:er)? version|"
    r"builds? (?:up)?on|based on|follow.?up|companion|presented a|talk at",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(rf"aclanthology\.org/(?:pdf/)?({ANTHOLOGY_ID})")
_MAIN = {"main", "long", "short"}


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
    workshop or another event beside the conference, is none.
    """
    if _PREPRINT.match(text) or _NOT_YET.search(text) or _BESIDE.search(text):
        return None
    years = {int(found) for found in _YEAR.findall(text)}
    years |= {2000 + int(found) for found in _SHORT_YEAR.findall(text)}
    if year:
        years = {year} if not years or year in years else {*years, year}
    names = set(_names(text))
    if len(names) != 1 or len(years) != 1:
        return None
    (name,), (edition,) = names, years
    return Venue(name, edition, findings=bool(_FINDINGS.search(text)))


def anthology_venue(url: str) -> Venue | None:
    """The venue by the ACL Anthology's id in an address; None for workshops and demonstrations."""
    found = _IN_ADDRESS.search(url)
    paper = read_anthology_id(found[1]) if found else None
    name = _known(paper.event) if paper else None
    if not (paper and name):
        return None
    is_journal = not VENUES[name][0]
    counts = paper.findings or is_journal or paper.volume in _MAIN
    return Venue(name, paper.year, paper.findings) if counts else None


def is_preprint(venue: str) -> bool:
    """Whether a venue is only the place of a preprint (`arXiv 2022`, `arxiv`)."""
    return bool(_PREPRINT.match(venue))


def venue_in_comment(comment: str, year: int | None = None) -> Venue | None:
    """The venue in an author's comment: only where it says that the paper appears there.

    Authors write many things there; a venue counts if it stands alone in its part of the comment
    (`ICML 2023`, `EMNLP 2021 (oral)`) or behind a word such as "accepted" or "published".
    """
    if _NOT_YET.search(comment) or _BESIDE.search(comment):
        return None
    found = {venue for part in re.split(r"[;.]\s|\n", comment) if (venue := _of_part(part, year))}
    return found.pop() if len(found) == 1 else None


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
    venue = read_venue(part)
    if venue is None:
        return None
    stated = _ACCEPTED.search(part) or _ALONE.match(part.strip())
    return venue if stated and (not year or venue.year >= year) else None


def _names(text: str) -> Iterator[str]:
    """The venues a text names; a longer spelling hides those inside it."""
    left = _OF_ACL.sub("", text)
    if left != text and not any(_pattern(spelling).search(left) for spelling, _ in _spellings()):
        yield "ACL"
    for spelling, name in _spellings():
        pattern = _pattern(spelling)
        if not pattern.search(left):
            continue
        if name in _WHOLE_ONLY and not re.fullmatch(rf"\W*{name}[\d\W]*", text):
            continue
        left = pattern.sub(" ", left)
        yield name


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
