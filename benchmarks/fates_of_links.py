"""The fates of single links, and of all links of a host."""

from __future__ import annotations

from urllib.parse import urlsplit

from benchmarks.fates import (
    DEAD,
    MOVE,
    STAY,
    Answer,
    Fate,
    Stage,
    address,
    by_agent,
    by_day,
    by_scheme,
    digest,
    faulty,
    is_deep,
    is_home,
    is_plain,
    missing,
    page,
    redirect,
    shows,
)
from tests.world.wire import Request, Response

SHELL = '<div id="root"></div><script type="module" src="/assets/index-1a2b.js"></script>'


def _alive(stage: Stage) -> None:
    stage.own(shows(stage.name))


def _status(status: int, **headers: str) -> Answer:
    return lambda _request, _day: Response(status, {"Content-Type": "text/html", **headers})


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


SINGLE = (
    Fate("page", STAY, _alive, weight=10),
    Fate("page under another title", STAY, lambda s: s.own(shows("Documentation")), weight=4),
    Fate("302 to a landing page", STAY, lambda s: s.leads(_below(s, "landing"), 302), weight=2),
    Fate("302 for a cookie, and back", STAY, _cookie),
    Fate("meta refresh", STAY, lambda s: s.own(shows(s.name, "x", head='<meta http-equiv="refresh" content="0; url=/start">'))),
    Fate("403", STAY, lambda s: s.own(_status(403)), weight=3),
    Fate("challenge", STAY, lambda s: s.own(_status(403, **{"cf-mitigated": "challenge"}))),
    Fate("429", STAY, lambda s: s.own(_status(429))),
    Fate("503", STAY, lambda s: s.own(_status(503)), weight=2),
    Fate("500, then the page", STAY, lambda s: s.own(by_day(_status(500), shows(s.name)))),
    Fate("no answer in time", STAY, lambda s: s.own(by_day(faulty("hang"), shows(s.name)))),
    Fate("reset", STAY, lambda s: s.own(faulty("reset"))),
    Fate("404 that is the shell of an app", STAY, lambda s: s.own(lambda _r, _d: Response(404, {"Content-Type": "text/html"}, f"<!doctype html><title>App</title>{SHELL}".encode())), weight=2),
    Fate("404 for robots", STAY, lambda s: s.own(by_agent("X11", shows(s.name), missing)), weight=2),
    Fate("404 on one day", STAY, lambda s: s.own(by_day(shows(s.name), missing, shows(s.name)))),
    Fate("404 on two days", STAY, lambda s: s.own(by_day(missing, missing, shows(s.name)))),
    Fate("404 since the last day", STAY, lambda s: s.own(by_day(*[shows(s.name)] * 3, missing))),
    Fate("404 by http, the page by https", STAY, lambda s: s.own(by_scheme(shows(s.name), missing)), is_plain),
    Fate("301 to a session", STAY, lambda s: s.leads(f"{s.with_path(s.path)};jsessionid=AB12CD34EF56"), is_deep),
    Fate("301 to a signature", STAY, lambda s: s.leads(s.with_path(s.path, host="s3.files.example", query="X-Amz-Expires=300&X-Amz-Signature=abc123")), is_deep),
    Fate("301 to a version", STAY, lambda s: s.leads(s.with_path(f"{_folder(s)}/v4.2.1/{_last(s)}")), is_deep),
    Fate("301 to a language", STAY, lambda s: s.leads(s.with_path(f"/en{s.path}")), is_deep),
    Fate("301 to a login", STAY, lambda s: s.leads(s.with_path("/login", query="next=x"), then=shows("Log in", "Password")), is_deep),
    Fate("302 to a login", STAY, lambda s: s.leads(s.with_path("/users/sign_in"), 302, shows("Sign in", "Password")), is_deep),
    Fate("301 to the price list", STAY, lambda s: s.leads(s.with_path("/pricing"), then=shows("Pricing", "Plans for teams of every size. " * 20)), is_deep),
    Fate("301 to the folder above", STAY, lambda s: s.leads(s.with_path(f"{_folder(s)}/"), then=shows("Overview", "All our articles by year and by topic. " * 20)), lambda s: is_deep(s) and s.path.count("/") > 1),
    Fate("301 to the front page", STAY, lambda s: s.leads(s.with_path("/"), then=shows("Welcome", "Here is what we do nowadays. " * 20)), is_deep),
    Fate("301 to what is down", STAY, lambda s: s.leads(_below(s, "next"), then=_status(503)), is_deep),
    Fate("front page 301 to /home", STAY, lambda s: s.leads(s.with_path("/home")), is_home, weight=2),
    Fate("front page 301 to /en-us/", STAY, lambda s: s.leads(s.with_path("/en-us/")), is_home, weight=2),
    Fate("front page 301 to a farewell", STAY, lambda s: s.leads(s.with_path("/goodbye"), then=shows("Goodbye", "We have shut down. Thank you for all these years. " * 5)), is_home, weight=2),
    Fate("301 to a slash more or less", MOVE, _slash, is_deep, weight=2),
    Fate("301 to https", MOVE, _https, is_plain, weight=8),
    Fate("308 to another folder", MOVE, lambda s: s.moves(_below(s, "docs"), 308), is_deep, weight=2),
    Fate("301 and 308", MOVE, _chain, is_deep),
    Fate("301 to a part of the host", MOVE, _subdomain, is_deep),
    Fate("301 to a new name", MOVE, _new_name, is_deep, weight=2),
    Fate("404", DEAD, lambda s: s.own(missing), is_deep, weight=4),
    Fate("410", DEAD, lambda s: s.own(_status(410)), is_deep),
    Fate("404 between outages", DEAD, lambda s: s.own(by_day(missing, _status(503), missing, missing)), is_deep),
    Fate("301 to a 404", DEAD, _dead_end, is_deep),
    Fate("301 to another site", STAY, lambda s: s.leads(s.with_path(s.path, host=f"new-{s.seed}.example")), is_deep, asks=True, weight=2),
)  # fmt: skip
"""Each link by itself; what nobody knows of its host is a plain 404."""


