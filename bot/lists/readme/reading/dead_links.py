"""How a list says of a link that it is dead: a note or a sign behind it, or a line through it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.parsing.source.document import Document
from bot.parsing.source.links import SourceLink

_WORDS = (
    r"(?:(?:dead|broken|gone|404|offline|defunct)(?:[ -]?link)?|link[ -]?(?:dead|broken|down|gone)"
    r"|已?失效|死链)"
)
_BEHIND = re.compile(
    r"(?P<lead>(?:[ \t)\]}>*_~]|</\w+>){0,6}?)"
    r"(?P<mark>(?P<emphasis>[*_]{1,3}|`)?(?P<open>[(\[（【])?[ \t]*"
    + _WORDS
    + r"[ \t]*(?(open)[)\]）】])(?(emphasis)(?P=emphasis))(?![\w(\[:]))",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"(?P<lead>(?:[ \t)\]}>*_~]|</\w+>){0,6}?)"
    r"(?P<mark>:(?:skull|skull_and_crossbones|coffin|headstone):|[💀☠⚰🪦]\ufe0f?)"
)
_MEANS_DEAD = re.compile(
    r"\b(?:dead|broken|gone|404|offline|defunct|no longer)\b|失效", re.IGNORECASE
)
_REACH = 80
"""Bytes behind a link in which its mark stands."""
_TAG = re.compile(rb"<(del|s|strike)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeadMark:
    """A mark as it is written; `lead` are the brackets between the link and it."""

    lead: str
    text: str

    @property
    def tag(self) -> str:
        """The sign or the element that strikes out; empty for a mark that stands behind a link."""
        return self.text if re.fullmatch(r"~{1,2}|<\w+>", self.text) else ""


def mark_of(link: SourceLink, document: Document) -> str:
    """The mark of a link as it is written, with what stands between; empty where it has none."""
    at = link.whole[1]
    behind = document.raw[at : at + _REACH].decode("utf-8", "replace")
    found = _BEHIND.match(behind)
    if found and (found["emphasis"] or found["open"]):
        return found[0]
    sign = _SIGN.match(behind)
    if sign and _means_dead(document.raw, sign["mark"].rstrip("\ufe0f")):
        return sign[0]
    return _line_through(link, document)


def read_mark(text: str) -> DeadMark:
    """A mark that `mark_of` gave, taken apart."""
    found = _BEHIND.match(text) or _SIGN.match(text)
    if not found:
        return DeadMark("", text)
    lead = found["lead"].rstrip(" \t")
    return DeadMark(lead, text[len(lead) :])


def _line_through(link: SourceLink, document: Document) -> str:
    start = document.struck_out_from(link.whole[0])
    if start is None:
        return ""
    tag = _TAG.match(document.raw, start)
    if tag:
        return f"<{tag[1].decode().lower()}>"
    return "~~" if document.raw.startswith(b"~~", start) else "~"


@lru_cache(maxsize=64)
def _means_dead(raw: bytes, sign: str) -> bool:
    """Whether a sign stands for dead links in this file: as it explains it, if it does."""
    lines = raw.decode("utf-8", "replace").splitlines()
    explained = [
        line for line in lines if any(not _is_behind(line, at) for at in _places(line, sign))
    ]
    return not explained or any(_MEANS_DEAD.search(line) for line in explained)


def _places(line: str, sign: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(sign), line)]


def _is_behind(line: str, at: int) -> bool:
    """Whether a link ends just before that place."""
    return line[:at].rstrip(" \t]}*_~").endswith((")", ">"))
