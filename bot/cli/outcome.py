"""A refresh as a runner is told of it: outputs, annotations, and whether the step fails."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from bot.cli.runner import Conclusion
from bot.model.change import Topic
from bot.model.errors import Where
from bot.model.observation import Unsure
from bot.publish.actions import Note
from bot.render.reports.refresh import ProposalReport
from bot.run.refresh import Run

_CHANGED = {"created", "updated", "written", "closed"}
_OPEN = {"pushed", "created", "updated", "unchanged", "held", "shown"}
_OF_LINKS = {"github", "hub", "arxiv", "web"}
FAIL_ON = ("never", "gone", "moved", "unsure")
"""Each word includes those between it and `never`."""


def proposals(run: Run) -> list[ProposalReport]:
    """What became of each proposal."""
    return [ProposalReport(**asdict(told)) for told in run.told]


def outputs(run: Run, report: Path | None) -> dict[str, str]:
    """Every output of the action, as text; `report` is the path of the JSON report."""
    changed = any(told.operation in _CHANGED for told in run.told)
    return {
        "changed": str(changed).lower(),
        "proposals": json.dumps([one.model_dump() for one in proposals(run)]),
        "dead": str(len(run.outcome.news.of(Topic.DEAD))),
        "moved": str(len(run.outcome.news.of(Topic.MOVED))),
        "unsure": str(_unsure(run)),
        "questions": str(len(run.outcome.questions)),
        "report": str(report or ""),
    }


def conclusion(run: Run, fail_on: str) -> Conclusion:
    """One word for the run; `findings` when `fail_on` says that it fails."""
    counts = (
        len(run.outcome.news.of(Topic.DEAD)),
        len(run.outcome.news.of(Topic.MOVED)),
        _unsure(run),
    )
    if any(counts[: FAIL_ON.index(fail_on)]):
        return "findings"
    if refusals(run):
        return "error"
    if run.outcome.news.outages:
        return "outage"
    return "proposed" if any(told.operation in _OPEN for told in run.told) else "clean"


def refusals(run: Run) -> list[str]:
    """What GitHub refused, each with what to do."""
    return [told.note for told in run.told if told.operation == "failed"]


def notes(run: Run) -> list[Note]:
    """A warning at the row of each link that died or moved: to find them is no error."""
    registry = run.outcome.news.registry
    found = []
    for topic, word in ((Topic.DEAD, "dead"), (Topic.MOVED, "moved")):
        for change in run.outcome.news.of(topic):
            entry = registry.entry(change.entry)
            where = entry.where if entry else Where("registry/list.yml")
            found.append(Note("warning", where, f"{word}: {change.before} ({change.why})"))
    return found


def _unsure(run: Run) -> int:
    """Links, not questions of the second round."""
    seen = (one for one in run.observations if one.source in _OF_LINKS)
    return len({one.reference.key for one in seen if isinstance(one, Unsure)})
