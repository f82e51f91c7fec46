"""`make smoke` against the world itself, so that the command is known to work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.model.observation import Found, Moved
from tests.smoke.__main__ import COMPOSED, MARK, main
from tests.smoke.questions import QUESTIONS, ask
from tests.smoke.shapes import Shape, drift, shape_of
from tests.world.faults import SHAPES
from tests.world.fixtures import MakeWorld
from tests.world.wire import Response
from tests.world.world import World

HOSTS = {
    "github": "api.github.com",
    "hub": "huggingface.co",
    "arxiv": "export.arxiv.org",
    "semanticscholar": "api.semanticscholar.org",
    "crossref": "api.crossref.org",
    "wayback": "web.archive.org",
}


@pytest.fixture
def real(world: MakeWorld) -> World:
    """What stands in for the real services."""
    return world(COMPOSED)


def test_services_that_answer_as_composed(
    real: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--output", str(tmp_path / "report.md")]) == 0
    out = capsys.readouterr().out
    assert [name for name in QUESTIONS if f"- **{name}** answers as composed" in out] == [
        *QUESTIONS
    ]
    assert (tmp_path / "report.md").read_text() == f"{MARK}\n{out}"
    asked = {one.host for one in real.records() if one.method != "CONNECT"}
    assert asked == set(HOSTS.values())


def test_nothing_is_written_anywhere(real: World) -> None:
    assert main([]) == 0
    for record in real.records():
        assert record.method in {"GET", "POST", "CONNECT"}
        assert b"mutation" not in record.body


@pytest.mark.parametrize("name", ["github", "hub", "semanticscholar", "crossref"])
@pytest.mark.parametrize("shape", ["wrong types", "an empty object"])
def test_a_service_that_drifts_is_named(
    real: World, name: str, shape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    real.worsen(HOSTS[name], SHAPES[shape])
    assert main([]) == 1
    out = capsys.readouterr().out
    assert f"- **{name}** does not answer as `tests/world` composes it:\n  - " in out
    assert out.count("answers as composed") == len(QUESTIONS) - 1


def test_a_service_without_an_answer_is_no_drift(
    real: World, capsys: pytest.CaptureFixture[str]
) -> None:
    real.fault("export.arxiv.org", status=404)
    assert main([]) == 0
    assert "- **arxiv** could not be asked: " in capsys.readouterr().out


def test_without_a_network_nobody_could_be_asked(
    real: World, capsys: pytest.CaptureFixture[str]
) -> None:
    for host in HOSTS.values():
        real.fault(host, status=403)
    assert main([]) == 2
    assert capsys.readouterr().out.count("could not be asked") == len(QUESTIONS)


def test_what_is_recorded_answers_the_same(
    real: World, tmp_path: Path, world: MakeWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--record", str(tmp_path / "recorded")]) == 0
    before = facts(tmp_path / "before")
    world(tmp_path / "recorded")
    assert facts(tmp_path / "after") == before
    assert main([]) == 0
    assert "could not" not in capsys.readouterr().out


def facts(folder: Path) -> dict[str, Any]:
    found = {name: one.seen for name, one in ask(folder).items()}
    return {
        name: {fact: value for fact, value in seen.facts.items() if fact != "id"}
        for name, seen in found.items()
        if isinstance(seen, Found | Moved)
    }


def shape(value: Any) -> Shape:
    return shape_of(json.dumps(value).encode())


@pytest.mark.parametrize(
    ("composed", "sent", "lines"),
    [
        ({"a": 1}, {"a": 2.5, "b": "more"}, []),
        ({"a": 1}, {}, [".a is missing"]),
        ({"a": 1}, {"a": "1"}, [".a is text, not number"]),
        ({"a": 1}, {"a": None}, []),
        ({"a": None}, {"a": {"b": 1}}, []),
        ({"a": None}, {}, []),
        ({"a": {"b": 1}}, {"a": None}, []),
        ({"a": [{"b": 1}]}, {"a": []}, []),
        ({"a": [{"b": 1}]}, {"a": [{"c": 1}]}, [".a[].b is missing"]),
        ([{"a": True}], {"a": True}, ["the whole is object, not list", "[] is missing"]),
        ({"r0": {"x": 1}, "r1": {"x": 1}}, {"r0": {"x": 1}}, []),
    ],
)
def test_drift(composed: Any, sent: Any, lines: list[str]) -> None:
    found = drift(shape(composed), shape(sent))
    assert found[: len(lines)] == lines
    assert bool(found) is bool(lines)


def test_elements_of_what_is_no_json() -> None:
    assert drift(shape_of(b"<a><b/></a>"), shape_of(b"<a><c/></a>")) == ["<b> is missing"]
    assert drift(shape_of(b"<a/>"), shape_of(b"<a><c/></a>")) == []


def test_only_the_shape_of_an_answer_is_kept() -> None:
    secret = Response.of_json({"a": "what it says"})
    assert "what it says" not in repr(shape_of(secret.body))
