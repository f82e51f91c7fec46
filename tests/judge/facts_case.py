"""A list of models to judge facts with, and the short words for what was said of them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.judge.facts.changes import fact_changes
from bot.judge.facts.evidence import FactChanges
from bot.judge.ruling import Rules
from bot.lists.registry.load import load
from bot.model.entry import Registry
from bot.model.errors import Where
from bot.model.memory import Memory
from bot.model.observation import Facts, Found, Observation
from bot.model.options.policy import Policy
from bot.model.snapshot import Snapshot
from tests.build import LIST, TODAY, documents, found

PATH = "registry/models.yml"
HUB = "https://huggingface.co/"
CODE = "https://github.com/acme/fam"
ARXIV = "https://arxiv.org/abs/2301.00001"

_LIST = LIST.replace("kinds: [tool]", "kinds: [tool, model]")


def files(**fields: object) -> dict[str, str]:
    """A list with one model `fam`; values are written as YAML flow."""
    lines = "".join(f"    {name}: {value}\n" for name, value in fields.items())
    head = "entries:\n  - id: fam\n    kind: model\n    name: Fam\n    section: tools\n"
    if "name" in fields:
        head = head.replace("    name: Fam\n", "")
    texts = documents() | {"registry/list.yml": _LIST, PATH: head + lines}
    return {path: text for path, text in texts.items() if path != "registry/tools.yml"}


def registry(**fields: object) -> Registry:
    return load(files(**fields))[0]


def links(**roles: str | list[str]) -> str:
    parts = (
        f"{role}: {urls}" if isinstance(urls, str) else f"{role}: [{', '.join(urls)}]"
        for role, urls in roles.items()
    )
    return "{ " + ", ".join(parts) + " }"


def judged(
    listed: Registry,
    *observations: Observation,
    shown: Snapshot | None = None,
    pending: Snapshot | None = None,
    memory: Memory | None = None,
    refused: Mapping[tuple[str, str], Where] | None = None,
) -> FactChanges:
    pins = {one.id: one.pins for one in listed.entries}
    rules = Rules(Policy(), memory or Memory(), pins, refused or {})
    return fact_changes(
        listed, shown or Snapshot(), pending or Snapshot(), observations, rules, TODAY
    )


def weights(name: str, parameters: int = 0, **facts: object) -> Found:
    applied_changes: Facts = {**({"parameters": parameters} if parameters else {}), **facts}  # type: ignore[dict-item]
    return found(HUB + name, applied_changes, source="hub")


def code(**facts: str) -> Found:
    return found(CODE, facts)


def paper(url: str = ARXIV, source: str = "arxiv", **facts: str | int) -> Found:
    return found(url, facts, source=source)


def applied_changes(news: FactChanges) -> list[tuple[str, str, str]]:
    """Field, before and after of each applied change."""
    return [(one.field, one.before, one.after) for one in news.changes if one.ruling == "apply"]


def asked(news: FactChanges) -> list[str]:
    return [f"{one.field}: {one.doubt}" for one in news.doubts]
