"""Settings of `.github/listkeeper.yml` that are about nothing in the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from bot.config.readme_file import CONFIG, read_readme_file
from bot.lists.base import NO_NAMES, Files, Former
from bot.lists.readme.scope.ignored import fits
from bot.model.errors import InputError, Where, did_you_mean
from bot.model.fields import COMPOSED, ENTRY_FIELDS, FACTS
from bot.model.kinds import LINK_ROLES
from bot.model.values.written import Record, WrittenList
from bot.parsing.yaml import line_of, read_yaml

_MOST = 10
"""Settings of one kind that are named; the nearest of thousands of names takes time to find."""
_FIELDS = frozenset(
    {*ENTRY_FIELDS, *COMPOSED, *FACTS, "name", "row"}
    | {name for role in LINK_ROLES for name in (role.name, f"links.{role.name}")}
)


def unused_settings(
    files: Files, written: WrittenList, former: Former = NO_NAMES
) -> list[InputError]:
    """What `ignore` and `pins` name and the list does not hold, each with its line.

    They are no errors: a row may have been removed, and the list is kept all the same.
    """
    config = files.get(CONFIG, "")
    if not config.strip():
        return []
    file = read_readme_file(config)
    if not file.ignore and not file.pins:
        return []
    data = read_yaml(CONFIG, config)
    paths = [path for path in files if path != CONFIG]
    found = [
        *islice(_patterns(file.ignore, data, written, former, paths), _MOST),
        *islice(_pins(file.pins, data, written, former), _MOST),
    ]
    return sorted(found, key=lambda one: one.where)


def _patterns(
    patterns: Sequence[str],
    data: object,
    written: WrittenList,
    former: Former,
    paths: Sequence[str],
) -> Iterator[InputError]:
    records = [*written.records, *written.ignored]
    titles = [*written.headings, *(title for one in records for title in one.section)]
    urls = [link.link.url for link in (*written.links, *written.ignored_links)]
    names = dict.fromkeys([*titles, *urls, *_names(records, former)])
    for index, pattern in enumerate(patterns):
        if not (
            any(fits(name, pattern) for name in names)
            or any(fits(path, pattern, is_file=True) for path in paths)
        ):
            yield InputError(
                Where(CONFIG, line_of(data, ["ignore", index])),
                f"ignore: '{pattern}' fits no heading, file or entry of this list",
                hint=f"{did_you_mean(pattern, [*names, *paths])} expected a heading, a file, or "
                "the id or address of an entry; `*` stands for anything".lstrip(),
            )


def _pins(
    pins: dict[str, dict[str, str]], data: object, written: WrittenList, former: Former
) -> Iterator[InputError]:
    names = dict.fromkeys(_names([*written.records, *written.ignored], former))
    for name, fields in pins.items():
        if name not in names:
            yield InputError(
                Where(CONFIG, line_of(data, ["pins", name])),
                f"pins: '{name}' is no entry that is read in this list",
                hint=f"{did_you_mean(name, names)} expected the id or an address of an entry, as "
                "`listkeeper export` prints them".lstrip(),
            )
        for field in fields:
            if field not in _FIELDS:
                yield InputError(
                    Where(CONFIG, line_of(data, ["pins", name, field])),
                    f"pins: there is no field '{field}'",
                    hint=f"{did_you_mean(field, _FIELDS)} expected a field such as venue or stars, "
                    "or the role of a link such as code".lstrip(),
                )


def _names(records: Iterable[Record], former: Former) -> Iterator[str]:
    for record in records:
        yield record.entry
        yield from former.get(record.entry, ())
        yield from (link.link.url for link in record.links)
