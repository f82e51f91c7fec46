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
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
"""A note for those who sort the list by hand (`2024/04<!--25-->`): a person's text, too."""
SLOT = "…"


def form(row: str, texts: Iterable[str]) -> str:
    """A row with `…` for each of a person's texts, references for links, and single blanks."""
    rest = _COMMENT.sub("", row.strip("\n"))
    for text in sorted({text for text in texts if text.strip()}, key=lambda text: -len(text)):
        rest = _outside_addresses(rest, text)
    rest = _without_words(rest)
    rest = _URL.sub(lambda found: _address(found[0]), rest)
    rest = _ORDINAL.sub(r"\1N\2", rest)
    rest = re.sub(rf"{SLOT}(?:[ ,;]*{SLOT})+", SLOT, rest)
    if rest.count("|") > 1:
        rest = re.sub(r"[ \t]*\|[ \t]*", " | ", rest)  # padding of cells
    return re.sub(r"[ \t]+", " ", rest).strip()


_LINK = re.compile(r"(!?\[[^\[\]]*\]\([^()\s]*\)|<[a-zA-Z/][^<>]*>|https?://[^\s)>\"']+)")
_WORDS = re.compile(r"[^\W_](?:(?:(?! [-–—] )[^|\[\]()<>`*_\n\"…])*[^\W_])?")


def _without_words(row: str) -> str:
    """A row with `…` for what stands in words outside its links: texts that nobody gave."""
    parts = _LINK.split(row)
    ordinal = _ORDINAL.match(parts[0])
    lead = ordinal.end() if ordinal else 0
    parts[::2] = [
        part[: lead if not at else 0] + _WORDS.sub(SLOT, part[lead if not at else 0 :])
        for at, part in enumerate(parts[::2])
    ]
    return "".join(parts)


def with_texts(ours: str, theirs: str) -> str:
    """Our row's form with his texts in those cells of a table that say nothing in ours."""
    mine, his = ours.split("|"), theirs.split("|")
    if len(mine) != len(his) or len(mine) < 3:
        return ours
    pairs = zip(mine, his, strict=True)
    return "|".join(
        two if one.strip() in _BLANKS and set(two.strip()) <= set(f"{SLOT} ,.;/-") else one
        for one, two in pairs
    )


_BLANKS = {"", "-", "/", "?"}


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
