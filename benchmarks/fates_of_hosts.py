"""The fates of all links of a host together."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.fates import (
    LOGIN,
    SHELL,
    STAY,
    Answer,
    Fate,
    Stage,
    address,
    digest,
    missing,
    only,
    page,
    redirect,
    shows,
)
from tests.world.wire import Request, Response

_PARK = '<script>window.park = "eyJ1IjoiYSJ9";</script><script src="/bAbC.js"></script>'
_FAREWELL = shows("Goodbye", "We have shut down. " * 9)
_SLOTS = "Situs slot, judi bola, togel dan casino terpercaya. " * 9


def _all(stage: Stage, answer: Answer, **more: Answer) -> None:
    stage.hosts[stage.host] = answer
    for path, shown in more.items():
        stage.pages[f"{stage.host}/{path}"] = shown


def _to(make: Callable[[Request], str]) -> Answer:
    return lambda request, _day: redirect(make(request))


def _path(path: str) -> Answer:
    return _to(lambda request: _spelled(request, path=path))


def _same(name: str, answer: Answer) -> Fate:
    return Fate(f"host: {name}", STAY, lambda stage: _all(stage, answer))


def _for_sale(stage: Stage) -> None:
    title = f"{stage.host} is for sale"
    _all(stage, shows(title, f"Buy this domain. The domain {title}."))


def _spelled(request: Request, **changed: str) -> str:
    scheme, host, path = (
        changed.get(name, getattr(request, name)) for name in ("scheme", "host", "path")
    )
    return f"{scheme}://{host}{path}{'?' + request.query if request.query else ''}"


def _parked_below(stage: Stage) -> None:
    own = f"ww25.{stage.host.removeprefix('www.')}"
    stage.hosts[own] = only(200, _PARK)
    _all(stage, lambda _request, _day: redirect(f"http://{own}/?subid1=1", 302))


def _renamed(stage: Stage) -> None:
    new = f"renamed-{digest(stage.host)[:6]}.example"
    _all(stage, _to(lambda request: _spelled(request, host=new)))
    stage.pages[address(stage.url).replace(stage.host, new, 1)] = shows(stage.name)
    stage.hosts[new] = missing


def _other_front(stage: Stage) -> None:
    new = f"bought-{digest(stage.host)[:6]}.example"
    _all(stage, lambda _request, _day: redirect(f"https://{new}/"))
    stage.hosts[new] = shows("Another company", "We bought it and closed it. " * 20)


def _nameless(stage: Stage) -> None:
    stage.nameless.add(stage.host)


def _in_english(request: Request, _day: int) -> Response:
    if request.path.startswith("/en/"):
        return page("In English")
    return redirect(_spelled(request, path=f"/en{request.path}"))


def _front(request: Request, _day: int) -> Response:
    return page("Welcome") if request.path == "/" else redirect(_spelled(request, path="/"))


WHOLE = (
    Fate("host: everything to the front page", STAY, lambda s: _all(s, _front)),
    Fate(
        "host: everything to a farewell",
        STAY,
        lambda s: _all(s, _path("/goodbye"), goodbye=_FAREWELL),
    ),
    Fate("host: everything to a login", STAY, lambda s: _all(s, _path("/login"), login=LOGIN)),
    _same("everything in English", _in_english),
    _same("says “not found” with 200", shows("Page not found", "Sorry, it is gone.")),
    _same("one page for everything", shows("One app", SHELL)),
    _same("404 with the shell of an app", only(404, SHELL)),
    Fate("host: parked, for sale", STAY, _for_sale),
    Fate("host: parked by ww25", STAY, _parked_below),
    _same("suspended", shows("Account Suspended", "This Account has been suspended.")),
    _same("gambling", shows("Slot Gacor Terpercaya", _SLOTS)),
    _same("a wall", only(403, **{"cf-mitigated": "challenge"})),
    _same("down", only(502)),
    Fate("host: its name is gone (the proxy says so)", STAY, _nameless),
    Fate("host: another host, same paths", STAY, _renamed, is_question=True),
    Fate("host: everything to another front page", STAY, _other_front),
)
"""All links of a host alike, whichever address is asked."""
