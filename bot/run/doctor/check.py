"""What a list needs, one thing each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CheckState = Literal["fine", "problem", "unknown"]


@dataclass(frozen=True)
class HealthCheck:
    """One thing that a list needs; `advice` says what to do, with the page to open."""

    name: str
    state: CheckState
    detail: str
    advice: str = ""
