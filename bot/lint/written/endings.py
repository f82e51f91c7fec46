"""Rows that end otherwise than nearly all others of their region: with or without a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.lint.written.page import Fix, ListPage, Problem
from bot.lists.readme.reading.row import Row

_FEWEST = 10
_SHARE, _CERTAIN_SHARE = 0.9, 0.95
_ABBREVIATION = re.compile(
    r"(?:\b(?:etc|inc|ltd|corp|co|al|vs|e\.g|i\.e|jr|sr|dr|no|ed|vol|dept|[A-Z])|\.\.|…)\.?\Z",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[.!?。]['\")\]]*\s+\S")
_HASHTAG = re.compile(r"#\w+\.?\Z")


def wrong_endings(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """Rows without the full stop that their region's rows end with, or with one too many."""
    for page in pages:
        for rows in page.regions.values():
            if len(rows) >= _FEWEST and not rows[0].cells and rows[0].form in {"item", "line"}:
                yield from _in_region(page, rows)


def _in_region(page: ListPage, rows: Sequence[Row]) -> Iterator[Problem]:
    ends = [(one, *end) for one in rows if (end := _end(page, one))]
    if len(ends) < _FEWEST:
        return
    stopped = sum(has_stop for _, _, has_stop, _ in ends)
    share = max(stopped, len(ends) - stopped) / len(ends)
    stop_is_rule = stopped * 2 > len(ends)
    if share < _SHARE:
        return
    for _, at, has_stop, text in ends:
        if has_stop == stop_is_rule:
            continue
        if stop_is_rule:
            fix = Fix(at, at, ".")
            message, hint = (
                f"no full stop ends this row: “…{text[-30:]}”",
                "add it, as the rows around it have one",
            )
        elif _ABBREVIATION.search(text.removesuffix(".")) or _SENTENCES.search(text):
            continue
        else:
            fix = Fix(at - 1, at, "")
            message, hint = (
                f"a full stop ends this row: “…{text[-30:]}”",
                "remove it, as the rows around it have none",
            )
        fixes = (fix,) if share >= _CERTAIN_SHARE else ()
        yield Problem(page, at - 1, message, hint, fixes)


def _end(page: ListPage, row: Row) -> tuple[int, bool, str] | None:
    """Where a row's description ends, whether with a full stop, and the text; None for no text."""
    start, stop = row.content[0]
    images = [one for one in row.links if one.is_image and not one.is_linked]
    seen = [one for one in page.document.texts.between(start, stop) if one[2].strip()]
    if not seen or not row.links:
        return None
    begin, end, text = seen[-1]
    inside = any(a <= begin < b for a, b in (one.whole for one in row.links))
    if inside or page.raw[begin:end].decode("utf-8", "replace") != text:
        return None  # a link, code or an escape ends the row
    behind = page.written(end, stop).strip()
    if behind and not all(end <= one.whole[0] for one in images if one.whole[1] > end):
        return None
    if behind and not any(one.whole[0] >= end for one in images):
        return None  # marks around the end: `**…**`, HTML
    stripped = text.rstrip()
    letter = stripped[-1]
    if not (letter == "." or letter.isalnum()) or _HASHTAG.search(stripped):
        return None
    at = begin + len(text[: len(stripped)].encode())
    whole = page.document.text_between(start, stop)
    return at, letter == ".", whole
