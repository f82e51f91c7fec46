"""From `registry/*.yml` to the registry; every error names `path:line`."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from bot.config.entry_file import (
    EntryText,
    Links,
    MarkedLink,
    RetiredText,
    entries_file,
    values_of,
)
from bot.config.list_file import LIST as LIST
from bot.config.list_file import SectionText
from bot.config.own import OwnTables
from bot.config.pull_requests import pull_request_options
from bot.config.watches import new_model_policy_of, watches_of
from bot.lists.base import Files
from bot.lists.registry.places import field_places
from bot.lists.registry.settings import parse_list_file, text_below
from bot.lists.snapshot import OBSERVED
from bot.model.decision import Topic
from bot.model.entry import (
    ATTIC,
    Curated,
    CuratedQuestion,
    CuratedResult,
    Entry,
    EntryLink,
    Registry,
    Retirement,
    Section,
)
from bot.model.errors import BrokenInputError, InputError, Where, did_you_mean
from bot.model.kinds import ENTRY_KINDS
from bot.model.observation import NOTHING
from bot.model.options.policy import Policy
from bot.model.options.settings import ListSettings
from bot.model.reference import read_link
from bot.parsing.kept import kept
from bot.parsing.yaml import line_of, place_of, read_yaml, validated

_README = "README.md"


def read_documents(
    root: Path, outputs: Iterable[str] = (), unread: list[InputError] | None = None
) -> dict[str, str]:
    """The texts of `registry/*.yml`, the snapshot, the templates and the README below `root`.

    And those of `outputs`, the paths of what else is drawn from the list.

    A template that is not there is the one that listkeeper ships, any other file is left out.
    Raises InputError when `registry/list.yml` is missing, InputError or BrokenInputError when
    something is not a file of UTF-8 text, and for YAML below `registry/` that is not one of
    `registry/*.yml`; where `unread` is handed in, what is wrong with such
    files is added to it, and the others are read.
    """
    if not (root / LIST).is_file():
        raise InputError(
            Where(LIST),
            "there is no list here: this file is missing",
            hint="run it in the list's own folder, or name that folder with --root",
        )
    _refuse_unread(root)
    settings = text_below(root, root / LIST)
    readme, pages = root / _readme(settings), _pages(settings)
    paths = {*root.glob("registry/*.yml"), *root.glob("templates/*.j2")}
    single = (readme, root / OBSERVED, *(root / path for path in (*pages, *outputs)))
    paths |= {path for path in single if os.path.lexists(path)}
    own: dict[str, str] = {}
    problems: list[InputError] = []
    for path in sorted(paths):
        try:
            own[path.relative_to(root).as_posix()] = text_below(root, path)
        except InputError as error:
            problems.append(error)
    if unread is not None:
        unread += problems
    elif problems:
        raise problems[0] if len(problems) == 1 else BrokenInputError(problems)
    return shipped_templates() | own


def _refuse_unread(root: Path) -> None:
    """Raise BrokenInputError for entries that nobody would read."""
    problems = []
    for path in sorted(root.glob("registry/**/*")):
        is_read = path.parent == root / "registry" and path.suffix == ".yml"
        if path.suffix.lower() in {".yml", ".yaml"} and not is_read:
            where = Where(path.relative_to(root).as_posix())
            hint = f"rename it to registry/{path.stem}.yml"
            problems.append(InputError(where, "only registry/*.yml is read, not this", hint=hint))
    if problems:
        raise BrokenInputError(problems)


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[str, str], ...]:
    from importlib.resources import files  # only who draws or compares needs it

    folder = files("bot") / "templates"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".j2"))
    return tuple((f"templates/{n}", (folder / n).read_text(encoding="utf-8")) for n in names)


def shipped_templates() -> dict[str, str]:
    """The templates shared by all lists; a list's own template of the same name replaces one."""
    return dict(_shipped())


