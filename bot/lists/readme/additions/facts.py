"""What is known of a row that is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.reference import Link


@dataclass(frozen=True)
class NewLink:
    """A link of the new row and the part it plays there, as `bot/model/kinds.py` names parts."""

    role: str
    link: Link
    label: str = ""
    """What a person called it; empty where the rows around decide."""


@dataclass(frozen=True)
class RowFacts:
    """A new row before it has a form.

    section  the headings it goes below, the outermost first
    fields   field name → value in this project's notation (`EMNLP 2024`, `2024-04`), texts as given
    """

    name: str
    section: tuple[str, ...]
    links: tuple[NewLink, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def roles(self) -> list[str]:
        """The parts that its links play, in order."""
        return [link.role for link in self.links]
