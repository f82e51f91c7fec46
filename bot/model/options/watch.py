"""Watches: where models that the list does not know yet may turn up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from bot.model.reference import Kind, Reference


class WatchKind(StrEnum):
    """How models are searched for."""

    ACCOUNT = "account"
    """The newest models of a Hub account; the value is its name."""
    BASE = "base"
    """Models derived from another one; the value is that model's id."""
    NAME = "name"
    """Models whose id contains the value."""
    PAPER = "paper"
    """Models that name a paper; the value is its arXiv id."""
    FILTER = "filter"
    """Models with all of these Hub tags; the value is `tag,tag`."""


@dataclass(frozen=True, order=True)
class Watch:
    """One watch, such as `account:tiiuae` or `base:meta-llama/Llama-2-7b-hf`."""

    kind: WatchKind
    value: str

    @classmethod
    def parse(cls, text: str) -> Watch:
        """Read back `str(watch)`. Raises ValueError for any other text."""
        kind, _, value = text.partition(":")
        if not value:
            raise ValueError(f"'{text}' is not a watch; expected kind:value")
        return cls(WatchKind(kind), value)

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.value}"

    @property
    def words(self) -> str:
        """Where the watch finds a model, as the end of a sentence."""
        match self.kind:
            case WatchKind.ACCOUNT:
                return f"in the account {self.value}"
            case WatchKind.BASE:
                return f"among the models built on {self.value}"
            case WatchKind.PAPER:
                return f"among the models that name the paper {self.value}"
            case WatchKind.NAME:
                return f"among the models named like {self.value}"
            case WatchKind.FILTER:
                return f"among the models tagged {self.value}"

    @property
    def reference(self) -> Reference:
        """The reference that a search observes: the account, the model, the paper, the search."""
        match self.kind:
            case WatchKind.ACCOUNT:
                return Reference.of(Kind.ACCOUNT, self.value)
            case WatchKind.BASE:
                return Reference.of(Kind.MODEL, self.value)
            case WatchKind.PAPER:
                return Reference.of(Kind.PAPER, self.value)
            case WatchKind.NAME:
                return Reference.of(Kind.SEARCH, urlencode({"search": self.value}))
            case WatchKind.FILTER:
                return Reference.of(Kind.SEARCH, urlencode({"other": self.value}, safe=","))
