"""The fields of a row: venue, date, sizes, counts, licence …, each with its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from bot.lists.readme.reading.names import labelled_role, role_of
from bot.lists.readme.reading.notation import (
    BLANK,
    WrittenVenue,
    find_venues,
    read_count,
    read_date,
    read_sizes,
    reads_on,
)
from bot.lists.readme.reading.row import Cell, Row
from bot.lists.readme.reading.texts import PlainText, plain_texts
from bot.model.values.written import Span, WrittenField
from bot.parsing.source.document import Document

SpanOf = Callable[[int, int], Span]
"""Makes a span of two byte offsets."""

_COLUMNS = (
    ("venue", r"venue|conference|publication|pub\.?|journal|publisher|published in|会议|期刊"),
    (
        "released",
        r"date|time|release date|released?|year|publish(?:ed)? date|published|发布时间|日期|时间",
    ),
    (
        "sizes",
        r"#?\s*param(?:eter)?s?(?: ?\([KMBT]\)| size)?|model sizes?|参数量?|size ?\([BM]\)",
    ),
    (
        "size",
        r"size|data ?size|dataset size|#? ?(?:examples|samples|instances|entries)|规模|数据量",
    ),
    ("stars", r"(?:github )?stars?|⭐️?|★"),
    ("downloads", r"downloads?"),
    ("licence", r"licen[sc]es?|许可证?|协议"),
    ("authors", r"authors?|by"),
    (
        "made_by",
        r"organi[sz]ation|institutions?|affiliation|company|made by|released by|publisher|机构",
    ),
    ("pushed", r"last commit|last updated?|updated|last push"),
    ("description", r"description|what it does|about|notes?|summary|简介|描述|说明"),
)
_FIELD_OF = [(name, re.compile(rf"\W*(?:{words})\W*\Z", re.IGNORECASE)) for name, words in _COLUMNS]
_UNIT = re.compile(r"\(([KMBT])\)|\bin (billions|millions)\b", re.IGNORECASE)
_STARS_INLINE = re.compile(
    r"(?:⭐️?|★|🌟)\s?(\d(?:[\d,.]*\d)?(?:\s?[kKmM](?!\w))?)(?!\w|[.,]\d)(?!\s+(?!stars?\b)[a-z]{2})"
)
_DATE_INLINE = re.compile(
    r"\[((?:19|20)\d\d(?:[-/.]\d{1,2}){0,2})\]|"
    r"\(((?:[A-Z][a-z]{2,8}\.?,? )?(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2})\)"
)
_LICENCES = re.compile(
    r"(?:MIT|(?:A|L)?GPL-[\d.]+(?:-only|-or-later)?|Apache-2\.0|BSD-[23]-Clause|MPL-2\.0|ISC|CC0-1\.0|"
    r"CC-BY(?:-\w+)*-\d\.\d|Unlicense|EUPL-1\.2|BSL-1\.1|Zlib|OFL-1\.1)\Z"
)
_BEHIND_AUTHORS = re.compile(
    r"(?<=\bet al)[.,;]* +[A-Z][\w&/'’ -]{1,50}?[ ,'’]+(?:19|20)\d\d[. ]*\Z"
)
"""A venue that is not known by name, behind `et al.`"""
_FARTHEST = 16_384
"""How many bytes of a row are searched for fields; entries that fold out may be nested."""
_OPENED = " ([{,;:-–—"
"""What may stand between a description and a link behind it."""
_STOP = re.compile(rb"[.!?:;]\Z")
_SEPARATOR = re.compile(r"\s*(?:[-–—:]|\|)\s+")


@lru_cache(maxsize=1024)
def unit_of(column: str) -> str:
    """The unit in a heading for all numbers below it: `Params (B)` → `B`."""
    found = _UNIT.search(column)
    return (found[1] or found[2][0]).upper() if found else ""


@lru_cache(maxsize=1024)
def field_of(column: str) -> str:
    """The field that a column's heading names; empty for any other column."""
    return next((name for name, words in _FIELD_OF if words.match(column)), "")


