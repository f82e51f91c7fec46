"""Refresh real READMEs in a hostile world, and hold every edit against the right one.

    python -m benchmarks.hostile CLONES [NAME] [--diff]

CLONES is a folder of clones as `benchmarks.clones` describes it. Twenty of its lists are refreshed
on four days in a world where every host answers, each link in one of the ways of
`benchmarks.fates_of_links`: the links of a host all alike, or each by itself. Which fate a link has
depends on its address alone. An edit is right only if the link moved to a page that lasts and is
the entry's, or was gone for the days of the policy. `--diff` prints the changed lines.
"""

from __future__ import annotations

import difflib
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks.clones import Clone, find_clones
from benchmarks.fates import DEAD, MOVE, STAY, Fate, Stage, address, chosen, digest
from benchmarks.fates_of_links import SINGLE, WHOLE
from benchmarks.hand_written import listed_files
from benchmarks.hostile_world import HostileSource, HostileWorld, StagedWeb, running
from bot.judge.links import link_field
from bot.lists.read import read_state
from bot.lists.readme.edit import DEAD_NOTE
from bot.lists.registry.load import shipped_templates
from bot.model.entry import Registry
from bot.model.reference import Kind, Reference, read_link, relocate
from bot.model.verdict import is_same_page
from bot.parsing.source.document import read_document
from bot.publish.local import FolderPublisher
from bot.run.refresh import RefreshResult, refresh
from bot.run.steps.observations import ObservationStore
from bot.run.steps.queries import described
from bot.run.steps.services import Services
from bot.sources.dispatch import SourceSet
from tests.build import NOW

DAYS = (0, 3, 5, 8)
"""Days on which the list is refreshed; a link is dead when it was gone on three of them."""
MOST_LINKS = 150
"""Links of one list that are asked over the wire; the others are well."""
LISTS = 20
_ALIKE = 3
"""One host in so many answers for all its links alike."""
_OTHERS = {
    "repository: there": STAY,
    "repository: renamed": MOVE,
    "repository: gone": DEAD,
    "repository: gone once": STAY,
    "repository: no answer": STAY,
}


@dataclass
class Plan:
    """What becomes of the links of one list: the right edit by address, the fate's name."""

    right: dict[str, str] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    asks: set[str] = field(default_factory=set)
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
        elif not read_link(url).place.tree:
            _other(plan, url, reference)
    return plan


def _stage(plan: Plan, stage: Stage, listed: Mapping[str, str]) -> None:
    if ":" in stage.host or not stage.host.isascii() or "." not in stage.host:
        return
    if any(is_same_page(stage.url, other.url) for other in plan.stages):
        return
    whole = int(digest(stage.host), 16) % _ALIKE == 0
    fate: Fate = chosen(WHOLE, stage, stage.host) if whole else chosen(SINGLE, stage, "")
    if whole:  # the same for all links of the host
        fate = WHOLE[int(digest(f"host {stage.host}"), 16) % len(WHOLE)]
    fate.set_up(stage)
    other = listed.get(address(stage.target), stage.url) if stage.target else stage.url
    is_listed = not is_same_page(other, stage.url)
    fragment = f"#{stage.url.partition('#')[2]}" if "#" in stage.url else ""
    right = {STAY: "", DEAD: DEAD, MOVE: stage.target + fragment}[fate.right]
    plan.add(stage.url, fate.name, "" if is_listed else right)
    if fate.asks or is_listed:
        plan.asks.add(stage.url)
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


def refreshed(
    files: Mapping[str, str], plan: Plan, world: HostileWorld
) -> tuple[dict[str, str], list[RefreshResult]]:
    """The files after all days, and what each day's run came to."""
    results = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
        staged = {read_link(stage.url).reference.key: stage for stage in plan.stages}
        world.enter(plan.stages)
        for run, day in enumerate(DAYS):
            world.day = plan.source.day = run
            now = {path: _text(root / path) for path in files}
            services = Services(
                SourceSet([StagedWeb(staged), plan.source]),
                SourceSet([]),
                FolderPublisher(root),
                ObservationStore(root),
            )
            documents = {**shipped_templates(), **now}
            results.append(refresh(documents, services, NOW + timedelta(days=day)))
        return {path: _text(root / path) for path in files}, results


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def edits_of(before: str, after: str) -> list[tuple[str, str]] | None:
    """Each address that is another now or is noted as dead; None where any other byte differs."""
    old, bare = read_document(before), after.replace(DEAD_NOTE, "")
    new = read_document(bare)
    if len(old.links) != len(new.links):
        return None
    edits, at, kept = [], 0, []
    for one, two in zip(old.links, new.links, strict=True):
        if one.url != two.url:
            edits.append((one.url, two.url))
        if one.start is not None and one.end is not None and one.start >= at:
            kept += [old.raw[at : one.start], new.raw[two.start : two.end]]
            at = one.end
    kept.append(old.raw[at:])
    if b"".join(kept) != new.raw:
        return None
    marked = read_document(after)
    for link in marked.links:
        if link.end is not None and marked.raw[link.whole[1] :].startswith(DEAD_NOTE.encode()):
            edits.append((link.url, DEAD))
    return edits


