"""What a Markdown text writes as a link although it cannot be followed. Pure.

No address is queried: each of these is wrong by itself, or by the files beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from urllib.parse import unquote

from bot.model.kinds import ARXIV_HOSTS
from bot.parsing.anchors import RENDERED, anchors, closest_anchor, has_anchor
from bot.parsing.arxiv_ids import identifier
from bot.parsing.schemes import WrongScheme, wrong_scheme
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
    """A link that is none: why by its code and in plain words.

    `is_certain` says that no reader can follow it. A file or a place that is not there is not
    certain: sites are built from such files, and name their places by other rules than GitHub. Nor
    is what only some programs follow.
    """

    link: SourceLink
    reason: NoLink
    why: str
    is_certain: bool


_Why = tuple[NoLink, str, bool]


IsThere = Callable[[str], bool | None]
"""Whether there is a file or folder at a relative path; None when that is not known."""
TextOf = Callable[[str], str]
"""The text of a file that is there."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/\\]", re.IGNORECASE)
_HINTS = 50
_COMPARED = 1000
"""Places with which a missing one is compared, at most, and how many missing ones are."""
_OTHERS = frozenset({"ftp", "ftps", "sftp"})
_ARXIV = re.compile(r"https?://([^/]+)/(?:abs|pdf|html)/(\d+\.\d+)(?:v\d+)?(?:\.pdf)?/?(?:[?#]|\Z)")
_IN_BRACES = re.compile(r"\{#([^\s{}]+)")
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

    def _fault(self, url: str) -> _Why | None:
        wrong, path = wrong_scheme(url), unquote(re.split(r"[?#]", url, maxsplit=1)[0])
        if wrong and not self._is_there(path):
            return _of_begin(url, wrong)
        if _WEB.match(url):
            return _impossible(url)
        scheme = _SCHEME.match(url)
        if scheme and "." not in scheme[1]:
            name = scheme[1].lower()
            return (
                (NoLink.SCHEME, f"browsers do not follow {name}:", False)
                if name in _OTHERS
                else None
            )
        if url.startswith(("//", "\\\\")):
            return None  # browsers use the scheme of the page
        if url.startswith("#"):
            return self._place(url[1:], self._text, "this file")
        return self._relative(url, path)

    def _place(self, fragment: str, text: str, name: str) -> _Why | None:
        if not self._is_page or _DRAWN.match(fragment) or fragment in _own_ids(text):
            return None
        if has_anchor(text, fragment):
            return None
        why = f"no heading and no id of {name} is called #{fragment}"
        return NoLink.PLACE_MISSING, f"{why}{self._hint(fragment, anchors(text))}", False

    def _hint(self, fragment: str, known: frozenset[str]) -> str:
        if not self._hints_left or len(known) > _COMPARED:
            return ""
        self._hints_left -= 1
        near = closest_anchor(fragment, known)
        return f"; {near} may be meant" if near else ""

    def _relative(self, url: str, path: str) -> _Why | None:
        found = self._is_there(path) if path else None
        if found:
            fragment = url.partition("#")[2]
            is_text = fragment and path.lower().endswith(RENDERED)
            text = self._text_of(path) if is_text else ""
            return self._place(fragment, text, path) if text else None
        if found is None or not self._is_page:
            return None
        return NoLink.FILE_MISSING, f"there is no {path} beside this file", False


@lru_cache(maxsize=16)
def _own_ids(text: str) -> frozenset[str]:
    """Ids in braces, as other programs than GitHub read them."""
    return frozenset(_IN_BRACES.findall(text))


def _impossible(url: str) -> _Why | None:
    arxiv = _ARXIV.match(url)
    if not arxiv or arxiv[1].lower() not in ARXIV_HOSTS or identifier(arxiv[2]):
        return None
    return NoLink.NO_SUCH_ID, f"{arxiv[2]} cannot be an arXiv id", True


def _of_begin(url: str, wrong: WrongScheme) -> _Why:
    if not wrong.written:
        return (
            NoLink.NO_SCHEME,
            f"it does not begin with {wrong.instead} ({wrong.instead}{url})",
            True,
        )
    why = f"it begins with {wrong.written}, not with {wrong.instead}"
    return NoLink.MISSPELT, why, not wrong.is_guessed
