"""The draft of a row: values with their evidence, and the reason for each that is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import count

from bot.judge.models.naming import slug_of
from bot.model.kinds import LINK_ROLES
from bot.model.values.unseen import without_unseen

# The order in which the list's own files write them.
_ORDER = (
    "id kind name note section category sizes size backbone bases training_data training_size "
    "made_by released added licence title venue description links evidence"
).split()
_LINE = 200
"""Longest text in characters that is taken over from a source."""
# Text from outside stays plain text: what could end a comment or begin a region is removed.
_ODD = {"Cc", "Cs", "Co", "Cn"}
_MARKER = re.compile(r"<!--|-->|listkeeper:(?:begin|end)", re.IGNORECASE)


@dataclass
class Draft:
    """The draft. Text from outside is stored as one line of plain text of limited length."""

    kind: str
    name: str
    section: str
    fields: dict[str, object] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    """Field → why it is left out."""

    def fill(self, name: str, value: str | tuple[str, ...], evidence: str) -> None:
        """Set a field once; the first value counts."""
        clean = one_line(value) if isinstance(value, str) else list(value)
        if clean and name not in self.fields:
            self.fields[name] = clean
            self.unknown.pop(name, None)
            if evidence:
                self.evidence[name] = one_line(evidence)

    def link(self, role: str, url: str) -> None:
        """Add a link, once."""
        if all(url not in urls for urls in self.links.values()):
            self.links.setdefault(role, []).append(url)
            self.unknown.pop(role, None)

    def lacks(self, name: str, why: str) -> None:
        """Record why a field is left out."""
        if name not in self.fields and name not in self.links:
            self.unknown.setdefault(name, why)

    def row(self, taken: Collection[str]) -> dict[str, object]:
        """The fields of the new entry in order, with an id that is not taken."""
        order = (role.name for role in LINK_ROLES)
        roles = {role: self.links[role] for role in order if role in self.links}
        whole: dict[str, object] = {
            "id": free(slug_of(self.name), taken),
            "kind": self.kind,
            "name": one_line(self.name) or self.kind,
            "section": self.section,
            **self.fields,
            "links": {role: urls[0] if len(urls) == 1 else urls for role, urls in roles.items()},
            "evidence": self.evidence,
        }
        return {name: whole[name] for name in _ORDER if whole.get(name)}


def free(wanted: str, taken: Collection[str]) -> str:
    """The id itself, or the id with the first number that makes it unique."""
    if wanted not in taken:
        return wanted
    return next(name for n in count(2) if (name := f"{wanted}-{n}") not in taken)


def one_line(text: str, most: int = _LINE) -> str:
    """Text from outside as one line without control characters, cut at a word."""
    plain = "".join(" " if _is_odd(sign) else sign for sign in without_unseen(text))
    line = " ".join(_MARKER.sub(" ", plain).split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"


def _is_odd(sign: str) -> bool:
    """Whether a character is a control, private or line-breaking one."""
    return unicodedata.category(sign) in _ODD or sign in "\u2028\u2029"


def read_on(what: str, day: str) -> str:
    """Where and when something was read; without a day if it is read again each day."""
    return f"{what}, read on {day}" if day else what
