"""What becomes of a link of a real list in a hostile world, and what a refresh is to do about it.

Each fate is a way in which hosts of the web answer; the right edit is known beforehand. A stage is
set for one link: which addresses answer how, on which of the days on which the list is refreshed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

from tests.world.wire import Request, Response

STAY, MOVE, DEAD = "stays", "moves", "dead"
WORDS = "It has a lot to say about itself, and says it in a good many words of its own. " * 8
Answer = Callable[[Request, int], Response]
"""What is answered to a request on a day, counted from 0."""


@dataclass
class Stage:
    """One link with its surroundings: `pages` are addresses without scheme, `host` all others."""

    url: str
    about: str
    pages: dict[str, Answer] = field(default_factory=dict)
    hosts: dict[str, Answer] = field(default_factory=dict)
    nameless: set[str] = field(default_factory=set)
    target: str = ""

    @property
    def seed(self) -> str:
        return digest(self.url)[:6]

    @property
    def name(self) -> str:
        return self.about.split(" - ")[0][:60] or self.host

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.lower()

    def with_path(self, path: str, *, host: str = "", query: str = "", scheme: str = "") -> str:
        parts = urlsplit(self.url)
        return urlunsplit((scheme or parts.scheme, host or parts.netloc, path, query, ""))

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"

    def own(self, answer: Answer) -> None:
        self.pages[address(self.url)] = answer

    def leads(self, to: str, status: int = 301, then: Answer | None = None) -> None:
        """The link redirects, and what it redirects to answers."""
        self.own(lambda _request, _day: redirect(to, status))
        self.pages.setdefault(address(to), then or shows(self.name))

    def moves(self, to: str, status: int = 301, then: Answer | None = None) -> None:
        self.leads(to, status, then)
        self.target = to


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def address(url: str) -> str:
    """An address as requests are compared: no scheme, no fragment; a malformed one as it is."""
    try:
        parts = urlsplit(encoded(url))
    except ValueError:
        return url
    path = "/" + parts.path.lstrip("/")  # the proxy's own reader knows one slash only
    return f"{parts.netloc.lower()}{path}{'?' + parts.query if parts.query else ''}"


def encoded(url: str) -> str:
    """An address as it goes over the wire."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def page(title: str, text: str = WORDS, status: int = 200, head: str = "") -> Response:
    html = f"<!doctype html><html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
    return Response(
        status, {"Content-Type": "text/html; charset=utf-8"}, f"{html}<p>{text}</p></body>".encode()
    )


def redirect(to: str, status: int = 301, **headers: str) -> Response:
    return Response(status, {"Location": encoded(to), **headers})


def shows(title: str, text: str = WORDS, status: int = 200, head: str = "") -> Answer:
    return lambda _request, _day: page(title, text, status, head)


def missing(_request: Request, _day: int) -> Response:
    return page("404 Not Found", "There is nothing here.", 404)


def faulty(fault: str) -> Answer:
    return lambda _request, _day: Response(fault=fault)


def by_day(*answers: Answer) -> Answer:
    """One answer a day; the last one stays."""
    return lambda request, day: answers[min(day, len(answers) - 1)](request, day)


def by_agent(part: str, seen: Answer, otherwise: Answer) -> Answer:
    def answer(request: Request, day: int) -> Response:
        wanted = part in request.headers.get("user-agent", "")
        return (seen if wanted else otherwise)(request, day)

    return answer


def by_scheme(https: Answer, http: Answer) -> Answer:
    return lambda request, day: (https if request.scheme == "https" else http)(request, day)


def only(status: int, html: str = "", **headers: str) -> Answer:
    """A status, and no page but the bare markup that is given."""
    shown = f"<!doctype html><title>App</title>{html}".encode() if html else b""
    return lambda _request, _day: Response(status, {"Content-Type": "text/html", **headers}, shown)


SHELL = '<div id="root"></div><script type="module" src="/assets/index-1a2b.js"></script>'
LOGIN = shows("Log in", "Password")
Fits = Callable[[Stage], bool]


def always(_stage: Stage) -> bool:
    return True


@dataclass(frozen=True)
class Fate:
    """`right` is what a refresh is to do; `is_question` that it is to ask, and to edit nothing."""

    name: str
    right: str
    set_up: Callable[[Stage], None]
    fits: Fits = always
    is_question: bool = False
    weight: int = 1


def is_deep(stage: Stage) -> bool:
    """Whether a link leads below the front page, to an address without a query."""
    parts = urlsplit(stage.url)
    return parts.path.strip("/") != "" and not parts.query


def is_plain(stage: Stage) -> bool:
    return stage.url.startswith("http://")


def is_home(stage: Stage) -> bool:
    parts = urlsplit(stage.url)
    return parts.path in {"", "/"} and not parts.query


def chosen(fates: Sequence[Fate], stage: Stage) -> Fate:
    """The fate of a link: the same in every run."""
    fitting = [fate for fate in fates for _ in range(fate.weight) if fate.fits(stage)]
    return fitting[int(digest(f" {stage.url}"), 16) % len(fitting)]
