"""Every field of every good answer, replaced by what nobody agreed on: never a value made of it.

The fields are those that the answers of the world hold, so that a new one is tried as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.model import observation
from bot.model.observation import Found, Moved, Observation, Reason, Unsure
from bot.model.reference import Kind, Query, Reference, home, read_link
from bot.sources.archive.wayback import Wayback
from bot.sources.base import Source
from bot.sources.dispatch import SourceSet
from bot.sources.github.source import GitHubSource, connect_reader
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.hub.source import Hub
from bot.sources.papers.acl import Anthology
from bot.sources.papers.arxiv import Arxiv
from bot.sources.papers.crossref import Crossref
from bot.sources.papers.openreview import OpenReview
from bot.sources.papers.pmlr import Proceedings
from bot.sources.papers.semanticscholar import SemanticScholar
from bot.sources.shapes import SHAPES, of_shape
from tests.world.world import GITHUB_TOKEN, HUB_TOKEN

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
Place = tuple[str | int, ...]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SCENARIO: dict[str, Any] = {
    "repos": {"acme/beta": {"stars": 8312, "id": 12, "license": "MIT", "description": "Beta."}},
    "hub": {
        "models": {"acme/gamma-7b": {"downloads": 4300, "license": "mit", "created": "2026-10-01"}},
        "datasets": {"acme/data": {"downloads": 7, "license": "mit"}},
        "spaces": {"acme/space": {"likes": 3, "sdk": "gradio"}},
        "accounts": {"acme": {"type": "org", "models": 3}},
    },
    "papers": {
        "2106.09685": {
            "title": "LoRA",
            "published": "2021-06-17",
            "authors": ["E. Hu"],
            "doi": "10.1/lora",
            "comment": "9 pages",
        }
    },
    "venues": {
        "semanticscholar": {
            "2106.09685": {"title": "LoRA", "place": "ICLR", "type": "conference", "year": 2022,
                           "doi": "10.1/lora", "types": ["Conference"]}
        },
        "crossref": {
            "10.1000/lora": {"title": "LoRA", "container": "ICLR", "year": 2022, "work": {
                "event": {"start": {"date-parts": [[2022, 4]]}},
                "published-print": {"date-parts": [[2022]]},
                "journal-issue": {"published-print": {"date-parts": [[2022]]}},
            }}
        },
        "acl": {"2022.acl-other.8": {"title": "P-Tuning", "book": "60th", "year": 2022}},
        "pmlr": {"v97/a19a": {"title": "Adapters", "conference": "ICML", "published": "2019-05"}},
        "openreview": {"abcdefghij": {"title": "GLM-130B", "venue": "ICLR 2023 poster"}},
    },
    "wayback": {"https://a.example/": [["20250101000000", 200], ["20250102000000", 200]]},
}  # fmt: skip


def _paper(name: str) -> Query:
    reference = Reference.of(Kind.PAPER, name)
    return Query(reference, home(reference))


def _link(url: str) -> Query:
    return Query(read_link(url).reference, url)


def _hub() -> Source:
    return Hub(HUB_TOKEN, sleep=_awake)


def _awake(_: float) -> None:
    """Nobody waits here."""


SERVICES: dict[str, tuple[Callable[[], Source], Query]] = {
    "GitHub GraphQL": (
        lambda: GitHubSource(connect_reader(GITHUB_TOKEN), sleep=_awake),
        _link("https://github.com/acme/beta"),
    ),
    "GitHub REST": (
        lambda: GitHubSource(connect_reader(None), sleep=_awake),
        _link("https://github.com/acme/beta"),
    ),
    "a model": (_hub, _link("https://huggingface.co/acme/gamma-7b")),
    "a dataset": (_hub, _link("https://huggingface.co/datasets/acme/data")),
    "a Space": (_hub, _link("https://huggingface.co/spaces/acme/space")),
    "an account": (_hub, _link("https://huggingface.co/acme")),
    "arXiv": (lambda: Arxiv(sleep=_awake), _paper("2106.09685")),
    "Semantic Scholar": (
        lambda: SemanticScholar(sleep=_awake),
        _paper("2106.09685"),
    ),
    "Crossref": (
        lambda: Crossref(sleep=_awake),
        _link("https://doi.org/10.1000/lora"),
    ),
    "the Anthology": (
        lambda: Anthology(sleep=_awake),
        _link("https://aclanthology.org/2022.acl-other.8/"),
    ),
    "PMLR": (
        lambda: Proceedings(sleep=_awake),
        _link("https://proceedings.mlr.press/v97/a19a.html"),
    ),
    "OpenReview": (
        lambda: OpenReview(sleep=_awake),
        _link("https://openreview.net/forum?id=abcdefghij"),
    ),
    "the archive": (
        lambda: Wayback(spacing=0, sleep=_awake),
        _link("https://a.example/"),
    ),
}
HUGE = 10**400
ODD: tuple[Any, ...] = (
    None, {"x": None}, [None], [], {}, "", "7", True, 7, -1, 2.5, float("nan"), HUGE, [[7]],
)  # fmt: skip


def _places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Everything inside a value, with where it stands; the value itself first."""
    yield place, value
    inner: Iterable[tuple[str | int, Any]] = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for name, one in inner:
        yield from _places(one, (*place, name))


def _with(value: Any, place: Place, other: Any) -> Any:
    """A copy of the value in which another stands at this place."""
    if not place:
        return other
    head, *rest = place
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[head] = _with(value[head], tuple(rest), other)
    return copy


