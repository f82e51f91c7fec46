"""How a list writes venues, dates, sizes and counts: reading them, and writing them alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from bot.model.values.sizes import in_notation, label_count
from bot.model.values.venue_names import VENUES
from bot.model.values.venues import Venue

_PREPRINTS = r"arxiv(?:\.org)?(?: preprint)?|CoRR(?: abs)?|preprint|bioRxiv|SSRN"
BLANK = re.compile(r"[\s\-–—/?]*\Z|(?:tba|tbd|n/?a|null|none|unknown|coming soon)\Z", re.IGNORECASE)
"""Placeholders for an unknown value."""


@dataclass(frozen=True, slots=True)
class VenueNotation:
    """How one venue is written: `before`, the name, `between`, the year and `after`.

    `year` is the number of its figures: four, two behind an apostrophe, or none. `joint` is what
    stands between a year and the name behind it (`2024-ACL`); empty where the year is the last.
    """

    before: str
    between: str
    year: int
    after: str = ""
    joint: str = ""

    def write(self, name: str, year: int) -> str:
        """A venue in this notation."""
        number = {4: f"{year}", 2: f"{year % 100:02d}", 0: ""}[self.year]
        if self.joint:
            return f"{number}{self.joint}{self.before}{name}{self.after}"
        return f"{self.before}{name}{self.between}{number}{self.after}"


@dataclass(frozen=True, slots=True)
class WrittenVenue:
    """A venue found in a text: its place, its value, and its notation. A preprint has no venue."""

    start: int
    end: int
    spelling: str
    venue: Venue | None
    notation: VenueNotation
    year: int = 0
    is_preprint: bool = False

    @property
    def findings(self) -> bool:
        """Whether it is the Findings volume of a conference."""
        return "indings" in f"{self.notation.before}{self.notation.between}{self.notation.after}"

    @property
    def value(self) -> str:
        """Its value in this project's notation."""
        if self.venue:
            return str(self.venue)
        name = "arXiv" if self.is_preprint else self.spelling
        return f"{name} {self.year}" if self.year else name


@cache
def _venue_pattern() -> re.Pattern[str]:
    spellings = {
        one: None for _, all_ in VENUES.values() for one in all_ if " " not in one or len(one) < 30
    }
    names = "|".join(sorted(map(re.escape, spellings), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![\w./-])(?P<first>(?:19|20)\d\d)(?P<joint>[-–./_ ])|(?<![\w-]))"
        rf"(?P<before>Findings of(?: the)? )?"
        rf"(?:(?P<preprint>(?i:{_PREPRINTS}))|(?P<name>{names}))"
        r"(?P<between>[ ,]*(?:\(?Findings\)?|findings)?[ ,]*['’(]?)"
        r"(?P<year>(?:19|20)\d\d|(?<=['’])\d\d)?(?P<after>\)?(?: ?\(?[Ff]indings\)?)?)(?![\w-])"
    )


def find_venues(text: str, *, whole: bool = False) -> list[WrittenVenue]:
    """The venues in a text: with their year, or alone if they are the `whole` text."""
    found: list[WrittenVenue] = []
    if not whole and not _YEAR_OR_PREPRINT.search(text):
        return found
    for match in _venue_pattern().finditer(text):
        year = match["year"] or ""
        if not year and match["first"] and _is_whole(match):
            found.append(_read_behind_year(match))
            continue
        alone = match.start("before") == 0 and match.end() == len(text)
        if not year and not (whole and alone) and not match["preprint"]:
            continue
        found.append(_read(match, year))
    return found


_YEAR_OR_PREPRINT = re.compile(rf"\d\d|{_PREPRINTS}", re.IGNORECASE)
"""Without one of these a part of a text is no venue."""
_ID_OR_WORD = re.compile(r":\s*\d|\s*[a-z]{2}")
_WITHIN = re.compile(r"\b(?!(?:in|at|al)\s)[a-z]+\s+\Z")


