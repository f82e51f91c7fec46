"""What becomes of every link of a list, and the right edit of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.fates import DEAD, MOVE, STAY, Fate, Stage, address, chosen, digest
from benchmarks.fates_of_hosts import WHOLE
from benchmarks.fates_of_links import SINGLE
from benchmarks.hostile_world import HostileSource
from bot.model.entry import Registry
from bot.model.reference import Kind, Reference, read_link, relocate
from bot.model.verdict import is_same_page
from bot.run.steps.queries import described

MOST_LINKS = 150
"""Links of one list that are asked over the wire; the others are well."""
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_ALIKE = 3
"""One host in so many answers for all its links alike."""
OTHERS = ("there", "renamed", "gone", "gone once", "no answer")
"""What becomes of repositories; papers and what is on the Hub are there."""


@dataclass
class Plan:
    """What becomes of the links of one list: the right edit by address, the fate's name."""

    right: dict[str, str] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    questions: set[str] = field(default_factory=set)
    stages: list[Stage] = field(default_factory=list)
    source: HostileSource = field(default_factory=HostileSource)

    def add(self, url: str, fate: str, right: str) -> None:
        self.right[url], self.fates[url] = right, fate


def planned(registry: Registry) -> Plan:
    """The fates of a list's links; the right edit is a new address, DEAD, or none."""
    plan = Plan()
    abouts = {link.link.url: described(entry) for entry, link in registry.links()}
    listed = {address(url): url for url in abouts}
    for url in sorted(abouts, key=digest):
        reference = read_link(url).reference
        if reference.kind is Kind.PAGE:
            if len(plan.stages) < MOST_LINKS and url.startswith("http"):
                _stage(plan, Stage(url, abouts[url]), listed)
        else:
            _other(plan, url, reference)
    return plan


def _stage(plan: Plan, stage: Stage, listed: Mapping[str, str]) -> None:
    if not _HOST.fullmatch(stage.host) or "\\" in stage.url:
        return  # a backslash is asked for as a slash, which would be no address of the stage
    if any(is_same_page(stage.url, other.url) for other in plan.stages):
        return
    whole = int(digest(stage.host), 16) % _ALIKE == 0
    own = WHOLE[int(digest(f"host {stage.host}"), 16) % len(WHOLE)]
    fate: Fate = own if whole else chosen(SINGLE, stage)
    fate.set_up(stage)
    other = listed.get(address(stage.target), stage.url) if stage.target else stage.url
    is_listed = not is_same_page(other, stage.url)
    fragment = f"#{stage.url.partition('#')[2]}" if "#" in stage.url else ""
    right = {STAY: "", DEAD: DEAD, MOVE: stage.target + fragment}[fate.right]
    plan.add(stage.url, fate.name, "" if is_listed else right)
    if fate.is_question or is_listed:
        plan.questions.add(stage.url)
    plan.stages.append(stage)


def _other(plan: Plan, url: str, reference: Reference) -> None:
    number = int(digest(reference.key), 16) % 100
    if reference.kind is not Kind.REPO or number >= 14:
        plan.add(url, "repository: there", "")
    elif number < 5:
        to = Reference.of(Kind.REPO, f"new-{digest(reference.key)[:6]}/renamed")
        plan.source.moves = {**plan.source.moves, reference.key: to}
        plan.add(url, "repository: renamed", relocate(read_link(url), to))
    elif number < 8:
        plan.source.gone = {**plan.source.gone, reference.key: {0, 1, 2, 3}}
        plan.add(url, "repository: gone", DEAD)
    elif number < 11:
        plan.source.gone = {**plan.source.gone, reference.key: {1}}
        plan.add(url, "repository: gone once", "")
    else:
        plan.source.silent.add(reference.key)
        plan.add(url, "repository: no answer", "")
