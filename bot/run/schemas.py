"""Write the JSON Schemas that editors and scripts read: `python -m bot.run.schemas ROOT`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from bot.config.entry_file import entries_file
from bot.config.list_file import ListFile
from bot.config.readme_file import ReadmeFile
from bot.lists.files import write_files
from bot.lists.registry.load import LIST, tables_of
from bot.lists.snapshot import ObservedFile
from bot.model.provenance import Explanation
from bot.render.data.shapes import ExportReport
from bot.render.reports.check import CheckReport
from bot.render.reports.discover import DiscoverReport
from bot.render.reports.refresh import RefreshReport

ENTRIES = "registry/schema/entries.json"
EDITOR_FILES: dict[str, type[BaseModel | CheckReport]] = {
    ENTRIES: entries_file(),
    "registry/schema/list.json": ListFile,
}
"""The line by which an editor completes the keys of a registry file."""
FILES: dict[str, type[BaseModel | CheckReport]] = {
    **EDITOR_FILES,
    "docs/schemas/listkeeper.json": ReadmeFile,
    "docs/schemas/refresh.json": RefreshReport,
    "docs/schemas/check.json": CheckReport,
    "docs/schemas/discover.json": DiscoverReport,
    "docs/schemas/export.json": ExportReport,
    "docs/schemas/explain.json": Explanation,
    "docs/schemas/observed.json": ObservedFile,
}


def schema_text(path: str, list_text: str = "") -> str:
    """The text of one schema file; that of entries knows what the given `list.yml` declares.

    Raises InputError for a `list.yml` that cannot be read.
    """
    own = path == ENTRIES and list_text
    shape = entries_file(tables_of({LIST: list_text})) if own else FILES[path]
    schema = TypeAdapter(shape).json_schema()
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def main(root: Path) -> None:
    """Write them below `root`; the schemas of reports only where they exist already."""
    settings = root / LIST
    list_text = settings.read_text(encoding="utf-8") if settings.is_file() else ""
    wanted = [path for path in FILES if path in EDITOR_FILES or (root / path).parent.is_dir()]
    write_files(root, {path: schema_text(path, list_text) for path in wanted})


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