def reads_on(text: str, venue: WrittenVenue) -> bool:
    """Whether a preprint label is part of an id (`arXiv:2301.00001`) or of a sentence."""
    if not venue.is_preprint:
        return False
    is_before = _WITHIN.search(text, max(0, venue.start - 40), venue.start)
    return bool(_ID_OR_WORD.match(text, venue.end) or is_before)


def _is_whole(match: re.Match[str]) -> bool:
    """Whether a year before a name is the venue's: joined to it, or both alone in brackets."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return match["joint"] != " " or (before[-1:] in {"", *"([{`"} and after[:1] in {"", *")]}`"})


def _read_behind_year(match: re.Match[str]) -> WrittenVenue:
    findings = "indings" in f"{match['before']}{match['between']}{match['after']}"
    end = match.end() if findings else match.end("name" if match["name"] else "preprint")
    spelling = match["name"] or match["preprint"]
    after = match.string[match.end("name") : end] if match["name"] else ""
    notation = VenueNotation(match["before"] or "", "", 4, after, match["joint"])
    year = int(match["first"])
    venue = Venue(_name_of(spelling), year, findings) if match["name"] else None
    is_preprint = bool(match["preprint"])
    return WrittenVenue(match.start(), end, spelling, venue, notation, year, is_preprint)


def _read(match: re.Match[str], year: str) -> WrittenVenue:
    number = int(year) if len(year) == 4 else 2000 + int(year) if year else 0
    between, after = match["between"], match["after"]
    end = match.end()
    if not year:
        between, after, end = "", "", match.end("name") if match["name"] else match.end("preprint")
    if after == ")" and "(" not in between:
        after, end = "", end - 1
    notation = VenueNotation(match["before"] or "", between, len(year), after)
    spelling = match["name"] or match["preprint"]
    findings = "indings" in f"{notation.before}{between}{after}"
    venue = Venue(_name_of(spelling), number, findings) if match["name"] and number else None
    start = match.end("joint") if match["first"] else match.start()
    return WrittenVenue(start, end, spelling, venue, notation, number, bool(match["preprint"]))


@cache
def _names() -> dict[str, str]:
    return {spelling: name for name, (_, all_) in VENUES.items() for spelling in all_}


def _name_of(spelling: str) -> str:
    return _names().get(spelling, spelling)


def write_venue(venue: Venue, here: WrittenVenue, others: Iterable[WrittenVenue]) -> str:
    """A venue as the list would write it, in place of a preprint that is written as in `here`.

    Spelling and notation are those that the list's other rows use most for the same venue, and for
    the Findings of any conference or for any venue; `others` holds the nearest rows first.
    """
    published = [one for one in others if not one.is_preprint]
    spelled = Counter(one.spelling for one in published if _name_of(one.spelling) == venue.name)
    name = spelled.most_common(1)[0][0] if spelled else venue.name
    alike = Counter(one.notation for one in published if one.findings == venue.findings)
    if alike:
        return alike.most_common(1)[0][0].write(name, venue.year)
    rest = Counter(one.notation for one in published)
    notation = rest.most_common(1)[0][0] if rest else here.notation
    if venue.findings:
        notation = replace(notation, before="Findings of ")
    return notation.write(name, venue.year)


_MONTHS = {
    name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_DATES = (
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?\Z"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)\Z"),
    re.compile(r"(?P<m>\d{1,2})(?P<s>[-/])(?P<y>(?:19|20)\d\d)\Z"),
    re.compile(r"(?P<n>[A-Z][a-z]{2,8})\.?,? (?:(?P<d>\d{1,2}), )?(?P<y>(?:19|20)\d\d)\Z"),
    re.compile(r"(?P<y>(?:19|20)\d\d)\Z"),
)


def read_date(text: str) -> str:
    """A date in any usual notation as YYYY, YYYY-MM or YYYY-MM-DD; empty for other texts."""
    for pattern in _DATES:
        found = pattern.match(text.strip())
        if not found:
            continue
        parts = found.groupdict()
        month = _MONTHS.get((parts.get("n") or "")[:3].lower()) or int(parts.get("m") or 0)
        day = int(parts.get("d") or 0)
        if (parts.get("n") and not month) or month > 12 or day > 31:
            return ""
        return "-".join(
            [parts["y"], *([f"{month:02d}"] if month else []), *([f"{day:02d}"] if day else [])]
        )
    return ""


def write_date(value: str, like: Iterable[str]) -> str | None:
    """A date (2024, 2024-04, 2024-04-17) written as most dates near it; None if impossible."""
    shapes = Counter(shape for text in like if (shape := _shape(text)))
    if not shapes:
        return None
    year, month, day = (*value.split("-"), "", "")[:3]
    shape = shapes.most_common(1)[0][0]
    if ("MM" in shape and not month) or ("DD" in shape and not day):
        return None
    return shape.replace("YYYY", year).replace("MM", month).replace("DD", day)


def _shape(text: str) -> str:
    """The pattern of a numeric date: `2024.04` is `YYYY.MM`."""
    text = text.strip()
    found = re.fullmatch(r"((?:19|20)\d\d)(?:([-/.])(\d\d)(?:\2(\d\d))?)?", text)
    if found:
        mark = found[2] or ""
        return "YYYY" + (f"{mark}MM" if found[3] else "") + (f"{mark}DD" if found[4] else "")
    other = re.fullmatch(r"(\d\d)([-/.])((?:19|20)\d\d)", text)
    return f"MM{other[2]}YYYY" if other else ""


_SIZE = re.compile(r"\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)?")


def read_sizes(text: str, unit: str = "") -> tuple[str, ...]:
    """Sizes of models (`7B/13B`, or `7, 13` under a heading with the unit); () for other texts."""
    parts = [part.strip() for part in re.split(r"[,/、]", text) if part.strip()]
    last = re.search(r"([KMBT])\Z", parts[-1]) if parts else None
    labels = []
    for part in parts:
        bare = re.fullmatch(_SIZE, part)
        label = (
            in_notation(part + (unit or (last[1] if last else ""))) if bare else in_notation(part)
        )
        if not label_count(label):
            return ()
        labels.append(label)
    return tuple(labels)


def write_sizes(labels: Iterable[str], unit: str, like: Iterable[str]) -> str | None:
    """Sizes in the notation of the column; None where a label does not fit its unit."""
    written = list(labels)
    if unit:
        if any(not label.endswith(unit) for label in written):
            return None
        written = [label.removesuffix(unit) for label in written]
    joints = Counter(
        joint for text in like for joint in re.findall(r"(?<=\w)(\s*[,/、]\s*)(?=\w)", text)
    )
    return (joints.most_common(1)[0][0] if joints else ", ").join(written)


_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+(?=\s?[kKmM]))?)\s?([kKmM]?)\Z")
"""A number with a point and no letter is a rating (`4.5`), or thousands as some write them."""


def read_count(text: str) -> int | None:
    """A number of stars or downloads as written: `386,513`, `1.4K`, `200k`."""
    found = _COUNT.match(text.strip())
    if not found:
        return None
    scale = {"": 1, "k": 1000, "m": 10**6}[found[2].lower()]
    return round(float(found[1].replace(",", "")) * scale)


def write_count(number: int, like: str) -> str:
    """A number as the one in its place is written; it differs only where that says less or more."""
    found = _COUNT.match(like.strip())
    if not found or not found[2]:
        return f"{number:,}" if found and "," in found[1] else str(number)
    scale = 1000 if found[2] in "kK" else 10**6
    if number < scale:
        return str(number)
    figures = len(found[1].partition(".")[2]) or (1 if number < 10 * scale else 0)
    text = f"{number / scale:.{figures}f}"
    return (text.removesuffix(".0") if "." in text else text) + found[2]
