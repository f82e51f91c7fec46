"""Evaluation results that a model's repository publishes, each with its source. Pure.

https://huggingface.co/docs/hub/eval-results
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from bot.model.entry import Entry
from bot.model.fields import EVALUATIONS
from bot.model.reference import Kind, Reference, read_link
from bot.model.snapshot import Snapshot
from bot.model.values.sizes import label_count, label_in

MOST_RESULTS = 15
"""Most results of its repositories that are shown of one entry, in the order of benchmarks."""
_LONGEST = 80


@dataclass(frozen=True, order=True)
class Evaluation:
    """One score. `size` names the repository of a family it belongs to; empty for the only one."""

    benchmark: str
    size: str
    setting: str
    score: str
    source: str

    def __str__(self) -> str:
        size = f"{self.size}: " if self.size else ""
        setting = f" ({self.setting})" if self.setting else ""
        return f"{size}{self.benchmark} {self.score}{setting}"


def evaluations(entry: Entry, snapshot: Snapshot) -> list[tuple[Reference, Evaluation]]:
    """The results with a source: those of its row, then those its repositories publish."""
    models = dict.fromkeys(
        link.link.reference for link in entry.links if link.link.reference.kind is Kind.MODEL
    )
    found: dict[Evaluation, Reference] = {}
    for reference in models:
        asked = snapshot.get(reference, EVALUATIONS)
        texts = asked.value if asked and isinstance(asked.value, tuple) else ()
        size = (label_in(reference.name) or reference.name) if len(models) > 1 else ""
        for text in texts:
            read = _read(text, size)
            if read:
                found.setdefault(read, reference)
    curated = {
        Evaluation(one.benchmark, one.size, one.setting, one.score, one.source): read_link(
            one.source
        ).reference
        for one in entry.results
    }
    published = [one for one in sorted(found, key=_in_order) if one not in curated]
    return [
        *((curated[one], one) for one in sorted(curated, key=_in_order)),
        *((found[one], one) for one in published[:MOST_RESULTS]),
    ]


def _in_order(one: Evaluation) -> tuple[str, float, Evaluation]:
    """By benchmark, of each the smallest model first."""
    return one.benchmark, label_count(one.size), one


def _read(text: str, size: str) -> Evaluation | None:
    try:
        raw = json.loads(text)
        benchmark, source = _line(raw["benchmark"]), str(raw["source"])
        score = f"{float(raw['score']):.4g}"
    except (ValueError, TypeError, KeyError):
        return None
    if not benchmark or not re.fullmatch(r"https?://[^\s<>|\"]+", source):
        return None
    setting = ", ".join(filter(None, (_line(raw.get("metric", "")), _line(raw.get("setting", "")))))
    return Evaluation(benchmark, size, setting, score, source)


def _line(text: object) -> str:
    """Text from outside as one line of limited length."""
    return " ".join(str(text).split())[:_LONGEST]
