"""Write the JSON Schemas that editors and scripts read: `python -m bot.run.schemas ROOT`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from bot.config.schema import EntriesFile, ListFile
from bot.model.provenance import Explanation
from bot.render.reports.check import CheckReport
from bot.render.reports.discover import DiscoverReport
from bot.render.reports.refresh import RefreshReport

EDITOR_FILES: dict[str, type[BaseModel]] = {
    "registry/schema/entries.json": EntriesFile,
    "registry/schema/list.json": ListFile,
}
"""What lets an editor complete the keys of a registry file."""
FILES: dict[str, type[BaseModel]] = {
    **EDITOR_FILES,
    "docs/schemas/refresh.json": RefreshReport,
    "docs/schemas/check.json": CheckReport,
    "docs/schemas/discover.json": DiscoverReport,
    "docs/schemas/explain.json": Explanation,
}


def schema_text(path: str) -> str:
    """The text of one schema file."""
    schema = FILES[path].model_json_schema()
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def main(root: Path) -> None:
    """Write all of them below `root`."""
    for path in FILES:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(schema_text(path), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
