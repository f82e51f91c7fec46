"""What a case of a link is, and short words to write one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.sources.loopback import Answer, Choose, http

Answers = Answer | Sequence[Answer]
WORDS = "word " * 120


@dataclass(frozen=True)
class Case:
    """One link, what its host says, and what is due. `{port}` is the server's port.

    tls      the certificate of the https server that the link leads to, "" for plain http
    gate     `public`: private addresses are refused; `offline`: no name resolves at all
    """

    name: str
    verdict: str
    reason: str = ""
    answers: Mapping[str, Answers] = field(default_factory=dict)
    link: str = "http://a.example:{port}/x"
    about: str = ""
    tls: str = ""
    gate: str = ""


def page(title: str = "A page", body: str = WORDS, status: int = 200, head: str = "") -> bytes:
    return http(status, f"<!doctype html><title>{title}</title><p id=here>{body}", head)


def to(location: str, status: int = 301, head: str = "") -> bytes:
    return http(status, head=f"Location: {location}\r\n{head}")


def at(answer: Answers, **more: Answers) -> dict[str, Answers]:
    """What is said at `/x`, at other paths, and at any other (`rest`)."""
    rest = {"*": more.pop("rest")} if "rest" in more else {}
    return {"/x": answer, **{f"/{path}": answer for path, answer in more.items()}, **rest}


def only_if(name: str, part: str, otherwise: bytes) -> Choose:
    """The page for those whose header has a part, something else for all others."""
    return Choose(lambda asked: PAGE if part in asked.get(name, "") else otherwise)


ABOUT = "PandaLM Reproducible and automated assessment of large language model outputs"
PAGE = page()
NONE = page("Not found", "Nothing here", 404)


def every(
    verdict: str, reason: str, what: Mapping[str, Answers], prefix: str = "", **more: Answers
) -> list[Case]:
    return [
        Case(f"{prefix}{name}", verdict, reason, at(answer, **more))
        for name, answer in what.items()
    ]


def linked(verdict: str, reason: str, links: Mapping[str, str], gate: str = "") -> list[Case]:
    return [Case(name, verdict, reason, at(PAGE), link, gate=gate) for name, link in links.items()]
