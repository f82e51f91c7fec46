"""Entries of a hand-written list keep what is known of them when the bot's edits rename them.

The id of such an entry is that of its first link, so it changes when that link moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.judge.links import link_field
from bot.model.entry import Entry
from bot.model.memory import Memory, Renaming, Trace, latest_names
from bot.model.reference import read_link
from bot.model.state import State
from bot.model.values.written import Record, WrittenList


def renamings(before: State, after: State) -> dict[str, Renaming]:
    """Entry id → what it is called when the files are as in `after`, for those called otherwise.

    The two differ by edits within rows, so that the rows are the same ones in the same order.
    """
    rows, rows_after = _rows(before.written), _rows(after.written)
    if len(rows) != len(rows_after):
        return {}
    found: dict[str, Renaming] = {}
    for then, now in zip(rows, rows_after, strict=True):
        known = found.get(then.entry, Renaming(now.entry, then.name))
        pairs = zip(then.links, now.links, strict=False)
        new = {old.link.url: one.link.url for old, one in pairs if old.link.url != one.link.url}
        found[then.entry] = replace(known, links={**known.links, **new})
    entries = {entry.id: entry for entry in after.registry.entries}
    for entry in before.registry.entries:
        one = found[entry.id]
        if one.links and one.entry in entries:
            found[entry.id] = replace(one, fields=_fields(entry, entries[one.entry], one.links))
    return {name: one for name, one in found.items() if one.entry != name or one.links}


def _rows(written: WrittenList) -> list[Record]:
    """All rows as they stand, those that are left alone among them."""
    return sorted((*written.records, *written.ignored), key=lambda one: one.span)


def _fields(entry: Entry, after: Entry, links: Mapping[str, str]) -> dict[str, str]:
    """The names of links' fields that are others afterwards: they hold role and identity."""
    names = {link.link.url: link_field(after, link) for link in after.links}
    found = {}
    for link in entry.links:
        then, now = link_field(entry, link), names.get(links.get(link.link.url, link.link.url), "")
        if now and now != then:
            found[then] = now
    return found


def all_renamings(parts: Iterable[Mapping[str, Renaming]]) -> dict[str, Renaming]:
    """What several open pull requests rename; any of them may be merged first."""
    found: dict[str, Renaming] = {}
    for part in parts:
        for name, one in part.items():
            known = found.get(name, one)
            found[name] = Renaming(
                one.entry if known.entry == name else known.entry,
                one.name,
                {**known.links, **one.links},
                {**known.fields, **one.fields},
            )
    return found


def settle_names(memory: Memory, written: WrittenList) -> tuple[Memory, dict[str, str]]:
    """Memory under the present ids of the entries, and earlier → present id of those renamed.

    A renaming counts once the list has the new names in place of the old ones: then its pull
    request was merged. Names of what the list does not have any more are forgotten.
    """
    rows: dict[str, list[Record]] = defaultdict(list)
    for record in _rows(written):
        rows[record.entry].append(record)
    urls = {
        name: {link.link.url for row in own for link in row.links} for name, own in rows.items()
    }
    former, traces = dict(memory.former), dict(memory.traces)
    waiting, ids = dict(memory.renamings), dict[str, str]()
    for name, one in memory.renamings.items():
        for entry in _entries_now(name, one, rows, urls):
            done = [old for old, new in one.links.items() if new in urls[entry] - {old}]
            done = [old for old in done if old not in urls[entry]]
            if entry == name and not done:
                continue
            waiting.pop(name, None)
            earlier = (name,) if entry != name else ()
            known = (*former.get(entry, ()), *memory.former.get(name, ()))
            former[entry] = latest_names((*earlier, *done, *known))
            former |= {
                f"{entry}/{new}": latest_names(memory.change_ids(name, old))
                for old, new in one.fields.items()
            }
            ids |= dict.fromkeys(earlier, entry)
            for old in done:
                _carry(memory, traces, old, one.links[old])
    former = {key: names for key, names in former.items() if _is_listed(key, rows)}
    return replace(memory, former=former, renamings=waiting, traces=traces), ids


def _entries_now(
    name: str,
    one: Renaming,
    rows: Mapping[str, Sequence[Record]],
    urls: Mapping[str, set[str]],
) -> list[str]:
    """The ids of what was the entry `name`, as the list stands; none while nothing is merged."""
    if name in rows and (one.entry == name or not one.links or urls[name] & one.links.keys()):
        return [name] if one.entry == name else []
    new = set(one.links.values())
    if one.entry in rows and (not new or new & urls[one.entry]):
        return [one.entry]
    # people edited the list meanwhile, so that its id is another one than was to be expected
    found = [entry for entry in rows if new & urls[entry]]
    alike = [entry for entry in found if any(row.name == one.name for row in rows[entry])]
    return alike or found


def _carry(memory: Memory, traces: dict[str, Trace], old: str, new: str) -> None:
    """What is remembered of a moved reference holds for its new name, but for strikes."""
    before, after = read_link(old).reference, read_link(new).reference
    move, trace = memory.moves.get(before.key), memory.traces.get(before.key)
    if move and trace and move.to == after and after.key not in traces:
        traces[after.key] = replace(trace, gone_on=(), gone_why="", unsure_since="")


def _is_listed(key: str, rows: Mapping[str, object]) -> bool:
    """Whether a list has the entry, or the entry of a change."""
    ends = (at for at, letter in enumerate(key) if letter == "/")
    return key in rows or any(key[:at] in rows for at in ends)