def has_own_templates(documents: Files) -> bool:
    """Whether any template that listkeeper ships is another one in these documents."""
    return any(documents.get(path) != text for path, text in _shipped())


def _readme(text: str) -> str:
    """The README that the list names; the default one when the settings cannot be read."""
    try:
        data = read_yaml(LIST, text)
    except InputError:
        return _README  # the loader will report it
    named = data.get("readme") if isinstance(data, dict) else None
    if not isinstance(named, str):
        return _README
    path = PurePosixPath(named)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        where = Where(LIST, line_of(data, ["readme"]))
        raise InputError(where, f"'{named}' is not a file in the list's folder")
    return path.as_posix()


def _pages(text: str) -> tuple[str, ...]:
    """The files of their own that sections have; none when the settings cannot be used."""
    try:
        sections = parse_list_file(text)[0].sections
    except (InputError, BrokenInputError):
        return ()  # the loader will report it
    return tuple(dict.fromkeys(section.file for section in sections if section.file))


def load(documents: Files) -> tuple[Registry, ListSettings]:
    """Read the registry out of the texts. Raises InputError or BrokenInputError."""
    settings, rules, own = parse_list_file(documents[LIST])
    problems: list[InputError] = []
    entries: list[Entry] = []
    for path in entry_files(documents):
        try:
            entries += parse_entries(path, documents[path], own)
        except BrokenInputError as broken:
            problems += broken.problems
        except InputError as broken:
            problems.append(broken)
    sections = tuple(_section(text, own) for text in settings.sections)
    problems += _duplicates(entries)
    problems += _misplaced(entries, sections, own, documents)
    problems += _without_attic(entries, settings.outputs)
    if problems:
        raise BrokenInputError(problems)
    policy = Policy(**settings.policy.model_dump())
    registry = Registry(settings.title, sections, tuple(entries), tuple(settings.outputs))
    watches = watches_of(settings.watches, registry, documents[LIST])
    new_model_policy = new_model_policy_of(settings.watches)
    return registry, ListSettings(
        settings.readme,
        policy,
        rules,
        watches,
        new_model_policy,
        topics=frozenset(Topic) - ({Topic.ATTIC} if ATTIC not in registry.outputs else set()),
        pull_requests=pull_request_options(settings.pull_requests),
    )


def entry_files(documents: Files) -> list[str]:
    """The files that hold entries, in the order they are read."""
    return [
        path
        for path in sorted(documents)
        if path.startswith("registry/") and path.endswith(".yml") and path != LIST
    ]


def tables_of(documents: Files) -> OwnTables:
    """The kinds and fields that the list declares. Raises InputError."""
    return parse_list_file(documents[LIST])[2]


def section_titles(documents: Files) -> dict[str, str]:
    """Section id → its title. Raises InputError."""
    return {one.id: one.title for one in parse_list_file(documents[LIST])[0].sections}


def _section(text: SectionText, own: OwnTables) -> Section:
    return Section(
        id=text.id,
        title=text.title,
        topic=text.topic,
        kinds=tuple(text.kinds),
        shows=tuple(text.shows) or (text.id,),
        order=text.order,
        columns=tuple(text.columns),
        folded=tuple(text.folded),
        text_column=text.text_column,
        figure=text.figure or "",
        file=text.file,
        evaluations=text.evaluations,
        newest=text.newest,
        may_be_empty=text.may_be_empty,
        own_fields=own.fields,
    )


@kept(6_000_000)
def parse_entries(path: str, text: str, own: OwnTables) -> tuple[Entry, ...]:
    """The entries of one file. Raises InputError or BrokenInputError.

    They are validated once for each text, like `read_yaml`.
    """
    data = read_yaml(path, text)
    file = validated(entries_file(own), path, data)
    raw = data["entries"]
    return tuple(
        _entry(entry, raw[index], Where(path, line_of(data, ["entries", index])), own)
        for index, entry in enumerate(file.entries)
    )


