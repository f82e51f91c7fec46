"""A small list to test judgement with: three entries, one table, everything in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.lists.read import read_state
from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, parse_snapshot, snapshot_text
from bot.model.change import Answers, OpenQuestion, Proposal
from bot.model.dashboard import Sender
from bot.model.decision import Topic
from bot.model.entry import Registry
from bot.model.memory import Memory
from bot.model.observation import Facts, Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.options.policy import Policy
from bot.model.reference import Reference, read_link
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.state import State
from bot.run.steps.outcome import Outcome, draw_outcome, settle
from bot.run.steps.visible import VisibleChanges

NOW = datetime(2026, 11, 24, 6, 17, tzinfo=UTC)
NOBODY = Sender()
TODAY = "2026-11-24"
ROOT = Path(__file__).parent.parent

LIST = """\
version: 1
title: A small list
sections:
  - id: tools
    title: Tools
    kinds: [tool]
    columns: [name, description, licence, reach]
    text_column: description
"""
TOOLS = """\
entries:
  # the first of them
  - id: alpha
    kind: tool
    name: Alpha
    section: tools
    description: Does one thing.
    links:
      code: https://github.com/old/alpha  # kept since 2020
  - id: beta
    kind: tool
    name: Beta
    section: tools
    links: {code: "https://github.com/acme/beta", site: 'https://beta.example/tour'}
  - id: gamma
    kind: tool
    name: Gamma
    section: tools
    licence: MIT
    links:
      hub:
        - https://huggingface.co/acme/gamma-7b
        - https://huggingface.co/acme/gamma-13b
"""
README = """\
# A small list

Words of a person.

<!-- listkeeper:begin tools -->
<!-- listkeeper:end tools -->

More words.
"""


def templates() -> dict[str, str]:
    folder = ROOT / "templates"
    names = ["_table.md.j2", "tools.md.j2", "title.md.j2", "pull_request.md.j2", "summary.md.j2"]
    names += ["dashboard.md.j2", "_words.md.j2", "_changes.md.j2"]
    return {f"templates/{name}": (folder / name).read_text(encoding="utf-8") for name in names}


def documents(**changed: str) -> dict[str, str]:
    files = {
        "README.md": README,
        "registry/list.yml": LIST,
        "registry/tools.yml": TOOLS,
        **templates(),
    }
    return files | changed


def reference(url: str) -> Reference:
    return read_link(url).reference


def found(url: str, facts: Facts | None = None, source: str = "github") -> Found:
    return Found(reference=reference(url), source=source, at=NOW, evidence=url, facts=facts or {})


def moved(
    url: str, to: str, facts: Facts | None = None, *, certain: bool = True, source: str = "github"
) -> Moved:
    return Moved(
        reference=reference(url),
        source=source,
        at=NOW,
        evidence=to,
        to=reference(to),
        certain=certain,
        facts=facts or {},
    )


def gone(url: str, source: str = "github") -> Gone:
    return Gone(reference=reference(url), source=source, at=NOW, evidence=url, why="404")


def unsure(url: str, source: str = "github") -> Unsure:
    return Unsure(
        reference=reference(url),
        source=source,
        at=NOW,
        evidence=url,
        reason=Reason.TIMEOUT,
        why="no answer in 20 s",
    )


def asked(value: str | int | bool, source: str = "github", day: str = "2026-11-01") -> FetchedValue:
    return FetchedValue(value, source, day, "https://example.org/evidence")


def snapshot(**values: dict[str, FetchedValue]) -> Snapshot:
    """Keys are written `repo__acme__beta`."""
    return Snapshot(
        {key.replace("__", ":", 1).replace("__", "/"): fields for key, fields in values.items()}
    )


@dataclass(frozen=True)
class Judged(Outcome):
    """An outcome, and the same judgement over other files."""

    again: Callable[[dict[str, str]], Judged] = field(compare=False, repr=False, kw_only=True)


def decide(
    state: State,
    observations: Sequence[Observation],
    answers: Answers,
    now: datetime = NOW,
    sender: Sender = NOBODY,
) -> Outcome:
    """Judge one run and draw its proposals; a run without observations queried nobody."""
    settled = settle(VisibleChanges(state), observations, answers, now)
    return draw_outcome(settled, now, queried=bool(observations), sender=sender)


def judge(
    observations: list[Observation],
    *,
    shown: Snapshot | None = None,
    memory: Memory | None = None,
    answers: Answers | None = None,
    files: dict[str, str] | None = None,
    pending: Mapping[str, Mapping[str, str]] | None = None,
    policy: Policy | None = None,
    now: datetime = NOW,
    sender: Sender = NOBODY,
) -> Judged:
    kept = {} if shown is None else {OBSERVED: snapshot_text(shown)}

    def over(files: dict[str, str]) -> Judged:
        files = kept | files
        state = read_state(files)
        state = replace(
            state,
            settings=replace(state.settings, policy=policy or state.settings.policy),
            memory=memory or Memory(),
            pending={
                topic: parse_snapshot(texts.get(OBSERVED))
                for topic, texts in (pending or {}).items()
            },
        )
        outcome = decide(state, observations, answers or Answers(), now, sender)
        for one in outcome.news.doubts:
            assert is_answerable(one), f"a person cannot answer this: {one}"
        return Judged(
            **{one.name: getattr(outcome, one.name) for one in fields(outcome)}, again=over
        )

    return over(dict(files or documents()) | kept)


def is_answerable(question: OpenQuestion) -> bool:
    """Whether it has a box that does it, or a file, a line and what is written there."""
    can_be_ticked = bool(question.action and question.change[0])
    place, _, line = question.place.rpartition(":")
    return can_be_ticked or bool(place and line.isdecimal() and (question.paste or question.now))


def merged(outcome: Judged, files: dict[str, str], order: Sequence[str] = ()) -> dict[str, str]:
    """The files after somebody merged all that was proposed, one proposal after the other.

    What is left open is updated after each merge, as the bot does.
    """
    after, latest = dict(files), outcome
    for topic in [*(order or Topic)] * 2:
        for proposal in latest.proposals:
            if proposal.topic == topic:
                after |= proposal.files
                latest = outcome.again(after)
                break
    return after


def open_ones(outcome: Outcome) -> dict[str, dict[str, str]]:
    """The files of what would now be open, by topic."""
    return {proposal.topic: dict(proposal.files) for proposal in outcome.proposals}


def of(outcome: Outcome, topic: str) -> Proposal:
    """The one proposal of a topic."""
    (proposal,) = [one for one in outcome.proposals if one.topic == topic]
    return proposal


def registry_of(files: dict[str, str]) -> Registry:
    return load(files)[0]
