"""The README as a home of a list: entries are read and edited where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.config.readme_file import CONFIG, read_readme_file, readme_settings
from bot.lists.base import Files, Former, ListHome
from bot.lists.readme.edit import apply_edits, markdown_of, written_of
from bot.lists.readme.reading.records import COUNTED
from bot.lists.readme.scope.unused import unused_settings
from bot.lists.readme.writing.added import add_rows
from bot.lists.readme.writing.sections import sections_of
from bot.model.change import Edit, NewRow
from bot.model.entry import Curated, Entry, EntryLink, Registry
from bot.model.errors import Where
from bot.model.observation import NOTHING
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.state import State
from bot.model.values.written import Record, WrittenList
from bot.parsing.kept import kept

README = "readme"
"""The source name for values that were read in the list itself."""
EARLIER = "an earlier day"
"""The day for links that only the list itself marks as dead."""
_CURATED = ("venue", "released", "licence", "size", "description", "made_by")


def _read(files: Files, former: Former) -> State:
    """The first Markdown file is the list's README."""
    names = tuple((name, tuple(then)) for name, then in former.items())
    state = _state(tuple(markdown_of(files).items()), files.get(CONFIG, ""), names)
    return replace(state, files=files)


@kept(1_000_000)
def _state(
    files: tuple[tuple[str, str], ...], config: str, names: tuple[tuple[str, tuple[str, ...]], ...]
) -> State:
    """What the list's own files hold; several steps of a run read them again."""
    texts, former = dict(files), dict(names)
    file = read_readme_file(config) if config.strip() else None
    own = {CONFIG: config, **texts}
    written = written_of(own, former)
    readme = next(iter(texts), "")
    pins = file.pins if file else {}
    entries = tuple(
        _entry(name, records, pins, former.get(name, ()))
        for name, records in written.by_entry.items()
    )
    registry = Registry(readme, sections_of(written), entries)
    settings = readme_settings(readme, config, registry)
    warnings = tuple(str(one) for one in unused_settings(own, written, former))
    return State(registry, settings, _shown(written), written=written, warnings=warnings)


def _entry(
    name: str,
    records: Sequence[Record],
    pins: Mapping[str, Mapping[str, str]],
    former: Sequence[str],
) -> Entry:
    """One entry out of its records, in its README and in the translations; pins by any name."""
    first = records[0]
    links: dict[tuple[object, ...], EntryLink] = {}
    for record in records:
        for link in record.links:
            if not link.is_image:
                where = Where(link.span.path, link.span.line, link.span.start + 1)
                key = (link.role, link.link.reference, link.link.place)
                dead = EARLIER if link.is_marked_dead else ""
                links.setdefault(key, EntryLink(link.role, link.link, where, dead))
    return Entry(
        name,
        first.kind,
        first.name,
        _joined(first.section),
        Where(first.span.path, first.span.line),
        tuple(links.values()),
        _values(first),
        _pins(pins, (*reversed(former), name, *(link.link.url for link in links.values()))),
    )


@lru_cache(maxsize=4_096)
def _joined(section: tuple[str, ...]) -> str:
    """One text for all entries of a section."""
    return " / ".join(section)


def _pins(pins: Mapping[str, Mapping[str, str]], names: Sequence[str]) -> Mapping[str, str]:
    """What is pinned under any of these names."""
    if not pins:
        return NOTHING
    return {field: why for name in names for field, why in pins.get(name, {}).items()}


def _values(record: Record) -> dict[str, Curated]:
    values: dict[str, Curated] = {}
    for field in record.fields:
        if field.value and field.name in _CURATED:
            values[field.name] = field.value
        elif field.value and field.name == "sizes":
            values["sizes"] = tuple(part.strip() for part in field.value.split(","))
    if record.kind == "paper" and record.name:
        values["title"] = record.name
    return values


def _shown(written: WrittenList) -> Snapshot:
    """The displayed counts, under the references that they belong to."""
    values: dict[str, dict[str, FetchedValue]] = {}
    for record in written.records:
        for name, kinds in COUNTED.items():
            field = record.field(name)
            links = [one.link for one in record.links if not one.is_image]
            counted = [link.reference.key for link in links if link.reference.kind in kinds]
            if field and field.value.isdecimal() and len(set(counted)) == 1:
                value = FetchedValue(int(field.value), README, "")
                values.setdefault(counted[0], {})[name] = value
    return Snapshot(values)


def _edit(files: Files, edits: Sequence[Edit]) -> tuple[dict[str, str], list[Edit]]:
    """Existing text is edited first; then new rows are added one after the other."""
    rows = [one for one in edits if isinstance(one, NewRow)]
    after, refused = apply_edits(files, [one for one in edits if not isinstance(one, NewRow)])
    added = add_rows(after, rows)
    return dict(added.files), [*refused, *(one.row for one in added.refused)]


README_HOME = ListHome(_read, _edit, add_rows, is_drawn=False)
