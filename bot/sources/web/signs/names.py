"""The name of a page in its address: whether a redirect's end still bears it. Pure.

A page's name is the last step of its path, or the value in its query where the path names a script
(`index.php?id=77`).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.model.reference import site_of

_LANGUAGES = (
    "en|de|fr|es|it|pt|nl|pl|ru|tr|ja|ko|zh|cn|ar|he|sv|da|fi|nb|cs|hu|uk|vi|th|id|el|ro|hi|fa"
)
_HOME_PATH = re.compile(
    rf"/?(?:(?:index|default|home)(?:\.\w{{2,5}})?"
    rf"|(?:{_LANGUAGES})(?:[-_][a-z]{{2,4}})?)?/?\Z",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"|.*\.(?:php\d?|aspx?|cgi|jspx?|pl|do|dll|cfm|action)"
    r"|watch|item|view|page|p|node|article|show|story|details?|thread|topic|doc|video|product"
    r"|question|entry|abs|paper|forum|download|file|redirect|r|go|link",
    re.IGNORECASE,
)
# What states where a reader comes from, or how the page is to be shown: no name.
_BESIDE = re.compile(
    r"utm_\w+|ref|referr?er|source|src|from|via|fbclid|gclid|msclkid|mc_\w+|lang|language|hl|locale"
    r"|theme|sort|order|view|mode|format|tab|amp|s|cache|version|t|time|start|list|index|feature|si"
    r"|_\w*",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:id|v|p|[a-z]?id|slug|name|title|article|post|doc|q)", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default|home)\.\w{2,5}\Z", re.IGNORECASE)
_SEARCHES = frozenset({"q", "s", "query", "search", "keyword", "keywords", "term"})
_SEARCH_PAGES = frozenset({"search", "suche", "recherche", "results"})
_COLLECTIONS = frozenset(
    {"search", "results", "tag", "tags", "tagged", "label", "labels", "category", "categories"}
)
_ENDED = frozenset(
    "discontinued retired sunset deprecated removed deleted expired unavailable closed eol"
    " end-of-life end_of_life".split()
)
_BREAKS = re.compile(r"[\W_]+")
_LONG = 8
"""Letters of a name that is not met by chance inside another word."""


def is_front(url: str) -> bool:
    """Whether an address shows the front page, whatever its query says (`/?ref=gone`)."""
    return bool(_HOME_PATH.match(urlsplit(url).path)) and not naming(url)


def naming(url: str) -> tuple[str, str] | None:
    """The pair of a query that names the page; None where the path names it.

    The first that is called as names are, else the last where the path names a script.
    """
    pairs = [pair for pair in parse_qsl(urlsplit(url).query) if not _BESIDE.fullmatch(pair[0])]
    own = next((pair for pair in pairs if _OWN.fullmatch(pair[0])), None)
    if own or not pairs:
        return own
    return pairs[-1] if _SCRIPT.fullmatch(steps(url)[-1]) else None


def name_in_address(url: str) -> str:
    """What a page is called by its address; "" for a front page."""
    pair = naming(url)
    if pair:
        return pair[1]
    return "" if _HOME_PATH.match(urlsplit(url).path) else _stem(steps(url)[-1])


def is_lost(start: str, final: str) -> bool:
    """Whether redirects end at an address that does not bear the name of the page any more."""
    name = _folded(name_in_address(start))
    if not name or final.partition("#")[0] == start:
        return False
    path = unquote(urlsplit(final).path)
    tokens = {_folded(token) for token in _BREAKS.split(path)}
    whole = {_folded(_stem(step)) for step in path.split("/")}
    if name in tokens | whole:
        return False
    return len(name) < _LONG or not any(name in step for step in whole)


def is_above(start: str, other: str) -> bool:
    """Whether an address is a folder of the same host that contains the other address.

    The index of a folder is the folder itself, and so is one that is called by its language.
    """
    if _HOME_PATH.match(f"/{steps(start)[-1]}"):
        return False
    first, second = urlsplit(start), urlsplit(other)
    same = site_of(start) == site_of(other) and not naming(other)
    folder = _INDEX.sub("", second.path).rstrip("/") + "/"
    return same and len(folder) < len(first.path.rstrip("/")) and first.path.startswith(folder)


def is_collection(start: str, other: str) -> bool:
    """Whether an address is a search or a collection of pages, and the first one is not.

    Sites send what they no longer have to a search for its name: it bears that, and is no page.
    """
    name, pairs = _folded(name_in_address(start)), parse_qsl(urlsplit(other).query)
    if any(name and key.lower() in _SEARCHES and name in _folded(value) for key, value in pairs):
        return not urlsplit(start).query
    return _collects(other) and not _collects(start)


def _collects(url: str) -> bool:
    return steps(url)[-1].lower() in _SEARCH_PAGES or not _COLLECTIONS.isdisjoint(_folders(url))


def is_of_the_ended(start: str, other: str) -> bool:
    """Whether an address is below a folder of what is no more, and the first one is not."""
    return _ENDED.isdisjoint(_folders(start)) and not _ENDED.isdisjoint(_folders(other))


def _folders(url: str) -> set[str]:
    return {step.lower() for step in steps(url)[:-1]}


def is_same_name(start: str, other: str) -> bool:
    """Whether two addresses name a page alike: the last step of the path, and the query."""
    return steps(start)[-1] == steps(other)[-1] and urlsplit(start).query == urlsplit(other).query


def steps(url: str) -> list[str]:
    """The steps of an address's path; one that is empty where there is none."""
    return [unquote(step) for step in urlsplit(url).path.split("/") if step] or [""]


def _stem(step: str) -> str:
    return re.sub(r"\.\w{1,5}\Z", "", step) or step


def _folded(text: str) -> str:
    return _BREAKS.sub("", text).lower()
