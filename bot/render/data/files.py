"""The files of data of a list, each a row of `bot/render/outputs.py`; all from the same facts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping

import tomli_w

from bot.model.entry import Entry, Registry
from bot.model.kinds import LINK_ROLES
from bot.model.snapshot import Snapshot
from bot.model.values.shown import shown_release
from bot.render.data.cells import plain_cell, whole_text
from bot.render.data.listing import exported_list, field_names, section_paths
from bot.render.data.shapes import ExportedEntry
from bot.render.tables import entry_views
from bot.render.templates import draw, environment

_ABOUT = ("id", "name", "kind", "section")


def draw_json(
    _path: str, _documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """`list.json`: by the schema of `listkeeper export`, with the sources of every value."""
    report = exported_list(registry, snapshot)
    return report.model_dump_json(indent=1, exclude_unset=True) + "\n"


def draw_csv(
    _path: str, _documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """`list.csv`: one line an entry; the links of a role stand in one cell, with blanks between.

    The columns are the same whatever the entries hold, so that a line keeps its meaning.
    """
    names, roles = field_names(registry), [role.name for role in LINK_ROLES]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(plain_cell, (*_ABOUT, *names, *roles)))
    for entry in exported_list(registry, snapshot).entries:
        writer.writerow(map(plain_cell, _line(entry, names, roles)))
    return out.getvalue()


def _line(entry: ExportedEntry, names: list[str], roles: list[str]) -> Iterator[str]:
    yield from (entry.id, entry.name, entry.kind or "", " / ".join(entry.section))
    yield from (entry.fields[name].value if name in entry.fields else "" for name in names)
    for role in roles:
        yield " ".join(link.url for link in entry.links if link.role == role)


def draw_llms(
    _path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """`llms.txt` (https://llmstxt.org): counts, dates, and a link for each entry."""
    listed: dict[str, list[Entry]] = {}
    for entry in registry.entries:
        listed.setdefault(entry.section, []).append(entry)
    titles = section_paths(registry)
    parts = [
        {"title": titles.get(one, one), "entries": entry_views(listed[one], snapshot)}
        for one in [*titles, *(name for name in listed if name not in titles)]
        if one in listed
    ]
    days = sorted(filter(None, (shown_release(one, snapshot) for one in registry.entries)))
    return draw(
        environment(documents),
        "llms.txt.j2",
        title=whole_text(registry.title),
        parts=parts,
        count=len(registry.entries),
        kinds=sorted(Counter(one.kind or "entry" for one in registry.entries).items()),
        span=(days[0], days[-1]) if days else (),
        links=sum(1 for _ in registry.links()),
        dead=sum(1 for _, link in registry.links() if link.dead_since),
    )


_MODEL_FIELDS = {"licence": "license", "released": "release_date", "backbone": "built_on"}


def draw_toml(
    _path: str, _documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """The facts of models as TOML in the manner of https://github.com/anomalyco/models.dev.

    One table a model. A size, a date or a licence has the addresses where it was read: that
    catalogue has no such key.
    """
    found = exported_list(registry, snapshot).entries
    models = {one.id: _model(one) for one in found if one.kind == "model"}
    return tomli_w.dumps({"models": models}) if models else "models = {}\n"


def _model(entry: ExportedEntry) -> dict[str, object]:
    facts: dict[str, object] = {"name": entry.name}
    for ours, theirs in _MODEL_FIELDS.items():
        if ours in entry.fields:
            facts[theirs] = entry.fields[ours].text
    if sizes := entry.fields.get("sizes"):
        facts["sizes"] = sizes.text.split(", ")
    weights = [link.url for link in entry.links if link.role in {"weights", "hub"}]
    if any(link.reference.startswith("model:") for link in entry.links):
        facts["open_weights"] = True  # a list without the link does not say that there are none
    if weights:
        facts["weights"] = [{"url": url} for url in weights]
    evidence = {
        _MODEL_FIELDS.get(name, name): [one.evidence for one in field.sources]
        for name, field in entry.fields.items()
        if field.sources and name in {*_MODEL_FIELDS, "sizes"}
    }
    return facts | ({"evidence": evidence} if evidence else {})
