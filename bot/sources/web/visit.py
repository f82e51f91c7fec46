"""The record of following one link once. Data only; it is judged elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.observation import Reason
from bot.parsing.page import Page, Refresh, decode, is_html, read_refresh

# A page that forwards later than this is meant to be read.
_READ_FIRST = 10

# Only these two are permanent (https://www.rfc-editor.org/rfc/rfc9110#section-15.4).
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True)
class Hop:
    """One redirect: its status, the address that gave it, and the address it leads to.

    `refresh` is True when the page forwarded by itself: `Refresh:`, `<meta http-equiv=refresh>`,
    or a script where there is nothing to read.
    """

    status: int
    url: str
    to: str
    refresh: bool = False

    @property
    def permanent(self) -> bool:
        """Whether the answer stated that the new address is permanent."""
        return self.status in PERMANENT and not self.refresh

    def __str__(self) -> str:
        return f"{'refresh' if self.refresh else self.status} {self.to}"


@dataclass(frozen=True)
class Failure:
    """Why no last answer came.

    `no_name` is True when the host's name does not exist and that was cross-checked (see
    `guard.NameResolver`).
    """

    reason: Reason
    why: str
    no_name: bool = False


@dataclass(frozen=True)
class Visit:
    """One walk: from `start` over `hops` to the answer of `final`, or to a failure there.

    `headers` have lower-case names. `body` is the beginning of the answer, decoded; `whole` states
    that nothing is missing from it. What else was asked about it: `made_up`, what the same host
    answers at an address that nobody wrote; `twin`, the https address at which the same page
    answers; `elsewhere`, of a page that is not there, the https address at which readers see one.
    """

    start: str
    final: str
    hops: tuple[Hop, ...] = ()
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = False
    failure: Failure | None = None
    made_up: Visit | None = None
    twin: str = ""
    elsewhere: str = ""

    @cached_property
    def page(self) -> Page | None:
        """The page at the end, when it is one of HTML; taken apart once."""
        kind = self.headers.get("content-type", "")
        return Page(decode(self.body, kind)) if is_html(kind, self.body) else None

    @cached_property
    def forward(self) -> Refresh | None:
        """Where the answer sends its readers at once, without a redirect."""
        forward = read_refresh(self.headers.get("refresh", ""))
        if forward is None and self.page:
            forward = self.page.forward
        return forward if forward and forward.seconds <= _READ_FIRST else None

    @property
    def permanent(self) -> bool:
        """Whether there were hops, and all of them are permanent."""
        return bool(self.hops) and all(hop.permanent for hop in self.hops)
