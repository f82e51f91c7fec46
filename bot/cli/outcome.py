"""A refresh as the runner sees it: outputs, annotations, and whether the step fails."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from bot.cli.runner import Conclusion, print_result, report_outcome
from bot.cli.terminal import Parts
from bot.config.environment import ActionsFiles
from bot.config.event import RunnerEvent
from bot.config.list_file import LIST
from bot.model.change import Change
from bot.model.decision import Topic
from bot.model.errors import Where
from bot.model.observation import Unsure
from bot.publish.actions import Note
from bot.publish.base import Publisher
from bot.render.markdown import escape
from bot.render.reports.refresh import ProposalReport
from bot.run.refresh import RefreshResult
from bot.sources.table import FIRST_ROUND

_CHANGED = {"created", "updated", "written", "closed"}
_OPEN = {"pushed", "created", "updated", "unchanged", "held", "shown"}
FAIL_ON = ("never", "gone", "moved", "unsure")
"""Each word includes those between it and `never`."""


def report_run(
    actions: ActionsFiles,
    run: RefreshResult,
    root: Path,
    text: Parts,
    report: str,
    output: Path | None,
    fail_on: str = "never",
) -> Conclusion:
    """Print a run, report it to the runner, and return its conclusion.

    `text` is for people, `report` the JSON if requested, `output` the file for it.
    """
    print_result(actions, text, output, report, markup=True)
    word = _conclusion(run, fail_on)
    report_outcome(
        actions,
        word,
        summary=run.summary,
        outputs=_outputs(run, output if report else None),
        notes=_notes(run),
        root=root,
    )
    return word


def may_start(publisher: Publisher, event: RunnerEvent, actions: ActionsFiles) -> bool:
    """Whether whoever caused the event may let the bot write; reported if not.

    A member of an organisation need not be allowed to write to the list. Raises PublishError.
    """
    if event.is_of_a_writer or publisher.may_write(event.sender):
        return True
    who = event.sender or "nobody who is named"
    message = f"Nothing was done: {who} started this run ({event.name}) and may not write here."
    print_result(actions, message)
    report_outcome(actions, "clean", summary=f"## listkeeper\n\n{escape(message)}\n")
    return False


def proposals(run: RefreshResult) -> list[ProposalReport]:
    """The result for each proposal."""
    return [ProposalReport(**asdict(results)) for results in run.results]


def _outputs(run: RefreshResult, report: Path | None) -> dict[str, str]:
    """Every output of the action, as text; `report` is the path of the JSON report."""
    changed = any(results.operation in _CHANGED for results in run.results)
    return {
        "changed": str(changed).lower(),
        "proposals": json.dumps([one.model_dump() for one in proposals(run)]),
        "dead": str(len(_dead(run))),
        "moved": str(len(run.outcome.news.of(Topic.MOVED))),
        "unsure": str(_unsure(run)),
        "questions": str(len(run.outcome.questions)),
        "report": str(report or ""),
    }


def _conclusion(run: RefreshResult, fail_on: str) -> Conclusion:
    """One word for the run; `findings` when `fail_on` makes it fail."""
    counts = (
        len(_dead(run)),
        len(run.outcome.news.of(Topic.MOVED)),
        _unsure(run),
    )
    if any(counts[: FAIL_ON.index(fail_on)]):
        return "findings"
    if refusals(run):
        return "error"
    if run.outcome.news.outages:
        return "outage"
    return "proposed" if any(results.operation in _OPEN for results in run.results) else "clean"


def refusals(run: RefreshResult) -> list[str]:
    """What GitHub refused, each with what to do."""
    return [results.note for results in run.results if results.operation == "failed"]


def _notes(run: RefreshResult) -> list[Note]:
    """A warning at the row of each link that died or moved: finding them is no error."""
    registry = run.outcome.news.registry
    found = []
    for word, changes in (("dead", _dead(run)), ("moved", run.outcome.news.of(Topic.MOVED))):
        for change in changes:
            entry = registry.entry(change.entry)
            where = entry.where if entry else Where(LIST)
            found.append(Note("warning", where, f"{word}: {change.before} ({change.why})"))
    return found


def _dead(run: RefreshResult) -> list[Change]:
    """Links that are dead by this run; not those that answer again."""
    return [one for one in run.outcome.news.of(Topic.DEAD) if not one.revives]


def _unsure(run: RefreshResult) -> int:
    """Links, not questions of the second round."""
    seen = (one for one in run.observations if one.source in FIRST_ROUND)
    return len({one.reference.key for one in seen if isinstance(one, Unsure)})
