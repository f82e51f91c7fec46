"""What the real services said, as scenario files of the world."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.model.observation import Facts, Found, Moved
from bot.model.reference import Reference
from tests.smoke.questions import Answered

_REPO = {
    "stars": "stars",
    "forks": "forks",
    "licence": "license",
    "archived": "archived",
    "created": "created",
    "pushed": "pushed",
    "description": "description",
    "homepage": "homepage",
}
_MODEL = {
    "downloads": "downloads",
    "likes": "likes",
    "licence": "license",
    "created": "created",
    "pipeline": "pipeline",
    "library": "library",
}
_PAPER = {
    name: name
    for name in ("title", "authors", "published", "comment", "journal", "doi", "category")
}


def scenario_of(answered: Mapping[str, Answered]) -> dict[str, Any]:
    """The parts of a scenario that answer as these services did."""
    parts: dict[str, Any] = {"repos": {}, "hub": {"models": {}}, "papers": {}, "wayback": {}}
    parts["venues"] = {"semanticscholar": {}, "crossref": {}}
    for name, one in answered.items():
        if isinstance(one.seen, Found | Moved):
            _SAVED[name](parts, _own(one.seen), one.seen.facts)
    return parts


def write(parts: Mapping[str, Any], folder: Path) -> None:
    """One file a part, as `tests.world.scenario` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    yaml = YAML()
    for name, part in parts.items():
        with (folder / f"{name}.yml").open("w", encoding="utf-8") as file:
            yaml.dump(part, file)


def _own(seen: Found | Moved) -> Reference:
    return seen.to if isinstance(seen, Moved) else seen.reference


def _taken(facts: Facts, names: Mapping[str, str]) -> dict[str, Any]:
    taken = {own: facts[name] for name, own in names.items() if name in facts}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in taken.items()
    }


def _repo(parts: dict[str, Any], own: Reference, facts: Facts) -> None:
    parts["repos"][own.name] = _taken(facts, _REPO)


def _model(parts: dict[str, Any], own: Reference, facts: Facts) -> None:
    record = _taken(facts, _MODEL)
    # the Hub writes licences in small letters
    parts["hub"]["models"][own.name] = record | (
        {"license": str(record["license"]).lower()} if "license" in record else {}
    )


def _paper(parts: dict[str, Any], own: Reference, facts: Facts) -> None:
    parts["papers"][own.name] = _taken(facts, _PAPER)


def _scholar(parts: dict[str, Any], own: Reference, facts: Facts) -> None:
    record = _taken(facts, {"title": "title", "venue": "place", "year": "year", "doi": "doi"})
    record["type"] = facts.get("kind", "")
    parts["venues"]["semanticscholar"][own.name] = record


def _crossref(parts: dict[str, Any], own: Reference, facts: Facts) -> None:
    record = _taken(facts, {"title": "title", "venue": "container", "year": "year"})
    record["type"] = "journal-article" if facts.get("kind") == "journal" else "proceedings-article"
    doi = str(facts.get("doi") or own.name.partition("doi.org/")[2])
    parts["venues"]["crossref"][doi] = record


def _capture(parts: dict[str, Any], own: Reference, facts: Facts) -> None:
    stamp = str(facts["archived_copy"]).split("/web/")[1].partition("/")[0]
    parts["wayback"][own.name] = [[stamp, 200]]


_SAVED = {
    "github": _repo,
    "hub": _model,
    "arxiv": _paper,
    "semanticscholar": _scholar,
    "crossref": _crossref,
    "wayback": _capture,
}
