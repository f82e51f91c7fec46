"""Text between markers; every other byte of the README stays untouched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model.errors import InputError, Where
from bot.parsing.fences import fence_after

_MARKER = re.compile(r"[ \t]*<!--\s*listkeeper:(begin|end)\s+([^\s>]+?)\s*-->[ \t]*\r?\Z")


@dataclass(frozen=True)
class _Marker:
    what: str
    name: str
    line: int


@dataclass(frozen=True)
class Region:
    """A region: from the line after its begin marker to the line before its end marker."""

    name: str
    first: int
    last: int
    """Half-open line indexes into the README's lines."""


def regions(path: str, text: str) -> list[Region]:
    """The regions of a README in their order.

    Raises InputError with a line for a marker that has no partner, is doubled, nested or crossed.
    Markers inside code fences are text.
    """
    found: list[Region] = []
    names: dict[str, int] = {}
    open_marker: _Marker | None = None
    for marker in _markers(text):
        where = Where(path, marker.line)
        if marker.what == "begin":
            if open_marker:
                message = f"region '{marker.name}' begins inside '{open_marker.name}'"
                hint = f"end '{open_marker.name}' (line {open_marker.line}) first"
                raise InputError(where, message, hint=hint)
            if marker.name in names:
                message = f"region '{marker.name}' begins a second time"
                raise InputError(where, message, hint=f"it is on line {names[marker.name]}")
            names[marker.name] = marker.line
            open_marker = marker
        else:
            if not open_marker or open_marker.name != marker.name:
                inside = f"inside '{open_marker.name}'" if open_marker else "outside any region"
                message = f"end of '{marker.name}' is {inside}"
                raise InputError(
                    where, message, hint=f"expected {begin_marker(marker.name)} before it"
                )
            found.append(Region(marker.name, open_marker.line, marker.line - 1))
            open_marker = None
    if open_marker:
        message = f"region '{open_marker.name}' never ends"
        hint = f"add {end_marker(open_marker.name)}"
        raise InputError(Where(path, open_marker.line), message, hint=hint)
    return found


def _markers(text: str) -> list[_Marker]:
    markers: list[_Marker] = []
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        match = _MARKER.match(line)
        if match and not (fence and not markers_open(markers)):
            markers.append(_Marker(match[1], match[2], number))
            fence = ""
        elif not markers_open(markers):
            fence = fence_after(fence, line)
    return markers


def markers_open(markers: Sequence[_Marker]) -> bool:
    """Whether the last marker began a region that has not ended."""
    return bool(markers) and markers[-1].what == "begin"


def fill_regions(path: str, text: str, drawn: Mapping[str, str]) -> str:
    """The README with each named region redrawn; every other byte stays.

    Raises InputError for broken markers, a region without a drawing, or a drawing without a region.
    """
    found = regions(path, text)
    names = {region.name for region in found}
    for name in drawn:
        if name not in names:
            message = f"the region '{name}' is missing"
            hint = f"add {begin_marker(name)} and {end_marker(name)} where it belongs"
            raise InputError(Where(path), message, hint=hint)
    lines = text.split("\n")
    pieces: list[str] = []
    position = 0
    for region in found:
        if region.name not in drawn:
            message = f"no section of registry/list.yml is called '{region.name}'"
            raise InputError(Where(path, region.first), message, hint="rename or remove it")
        newline = "\r" if lines[region.first - 1].endswith("\r") else ""
        pieces += lines[position : region.first]
        pieces += [line + newline for line in _body(drawn[region.name])]
        position = region.last
    return "\n".join(pieces + lines[position:])


def _body(drawn: str) -> list[str]:
    stripped = drawn.strip("\n")
    # GitHub reads a table or list right behind an HTML comment as part of it.
    return ["", *stripped.split("\n"), ""] if stripped else [""]


def begin_marker(name: str) -> str:
    """The line before a region."""
    return f"<!-- listkeeper:begin {name} -->"


def end_marker(name: str) -> str:
    """The line after it."""
    return f"<!-- listkeeper:end {name} -->"
