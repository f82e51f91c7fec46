"""What `listkeeper export FILE --format json` says of a list, and what that costs."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from benchmarks.sentinels import Span
from bot.parsing.source.links import is_external

PICTURES = {"image", "badge"}


@dataclass
class Reading:
    """A list as the export has it. Spans are by file: all of them, those on an entry, pictures."""

    entries: int = 0
    spans: dict[str, set[Span]] = field(default_factory=dict)
    on_entry: dict[str, set[Span]] = field(default_factory=dict)
    pictures: dict[str, set[Span]] = field(default_factory=dict)
    addresses: dict[tuple[str, Span], str] = field(default_factory=dict)
    unread: int = 0
    seconds: float = 0.0
    """Of processor time."""
    megabytes: float = 0.0
    error: str = ""

    def add(self, links: Iterable[Mapping[str, Any]], *, on_entry: bool) -> None:
        """Take links over that are external and whose span is known."""
        for link in links:
            span = link.get("span")
            if span and is_external(link["url"]):
                file, place = link["file"], (span[0], span[1])
                self.spans.setdefault(file, set()).add(place)
                self.addresses[file, place] = link["url"]
                if on_entry:
                    self.on_entry.setdefault(file, set()).add(place)
                if link.get("role") in PICTURES:
                    self.pictures.setdefault(file, set()).add(place)

    @property
    def followed(self) -> int:
        """Links that a reader can follow; pictures are none."""
        return sum(
            len(spans - self.pictures.get(file, set())) for file, spans in self.spans.items()
        )

    @property
    def followed_on_entry(self) -> int:
        return sum(
            len(spans - self.pictures.get(file, set())) for file, spans in self.on_entry.items()
        )

    def wrong_addresses(self, files: Mapping[str, bytes]) -> int:
        """How many spans hold another address than the export says."""
        return sum(
            not same_address(files[file][slice(*span)].decode("utf-8", "replace"), url)
            for (file, span), url in self.addresses.items()
        )


def same_address(written: str, url: str) -> bool:
    """Whether an address as written is this URL, percent-encoding, entities and escapes aside."""
    return _plain(written) == _plain(url)


def _plain(text: str) -> str:
    bare = unquote(html.unescape(text).replace("\\", "")).strip()
    return bare.removeprefix("http://") if bare.startswith("http://www.") else bare


def read_export(files: Mapping[str, bytes]) -> Reading:
    """The export of a list's files, each written to a folder of its own, and what it took."""
    reading = Reading()
    with tempfile.TemporaryDirectory() as name:
        for path, text in files.items():
            place = Path(name, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text)
        _export(reading, Path(name))
    return reading


_MEASURING = """\
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(file=sys.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
"""Linux counts a process's memory from its parent's: so it gets a small parent."""


def _export(reading: Reading, root: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-m", "bot", "export", "--format", "json"]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        code = subprocess.run(
            [sys.executable, "-c", _MEASURING, *command],
            stdout=out,
            stderr=errors,
            cwd=root,
            env=env,
            check=False,
        ).returncode
        out.seek(0)
        errors.seek(0)
        printed, message = out.read(), errors.read()
    message, _, used = message.strip().rpartition("\n")
    seconds, kilobytes = used.split()
    reading.seconds, reading.megabytes = float(seconds), int(kilobytes) / 1024
    if code:
        reading.error = message[-200:] or f"exit {code}"
        return
    exported = json.loads(printed)
    reading.entries += len(exported["entries"])
    reading.unread += len(exported["unread"])
    for entry in exported["entries"]:
        reading.add(entry["links"], on_entry=True)
    reading.add(exported["links"], on_entry=False)
