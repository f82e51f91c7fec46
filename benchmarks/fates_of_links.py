"""The fates of single links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from benchmarks.fates import (
    DEAD,
    LOGIN,
    MOVE,
    SHELL,
    STAY,
    Answer,
    Fate,
    Fits,
    Stage,
    always,
    by_agent,
    by_day,
    by_scheme,
    faulty,
    is_deep,
    is_home,
    is_plain,
    missing,
    only,
    page,
    redirect,
    shows,
)
from bot.sources.web.signs.names import is_front
from tests.world.wire import Request, Response

Where = Callable[[Stage], str]
_FORWARD = '<meta http-equiv="refresh" content="0; url=/start">'
_PRICES = shows("Pricing", "Plans for teams of every size. " * 20)
_OVERVIEW = shows("Overview", "All our articles by year and by topic. " * 20)
_FRONT = shows("Welcome", "Here is what we do nowadays. " * 20)
_FAREWELL = shows("Goodbye", "We have shut down. Thank you for all these years. " * 5)
_SIGNED = "X-Amz-Expires=300&X-Amz-Signature=abc123"


def _own(
    name: str, answer: Answer, right: str = STAY, weight: int = 1, fits: Fits = always
) -> Fate:
    """What the link itself answers."""
    return Fate(name, right, lambda stage: stage.own(answer), fits, weight=weight)


def _named(
    name: str, make: Callable[[Answer], Answer], weight: int = 1, fits: Fits = always
) -> Fate:
    """What the link itself answers, made of the entry's page."""
    return Fate(name, STAY, lambda stage: stage.own(make(shows(stage.name))), fits, weight=weight)


def _leads(
    name: str, where: Where, then: Answer | None = None, status: int = 301, fits: Fits = is_deep
) -> Fate:
    """A redirect to what is not the entry's lasting page; `then` is what is there."""
    return Fate(name, STAY, lambda stage: stage.leads(where(stage), status, then), fits)


def _cookie(stage: Stage) -> None:
    def answer(request: Request, _day: int) -> Response:
        if "visited=" in request.headers.get("cookie", ""):
            return page(stage.name)
        return redirect(stage.url, 302, **{"Set-Cookie": "visited=1; Path=/"})

    stage.own(answer)


def _below(stage: Stage, step: str) -> str:
    return stage.with_path(f"/{step}{stage.path}".rstrip("/"))


def _last(stage: Stage) -> str:
    return stage.path.rstrip("/").rpartition("/")[2]


def _folder(stage: Stage) -> str:
    return stage.path.rstrip("/").rpartition("/")[0]


def _slash(stage: Stage) -> None:
    path = stage.path.rstrip("/") if stage.path.endswith("/") else f"{stage.path}/"
    stage.moves(stage.with_path(path))


def _https(stage: Stage) -> None:
    to = stage.with_path(urlsplit(stage.url).path, scheme="https", query=urlsplit(stage.url).query)
    stage.target = to
    stage.own(by_scheme(shows(stage.name), lambda _request, _day: redirect(to)))


def _chain(stage: Stage) -> None:
    between, to = _below(stage, "old"), _below(stage, "new")
    stage.moves(to)
    stage.own(lambda _request, _day: redirect(between))
    stage.pages[between.partition("://")[2]] = lambda _request, _day: redirect(to, 308)


def _new_name(stage: Stage) -> None:
    stage.moves(stage.with_path(f"{_folder(stage)}/renamed-{stage.seed}"))


def _subdomain(stage: Stage) -> None:
    host = stage.host.removeprefix("www.")
    stage.moves(stage.with_path(stage.path, host=f"docs.{host}"))


def _dead_end(stage: Stage) -> None:
    stage.leads(_below(stage, "archive"), then=missing)


def _is_nested(stage: Stage) -> bool:
    is_index = is_front(stage.url) or "/index." in stage.path
    return is_deep(stage) and stage.path.count("/") > 1 and not is_index


