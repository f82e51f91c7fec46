"""The places in a repository that links name, and whether they exist. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.model.reference import Place, Query
from bot.parsing.anchors import RENDERED, has_anchor

PROBES = 160
"""Most git objects in one request."""
_SPLITS = 4
"""A branch name may contain slashes; at most this many parts are tried as the name."""

# Where GitHub looks for the README of a repository, in its order of preference
# (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes).
# Files in other spellings and formats have other slugs: their anchors are not known.
_READMES = tuple(
    f"HEAD:{path}"
    for path in (
        ".github/README.md",
        "README.md",
        "readme.md",
        "Readme.md",
        "README.MD",
        "docs/README.md",
    )
)
_LINES = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?\Z")

GitHubNode = Mapping[str, Any]


def probes_of(query: Query) -> dict[str, bool]:
    """Git expressions to look at → whether their text is wanted, in a stable order."""
    probes: dict[str, bool] = {}
    for place in sorted(query.places):
        text = bool(place.fragment) and not _LINES.match(place.fragment)
        for expression in _expressions(place):
            probes[expression] = probes.get(expression, False) or text
    return dict(list(probes.items())[:PROBES])


def _expressions(place: Place) -> tuple[str, ...]:
    """`main/data/x` → `main:data/x`, `main/data:x`, `main/data/x:`; anchors → the READMEs."""
    if place.tree:
        parts = place.tree.split("/")
        ends = range(1, min(len(parts), _SPLITS) + 1)
        return tuple(f"{'/'.join(parts[:end])}:{'/'.join(parts[end:])}" for end in ends)
    return _READMES if place.fragment else ()


def places_of(query: Query, node: GitHubNode) -> dict[str, bool]:
    """For each place that is known, as `str(place)`: whether it exists."""
    objects = {
        expression: node[f"p{number}"]
        for number, expression in enumerate(probes_of(query))
        if f"p{number}" in node
    }
    reported = {str(place): _is_there(place, objects) for place in query.places}
    return {place: there for place, there in reported.items() if there is not None}


def _is_there(place: Place, objects: Mapping[str, GitHubNode | None]) -> bool | None:
    """Whether a place exists; None when that is not known."""
    if not place.tree:
        return _in_readme(place.fragment, objects) if place.fragment else None
    expressions = _expressions(place)
    hit = next((one for one in expressions if objects.get(one)), None)
    if hit is None:
        every = len(expressions) == len(place.tree.split("/"))
        return False if every and all(one in objects for one in expressions) else None
    if not place.fragment or _LINES.match(place.fragment):
        return True
    return _anchored(objects[hit], place.fragment) if hit.lower().endswith(RENDERED) else None


def _in_readme(fragment: str, objects: Mapping[str, GitHubNode | None]) -> bool | None:
    readme = next((objects[one] for one in _READMES if objects.get(one)), None)
    return _anchored(readme, fragment)


def _anchored(blob: GitHubNode | None, fragment: str) -> bool | None:
    if not blob or not isinstance(blob.get("text"), str) or blob.get("isTruncated"):
        return None
    return has_anchor(blob["text"], fragment)
