"""Soft 404s: a living status that may stand for nothing, held against a made-up address. Pure.

https://developers.google.com/search/docs/crawling-indexing/http-network-errors#soft-404-errors.
A sign in a title, or a redirect that loses the page's name, only raises a doubt; the same host's
answer to an address that nobody ever wrote settles it: a sibling in the same folder, or the same
script with a value that was made up. A specification that talks of what "has been removed" must
never be struck by this.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from bot.model.reference import site_of
from bot.parsing.page import Page
from bot.sources.web.signs import missing, names, parked, walls
from bot.sources.web.visit import Visit

MADE_UP = "this-page-was-made-up-by-listkeeper"
"""So that whoever reads a server's log knows who asked, and why."""
_MADE_UP_NUMBER = "987654321"

_ALIKE = 0.9
_AND_SO_DOES = "and so does a made-up address"
_ASKED = "\0"
"""Stands for what was asked, where an answer repeats it."""


def made_up(address: str) -> str:
    """A sibling of an address that cannot be there, with the same ending.

    Where the query names the page, another value of it.
    """
    parts = urlsplit(address)
    pair = names.naming(address)
    if pair:
        value = _MADE_UP_NUMBER if pair[1].isdecimal() else MADE_UP
        pairs = [
            (name, value if (name, was) == pair else was) for name, was in parse_qsl(parts.query)
        ]
        return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(pairs), ""))
    folder, _, name = parts.path.rpartition("/")
    dot, ending = name.rpartition(".")[1:]
    suffix = f".{ending}" if dot and ending.isalnum() and len(ending) <= 5 else ""
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{MADE_UP}{suffix}", "", ""))


def doubtful(visit: Visit) -> str:
    """The address to make one up beside, so as to settle a doubt; "" when there is none."""
    if visit.failure or not 200 <= visit.status < 300:
        return ""
    page, beside = visit.page, ""
    if visit.hops and names.is_lost(visit.start, visit.final):
        beside = _without_last_slash(visit.start)
    elif missing.perhaps_missing(visit.start, page):
        beside = visit.final
    if not beside or walls.detour(visit.start, visit.final, page):
        return ""
    known = walls.wall(visit.headers, page) or parked.parked(visit.start, visit.final, page)
    return "" if known else beside


def _without_last_slash(address: str) -> str:
    """So that what is asked beside `/a/tool/` lies in `/a/`, not in the folder that may move."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/")))


def soft(visit: Visit, page: Page | None) -> str:
    """Why a page that answers is none, or ""."""
    if missing.is_error_page(visit.start, visit.final):
        return f"it answers {visit.status}, but it leads to {visit.final}"
    kind = visit.headers.get("content-type", "")
    empty = missing.emptied(visit.final, page, kind, visit.body)
    if empty:
        return f"it answers {visit.status}, but {empty}"
    return _astray(visit) or _apology(visit, page)


def _astray(visit: Visit) -> str:
    """Why a redirect counts as "not there": a made-up address is sent to the same place.

    A front page is taken for the page that was asked for only if it is another host's, and this
    host leads nothing else there: so projects move to a domain of their own. What is said to have
    moved for good is believed only if the made-up address could be asked.
    """
    if not visit.hops or not names.is_lost(visit.start, visit.final):
        return ""
    front = names.is_front(visit.final)
    where = f"it leads to the front page ({visit.final})" if front else f"it leads to {visit.final}"
    if _leads_alike(visit, visit.made_up):
        return f"{where}, {_AND_SO_DOES}"
    if visit.permanent and (visit.made_up is None or visit.made_up.failure):
        return f"{where}, and whether everything of its host does could not be seen"
    own = site_of(visit.start) == site_of(visit.final)
    return where if front and (own or not is_sound(visit.made_up)) else ""


def _apology(visit: Visit, page: Page | None) -> str:
    """Why a page that says "not found" is none: a made-up address gets the same answer."""
    sign = missing.perhaps_missing(visit.start, page)
    if not page or not sign or is_sound(visit.made_up):
        return ""
    certain = missing.missing(visit.start, page)
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
    """Whether a made-up address is led to where the asked one is.

    Targets that repeat what was asked for (`/error?path=/x`) are alike if their pages are, too.
    """
    if made is None or not _answered(made) or not made.hops:
        return False
    if made.final == visit.final:
        return True
    if _without(visit.final, visit.start) != _without(made.final, made.start):
        return False
    if visit.page is None or made.page is None:
        return visit.page is made.page
    return same_page(visit.page, made.page, strict=True)


def _without(final: str, start: str) -> str:
    """An address without what it repeats of another; as it is where it repeats nothing."""
    text = unquote(final)
    parts = urlsplit(start)
    asked = (start, f"{parts.path}?{parts.query}", parts.path, names.steps(start)[-1])
    pair = names.naming(start)
    for part in (*asked, pair[1] if pair else ""):
        bare = unquote(part).strip("/?")
        if bare and bare in text:
            return text.replace(bare, _ASKED)
    return text


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