def _on_front(name: str, path: str, then: Answer | None = None) -> Fate:
    fate = _leads(name, lambda s: s.with_path(path), then, fits=is_home)
    return replace(fate, weight=2)


def _elsewhere(stage: Stage) -> str:
    return stage.with_path(stage.path, host=f"new-{stage.seed}.example")


def _files(stage: Stage) -> str:
    return stage.with_path(stage.path, host="s3.files.example", query=_SIGNED)


SINGLE = (
    _named("page", lambda own: own, weight=10),
    _own("page under another title", shows("Documentation"), weight=4),
    Fate("302 to a landing page", STAY, lambda s: s.leads(_below(s, "landing"), 302), weight=2),
    Fate("302 for a cookie, and back", STAY, _cookie),
    _own("meta refresh", shows("Start", "x", head=_FORWARD)),
    _own("403", only(403), weight=3),
    _own("challenge", only(403, **{"cf-mitigated": "challenge"})),
    _own("429", only(429)),
    _own("503", only(503), weight=2),
    _named("500, then the page", lambda own: by_day(only(500), own)),
    _named("no answer in time", lambda own: by_day(faulty("hang"), own)),
    _own("reset", faulty("reset")),
    _own("404 that is the shell of an app", only(404, SHELL), weight=2),
    _named("404 for robots", lambda own: by_agent("X11", own, missing), weight=2),
    _named("404 on one day", lambda own: by_day(own, missing, own)),
    _named("404 on two days", lambda own: by_day(missing, missing, own)),
    _named("404 since the last day", lambda own: by_day(own, own, own, missing)),
    _named("404 by http, the page by https", lambda own: by_scheme(own, missing), fits=is_plain),
    _leads("301 to a session", lambda s: f"{s.with_path(s.path)};jsessionid=AB12CD34EF56"),
    _leads("301 to a signature", _files),
    _leads("301 to a version", lambda s: s.with_path(f"{_folder(s)}/v4.2.1/{_last(s)}")),
    _leads("301 to a language", lambda s: s.with_path(f"/en{s.path}")),
    _leads("301 to a login", lambda s: s.with_path("/login", query="next=x"), LOGIN),
    _leads("302 to a login", lambda s: s.with_path("/users/sign_in"), LOGIN, 302),
    _leads("301 to the price list", lambda s: s.with_path("/pricing"), _PRICES),
    _leads(
        "301 to the folder above",
        lambda s: s.with_path(f"{_folder(s)}/"),
        _OVERVIEW,
        fits=_is_nested,
    ),
    _leads("301 to the front page", lambda s: s.with_path("/"), _FRONT),
    _leads("301 to what is down", lambda s: _below(s, "next"), only(503)),
    _on_front("front page 301 to /home", "/home"),
    _on_front("front page 301 to /en-us/", "/en-us/"),
    _on_front("front page 301 to a farewell", "/goodbye", _FAREWELL),
    Fate("301 to a slash more or less", MOVE, _slash, is_deep, weight=2),
    Fate("301 to https", MOVE, _https, is_plain, weight=8),
    Fate(
        "308 to another folder", MOVE, lambda s: s.moves(_below(s, "docs"), 308), is_deep, weight=2
    ),
    Fate("301 and 308", MOVE, _chain, is_deep),
    Fate("301 to a part of the host", MOVE, _subdomain, is_deep),
    Fate("301 to a new name", MOVE, _new_name, is_deep, weight=2),
    _own("404", missing, DEAD, weight=4, fits=is_deep),
    _own("410", only(410), DEAD, fits=is_deep),
    _own("404 between outages", by_day(missing, only(503), missing, missing), DEAD, fits=is_deep),
    Fate("301 to a 404", DEAD, _dead_end, is_deep),
    replace(_leads("301 to another site", _elsewhere), is_question=True, weight=2),
)
"""Each link by itself; what nobody knows of its host is a plain 404."""