@dataclass
class Counted:
    """Edits by what they are worth."""

    by_fate: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, fate: str, what: str) -> None:
        self.by_fate.setdefault(fate, Counter())[what] += 1


def count(
    clone: str,
    plan: Plan,
    edits: Sequence[tuple[str, str]],
    results: Sequence[RefreshResult],
    counted: Counted,
) -> None:
    """Hold the edits of one list against the right ones."""
    made = {before: after for before, after in edits}
    asked = _asked(results[-1])
    for url, right in plan.right.items():
        fate, edit = plan.fates[url], made.pop(url, "")
        if edit != right and edit:
            counted.wrong.append(f"{clone}: {fate}: {url} → {edit}, not {right or 'the same'}")
        outcome = _outcome(edit, right, url in asked, url in plan.asks)
        counted.note(fate, outcome)
    for url, edit in made.items():
        counted.wrong.append(f"{clone}: not planned: {url} → {edit}")


def _outcome(edit: str, right: str, is_asked: bool, asks: bool) -> str:
    if edit and edit != right:
        return "wrong"
    if edit:
        return "right"
    if right:
        return "asked" if is_asked else "missed"
    return "asked" if is_asked else "missed" if asks else "left"


def _asked(result: RefreshResult) -> set[str]:
    fields = {(one.entry, one.field) for one in result.outcome.news.doubts}
    registry = result.outcome.news.registry
    return {
        link.link.url
        for entry, link in registry.links()
        if (entry.id, link_field(entry, link)) in fields
    }


def measure(clone: Clone, world: HostileWorld, counted: Counted, *, shows: bool) -> str:
    """Refresh one list, count its edits, and give its row of the table."""
    files = {
        path: text.decode("utf-8", "surrogateescape") for path, text in listed_files(clone).items()
    }
    plan = planned(read_state(files).registry)
    after, results = refreshed(files, plan, world)
    edits: list[tuple[str, str]] = []
    for path, text in files.items():
        found = edits_of(text, after[path])
        if found is None:
            counted.wrong.append(f"{clone.repository}: {path}: other bytes changed")
        edits += found or []
        if shows:
            lines = difflib.unified_diff(
                text.splitlines(), after[path].splitlines(), path, path, "", "", 0, ""
            )
            print("\n".join(lines))
    wrong = len(counted.wrong)
    count(clone.repository, plan, edits, results, counted)
    own = len(counted.wrong) - wrong
    moves = sum(after != DEAD for _, after in edits)
    return f"| {clone.repository} | {len(plan.right)} | {len(plan.stages)} | {moves} | {len(edits) - moves} | {own} |"


def main(words: Sequence[str]) -> None:
    shows = "--diff" in words
    folder, *only = [word for word in words if not word.startswith("--")]
    clones, _ = find_clones(Path(folder), *only)
    counted, world = Counted(), HostileWorld()
    print("| list | links | over the wire | addresses changed | noted as dead | wrong |")
    print("|---|--:|--:|--:|--:|--:|")
    with running(world):
        for clone in clones[:LISTS]:
            print(measure(clone, world, counted, shows=shows), flush=True)
    print(f"\n{world.requests:,} requests\n")
    print("| what becomes of the link | right edits | left as it is | asked | missed | wrong |")
    print("|---|--:|--:|--:|--:|--:|")
    for fate in [*(one.name for one in (*SINGLE, *WHOLE)), *_OTHERS]:
        found = counted.by_fate.get(fate, Counter())
        cells = " | ".join(
            str(found[name]) for name in ("right", "left", "asked", "missed", "wrong")
        )
        print(f"| {fate} | {cells} |")
    for line in counted.wrong:
        print(f"WRONG {line}")


if __name__ == "__main__":
    main(sys.argv[1:])