def _all(stage: Stage, answer: Answer, **more: Answer) -> None:
    stage.hosts[stage.host] = answer
    for path, shown in more.items():
        stage.pages[f"{stage.host}/{path}"] = shown


def _to(make: object) -> Answer:
    return lambda request, _day: redirect(make(request))  # type: ignore[operator]


def _spelled(request: Request, **changed: str) -> str:
    scheme, host, path = (
        changed.get(name, getattr(request, name)) for name in ("scheme", "host", "path")
    )
    return f"{scheme}://{host}{path}{'?' + request.query if request.query else ''}"


def _parked_below(stage: Stage) -> None:
    own = f"ww25.{stage.host.removeprefix('www.')}"
    park = '<script>window.park = "eyJ1IjoiYSJ9";</script><script src="/bAbC.js"></script>'
    stage.hosts[own] = lambda _request, _day: Response(200, {"Content-Type": "text/html"}, park.encode())  # fmt: skip
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
    Fate("host: everything to the front page", STAY, lambda s: _all(s, _front), weight=2),
    Fate("host: everything to a farewell", STAY, lambda s: _all(s, _to(lambda r: _spelled(r, path="/goodbye")), goodbye=shows("Goodbye", "We have shut down. " * 9))),
    Fate("host: everything to a login", STAY, lambda s: _all(s, _to(lambda r: _spelled(r, path="/login")), login=shows("Log in", "Password"))),
    Fate("host: everything in English", STAY, lambda s: _all(s, _in_english)),
    Fate("host: says “not found” with 200", STAY, lambda s: _all(s, shows("Page not found", "Sorry, it is gone."))),
    Fate("host: one page for everything", STAY, lambda s: _all(s, shows("One app", SHELL))),
    Fate("host: 404 with the shell of an app", STAY, lambda s: _all(s, lambda _r, _d: Response(404, {"Content-Type": "text/html"}, f"<!doctype html><title>App</title>{SHELL}".encode()))),
    Fate("host: parked, for sale", STAY, lambda s: _all(s, shows(f"{s.host} is for sale", f"Buy this domain. The domain {s.host} is for sale."))),
    Fate("host: parked by ww25", STAY, _parked_below),
    Fate("host: suspended", STAY, lambda s: _all(s, shows("Account Suspended", "This Account has been suspended."))),
    Fate("host: gambling", STAY, lambda s: _all(s, shows("Slot Gacor Terpercaya", "Situs slot, judi bola, togel dan casino terpercaya. " * 9))),
    Fate("host: a wall", STAY, lambda s: _all(s, _status(403, **{"cf-mitigated": "challenge"}))),
    Fate("host: down", STAY, lambda s: _all(s, _status(502))),
    Fate("host: its name is gone (the proxy says so)", STAY, _nameless),
    Fate("host: another host, same paths", STAY, _renamed, asks=True, weight=2),
    Fate("host: everything to another front page", STAY, _other_front, weight=2),
)  # fmt: skip
"""All links of a host alike."""
