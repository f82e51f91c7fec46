"""The links in a part of a row: their addresses, their texts, and the badges beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lists.readme.reading.fields import field_of
from bot.lists.readme.reading.markup import is_followed
from bot.lists.readme.reading.names import labelled_role, role_of
from bot.lists.readme.templates.entry import Key
from bot.lists.readme.templates.slots import LinkGroup
from bot.lists.readme.templates.stretch import StretchReader
from bot.model.reference import Kind, read_link
from bot.model.values.plain import letters_of
from bot.parsing.source.links import LinkForm, SourceLink

_PATH = re.compile(
    rb"(?:img\.shields\.io|badgen\.net)/github/[\w/-]*?/([\w.-]+/[\w.-]+?)(?=\.svg|[?#)\s\"']|\Z)"
)
_FIGURES = re.compile(r"\d[\d.,]*\s?[kKmM]?(?:\s*[,;/–-]\s*\d[\d.,]*\s?[kKmM]?)*\Z")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_LONG = 5
"""A label with more letters may be the first part of a name."""


@dataclass
class LinkReader(StretchReader):
    """Reads the links of one part of a row."""

    def _keys(self, links: Sequence[SourceLink]) -> dict[str, Key]:
        """Reference → the key of its link in this part."""
        found: dict[str, Key] = {}
        for link in links:
            if is_followed(link):
                role = self._role(link)
                nth = sum(one == role for one, _ in found.values())
                found.setdefault(_identity(link.url), (role, nth))
        return found

    def _role(self, link: SourceLink) -> str:
        return role_in_column(link, self._title)

    def _link(self, link: SourceLink, keys: dict[str, Key]) -> bool:
        if link.is_image:
            self._picture(link)
            return True
        if not is_followed(link):
            self._used.append(link.whole)
            return not link.url or letters_of(link.label) in self.house.labels
        if link.start is None or link.end is None or not self._is_inside(link.start, link.end):
            return False
        if any(self._is_own(one) for one in self._inside(link)):
            self._own.append(link.whole)
            self._used.append(link.whole)
            return True
        key = keys[_identity(link.url)]
        self._add(link.start, link.end, "url", key)
        is_bare = link.form in {LinkForm.BARE, LinkForm.POINTED}
        is_main = not is_bare and self._label(link, key)
        label = None if is_bare or is_main else self._text_span(*link.whole)
        if label not in self._used:
            label = None
        is_app = read_link(link.url).reference.kind is Kind.SPACE
        self._groups.append(LinkGroup(*link.whole, key, is_main, label, is_bare, is_app))
        return True

    def _inside(self, link: SourceLink) -> list[SourceLink]:
        """The pictures inside a link."""
        first, last = link.whole
        return [one for one in self.row.links if one.is_image and first < one.whole[0] < last]

    def _is_own(self, link: SourceLink) -> bool:
        """Whether a picture is neither a badge of the repository nor an icon that rows share."""
        return link.url not in self.house.pictures and not self._path(link)

    def _path(self, link: SourceLink) -> tuple[int, int] | None:
        """Where a badge's address holds the repository."""
        start, end = link.start, link.end
        if start is None or end is None or not self._is_inside(start, end):
            return None
        found = _PATH.search(self.document.raw, start, end)
        return found.span(1) if found else None

    def _picture(self, link: SourceLink) -> None:
        """A badge of the row's repository, an icon that rows share, or a picture of its own."""
        if path := self._path(link):
            self._add(*path, "path", ("code", 0))
        elif self._is_own(link):
            self._own.append(link.whole)
        self._used.append(link.whole)

    def _label(self, link: SourceLink, key: Key) -> bool:
        """Read the text of a link; whether that is the row's name."""
        span = self._text_span(*link.whole)
        if span is None or not link.label:
            return False
        written, label = self._decoded(*span), letters_of(link.label)
        name = letters_of(self.record.name)
        if label == name or (len(label) > _LONG and name.startswith(label)):
            self._add(*self._name_span(*span), "name")
            return True
        self._add_label(link, key, span, written)
        return False

    def _add_label(self, link: SourceLink, key: Key, span: tuple[int, int], written: str) -> None:
        """Add a text from the address or column, a word that rows share, or a text of its own."""
        if key[0] == field_of(self._title):
            self._add(*span, "label", key)
        elif link.url.rstrip("/").endswith(written) and "/" not in written:
            self._add(*span, "segment", key)
        elif written == link.url:
            self._add(*span, "url", key)
        elif written == read_link(link.url).reference.name:
            self._add(*span, "path", key)
        elif _ADDRESS.match(written):
            self._own.append(link.whole)
        elif labelled_role(link.label) or letters_of(link.label) in self.house.labels:
            self._used.append(span)
        else:
            self._add(*span, "label", key)

    def _text_span(self, start: int, end: int) -> tuple[int, int] | None:
        """From the first to the last visible text between two bytes."""
        texts = [(a, b) for a, b, text in self.document.texts.between(start, end) if text.strip()]
        return (texts[0][0], texts[-1][1]) if texts else None

    def _name_span(self, start: int, end: int) -> tuple[int, int]:
        """The position of the name in a text: without the full stop that ends it."""
        name = self.record.name.encode("utf-8", "surrogateescape")
        at = self.document.raw.find(name, start, end)
        if at >= 0:
            return at, at + len(name)
        text = self._decoded(start, end)
        kept = len(text.rstrip(" .").encode("utf-8", "surrogateescape"))
        return start, start + kept


def role_in_column(link: SourceLink, title: str) -> str:
    """The part a link plays; in a table its column's heading may say more of it."""
    role = role_of(link)
    if field_of(title) or (title and _FIGURES.match(link.label)):
        return field_of(title) or title
    named = labelled_role(title)
    return named if role == "site" and named in {"blog", "docs", "data"} else role


def _identity(url: str) -> str:
    reference = read_link(url).reference
    return reference.key if reference.kind is not Kind.PAGE else url
