"""How long a run may take, and how much of an answer is read."""

from __future__ import annotations

from dataclasses import dataclass

# Seconds, for queries and for what is published.
GITHUB_ANSWER = 20
"""One answer of GitHub, which itself gives up after 10."""
GITHUB_WAIT = 120
"""The longest wait for a limit; what would take longer is not begun."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What nothing outside can exceed. Seconds and bytes.

    answer   one whole answer of a service, from looking up its name to the last byte
    body     one answer of a service, as it travels and unpacked
    source   one source in one run, over all its rounds
    run      all queries of a run; None leaves it to the sources' own bounds
    """

    answer: float = 60.0
    body: int = 16_000_000
    source: float = 2400.0
    run: float | None = None
