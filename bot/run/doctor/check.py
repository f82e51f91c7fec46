"""What a list needs, one thing each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["fine", "problem", "unknown"]


@dataclass(frozen=True)
class HealthCheck:
    """One thing that a list needs; `advice` says what to do, with the page to open."""

    name: str
    state: State
    detail: str
    advice: str = ""
