"""A handful of fixed questions, put by the landed code's own clients; answers leave their shape."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.config.environment import read_settings
from bot.model.observation import Found, Moved, Observation
from bot.model.reference import Query, read_link
from bot.sources.http.bounded.exchange import Exchange, Verify
from bot.sources.table import SOURCES, SourceOptions
from tests.smoke.shapes import Shape, shape_of

QUESTIONS = {
    "github": "https://github.com/octocat/Hello-World",
    "hub": "https://huggingface.co/openai-community/gpt2",
    "arxiv": "https://arxiv.org/abs/1706.03762",
    "crossref": "https://doi.org/10.1038/nature14539",
    "semanticscholar": "https://arxiv.org/abs/1706.03762",
    "wayback": "https://example.com/",
}
"""Source → what it is asked about: things that will be there in ten years."""


@dataclass(frozen=True)
class Answered:
    """What one service came to: the observation, and the shape of each answer by its request."""

    seen: Observation
    shapes: Mapping[str, Shape] = field(default_factory=dict)

    @property
    def is_answer(self) -> bool:
        """Whether the service knew what it was asked about."""
        return isinstance(self.seen, Found | Moved)


class _Noting(Exchange):
    """The way out, which writes down the shape of each good answer."""

    def __init__(self, *given: Any, shapes: dict[str, Shape], **named: Any) -> None:
        super().__init__(*given, **named)
        self._shapes = shapes
        self._noting = threading.Lock()

    def send(self, request: httpx.Request, verify: Verify = True) -> httpx.Response:
        """Send it; nothing of the answer but its shape is kept."""
        response = super().send(request, verify)
        if response.status_code == 200:
            parts = urlsplit(str(request.url))
            with self._noting:
                place = f"{request.method} {parts.netloc}{parts.path}"
                self._shapes[place] = shape_of(response.content)
        return response


@dataclass(frozen=True)
class _Options(SourceOptions):
    shapes: dict[str, Shape] = field(default_factory=dict)

    def exchange(self, name: str, who: str) -> Exchange:
        return _Noting(
            who,
            bounds=self.time.bounds,
            time=self.time.of(name),
            trusted=(self.settings.github.api_url, self.settings.hub.endpoint),
            shapes=self.shapes,
        )


def ask(folder: Path, only: Sequence[str] = tuple(QUESTIONS)) -> dict[str, Answered]:
    """Ask each service its question, in the network of this process's environment."""
    answered = {}
    for row in SOURCES:
        if row.name not in only:
            continue
        options = _Options(read_settings(os.environ), folder)
        source = row.build(options)
        link = read_link(QUESTIONS[row.name])
        try:
            (seen,) = source.look([Query(link.reference, link.url)], datetime.now(UTC))
        finally:
            source.close()
        answered[row.name] = Answered(seen, dict(options.shapes))
    return answered