def _is_odd_for(value: Any, other: Any, place: Place) -> bool:
    """Another type than agreed, or a number or a text that cannot be."""
    if type(value) is type(other):
        is_emptied = other in ("", [], {}) and not isinstance(place[-1:][0] if place else "", int)
        return is_emptied or other in (-1, HUGE)
    return not (value is None and isinstance(other, str | bool | int | list))


def _spoilt_json(body: bytes) -> Iterator[tuple[str, Any, bytes]]:
    answer = json.loads(body)
    for place, value in _places(answer):
        for other in ODD:
            if _is_odd_for(value, other, place):
                spoilt = json.dumps(_with(answer, place, other)).encode()
                yield f"{place} = {str(other)[:9]!r}", other, spoilt
    yield "nested without end", None, b"[" * 50_000
    yield "a number without end", None, b"9" * 50_000


def _spoilt_markup(body: bytes) -> Iterator[tuple[str, Any, bytes]]:
    """Each text between tags and in quotes: empty, left out, or beyond all bounds."""
    text = body.decode()
    for spot in re.finditer(r'(?<=>)[^<>\n]+(?=</)|(?<==")[^"\n]+(?=")', text):
        for other in ("", "9" * 5000, "x" * 50_000, "2106.09685v" + "9" * 5000, "<i/>"):
            spoilt = text[: spot.start()] + other + text[spot.end() :]
            yield f"{spot[0][:40]!r} = {other[:9]!r}", other, spoilt.encode()


def _ask(make: Callable[[], Source], query: Query) -> Observation:
    sources = SourceSet([make()])
    try:
        (seen,) = sources.look([query], NOW)
    finally:
        sources.close()
    assert not [note for tally in sources.tallies for note in tally.notes if "broke off" in note]
    return seen


class _Spoiling:
    """Keeps what a service says, then answers as a test wants in its place.

    Nothing goes over the network then: some two thousand answers would take minutes.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.good: list[httpx.Response] = []
        self.instead: bytes | None = None
        self._send = Exchange.send
        monkeypatch.setattr(Exchange, "send", lambda *given: self(*given))

    def __call__(self, exchange: Exchange, request: httpx.Request, *more: Any) -> httpx.Response:
        if self.instead is None:
            self.good.append(self._send(exchange, request, *more))
            return self.good[-1]
        good = self.good[0]
        return httpx.Response(
            good.status_code, headers=good.headers, content=self.instead, request=request
        )


@pytest.mark.loopback
@pytest.mark.parametrize("name", SERVICES)
def test_no_value_is_made_of_an_odd_one(
    world: Box, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, query = SERVICES[name]
    world(SCENARIO)
    spoiling = _Spoiling(monkeypatch)
    good = _ask(make, query)
    assert isinstance(good, Found), good
    assert good.facts
    body = spoiling.good[0].content
    is_json = body.lstrip()[:1] in (b"{", b"[")
    cases = list((_spoilt_json if is_json else _spoilt_markup)(body))
    assert len(cases) > 10
    answers = set()
    few = cases[:: 1 + len(cases) // 250]  # each field of the longest answers has a few of them
    for case, other, spoiling.instead in few:
        seen = _ask(make, query)
        answers.add(type(seen))
        _check(case, other, good, seen)
    assert Unsure in answers or not is_json


def _check(case: str, other: Any, good: Found, seen: Observation) -> None:
    """`kind` is our word for what the others say together; a text for a text is what it says."""
    if isinstance(seen, Unsure):
        assert seen.why, case
        return
    assert isinstance(seen, Found), (case, seen)
    made = {name: one for name, one in seen.facts.items() if one != good.facts.get(name)}
    texts = {name for name, one in good.facts.items() if isinstance(one, str)}
    for name in made.keys() - {"kind"}:
        assert name in texts, (case, made)
        assert made[name] == other, (case, made)


FACTS: Sequence[tuple[str, Any]] = [
    ("stars", "12"), ("stars", True), ("stars", -1), ("stars", 2**60), ("stars", 1.5),
    ("licence", 7), ("licence", "x" * 30_000), ("created", "yesterday"), ("created", 20230214),
    ("archived", "no"), ("tags", "x"), ("tags", (1,)), ("gated", 7), ("models", "3"), ("id", ()),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "value"), FACTS, ids=str)
def test_one_odd_fact_leaves_nothing_known(fact: str, value: Any) -> None:
    reference = Reference.of(Kind.REPO, "o/r")
    facts = {"stars": 3, fact: value}
    for seen in (
        Found(reference=reference, source="github", at=NOW, evidence="x", facts=facts),
        Moved(reference=reference, source="github", at=NOW, evidence="x", facts=facts,
              to=Reference.of(Kind.REPO, "o/s"), certain=True),
    ):  # fmt: skip
        unsure = of_shape(seen)
        assert isinstance(unsure, Unsure)
        assert unsure.reason is Reason.BAD_ANSWER
        assert unsure.why == f"the answer has an odd value of '{fact}'"


def test_every_documented_fact_has_a_shape() -> None:
    """The table of facts in the docstring names nothing that may come in any form."""
    text = Path(observation.__file__).read_text(encoding="utf-8")
    table = text.partition("The field names all sources share:")[2].partition("The source `card`")[
        0
    ]
    table = re.sub(r"\([^()]*\)", "", re.sub(r"^[a-z]+ +(?=\w)", "", table, flags=re.MULTILINE))
    named = re.findall(r"(?:^|[,;:]) *([a-z_]+) *(?=[,;]|$)", table, re.MULTILINE)
    assert len(named) > 60
    assert not set(named) - SHAPES.keys()
