"""Write a value in the notation of another one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.lists.readme.reading.notation import find_venues, write_count, write_sizes, write_venue
from bot.model.values.venues import Venue, read_venue

_NAME_AND_YEAR = re.compile(r"(Findings of )?([A-Z][\w&/ -]{1,60}?) ((?:19|20)\d\d)\Z")
_MONTHS = "January February March April May June July August September October November December"
_PARTS = re.compile(
    r"(?P<n>[A-Z][a-z]{2,8})|(?P<y>(?:19|20)\d\d)|(?P<d>\d{1,2})(?=, )|(?P<m>\d{1,2})"
)


def spell(what: str, value: str, like: str, beside: Sequence[str], unit: str = "") -> str | None:
    """A field's value in the notation of `like`; None where that is impossible.

    `beside` holds how the rows nearby write the same field, the nearest first.
    """
    if what == "venue":
        return _venue(value, like, beside)
    if what in {"released", "pushed"}:
        return write_date_like(value, like, beside)
    if what in {"stars", "downloads"}:
        return write_count(int(value), like) if value.isdecimal() else None
    if what == "sizes":
        return write_sizes([part.strip() for part in value.split(",")], unit, beside)
    if what == "authors":
        return _authors(value, like)
    return value


def _venue(value: str, like: str, beside: Sequence[str]) -> str:
    new = find_venues(value, whole=True)
    found = [one for text in (like, *beside) for one in find_venues(text, whole=True)]
    if new and new[0].is_preprint:
        for one in found:
            if one.is_preprint:
                return one.notation.write(one.spelling, new[0].year)
    named = _NAME_AND_YEAR.match(value)
    venue = read_venue(value) or (
        Venue(named[2], int(named[3]), bool(named[1]))
        if named and not (new and new[0].is_preprint)
        else None
    )
    return write_venue(venue, found[0], found[1:]) if venue and found else value


def write_date_like(value: str, like: str, beside: Sequence[str]) -> str | None:
    """A date (2024, 2024-04, 2024-04-17) in another's notation; None if it is too imprecise."""
    year, month, day = (*value.split("-"), "", "")[:3]
    texts = "\n".join((like, *beside))
    is_padded = len(re.findall(r"[-/.]0\d", texts)) >= len(re.findall(r"[-/.]\d(?!\d)", texts))
    is_long = any(len(word) > 4 for word in re.findall(r"[A-Z][a-z]+", texts))
    pieces, at, has_month = [], 0, False
    for found in _PARTS.finditer(like):
        kind = found.lastgroup
        if kind == "m" and has_month:
            kind = "d"
        has_month = has_month or kind in {"m", "n"}
        part = {"y": year, "m": month, "d": day, "n": month}[kind or ""]
        if not part:
            return None
        text = part
        if kind == "n":
            name = _MONTHS.split()[int(part) - 1]
            text = name if is_long else name[:3]
        elif kind != "y":
            text = part if is_padded and "," not in like else part.lstrip("0")
        pieces += [like[at : found.start()], text]
        at = found.end()
    return "".join([*pieces, like[at:]])


def _authors(value: str, like: str) -> str:
    """All authors, or the first of them if the rows nearby name only one."""
    if "et al" not in like or "et al" in value:
        return value
    first, _, others = value.partition(",")
    end = like[like.rindex("et al") :]
    return f"{first.strip()} {end}" if others else value
