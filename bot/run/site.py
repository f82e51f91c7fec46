"""The site of a list, out of what is at hand: its files, memory, last observations, history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from bot.judge.judgement import judge
from bot.judge.links import link_field
from bot.judge.memory import is_dead
from bot.lists.history import list_events
from bot.lists.memory import parse_memory
from bot.lists.read import read_state
from bot.lists.registry.load import LIST
from bot.lists.snapshot import EVIDENCE, parse_snapshot
from bot.model.change import Answers, OpenQuestion
from bot.model.entry import Registry
from bot.model.errors import InputError
from bot.model.memory import Memory
from bot.model.observation import Observation, Unsure
from bot.model.reference import relocate
from bot.model.snapshot import Snapshot
from bot.model.state import State
from bot.model.values.site import ListEvent, SiteContent
from bot.publish.local import FolderPublisher
from bot.render.site.outputs import SITE as SITE
from bot.render.site.outputs import SITE_ASSETS, draw_site
from bot.run.steps.observations import ObservationStore

_OURS = '<meta name="generator" content="listkeeper">'


def is_free(root: Path) -> bool:
    """Whether `site/` is not there, or is one that this wrote; another's is left alone."""
    index = root / SITE / "index.html"
    if not (root / SITE).exists():
        return True
    try:
        return _OURS in index.read_bytes().decode("utf-8", "replace")
    except OSError:
        return not any((root / SITE).iterdir()) if (root / SITE).is_dir() else False


def site_files(root: Path, documents: Mapping[str, str], address: str = "") -> dict[str, str]:
    """Path → text of every file of the site, `address` its future place. Raises InputError."""
    return draw_site(site_content(root, documents, address))


def site_content(root: Path, documents: Mapping[str, str], address: str = "") -> SiteContent:
    """What is known of the list below `root`; memory and evidence that cannot be read are none."""
    state = read_state(documents)
    recalled = FolderPublisher(root).recall((), ())
    memory, evidence = _memory(recalled.memory), _evidence(recalled.evidence)
    kept = ObservationStore(root).read() or ()
    events = [*list_events(root, state.files), *noticed_events(state, memory)]
    return SiteContent(
        registry=titled(state.registry, documents),
        snapshot=Snapshot({**evidence.values, **state.snapshot.values}),
        files={**documents, **shipped_assets()},
        memory=memory,
        observed=_latest(kept),
        events=sorted(events, key=lambda one: one.day, reverse=True),
        questions=_questions(replace(state, memory=memory, evidence=evidence, kept=kept)),
        address=address,
    )


def _questions(state: State) -> tuple[OpenQuestion, ...]:
    """What only a person can settle, by the observations that are kept; none where none are."""
    if not state.kept:
        return ()
    now = max(seen.at for seen in state.kept)
    return judge(state, (), Answers(), now).questions


def noticed_events(state: State, memory: Memory) -> Iterator[ListEvent]:
    """What the memory holds and the list does not show yet: certain moves, links that are dead.

    Each has the key of the event that git knows once it is merged; what people declined is none.
    """
    for entry, link in state.registry.links():
        key, url = link.link.reference.key, link.link.url
        move, trace = memory.moves.get(key), memory.traces.get(key)
        word = memory.declined.get(f"{entry.id}/{link_field(entry, link)}")
        if word and not word.returned:
            continue
        if move and move.certain and not link.dead_since:
            after = relocate(link.link, move.to)
            day = move.at.date().isoformat()
            yield ListEvent("moved", entry.id, entry.called, day, url, after)
        elif trace and not link.dead_since and is_dead(trace, state.settings.policy):
            # its first day, which stays: the last one is another with every run
            yield ListEvent("gone", entry.id, entry.called, trace.gone_on[0], url)


def titled(registry: Registry, documents: Mapping[str, str]) -> Registry:
    """A hand-written list under its own heading, where all of its sections stand below one."""
    if LIST in documents:
        return registry
    heads = {section.id.partition(" / ")[0] for section in registry.sections}
    return replace(registry, title=heads.pop()) if len(heads) == 1 else registry


def _memory(text: str | None) -> Memory:
    try:
        return parse_memory(text)
    except InputError:
        return Memory()


def _evidence(text: str | None) -> Snapshot:
    try:
        return parse_snapshot(text, EVIDENCE)
    except InputError:
        return Snapshot()


def _latest(kept: Sequence[Observation]) -> dict[str, Observation]:
    """The last certain answer about each reference, else the last one."""
    found: dict[str, Observation] = {}
    for seen in sorted(kept, key=lambda one: (not isinstance(one, Unsure), one.at)):
        found[seen.reference.key] = seen
    return found


@lru_cache(maxsize=1)
def shipped_assets() -> Mapping[str, str]:
    """The style and scripts of every site, by the paths at which it is drawn from them."""
    folder = files("bot") / "site"
    names = sorted(item.name for item in folder.iterdir())
    return {f"{SITE_ASSETS}{name}": (folder / name).read_text(encoding="utf-8") for name in names}
