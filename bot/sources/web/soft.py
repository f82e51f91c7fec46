"""Soft 404s: a living status that may stand for nothing, held against a made-up address. Pure.

https://developers.google.com/search/docs/crawling-indexing/http-network-errors#soft-404-errors.
A sign in a title only raises a doubt; the same host's answer to an address that nobody ever wrote
settles it. A specification that talks of what "has been removed" must never be struck by this.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from bot.parsing.page import Page
from bot.sources.web import signs
from bot.sources.web.visit import Visit

MADE_UP = "this-page-was-made-up-by-listkeeper"
"""So that whoever reads a server's log knows who asked, and why."""

_ALIKE = 0.9
_AND_SO_DOES = "and so does an address that was made up"


def made_up(address: str) -> str:
    """A sibling of an address that cannot be there, with the same ending."""
    parts = urlsplit(address)
    folder, _, name = parts.path.rpartition("/")
    dot, ending = name.rpartition(".")[1:]
    suffix = f".{ending}" if dot and ending.isalnum() and len(ending) <= 5 else ""
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{MADE_UP}{suffix}", "", ""))


def doubtful(visit: Visit) -> str:
    """The address to make one up beside, so as to settle a doubt; "" when there is none."""
    if visit.failure or not 200 <= visit.status < 300 or signs.detour(visit.start, visit.final):
        return ""
    page = visit.page
    if signs.wall(visit.headers, page) or signs.parked(visit.start, visit.final, page):
        return ""
    if visit.hops and signs.is_generic(visit.start, visit.final):
        return visit.start
    return visit.final if signs.perhaps_missing(visit.start, page) else ""


def soft(visit: Visit, page: Page | None) -> str:
    """Why a page that answers is none, or ""."""
    if signs.is_error_page(visit.start, visit.final):
        return f"it answers {visit.status}, but it leads to {visit.final}"
    return _astray(visit) or _apology(visit, page)


def _astray(visit: Visit) -> str:
    """Redirects that lead whatever is not there to one and the same place.

    A front page is taken for the page that was asked for only if it is another host's, and this
    host leads nothing else there: so projects move to a domain of their own.
    """
    if not visit.hops or not signs.is_generic(visit.start, visit.final):
        return ""
    front = signs.is_home(visit.final)
    where = f"it leads to the front page ({visit.final})" if front else f"it leads to {visit.final}"
    if _leads_alike(visit, visit.made_up):
        return f"{where}, {_AND_SO_DOES}"
    own = _host(visit.start) == _host(visit.final)
    return where if front and (own or not is_sound(visit.made_up)) else ""


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _apology(visit: Visit, page: Page | None) -> str:
    """Pages that say they are none. What the host says to a made-up address settles it."""
    sign = signs.perhaps_missing(visit.start, page)
    if not page or not sign or is_sound(visit.made_up):
        return ""
    certain = signs.missing(visit.start, page)
    other = visit.made_up.page if _answered(visit.made_up) and visit.made_up else None
    if other and same_page(page, other, strict=not certain):
        return f"it answers {visit.status}, but {sign}, {_AND_SO_DOES}"
    return f"it answers {visit.status}, but {certain}" if certain else ""


def is_sound(made: Visit | None) -> bool:
    """Whether the host says plainly that a made-up address is not there."""
    return made is not None and not made.failure and made.status in {404, 410}


def _answered(made: Visit | None) -> bool:
    return made is not None and not made.failure and 200 <= made.status < 300


def _leads_alike(visit: Visit, made: Visit | None) -> bool:
    return made is not None and _answered(made) and bool(made.hops) and made.final == visit.final


def same_page(one: Page, other: Page, *, strict: bool) -> bool:
    """Whether two answers are one page: by title or by text, if `strict` by both."""
    titles = bool(one.title) and one.title == other.title
    texts = likeness(one.text, other.text) >= _ALIKE
    return (titles and texts) if strict else (titles or texts)


def likeness(one: str, other: str) -> float:
    """How much of their words two texts share, 0 to 1; a word they repeat counts once."""
    ours, theirs = set(one.split()), set(other.split())
    both = len(ours | theirs)
    return len(ours & theirs) / both if both else 0.0
