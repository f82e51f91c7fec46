"""The links of a new row in the places and forms of another row's links. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.lists.readme.additions.changes import Changes
from bot.lists.readme.additions.escape import as_address, as_text
from bot.lists.readme.additions.facts import NewLink, RowFacts
from bot.lists.readme.additions.house import House, part_of
from bot.lists.readme.additions.pattern import Pattern
from bot.model.reference import Kind
from bot.model.values.written import WrittenLink

Pairs = list[tuple[WrittenLink, NewLink]]


def matched(pattern: Pattern, facts: RowFacts) -> tuple[Pairs, list[WrittenLink], list[NewLink]]:
    """Links of the pattern with those that take their places, those too many, and those too few."""
    left = list(facts.links)
    found: dict[WrittenLink, NewLink] = {}
    for alike in (_is_twin, _is_alike):
        for link in pattern.links:
            new = None if link in found else next((one for one in left if alike(link, one)), None)
            if new:
                left.remove(new)
                found[link] = new
    pairs = [(link, found[link]) for link in pattern.links if link in found]
    return pairs, [link for link in pattern.links if link not in found], left


def _is_alike(link: WrittenLink, new: NewLink) -> bool:
    """Whether a link may take another's place."""
    return part_of(link) == part_of(new)


def _is_twin(link: WrittenLink, new: NewLink) -> bool:
    """Whether both lead to the whole of something, or both into it."""
    return _is_alike(link, new) and bool(link.link.place.tree) == bool(new.link.place.tree)


def replace_links(
    pattern: Pattern, pairs: Pairs, facts: RowFacts, house: House, changes: Changes
) -> bool:
    """New addresses in the places of the old; of labels and badges what is the old row's own.

    False where it is not certain which bytes such a label is.
    """
    for link, new in pairs:
        changes.replace(pattern.address(link), as_address(new.link.url))
        if house.is_form(link) or not link.label:
            continue
        span = pattern.label(link)
        is_name = link.label.casefold() == pattern.record.name.casefold()
        if not span and not is_name:
            return False
        if span:
            name = facts.name if is_name and not new.label else own_label(new, facts)
            changes.replace(span, as_text(name))
    for image in pattern.images:
        changes.replace(image, _image(pattern.row[slice(*image)], pairs))
    return True


def own_label(new: NewLink, facts: RowFacts) -> str:
    """What a link is called where each row has labels of its own."""
    if new.label:
        return new.label
    kind, name = new.link.reference.kind, new.link.reference.name
    return facts.name if kind in {Kind.PAGE, Kind.PAPER} else name.rpartition("/")[2]


def _image(image: bytes, pairs: Pairs) -> bytes:
    """A badge of one repository or paper becomes the badge of the new one."""
    names = {
        link.link.reference.name.lower().encode(): new.link.reference.name.encode()
        for link, new in pairs
        if "/" in link.link.reference.name or link.link.reference.kind is Kind.PAPER
    }
    if not names:
        return image
    pattern = b"|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.sub(pattern, lambda found: names[found[0].lower()], image, flags=re.IGNORECASE)


def add_link(
    pattern: Pattern, new: NewLink, pairs: Pairs, facts: RowFacts, house: House, changes: Changes
) -> bool:
    """One link more than the pattern has: behind its like, or in a blank cell of its column."""
    behind = [link for link, _ in pairs if _is_twin(link, new)]
    if behind:
        text = _like(pattern, behind[-1], new.label, new)
        whole = pattern.whole(behind[-1])
        if not text or not whole or not new.label:
            return False
        changes.add_behind(whole[1], (b" " if text.startswith(b"[[") else b", ") + text)
        return True
    cell = house.cells.get(part_of(new))
    if not cell or cell.column >= len(pattern.cells):
        return False
    span = pattern.cells[cell.column]
    if changes.pieces.get(span, pattern.row[slice(*span)]) not in {b"", house.blank}:
        return False
    label = cell.link.label if house.is_form(cell.link) else own_label(new, facts)
    text = _like(cell.row, cell.link, label, new)
    if text:
        changes.replace(span, text)
    return bool(text)


def _like(pattern: Pattern, link: WrittenLink, label: str, new: NewLink) -> bytes:
    """A link in the notation of another; empty where that is not known for certain."""
    whole, span, address = pattern.whole(link), pattern.label(link), pattern.address(link)
    if not whole or not span:
        return b""
    written = pattern.row[slice(*span)] if label == link.label else as_text(label)
    before, between = pattern.row[whole[0] : span[0]], pattern.row[span[1] : address[0]]
    after = pattern.row[address[1] : whole[1]]
    return b"".join((before, written, between, as_address(new.link.url), after))


def cut_links(
    pattern: Pattern, extra: Sequence[WrittenLink], house: House, changes: Changes
) -> bool:
    """Take links out that the new row has none for; False where a notation is not certain."""
    for link in extra:
        whole = pattern.whole(link)
        if not whole:
            return False
        if whole in pattern.cells:
            changes.replace(whole, house.blank)
            continue
        start, end = len(pattern.row[: whole[0]].rstrip(b" \t,;/")), whole[1]
        if pattern.row[start - 1 : start] == b"|":  # the first of several in a cell
            rest = pattern.row[end:]
            start, end = whole[0], end + len(rest) - len(rest.lstrip(b" \t,;/"))
        if start < 2:
            return False  # the link with which the row begins
        changes.replace((start, end), b"")
    return True
