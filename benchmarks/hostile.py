"""Refresh real READMEs in a hostile world, and hold every edit against the right one.

    python -m benchmarks.hostile CLONES [NAME] [--diff]

CLONES is a folder of clones as `benchmarks.clones` describes it. Each of its lists is refreshed
on four days in a world where every host answers, each link in one of the ways of
`benchmarks.fates_of_hosts` and `benchmarks.fates_of_links`. Which fate a link has
depends on its address alone. An edit is right only if the link moved to a page that lasts and is
the entry's, or was gone for the days of the policy. `--diff` prints the changed lines.
"""

from __future__ import annotations

import difflib
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks.clones import Clone, find_clones
from benchmarks.fates import DEAD
from benchmarks.fates_of_hosts import WHOLE
from benchmarks.fates_of_links import SINGLE
from benchmarks.hand_written import listed_files
from benchmarks.hostile_edits import edits_of
from benchmarks.hostile_plan import OTHERS, Plan, planned
from benchmarks.hostile_world import HostileWorld, StagedWeb, running
from bot.judge.links import link_field
from bot.lists.read import read_state
from bot.lists.registry.load import shipped_templates
from bot.model.reference import read_link
from bot.publish.local import FolderPublisher
from bot.run.refresh import RefreshResult, refresh
from bot.run.steps.observations import ObservationStore
from bot.run.steps.services import Services
from bot.sources.dispatch import SourceSet
from tests.build import NOW

DAYS = (0, 3, 5, 8)
"""Days on which the list is refreshed; a link is dead when it was gone on three of them."""


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
    """Hold the edits of one list against the right ones; badges name a repository as it is now."""
    made = dict(edits)
    asked = _asked(results[-1])
    for url, right in plan.right.items():
        fate, edit = plan.fates[url], made.pop(url, "")
        if _is_badge(url, edit, plan):
            edit = right
        if edit != right and edit:
            counted.wrong.append(f"{clone}: {fate}: {url} → {edit}, not {right or 'the same'}")
        outcome = _outcome(edit, right, url in asked, url in plan.questions)
        counted.note(fate, outcome)
    gone = {url.partition("#")[0] for url, right in plan.right.items() if right == DEAD}
    for url, edit in made.items():
        is_of_gone = edit == DEAD and url.partition("#")[0] in gone  # the same page, another anchor
        if not is_of_gone and not _is_badge(url, edit, plan):
            counted.wrong.append(f"{clone}: not planned: {url} → {edit}")


def _is_badge(url: str, edit: str, plan: Plan) -> bool:
    """Whether a badge names a repository as it is called now."""
    if not edit or edit == DEAD:
        return False
    for one, to in plan.right.items():
        old, new = read_link(one).reference, read_link(to).reference
        if to and re.sub(re.escape(old.name), new.name, url, count=1, flags=re.I) == edit != url:
            return True
    return False


def _outcome(edit: str, right: str, is_asked: bool, is_question: bool) -> str:
    if edit and edit != right:
        return "wrong"
    if edit:
        return "right"
    if right:
        return "asked" if is_asked else "missed"
    return "asked" if is_asked else "missed" if is_question else "left"


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
    counts = (len(plan.right), len(plan.stages), moves, len(edits) - moves, own)
    return f"| {clone.repository} | {' | '.join(f'{one:,}' for one in counts)} |"


def main(words: Sequence[str]) -> None:
    shows = "--diff" in words
    folder, *only = [word for word in words if not word.startswith("--")]
    clones, _ = find_clones(Path(folder), *only)
    counted, world = Counted(), HostileWorld()
    print("| list | links | over the wire | addresses changed | noted as dead | wrong |")
    print("|---|--:|--:|--:|--:|--:|")
    with running(world):
        for clone in clones:
            print(measure(clone, world, counted, shows=shows), flush=True)
    print(f"\n{world.requests:,} requests\n")
    print("| what becomes of the link | right edits | left as it is | asked | missed | wrong |")
    print("|---|--:|--:|--:|--:|--:|")
    for fate in [
        *(one.name for one in (*SINGLE, *WHOLE)),
        *(f"repository: {one}" for one in OTHERS),
    ]:
        found = counted.by_fate.get(fate, Counter())
        cells = " | ".join(
            str(found[name]) for name in ("right", "left", "asked", "missed", "wrong")
        )
        print(f"| {fate} | {cells} |")
    for line in counted.wrong:
        print(f"WRONG {line}")


if __name__ == "__main__":
    main(sys.argv[1:])
