"""From the visits of a link to its verdict. Pure; no clock, no network.

The order of the questions matters: a wall is no answer, whatever its status; a redirect to a login
or to the front page hides whether the page is there; only then does the status speak. `Gone` needs
two tries of one run that agree; `Moved` needs permanent redirects all the way to a page that is
alive; all else is `Unsure` and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from itertools import takewhile
from typing import TypedDict

from bot.model.observation import (
    Facts,
    Found,
    Gone,
    Moved,
    Observation,
    Reason,
    Unsure,
    Value,
    unsure_of,
)
from bot.model.reference import Kind, Query, Reference, read_link
from bot.parsing.page import Page
from bot.sources.http.addresses import host_of
from bot.sources.web.fragments import judge_places
from bot.sources.web.hijack import looks_taken_over, strays
from bot.sources.web.signs import missing, names, parked, walls
from bot.sources.web.signs.lasting import fleeting
from bot.sources.web.soft import soft
from bot.sources.web.visit import Visit

SOURCE = "web"

_REFUSALS = {
    401: (Reason.LOGIN, "it asks for a login"),
    402: (Reason.BLOCKED, "it asks for payment"),
    403: (Reason.BLOCKED, "it refuses to show this to us"),
    405: (Reason.BLOCKED, "it refuses to be read"),
    406: (Reason.BLOCKED, "it refuses to show this to us"),
    407: (Reason.CONNECTION, "the proxy asks for a login"),
    408: (Reason.TIMEOUT, "it gave up waiting"),
    418: (Reason.BLOCKED, "it refuses to show this to us"),
    429: (Reason.RATE_LIMITED, "it asks us to slow down"),
    451: (Reason.BLOCKED, "it is withheld for legal reasons"),
    # no server of the web says this, only the network on the way: RFC 6585, section 6
    511: (Reason.CONNECTION, "our own network asks for a login"),
    999: (Reason.BLOCKED, "it refuses to show this to us"),
}
_MISSING = frozenset({404, 410})


class _Common(TypedDict):
    reference: Reference
    source: str
    at: datetime
    evidence: str


class Word(Enum):
    """The verdict in one word."""

    ALIVE = "alive"
    MOVED = "moved"
    GONE = "gone"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Assessment:
    """The verdict of one visit alone; `reason` is set for UNSURE, `facts` for living pages."""

    word: Word
    why: str = ""
    reason: Reason = Reason.BAD_ANSWER
    facts: Facts = field(default_factory=dict)


def assess(visit: Visit) -> Assessment:
    """The verdict of one visit, the others aside."""
    if visit.failure:
        return _failed(visit)
    page = visit.page
    wall = walls.wall(visit.headers, page)
    if wall:
        return _unsure(Reason.BLOCKED, f"a challenge blocks the page ({wall})")
    if visit.status in _MISSING:
        return _missing(visit)
    if not 200 <= visit.status < 300:
        return _refused(visit.status)
    return _detour(visit) or _disguise(visit, page) or _alive(visit, page)


def _unsure(reason: Reason, why: str) -> Assessment:
    return Assessment(Word.UNSURE, why, reason)


def _failed(visit: Visit) -> Assessment:
    failure = visit.failure
    assert failure is not None  # noqa: S101 (for the type checker)
    if failure.no_name and (visit.permanent or not visit.hops):
        return Assessment(Word.GONE, _led(visit, failure.why))
    return _unsure(failure.reason, _led(visit, failure.why))


def _led(visit: Visit, why: str) -> str:
    return f"it leads to {visit.final}: {why}" if visit.hops else why


def _missing(visit: Visit) -> Assessment:
    why = _led(visit, f"HTTP {visit.status}")
    if visit.hops and not visit.permanent:
        return _unsure(Reason.SOFT_404, why)
    if visit.elsewhere:
        return _unsure(Reason.BAD_ANSWER, f"{why}, but {visit.elsewhere} shows a page")
    shown = _shown_all_the_same(visit)
    if shown:
        return _unsure(Reason.BAD_ANSWER, f"{why}, but {shown}")
    return Assessment(Word.GONE, why)


def _shown_all_the_same(visit: Visit) -> str:
    """Why readers may see a page where the status says that there is none, or ""."""
    page, forward = visit.page, visit.forward
    if forward and (forward.seconds <= 1 or page is None or not missing.apologises(page)):
        return f"it takes its readers on to {forward.to}"
    if page and page.is_drawn_by_script and not missing.apologises(page):
        return "its page is drawn by a script"
    return ""


def _refused(status: int) -> Assessment:
    if status in _REFUSALS:
        reason, why = _REFUSALS[status]
        return _unsure(reason, f"{why} (HTTP {status})")
    if 500 <= status < 600:
        return _unsure(Reason.SERVER_ERROR, f"the server failed (HTTP {status})")
    if 300 <= status < 400:
        return _unsure(Reason.BAD_ANSWER, f"HTTP {status} without a redirect address")
    return _unsure(Reason.BAD_ANSWER, f"HTTP {status}")


def _detour(visit: Visit) -> Assessment | None:
    """Unsure where redirects end at a login or at a question about cookies; else None."""
    if not visit.hops:
        return None
    if walls.is_login_instead(visit.start, visit.final, visit.page):
        return _unsure(Reason.LOGIN, f"it leads to a login ({visit.final})")
    if walls.is_consent(visit.final):
        return _unsure(Reason.BLOCKED, f"it leads to a consent page ({visit.final})")
    return None


def _disguise(visit: Visit, page: Page | None) -> Assessment | None:
    """Unsure where an answer with status 2xx is no page of the entry; else None."""
    sign = parked.parked(visit.start, visit.final, page)
    if sign:
        return _unsure(Reason.PARKED, f"the domain looks parked, for sale or suspended: {sign}")
    why = soft(visit, page)
    return _unsure(Reason.SOFT_404, why) if why else None


def _alive(visit: Visit, page: Page | None) -> Assessment:
    facts: dict[str, Value] = {"status": visit.status}
    if page and page.title:
        facts["title"] = page.title
    facts["final"] = visit.final
    facts["chain"] = tuple(str(hop) for hop in visit.hops)
    if visit.twin:
        facts["upgrade"] = visit.twin
    return Assessment(Word.MOVED if lasting(visit) else Word.ALIVE, facts=facts)


def lasting(visit: Visit) -> str:
    """The address that permanent redirects name and that will last, or "".

    The end of all hops, if all are permanent; else, where temporary hops follow (to a language, a
    session) or the end is of one visit only, the last of the permanent ones that is, by its own
    looks, the page that was asked for.
    """
    kept = list(takewhile(lambda hop: hop.permanent, visit.hops))
    passed = [hop.to.partition("#")[0] for hop in visit.hops]
    if visit.start in passed:
        return ""
    for hop in reversed(kept):
        if fleeting(visit.start, hop.to):
            continue
        if hop is visit.hops[-1] or names.is_same_name(visit.start, hop.to):
            return hop.to
    return ""


def conclusion(readings: Sequence[Assessment]) -> Assessment:
    """What all tries of one run say together, in the order they were made; never empty.

    The last try decides, but for `Gone` the one before must have said so too. Facts of the
    living name what the try before said.
    """
    last = readings[-1]
    if last.word in {Word.ALIVE, Word.MOVED} and len(readings) > 1 and readings[-2].why:
        how = "looks like a browser's" if next_look(readings[-2]) else "came later"
        again = f"only a request that {how} was answered; before it: {readings[-2].why}"
        return replace(last, facts={**last.facts, "again": again})
    if last.word is not Word.GONE:
        return last
    if len(readings) > 1 and readings[-2].word is Word.GONE:
        return last
    return _unsure(Reason.BAD_ANSWER, f"{last.why}, but seen only once")


def next_look(last: Assessment) -> int:
    """The index in `agents.user_agents` for the next try: another one after a refusal or a 404."""
    if last.word is Word.GONE:
        return 2
    return int(last.word is Word.UNSURE and last.reason is Reason.BLOCKED)


def observe_page(query: Query, visit: Visit, reading: Assessment, at: datetime) -> Observation:
    """The observation of one query, from the last walk and the reading of all of them.

    A reference that is no page (a repository without an API to ask) is only said to be there,
    moved or gone: what its page shows are not its facts.
    """
    if reading.word is Word.UNSURE:
        return unsure(query, reading.reason, reading.why, at)
    message = _Common(reference=query.reference, source=SOURCE, at=at, evidence=visit.start)
    if reading.word is Word.GONE:
        return Gone(**message, why=reading.why)
    trade = looks_taken_over(query.about, visit.page, host_of(visit.final))
    if trade:
        why = f"the domain looks taken over: nothing of the entry is there, and {trade}"
        return unsure(query, Reason.PARKED, why, at)
    new = lasting(visit) if reading.word is Word.MOVED else ""
    stray = new and strays(query.about, visit.start, new, visit.page)
    if stray:
        return unsure(query, Reason.SOFT_404, f"it leads to {new}, {stray}", at)
    is_page = query.reference.kind is Kind.PAGE
    facts = reading.facts if is_page else {}
    places = judge_places(query.places, visit, visit.page) if is_page and query.places else {}
    if reading.word is Word.MOVED:
        to = _target(query, visit)
        return Moved(**message, to=to, certain=False, facts=facts, places=places)
    return Found(**message, facts=facts, places=places)


def unsure(query: Query, reason: Reason, why: str, at: datetime) -> Unsure:
    """An observation that changes nothing."""
    return unsure_of(query, SOURCE, at, reason, why)


def _target(query: Query, visit: Visit) -> Reference:
    """The new address. A fragment that the redirect names is kept unless the link has its own."""
    if query.reference.kind is not Kind.PAGE:
        return read_link(lasting(visit)).reference
    own = any(place.fragment for place in query.places)
    to = lasting(visit)
    address = to.partition("#")[0] if own else to
    return Reference.of(Kind.PAGE, address)