def fields_of(row: Row, document: Document, place: SpanOf) -> tuple[WrittenField, ...]:
    """All fields that are recognised in a row, each once; the rest stays as it is."""
    found: dict[str, WrittenField] = {}
    for field in _in_cells(row, document, place) if row.cells else _in_text(row, document, place):
        found.setdefault(field.name, field)
    return tuple(found.values())


def _in_cells(row: Row, document: Document, place: SpanOf) -> Iterator[WrittenField]:
    for cell in row.cells:
        name = field_of(cell.column)
        if not name:
            continue
        texts = list(plain_texts(document, row, cell.start, cell.end))
        written = document.text_between(cell.start, cell.end)
        if BLANK.match(written):
            yield WrittenField(name, written, "", _blank_span(cell, document, place))
        elif name == "venue" and any(reads_on(written, one) for one in find_venues(written)):
            continue
        elif len(texts) == 1 and (value := _value(name, texts[0].text.strip(), cell.column)):
            start = len(texts[0].text) - len(texts[0].text.lstrip())
            span = texts[0].span(start, len(texts[0].text.rstrip()))
            part = _venue_part(texts[0], place) if name == "venue" else None
            yield part or WrittenField(name, texts[0].text.strip(), value, place(*span))


def _blank_span(cell: Cell, document: Document, place: SpanOf) -> Span:
    """Where a blank cell is filled in: in place of its dash, or behind the blank after the bar."""
    if cell.start < cell.end:
        return place(cell.start, cell.end)
    at = cell.start + (document.raw[cell.start : cell.start + 1] == b" ")
    return place(at, at)


def _venue_part(text: PlainText, place: SpanOf) -> WrittenField | None:
    venues = find_venues(text.text.strip(), whole=True)
    if len(venues) != 1:
        return None
    indent = len(text.text) - len(text.text.lstrip())
    span = text.span(indent + venues[0].start, indent + venues[0].end)
    return WrittenField(
        "venue", text.text.strip()[venues[0].start : venues[0].end], venues[0].value, place(*span)
    )


def _value(name: str, text: str, column: str) -> str:
    """The value of a cell in this project's notation; empty where it is not certain."""
    if name == "venue":
        venues = find_venues(text, whole=True)
        return venues[0].value if len(venues) == 1 else text
    if name in {"released", "pushed"}:
        return read_date(text)
    if name == "sizes":
        return ", ".join(read_sizes(text, unit_of(column)))
    if name in {"stars", "downloads"}:
        count = read_count(text)
        return "" if count is None else str(count)
    return text


def _in_text(row: Row, document: Document, place: SpanOf) -> Iterator[WrittenField]:
    farthest = row.start + _FARTHEST
    texts = [
        text
        for start, end in row.content
        if start < farthest
        for text in plain_texts(document, row, start, min(end, farthest))
    ]
    if any(role_of(link) == "paper" for link in row.links):
        yield from _venues(row, texts, place)
    yield from _stars(row, texts, place)
    for text in texts:
        yield from _one_text(text, place)
    yield from _description(row, document, texts, place)


def _venues(row: Row, texts: Sequence[PlainText], place: SpanOf) -> Iterator[WrittenField]:
    """The venue, if the row names exactly one."""
    found = [
        (text, venue)
        for text in texts
        for venue in find_venues(text.text, whole=text.is_marked)
        if venue.year or text.is_marked or _stands_alone(text.text, venue)
    ]
    if len(found) == 1:
        text, venue = found[0]
        if reads_on(text.text, venue) or not _is_own(row, text, "paper"):
            return
        span = text.span(venue.start, venue.end)
        yield WrittenField("venue", text.text[venue.start : venue.end], venue.value, place(*span))


def _stands_alone(text: str, venue: WrittenVenue) -> bool:
    """Whether a label without a year ends a part of its text, and is no word of a sentence."""
    before, after = text[: venue.start].rstrip(" "), text[venue.end :].lstrip(" ")
    return (not before or before[-1] in ".,;:([|") and (not after or after[0] in ".,;)]|")


