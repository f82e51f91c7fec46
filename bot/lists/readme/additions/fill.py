"""A new row out of the bytes of a row that stands in the list. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.lists.readme.additions.facts import NewLink, RowFacts
from bot.lists.readme.additions.pattern import Bytes, Pattern, words_of
from bot.lists.readme.notation import find_venues
from bot.lists.readme.values import Notations
from bot.model.reference import Kind
from bot.model.values.written import WrittenField, WrittenLink


@dataclass(frozen=True)
class Filled:
    """A row with a new entry's texts; `missing` names what its form would show and nobody knows."""

    row: bytes
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """What is known and has no place in this form."""


@dataclass
class _Change:
    """Bytes of the pattern and what stands there in the new row."""

    pieces: dict[Bytes, bytes] = field(default_factory=dict)

    def put(self, span: Bytes, new: bytes) -> None:
        self.pieces[span] = new

    def applied(self, row: bytes) -> bytes | None:
        """The row with all changes; one inside another is left out, None where two cross."""
        parts, at = [], 0
        for (start, end), new in sorted(self.pieces.items(), key=lambda one: (one[0][0], -one[0][1])):
            if start < at:
                if end <= at:
                    continue
                return None
            parts += [row[at:start], new]
            at = end
        return b"".join([*parts, row[at:]])


