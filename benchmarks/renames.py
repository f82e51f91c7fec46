"""What a refresh writes when GitHub says that repositories of a list have another name now."""

from __future__ import annotations

import re
from collections.abc import Mapping

from benchmarks.exports import Reading
from benchmarks.refreshes import refreshed, replacements
from benchmarks.sentinels import Span
from bot.model.reference import Kind, Reference, read_link

MOST = 20
"""So many repositories of a list move."""
OTHER_BYTES = "**other bytes**"
Place = tuple[str, Span]


def moved_repositories(files: Mapping[str, bytes], reading: Reading) -> str:
    """How many links to repositories that moved have the new address, and how many badges.

    A badge that names the old repository may stay, or have the new name in place of the old one;
    any other byte that differs makes OTHER_BYTES.
    """
    spans = _repositories(reading)
    chosen = _on_entries(spans, reading)
    moves = {key: Reference.of(Kind.REPO, f"moved/to-{n}") for n, key in enumerate(chosen)}
    texts = {path: text.decode("utf-8", "surrogateescape") for path, text in files.items()}
    after = refreshed(texts, moves)
    wanted = {place for key in chosen for place in spans[key]}
    badges = _badges(reading, moves)
    done = with_badge = 0
    for path, text in files.items():
        places = sorted(span for file, span in {*wanted, *badges} if file == path)
        found = replacements(text, after[path], places)
        if found is None:
            return OTHER_BYTES
        for span, new in zip(places, found, strict=True):
            if (path, span) in wanted:
                done += b"/moved/to-" in new
            elif new == badges[path, span]:
                with_badge += 1
            elif new != text[slice(*span)]:
                return OTHER_BYTES
    return f"{done} of {len(wanted)}{f', {with_badge} badges' if with_badge else ''}"


def _repositories(reading: Reading) -> dict[str, set[Place]]:
    """Repository → the places of links to it."""
    spans: dict[str, set[Place]] = {}
    for (file, span), url in sorted(reading.addresses.items()):
        reference = read_link(url).reference
        if reference.kind is Kind.REPO and span not in reading.pictures.get(file, set()):
            spans.setdefault(reference.key, set()).add((file, span))
    return spans


def _on_entries(spans: Mapping[str, set[Place]], reading: Reading) -> list[str]:
    """Some repositories that stand on an entry, spread over the list."""
    keys = [
        key
        for key, places in spans.items()
        if any(span in reading.on_entry.get(file, ()) for file, span in places)
    ]
    return keys[:: max(1, len(keys) // MOST)][:MOST]


def _badges(reading: Reading, moves: Mapping[str, Reference]) -> dict[Place, bytes]:
    """Each picture's address that names a moved repository, as it would read with the new name."""
    found: dict[Place, bytes] = {}
    for (file, span), url in reading.addresses.items():
        if span in reading.pictures.get(file, set()):
            new = url
            for key, to in moves.items():
                new = with_new_name(new, key.partition(":")[2], to.name)
            if new != url:
                found[file, span] = new.encode("utf-8", "surrogateescape")
    return found


def with_new_name(url: str, old: str, new: str) -> str:
    """An address with a repository's new name wherever it holds the whole of the old one."""
    name = re.escape(old).replace("/", "(?P<joint>/|%2F)", 1)
    whole = re.compile(rf"(?<=[/=,#&]){name}(?=\.(?:svg|png|json)\b|[/?&#,]|%2C|\Z)", re.IGNORECASE)
    return whole.sub(lambda one: new.replace("/", one["joint"]), url)
