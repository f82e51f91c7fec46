"""Deadlines and sizes: how long an answer may take, and how much of it is read and kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.options.bounds import Bounds

# Seconds.
CONNECT = 10.0
API_ANSWER = 30.0
"""Answers of arXiv, of the sources of venues, and of the archive, whose index is slow for hosts
with millions of captures."""
HUB_ANSWER = 20.0
PROBE = 15.0
"""The share of a link's time that a follow-up request may take."""
RESOLVE = 1.0
"""For a name that the proxy will resolve anyway."""

CONNECTIONS = 16
"""Connections through a proxy at once: a host's turns, and some for where its redirects lead."""

# Bytes, or characters of text.
HEAD_LINE = 64 * 1024
"""One line of an answer's head; browsers take more than aiohttp's 8 kB."""
HEAD = 256 * 1024
"""The whole head, for the lenient parser; browsers accept no more."""
UNPACKED = 512 * 1024
"""A page that was compressed: 64 kB on the wire may unpack to 64 MB."""
CARD_LENGTH = 200_000
"""A card or readme."""
KEPT_HEAD, KEPT_BODY = 4_000, 32_000
"""A page that is stored, its body as transferred; larger ones are not stored."""
CACHE = 100_000_000
"""All answers in a cache."""
CACHED_ANSWERS = 20_000
"""Answers in a cache; 5,000 repositories need about 15 MB."""


@dataclass(frozen=True)
class Limits:
    """How much one link may take. Seconds, bytes on the wire, redirects (browsers follow 20)."""

    total: float = 60.0
    connect: float = CONNECT
    answer: float = 25.0
    body_seconds: float = 5.0
    body: int = 64 * 1024
    redirects: int = 20
    compared: float = 0.5
    """How long an answer waits for others like it; a network that answers for all shows so."""

    def within(self, bounds: Bounds) -> Limits:
        """The same, nothing of it longer or larger than `bounds` allows an answer to be."""
        return Limits(
            total=min(self.total, 3 * bounds.answer),
            connect=min(self.connect, bounds.answer),
            answer=min(self.answer, bounds.answer),
            body_seconds=min(self.body_seconds, bounds.answer),
            body=min(self.body, bounds.body),
            redirects=self.redirects,
            compared=self.compared,
        )
