"""The form of a row: what is left when a person's own texts are taken out.

Two rows have one form if they have the same marks, separators, badges, labels and links in the same
order. What a person decides (title, authors, description, date, venue …) is not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model.reference import read_link

_URL = re.compile(r"(?<=\()https?://[^\s)]+|https?://[^\s<>\"')|\]]+")
_ORDINAL = re.compile(r"^(\s*)\d+([.)])")
SLOT = "…"


def form(row: str, texts: Iterable[str]) -> str:
    """A row with `…` for each of a person's texts, references for links, and single blanks."""
    rest = row.strip("\n")
    for text in sorted({text for text in texts if text.strip()}, key=lambda text: -len(text)):
        rest = _outside_addresses(rest, text)
    rest = _URL.sub(lambda found: _address(found[0]), rest)
    rest = _ORDINAL.sub(r"\1N\2", rest)
    rest = re.sub(rf"{SLOT}(?:[ ,;]*{SLOT})+", SLOT, rest)
    return re.sub(r"[ \t]+", " ", rest).strip()


def _outside_addresses(row: str, text: str) -> str:
    parts = re.split(r"(https?://[^\s)>\"']+)", row)
    parts[::2] = [part.replace(text, SLOT) for part in parts[::2]]
    return "".join(parts)


def _address(url: str) -> str:
    reference = read_link(url).reference
    return f"<{reference.key}>"


def difference(ours: str, theirs: str) -> str:
    """What two forms differ in: links, their order, labels, texts or marks; empty if alike."""
    if ours == theirs:
        return ""
    links = [re.findall(r"<[a-z]+:[^>]+>", one) for one in (ours, theirs)]
    if sorted(links[0]) != sorted(links[1]):
        return "links"
    if links[0] != links[1]:
        return "order of links"
    labels = [re.findall(r"\[([^\[\]]*)\]", one) for one in (ours, theirs)]
    if labels[0] != labels[1]:
        return "labels"
    slots = [one.count(SLOT) for one in (ours, theirs)]
    return "texts" if slots[0] != slots[1] else "marks"
