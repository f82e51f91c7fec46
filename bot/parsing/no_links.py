"""What a Markdown text writes as a link although it cannot be followed. Pure.

No address is queried: each of these is wrong by itself, or by the files beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum
from functools import cached_property, lru_cache
from urllib.parse import unquote

from bot.model.kinds import ARXIV_HOSTS
from bot.parsing.anchors import anchors, has_anchor
from bot.parsing.arxiv_ids import identifier
from bot.parsing.source.document import Document
from bot.parsing.source.links import SourceLink


class NoLink(StrEnum):
    """Why the text of a link is no valid link; the documented set of codes."""

    NO_SCHEME = "no-scheme"
    MISSPELT = "misspelt-scheme"
    NO_SUCH_ID = "no-such-id"
    FILE_MISSING = "file-missing"
    PLACE_MISSING = "place-missing"
    SCHEME = "unsupported-scheme"


@dataclass(frozen=True)
class Fault:
    """An invalid link: the reason as a code and in plain words."""

    link: SourceLink
    reason: NoLink
    why: str


IsThere = Callable[[str], bool | None]
"""Whether there is a file or folder at a relative path; None when that is not known."""
TextOf = Callable[[str], str]
"""The text of a file that is there."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/\\]", re.IGNORECASE)
_NEARLY = re.compile(r"([a-z]{3,8})\W{1,3}/", re.IGNORECASE)
"""A misspelled beginning of a web address: `https//`, `http;//`."""
_TEXTS = (".md", ".markdown")
_HINTS = 50
_COMPARED = 1000
"""Most anchors that a missing one is compared with, and most missing ones that are compared."""
_ALIKE = 0.75
_OTHERS = frozenset({"ftp", "ftps", "sftp"})
_ARXIV = re.compile(r"https?://([^/]+)/(?:abs|pdf|html)/(\d+\.\d+)(?:v\d+)?(?:\.pdf)?/?(?:[?#]|\Z)")
_HOST = re.compile(
    r"(?:www\.[\w.-]+|(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|ai|dev|app|co|me|cn|de|eu|fr|jp|uk|xyz))"
    r"(?::\d+)?(?=[/?#]|\Z)",
    re.IGNORECASE,
)
_IN_BRACES = re.compile(r"\{#([^\s{}]+)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+\Z")
_FILLED_IN_LATER = re.compile(r"\{\{|\{%|\$\{|<%")
# Anchors that every page has, and those that GitHub adds by itself.
_DRAWN = re.compile(r"(?:|top|:~:.*|(?:user-content-)?fn(?:ref)?-.+)\Z", re.IGNORECASE)


class Faults:
    """The invalid links of a text in the order they stand.

    `is_there` looks up the files beside it, `text_of` reads them. With `is_page` False the text is
    rendered by something other than GitHub: then its anchors and relative links are not checked.
    """

    def __init__(
        self, document: Document, is_there: IsThere, text_of: TextOf, *, is_page: bool = True
    ) -> None:
        self._document = document
        self._is_there = is_there
        self._text_of = text_of
        self._is_page = is_page
        self._hints_left = _HINTS

    def __iter__(self) -> Iterator[Fault]:
        for link in self._document.links:
            url = link.url.strip()
            if url and not _FILLED_IN_LATER.search(url) and (fault := self._fault(url)):
                yield Fault(link, *fault)

    @cached_property
    def _text(self) -> str:
        return self._document.raw.decode("utf-8", "surrogateescape")

    def _fault(self, url: str) -> tuple[NoLink, str] | None:
        if _WEB.match(url):
            return _impossible(url)
        scheme = _SCHEME.match(url)
        if scheme and "." not in scheme[1]:
            return _of_scheme(scheme[1].lower(), url[scheme.end() :])
        if url.startswith(("//", "\\\\")):
            return None  # browsers use the scheme of the page
        if url.startswith("#"):
            return self._place(url[1:], self._text, "this file")
        return self._relative(url)

    def _place(self, fragment: str, text: str, name: str) -> tuple[NoLink, str] | None:
        if not self._is_page or _DRAWN.match(fragment) or fragment in _own_ids(text):
            return None
        if has_anchor(text, fragment):
            return None
        why = f"no heading and no id of {name} is called #{fragment}"
        return NoLink.PLACE_MISSING, f"{why}{self._hint(fragment, anchors(text))}"

    def _hint(self, fragment: str, known: frozenset[str]) -> str:
        if not self._hints_left or len(known) > _COMPARED:
            return ""
        self._hints_left -= 1
        near = get_close_matches(unquote(fragment).lower(), sorted(known), n=1)
        return f"; #{near[0]} may be meant" if near else ""

    def _relative(self, url: str) -> tuple[NoLink, str] | None:
        path = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
        found = self._is_there(path) if path else None
        if found:
            fragment = url.partition("#")[2]
            is_text = fragment and path.lower().endswith(_TEXTS)
            return self._place(fragment, self._text_of(path), path) if is_text else None
        nearly = _NEARLY.match(url)
        if _WEB.search(path) or (nearly and _is_nearly_web(nearly[1].lower())):
            return NoLink.MISSPELT, "it does not begin with https://"
        if _HOST.match(url):
            return NoLink.NO_SCHEME, f"it does not begin with https:// (https://{url})"
        if _MAIL.match(url):
            return NoLink.NO_SCHEME, f"it does not begin with mailto: (mailto:{url})"
        if found is None or not self._is_page:
            return None
        return NoLink.FILE_MISSING, f"there is no {path} beside this file"


@lru_cache(maxsize=16)
def _own_ids(text: str) -> frozenset[str]:
    """Ids in braces, as other programs than GitHub read them."""
    return frozenset(_IN_BRACES.findall(text))


def _impossible(url: str) -> tuple[NoLink, str] | None:
    arxiv = _ARXIV.match(url)
    if not arxiv or arxiv[1].lower() not in ARXIV_HOSTS or identifier(arxiv[2]):
        return None
    return NoLink.NO_SUCH_ID, f"{arxiv[2]} cannot be an arXiv id"


def _of_scheme(scheme: str, rest: str) -> tuple[NoLink, str] | None:
    if scheme in {"http", "https"}:
        return NoLink.MISSPELT, f"{scheme}: is not followed by // and a host"
    if scheme in _OTHERS:
        return NoLink.SCHEME, f"browsers do not follow {scheme}:"
    if rest.startswith("/") and _is_nearly_web(scheme):
        return NoLink.MISSPELT, f"there is no scheme {scheme}:, write https:"
    return None


def _is_nearly_web(word: str) -> bool:
    return any(
        SequenceMatcher(None, word, scheme).ratio() >= _ALIKE for scheme in ("http", "https")
    )
