"""A new row out of the bytes of a row that stands in the list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.lists.readme.additions.changes import Changes
from bot.lists.readme.additions.escape import as_text
from bot.lists.readme.additions.facts import RowFacts
from bot.lists.readme.additions.house import House
from bot.lists.readme.additions.links import add_link, cut_links, matched, replace_links
from bot.lists.readme.additions.pattern import Bytes, Pattern, words_of
from bot.lists.readme.notation import find_venues
from bot.lists.readme.values import Notations
from bot.model.values.written import WrittenField


@dataclass(frozen=True)
class Filled:
    """A row with a new entry's texts; `missing` names what its form would show and nobody knows."""

    row: bytes
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """What is known and has no place in this form."""


def fill(pattern: Pattern, facts: RowFacts, house: House, notations: Notations) -> Filled | None:
    """The pattern with a new row's texts in place of its own; None where that is not certain."""
    pairs, extra, lacking = matched(pattern, facts)
    if pattern.name is None or (pattern.links and not pairs):
        return None
    changes = Changes()
    if not replace_links(pattern, pairs, facts, house, changes):
        return None
    if not cut_links(pattern, extra, house, changes):
        return None
    left = [one for one in lacking if not add_link(pattern, one, pairs, facts, house, changes)]
    changes.replace(pattern.name, as_text(facts.name))
    missing = tuple(_fields(pattern, facts, house, notations, changes))
    _cut_foreign(pattern, house, changes)
    made = changes.applied(pattern.row)
    row = _without_empty_pairs(made, pattern.row) if made else b""
    if as_text(facts.name) not in row:
        return None
    placed = {one.name for one in pattern.record.fields}
    left_out = [name for name in facts.fields if name not in placed]
    return Filled(row, missing, (*left_out, *(one.role for one in left)))


_EMPTY = re.compile(rb"[ \t]*(?:\"\"|\*{4}|\*\* +\*\*|__ *__|\(\)|\[\](?!\()|``)")


def _without_empty_pairs(row: bytes, pattern: bytes) -> bytes:
    """Marks and brackets that have nothing left between them go, too."""
    return row if _EMPTY.search(pattern) else _EMPTY.sub(b"", row)


def _fields(
    pattern: Pattern, facts: RowFacts, house: House, notations: Notations, changes: Changes
) -> Iterator[str]:
    """Write what is known; of the rest the place is emptied, and named."""
    for one in pattern.record.fields:
        span = pattern.place(one.span.start, one.span.end)
        value = facts.fields.get(one.name, "")
        text = written(pattern, one, value, notations) if value else None
        if text is not None:
            changes.replace(span, as_text(text))
        elif one.value:
            yield one.name
            changes.replace(span, house.blank) if pattern.cells else _clear(pattern, span, changes)


def written(pattern: Pattern, one: WrittenField, value: str, notations: Notations) -> str | None:
    """A value as the rows around write it; a preprint's label as the pattern writes its own."""
    if one.name != "venue":
        return notations.write(one.name, value, pattern.record)
    new, old = (find_venues(text, whole=True) for text in (value, one.text))
    if new and new[0].is_preprint:
        if not old or not old[0].is_preprint:
            return None
        return old[0].notation.write(old[0].spelling, new[0].year or old[0].year)
    text = notations.write(one.name, value, pattern.record)
    return value if text is None and not _MARKUP.search(value) else text


_MARKUP = re.compile(r"[|<>\[\]*_`\\\n]")
_LEADS = " \t\r\n-–—:,([*_`"


def _clear(pattern: Pattern, span: Bytes, changes: Changes) -> None:
    """Take a value out of running text, with the marks and the separator that stand before it."""
    before = pattern.row[: span[0]].decode("utf-8", "replace")
    kept = before.rstrip(_LEADS)
    if kept.lower().endswith(("<br>", "<br/>", "<br />")):
        kept = kept[: kept.rindex("<")].rstrip(_LEADS)
    opened = before[len(kept) :]
    after = pattern.row[span[1] :]
    closing = len(after) - len(after.lstrip(b")]*_`.")) if re.search(r"[(\[*_`]", opened) else 0
    changes.replace((len(kept.encode()), span[1] + closing), b"")


_FOREIGN = re.compile(
    r"<!--.*?-->"  # a note for those who edit the list
    r"|\s{0,8}[(\[][^()\[\]|]*[^\W_][^()\[\]|]*[)\]]"  # words in brackets
    r"|(?:\s{0,8}[-–—:]\s{1,8})?[^\W_][^|\[\]()\"*`<>]*(?<=[\w.!?])"  # words, with a dash before
    r"|[\u2600-\u27bf\u2b50\ufe0f\U0001f000-\U0001faff]+",  # signs
    re.DOTALL,
)


def _cut_foreign(pattern: Pattern, house: House, changes: Changes) -> None:
    """Take out the words of the old row that no field holds: they say nothing of the new one."""
    for start, text in pattern.rests:
        for found in _FOREIGN.finditer(text):
            words = words_of(found[0])
            if words and all(word in house.words for word in words):
                continue
            first = start + len(text[: found.start()].encode())
            span = first, first + len(found[0].encode())
            changes.replace(span, house.blank if span in pattern.cells else b"")


def unknown_words(pattern: Pattern, house: House) -> int:
    """How many words of a row belong neither to its form nor to what is read of it."""
    return len(pattern.words - house.words)
