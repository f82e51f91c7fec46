"""What is written as a link and leads to no address of the web: judged by the files around it.

Headings of the same file, other files, and what was meant as an address but lacks its `https://`.
Nothing here is ever gone: a site may be built from the files, and links of GitHub's own pages
(`../../issues`) lead out of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from bot.model.observation import Reason
from bot.model.verdict import LinkPlace, Verdict
from bot.parsing.anchors import anchors, has_anchor

_SCHEME = re.compile(r"([a-z][a-z\d+.-]*):", re.IGNORECASE)
_WEB = ("https", "http")
_OTHERS = frozenset({"mailto", "tel", "sms", "data", "xmpp", "irc", "matrix", "magnet", "doi"})
_HOST = re.compile(
    r"(?:www\.|(?:[\w-]+\.)+(?:com|org|net|io|ai|dev|edu|gov|co|me|app|info)(?:/|\Z))"
)
_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{")
_TEXTS = (".md", ".markdown")


@dataclass(frozen=True)
class FilesAround:
    """The files among which links stand; paths as the places of the links have them."""

    exists: Callable[[str], bool]
    text: Callable[[str], str]
    """The text of a file that is there."""


def is_of_the_web(url: str) -> bool:
    """Whether a link is an address that the web can be asked about."""
    return url.partition(":")[0].lower() in _WEB


def written_verdict(place: LinkPlace, files: FilesAround) -> Verdict:
    """What is said of a link that is none of the web."""
    url, path = place.link.url, place.where.path
    scheme = _SCHEME.match(url)
    if scheme:
        why = _of_scheme(scheme[1].lower())
        return _verdict(place, Reason.SCHEME, why)
    if url.startswith("//"):
        return _verdict(place, Reason.SCHEME, "it is written without https:")
    if _TEMPLATE.search(url):
        return _verdict(place)
    parts = urlsplit(url)
    if not parts.path:
        return _at_heading(place, path, parts.fragment, files)
    found = _file(path, unquote(parts.path), files)
    if found is None:
        return _verdict(place)
    if found:
        is_text = found.endswith(_TEXTS) and parts.fragment
        return _at_heading(place, found, parts.fragment, files) if is_text else _verdict(place)
    if _HOST.match(parts.path):
        why = "it is written without https://, so it leads to a file that is not there"
        return _verdict(place, Reason.SCHEME, why)
    return _verdict(place, "place-missing", f"there is no file {unquote(parts.path)}")


def _verdict(place: LinkPlace, reason: str = "", why: str = "") -> Verdict:
    word = "unsure" if why else "alive"
    return Verdict(place.link, word, (place,), str(reason) if why else "", why)  # type: ignore[arg-type]


def _of_scheme(scheme: str) -> str:
    """What is wrong with a scheme that is not the web's, or ""."""
    if scheme in _OTHERS:
        return ""
    meant = get_close_matches(scheme, _WEB, n=1, cutoff=0.7)
    if meant:
        return f"{scheme}: is no kind of address; {meant[0]}: may be meant"
    return f"{scheme} addresses cannot be asked"


def _file(path: str, target: str, files: FilesAround) -> str | None:
    """The file that a relative link leads to: its path, "" for none, None where none is meant."""
    folder = dirname(path)
    if target.startswith("/"):
        tops = [folder]
        while tops[-1] not in {"", "/", "."}:
            tops.append(dirname(tops[-1]))
        found = [join(top, target.lstrip("/")) for top in tops]
    else:
        found = [normpath(join(folder, target))]
        if found[0].startswith(".."):
            return None
    forms = [form for one in found for form in (one, f"{one}.md", f"{one}.html")]
    return next((form for form in forms if files.exists(form)), "")


def _at_heading(place: LinkPlace, path: str, fragment: str, files: FilesAround) -> Verdict:
    if not fragment or fragment.lower() == "top":
        return _verdict(place)
    text = files.text(path)
    if has_anchor(text, fragment) is not False:
        return _verdict(place)
    known = anchors(text) or frozenset()
    near = get_close_matches(unquote(fragment).lower(), sorted(known), n=1)
    hint = f"; #{near[0]} may be meant" if near else ""
    return _verdict(place, "place-missing", f"there is no #{fragment} in {path}{hint}")
