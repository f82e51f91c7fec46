"""What happened to a list, by git: entries that came and went, links that moved or died."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.config.list_file import LIST
from bot.lists.git import run_git, utc_day
from bot.lists.read import read_state
from bot.lists.registry.load import entry_files, parse_entries, tables_of
from bot.model.entry import Entry
from bot.model.errors import BrokenInputError, InputError, SettingsError
from bot.model.reference import split_address
from bot.model.values.site import EventKind, ListEvent

COMMITS = 300
"""Commits that are looked at, the latest ones."""
LETTERS = 3_000_000
"""Characters of earlier versions of a hand-written list that are read; about ten seconds."""
_ITEM = re.compile(r"^(?=[ ]{0,4}- )", re.MULTILINE)
_RAW = re.compile(r":\d+ \d+ (?P<old>[0-9a-f]+) (?P<new>[0-9a-f]+) \w+\t(?P<path>.*)")


def list_events(root: Path, files: Mapping[str, str]) -> list[ListEvent]:
    """The events of the latest commits, the latest first; none where git knows no history.

    The first version that is looked at has none: what stood in it is not new. A version that
    cannot be read is passed over.
    """
    is_registry = LIST in files
    paths = ["registry"] if is_registry else [path for path in files if path.endswith(".md")]
    try:
        commits = _commits(root, paths)
    except SettingsError:
        return []
    if is_registry:
        texts = {path: files[path] for path in entry_files(files)}
        return _events(root, texts, commits, _RegistryVersions(files).entries)[::-1]
    texts = {path: files[path] for path in paths}
    commits = commits[-max(2, LETTERS // (sum(map(len, texts.values())) or 1)) :]
    return _events(root, texts, commits, lambda some: read_state(some).registry.entries)[::-1]


@dataclass(frozen=True)
class _Commit:
    day: str
    blobs: Mapping[str, tuple[str, str]]
    """Path → blobs before and after it, of what it changed; zeros where there is no file."""


def _commits(root: Path, paths: Iterable[str]) -> list[_Commit]:
    """The oldest first (https://git-scm.com/docs/diff-format#_raw_output_format)."""
    wanted = (
        "--first-parent",
        "--diff-merges=first-parent",
        "--raw",
        "--no-abbrev",
        "--no-renames",
    )
    logged = run_git(
        root,
        *("-c", "core.quotePath=false", "-c", "log.showSignature=false"),
        *("log", *wanted, "--relative", f"--max-count={COMMITS}", "--format=%x00%ct", "--"),
        *paths,
    )
    found = []
    for block in logged.split("\0")[1:]:
        seconds, *lines = block.split("\n")
        raw = filter(None, map(_RAW.match, lines))
        found.append(
            _Commit(utc_day(seconds), {one["path"]: (one["old"], one["new"]) for one in raw})
        )
    return found[::-1]


def _replace(root: Path, texts: dict[str, str], blobs: Mapping[str, str]) -> None:
    for path, blob in blobs.items():
        texts.pop(path, None)
        if blob.strip("0"):
            texts[path] = run_git(root, "cat-file", "blob", blob)


def _events(
    root: Path,
    files: Mapping[str, str],
    commits: Sequence[_Commit],
    read: Callable[[Mapping[str, str]], Iterable[Entry]],
) -> list[ListEvent]:
    texts, before = dict(files), None
    for commit in reversed(commits):
        _replace(root, texts, {path: old for path, (old, _) in commit.blobs.items()})
    events: list[ListEvent] = []
    for day, changed in [("", {}), *((one.day, one.blobs) for one in commits)]:
        _replace(root, texts, {path: new for path, (_, new) in changed.items()})
        try:
            after = {entry.id: entry for entry in read(texts)}
        except (InputError, BrokenInputError):
            continue
        if before:
            events += _between(before, after, day)
        before = after
    return events


class _RegistryVersions:
    """Reads versions of a registry; an entry that is written as before is not read again."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._own = tables_of(files)
        self._read: dict[str, tuple[Entry, ...]] = {}

    def entries(self, texts: Mapping[str, str]) -> Iterator[Entry]:
        """The entries of one version. Raises InputError or BrokenInputError."""
        for path, text in sorted(texts.items()):
            if path.endswith(".yml") and path != LIST and path.count("/") == 1:
                yield from self._file(path, text)

    def _file(self, path: str, text: str) -> Iterator[Entry]:
        head, *items = _ITEM.split(text)
        try:
            found = [self._item(path, f"{head}{item}") for item in items or [""]]
        except (InputError, BrokenInputError):
            found = [self._item(path, text)]  # not one entry an item: as a whole
        for entries in found:
            yield from entries

    def _item(self, path: str, text: str) -> tuple[Entry, ...]:
        if text not in self._read:
            self._read[text] = parse_entries.__wrapped__(path, text, self._own)
        return self._read[text]


def _between(
    before: Mapping[str, Entry], after: Mapping[str, Entry], day: str
) -> Iterator[ListEvent]:
    gone = {one.name.casefold(): one for id_, one in before.items() if id_ not in after}
    for entry in after.values():
        # a row whose link moved has another id in a hand-written list, and the same name
        old = before.get(entry.id) or gone.pop(entry.name.casefold(), None)
        if old is None:
            yield ListEvent("new", entry.id, entry.name, day, after=_first(entry))
        else:
            yield from _changes(old, entry, day)
    for entry in gone.values():
        yield ListEvent("removed", entry.id, entry.name, day, before=_first(entry))


def _changes(old: Entry, new: Entry, day: str) -> Iterator[ListEvent]:
    was = old.id if old.id != new.id else ""
    for before, after in _moves(old, new):
        kind: EventKind = "died" if _is_copy(after, before) else "moved"
        yield ListEvent(kind, new.id, new.name, day, before, after, was)
    if new.retired and not old.retired:
        yield ListEvent("retired", new.id, new.name, day, after=new.retired.successor)
    dead = {one.link.url for one in old.links if one.dead_since}
    for link in new.links:
        if link.dead_since and link.link.url not in dead:
            yield ListEvent("died", new.id, new.name, day, link.link.url, link.archived_copy)


def _moves(old: Entry, new: Entry) -> Iterator[tuple[str, str]]:
    """The address before and after, where a link of a role, or of all, gave way to one other."""
    olds = {one.link.reference.key for one in old.links}
    news = {one.link.reference.key for one in new.links}
    lost = [one for one in old.links if one.link.reference.key not in news]
    came = [one for one in new.links if one.link.reference.key not in olds]
    roles = [""] if len(lost) == len(came) == 1 else dict.fromkeys(one.role for one in lost)
    for role in roles:
        pair = [[one for one in some if role in {"", one.role}] for some in (lost, came)]
        if [len(some) for some in pair] == [1, 1]:
            yield pair[0][0].link.url, pair[1][0].link.url


def _is_copy(url: str, of: str) -> bool:
    """Whether an address is that of an archived copy: such an address ends with the archived one.

    https://archive.org/developers/wayback-cdx-server.html
    """
    copied, path = split_address(of), split_address(url).path
    return path.rstrip("/").endswith(f"/{copied.netloc}{copied.path}".rstrip("/"))


def _first(entry: Entry) -> str:
    return next((link.link.url for link in entry.links), "")