def _entry(entry: EntryText, raw: Any, where: Where, own: OwnTables) -> Entry:
    return Entry(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        section=entry.section,
        where=where,
        links=tuple(_links(entry.links, raw, where.path)),
        values={name: _curated(value) for name, value in values_of(entry).items()},
        pins=entry.pins or NOTHING,
        evidence=entry.evidence or NOTHING,
        questions=tuple(CuratedQuestion(q.field, q.doubt, q.evidence) for q in entry.questions),
        results=tuple(
            CuratedResult(r.benchmark, f"{r.score:g}", r.setting or "", r.source, r.size or "")
            for r in entry.results
        ),
        own_fields=own.fields,
        retired=_retired(entry.retired),
    )


def _retired(text: RetiredText | None) -> Retirement | None:
    return Retirement(text.reason, text.day, text.successor or "") if text else None


def _curated(value: Any) -> Curated:
    return tuple(value) if isinstance(value, list) else str(value)


def _links(links: Links, raw: Any, path: str) -> Iterator[EntryLink]:
    for role in type(links).model_fields:
        value = getattr(links, role)
        if value is None:
            continue
        listed = value if isinstance(value, list) else [value]
        for index, link in enumerate(listed):
            steps: list[int | str] = ["links", role]
            if isinstance(value, list):
                steps.append(index)
            if isinstance(link, MarkedLink):
                steps.append("url")
            line, column = place_of(raw, steps)
            yield _link(role, link, Where(path, line, column))


def _link(role: str, link: str | BaseModel, where: Where) -> EntryLink:
    if isinstance(link, MarkedLink):
        return EntryLink(role, read_link(link.url), where, link.dead, link.archived or "")
    return EntryLink(role, read_link(str(link)), where)


def _duplicates(entries: list[Entry]) -> list[InputError]:
    places: dict[str, list[Where]] = defaultdict(list)
    for entry in entries:
        places[entry.id].append(entry.where)
    return [
        InputError(where, f"the id '{name}' is taken", hint=f"it is first used at {first}")
        for name, (first, *others) in places.items()
        for where in others
    ]


def _without_attic(entries: list[Entry], outputs: Sequence[str]) -> list[InputError]:
    """A retired entry would be seen nowhere."""
    hint = f"name it under `outputs:` in {LIST}, or remove `retired:`"
    message = f"this entry is retired, and the list has no {ATTIC} to show it on"
    retired = [entry for entry in entries if entry.retired and ATTIC not in outputs]
    return [InputError(entry.where, message, hint=hint) for entry in retired]


def _line(entry: Entry, key: str, documents: Files) -> Where:
    """Where the entry has this key."""
    return field_places(documents[entry.where.path], entry).get(key, entry.where)


def _misplaced(
    entries: list[Entry], sections: tuple[Section, ...], own: OwnTables, documents: Files
) -> list[InputError]:
    nouns = {**ENTRY_KINDS, **{kind.name: kind for kind in own.kinds}}
    allowed = {section.id: section.kinds for section in sections}
    ids = {entry.id for entry in entries}
    problems = []
    for entry in entries:
        if entry.section not in allowed:
            known = sorted(name for name, kinds in allowed.items() if kinds)
            message = f"unknown section '{entry.section}'"
            near = did_you_mean(entry.section, known)
            hint = f"{near} known are: {', '.join(known)}".lstrip()
            problems.append(InputError(_line(entry, "section", documents), message, hint=hint))
        elif entry.kind not in allowed[entry.section]:
            message = f"a {nouns[entry.kind]} may not be listed in the section '{entry.section}'"
            hint = f"{LIST} lets in: {', '.join(allowed[entry.section]) or 'no entries'}"
            problems.append(InputError(_line(entry, "section", documents), message, hint=hint))
        problems += [
            InputError(
                _line(entry, "bases", documents),
                f"'bases' names no entry: '{base}'",
                hint=did_you_mean(base, ids),
            )
            for base in sorted(set(entry.values.get("bases", ())) - ids)
        ]
    return problems