@dataclass(frozen=True)
class House:
    """What the rows of a region have in common: words, labels of links, the mark of an empty cell."""

    words: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    blank: bytes = b""

    @classmethod
    def of(cls, patterns: Sequence[Pattern]) -> House:
        """Learn it from rows. A label is the house's if several rows bear it and it has letters."""
        words = Counter(word for one in patterns for word in one.words)
        labels = Counter(
            label for one in patterns for label in {link.label.casefold() for link in one.links}
        )
        cells = Counter(
            cell.strip()
            for one in patterns
            if one.record.form == "table"
            for cell in one.row.split(b"|")[1:-1]
            if cell.strip() in _BLANKS
        )
        count = len(patterns)
        return cls(
            frozenset(word for word, number in words.items() if number * 3 >= count > 1),
            frozenset(
                label
                for label, number in labels.items()
                if number >= max(2, min(4, count // 4)) and re.search(r"[^\W\d_]", label)
            ),
            cells.most_common(1)[0][0] if cells else b"",
        )


_BLANKS = {b"-", b"/", b"?", b"N/A", b"TBA"}


def part_of(link: WrittenLink | NewLink) -> tuple[str, Kind]:
    """What two links must have in common for one to take the other's place."""
    return link.role, link.link.reference.kind


def matched(
    pattern: Pattern, facts: RowFacts
) -> tuple[list[tuple[WrittenLink, NewLink]], list[WrittenLink], list[NewLink]]:
    """Links of the pattern with those that take their places, those too many, and those too few."""
    left = list(facts.links)
    pairs, extra = [], []
    for link in pattern.links:
        new = next((one for one in left if part_of(one) == part_of(link)), None)
        if new:
            left.remove(new)
            pairs.append((link, new))
        else:
            extra.append(link)
    return pairs, extra, left


def fill(pattern: Pattern, facts: RowFacts, house: House, notations: Notations) -> Filled | None:
    """The pattern with a new row's texts in place of its own; None where that is not certain."""
    pairs, extra, lacking = matched(pattern, facts)
    if pattern.name is None or (pattern.links and not pairs):
        return None
    change = _Change()
    for link, new in pairs:
        change.put(pattern.address(link), new.link.url.encode())
        _relabel(pattern, link, new, facts, house, change)
    left = [one for one in lacking if not _add(pattern, one, pairs, change)]
    change.put(pattern.name, facts.name.encode())
    for image in pattern.images:
        change.put(image, _image(pattern.row[slice(*image)], pairs))
    if not all(_cut(pattern, link, change, house.blank) for link in extra):
        return None
    missing = [*_fields(pattern, facts, notations, change, house.blank)]
    _cut_rests(pattern, house.words, change)
    row = change.applied(pattern.row)
    if row is None:
        return None
    placed = {one.name for one in pattern.record.fields}
    left_out = [name for name in facts.fields if name not in placed]
    return Filled(row, tuple(missing), (*left_out, *(one.role for one in left)))


def _relabel(
    pattern: Pattern,
    link: WrittenLink,
    new: NewLink,
    facts: RowFacts,
    house: House,
    change: _Change,
) -> None:
    """A label that is the old row's own becomes the new one's; the house's labels stay."""
    span = pattern.label(link)
    if not span or link.label.casefold() in house.labels:
        return
    if link.label.casefold() == pattern.record.name.casefold():
        change.put(span, facts.name.encode())
    else:
        change.put(span, own_label(new, facts).encode())


def own_label(new: NewLink, facts: RowFacts) -> str:
    """What a link is called where each row has labels of its own."""
    if new.label:
        return new.label
    kind, name = new.link.reference.kind, new.link.reference.name
    return facts.name if kind in {Kind.PAGE, Kind.PAPER} else name.rpartition("/")[2]


def _add(
    pattern: Pattern,
    new: NewLink,
    pairs: Sequence[tuple[WrittenLink, NewLink]],
    change: _Change,
) -> bool:
    """One more link of a part that the pattern has fewer of, behind the last of these."""
    behind = [link for link, paired in pairs if part_of(paired) == part_of(new)]
    whole, label = (pattern.whole(behind[-1]), pattern.label(behind[-1])) if behind else (None, None)
    if not whole or not label or not new.label:
        return False
    address = pattern.address(behind[-1])
    row = pattern.row
    text = b"".join(
        (row[whole[0] : label[0]], new.label.encode(), row[label[1] : address[0]])
    )
    separator = b" " if row[whole[0] : whole[0] + 2] == b"[[" else b", "
    at = whole[1], whole[1]
    more = separator + text + new.link.url.encode() + row[address[1] : whole[1]]
    change.put(at, change.pieces.get(at, b"") + more)
    return True


def _image(image: bytes, pairs: Sequence[tuple[WrittenLink, NewLink]]) -> bytes:
    """A badge of one repository or paper becomes the badge of the new one."""
    for link, new in pairs:
        old = link.link.reference.name
        if "/" in old or old[:1].isdigit():
            image = re.sub(
                re.escape(old.encode()),
                lambda _, new=new: new.link.reference.name.encode(),  # type: ignore[misc]
                image,
                flags=re.IGNORECASE,
            )
    return image


def _fields(
    pattern: Pattern, facts: RowFacts, notations: Notations, change: _Change, blank: bytes
) -> Iterator[str]:
    """Write what is known; of the rest the place is emptied, and named."""
    for one in pattern.record.fields:
        span = pattern.place(one.span.start, one.span.end)
        value = facts.fields.get(one.name, "")
        text = written(pattern, one, value, notations) if value else None
        if text is not None:
            change.put(span, text.encode())
            continue
        if one.value:
            yield one.name
            change.put(span, blank) if pattern.record.form == "table" else _clear(
                pattern, span, change
            )


def written(
    pattern: Pattern, one: WrittenField, value: str, notations: Notations
) -> str | None:
    """A value as the rows around write it; a preprint's label as the pattern writes its own."""
    if one.name == "venue":
        new, old = (find_venues(text, whole=True) for text in (value, one.text))
        if new and old and new[0].is_preprint and old[0].is_preprint:
            return old[0].notation.write(old[0].spelling, new[0].year or old[0].year)
        if new and new[0].is_preprint:
            return None
    text = notations.write(one.name, value, pattern.record)
    is_plain = one.name == "venue" and not set(value) & set("|<>[]*_`\\\n")
    return value if text is None and is_plain else text


def _clear(pattern: Pattern, span: Bytes, change: _Change) -> None:
    """Take a value out of running text, with the marks and the separator that stand before it."""
    before = pattern.row[: span[0]]
    lead = re.search(rb"(?:\s*(?:<br\s*/?>)?[\s\-\xe2\x80\x93\x94:,.(\[*_`]*)\Z", before)
    start = lead.start() if lead else span[0]
    opened = before[start:]
    after = pattern.row[span[1] :]
    closing = re.match(rb"[)\]*_`.]*", after)
    end = span[1] + (closing.end() if closing and re.search(rb"[(\[*_`]", opened) else 0)
    change.put((start, end), b"")


def _cut(pattern: Pattern, link: WrittenLink, change: _Change, blank: bytes) -> bool:
    """Take a link out that the new row has none for; False where its notation is not certain."""
    whole = pattern.whole(link)
    if not whole:
        return False
    start, end = whole
    if pattern.record.form == "table":
        cell = re.search(rb"\|\s*\Z", pattern.row[:start])
        rest = re.match(rb"\s*\|", pattern.row[end:])
        if cell and rest:
            change.put(whole, blank)
            return True
    lead = re.search(rb"[ \t,;/|]*\Z", pattern.row[:start])
    change.put((lead.start() if lead else start, end), b"")
    return start > 4


def _cut_rests(pattern: Pattern, common: frozenset[str], change: _Change) -> None:
    """Take out the words of the old row that no field holds: they say nothing of the new one."""
    for start, text in pattern.rests:
        if all(word in common for word in words_of(text)):
            continue
        found = re.search(r"\s*[-–—:(]?\s*[(@]*[^\W_].*[^\W_][)).]*", text, re.DOTALL)
        if found:
            first = start + len(text[: found.start()].encode())
            change.put((first, first + len(found[0].encode())), b"")


def unknown_words(pattern: Pattern, house: House) -> int:
    """How many words of a row belong neither to its form nor to what is read of it."""
    return len(pattern.words - house.words)