def _stars(row: Row, texts: Sequence[PlainText], place: SpanOf) -> Iterator[WrittenField]:
    """The stars, if the row has one such number."""
    found = [(text, stars) for text in texts for stars in _STARS_INLINE.finditer(text.text)]
    if len(found) != 1:
        return
    text, stars = found[0]
    count = read_count(stars[1])
    if count is not None and _is_own(row, text, "code"):
        yield WrittenField("stars", stars[1], str(count), place(*text.span(*stars.span(1))))


def _is_own(row: Row, text: PlainText, role: str) -> bool:
    """Whether a text is about the row's own link: what unfolds may hold rows of other things."""
    if row.form != "summary":
        return True
    before = [one for one in row.links if not one.is_image and one.whole[1] <= text.start]
    return not before or role_of(before[-1]) == role


def _one_text(text: PlainText, place: SpanOf) -> Iterator[WrittenField]:
    if date := _DATE_INLINE.search(text.text):
        group = 1 if date[1] else 2
        if value := read_date(date[group]):
            yield WrittenField("released", date[group], value, place(*text.span(*date.span(group))))
    if text.is_marked and _LICENCES.match(text.text.strip()):
        yield WrittenField(
            "licence", text.text, text.text.strip(), place(*text.span(0, len(text.text)))
        )
    if text.is_marked and len(text.text) > 8:
        yield from _authors(text, place)


def _authors(text: PlainText, place: SpanOf) -> Iterator[WrittenField]:
    """The people that a text in italics names; a venue behind them is none of them."""
    end = len(text.text)
    for venue in find_venues(text.text)[-1:]:
        if not text.text[venue.end :].strip(" ."):
            end = len(text.text[: venue.start].rstrip(" ,.;([-–—"))
    if end == len(text.text) and (unknown := _BEHIND_AUTHORS.search(text.text)):
        end = unknown.start()
    names = text.text[:end]
    if re.search(r"\bet al\b|, \w+ \w+", names):
        yield WrittenField("authors", names, names.strip(), place(*text.span(0, end)))


def _description(
    row: Row, document: Document, texts: Sequence[PlainText], place: SpanOf
) -> Iterator[WrittenField]:
    """The text after the first link and a separator; links inside its sentence are part of it."""
    first = next((link for link in row.links if not link.is_image), None)
    for text in texts:
        if first and text.start >= first.whole[1]:
            lead, end = _SEPARATOR.match(text.text), _before_stars(text.text)
            end = len(text.text[:end].rstrip(_OPENED))
            if lead and (words := text.text[lead.end() : end]):
                start, stop = text.span(lead.end(), end)
                behind, stop = _linked_on(row, document, texts, stop)
                words += behind
                yield WrittenField("description", words, words, place(start, stop))
            return


def _linked_on(
    row: Row, document: Document, texts: Sequence[PlainText], end: int
) -> tuple[str, int]:
    """What follows a text on its line by links inside its sentence, as readers see it; its end."""
    begun = {one.start: one.text for one in texts}
    seen, at = "", end
    for link in (one for one in row.links if one.whole[0] >= end):
        between = document.raw[at : link.whole[0]].decode("utf-8", "replace")
        is_part = link.label and not link.is_image and not labelled_role(link.label)
        if not is_part or between.strip(" (,") or _STOP.search(document.raw[max(0, at - 4) : at]):
            break
        following = begun.get(link.whole[1], "")
        words = following[: _before_stars(following)].rstrip(_OPENED)
        seen += between + link.label + words
        at = link.whole[1] + len(words.encode())
    return seen, at


def _before_stars(text: str) -> int:
    """Where the words end: in front of the stars that close a text."""
    stars = list(_STARS_INLINE.finditer(text.rstrip()))
    end = stars[-1].start() if stars and stars[-1].end() == len(text.rstrip()) else len(text)
    return len(text[:end].rstrip())
