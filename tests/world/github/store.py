"""Pull requests, issues and comments: one JSON file, written whole after each change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass
class Event:
    """What happened to a thread: "closed", "reopened", "head_ref_deleted", "merged" …"""

    id: int
    event: str
    actor: str
    created_at: str


@dataclass
class Thread:
    """An issue or a pull request; both count in one row of numbers. Moments are ISO 8601."""

    number: int
    kind: str
    title: str
    body: str
    user: str
    created_at: str
    updated_at: str
    state: str = "open"
    head: str = ""
    base: str = ""
    head_sha: str = ""
    base_sha: str = ""
    labels: list[str] = field(default_factory=list)
    closed_at: str | None = None
    closed_by: str | None = None
    merged_at: str | None = None
    merge_commit_sha: str | None = None
    draft: bool = False
    assignees: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    """Accounts, and teams as `owner/team`."""
    auto_merge: str = ""
    locked: bool = False
    events: list[Event] = field(default_factory=list)


@dataclass
class Comment:
    """One comment below an issue or pull request."""

    id: int
    number: int
    user: str
    body: str
    created_at: str
    updated_at: str


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """What a second process finds again. `clock` may be set by a test."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.clock: Callable[[], datetime] = _now
        self.threads: dict[int, Thread] = {}
        self.comments: dict[int, Comment] = {}
        self.labels: dict[str, dict[str, str]] = {}
        if path.exists():
            self._read(json.loads(path.read_text(encoding="utf-8")))

    def _read(self, held: dict[str, Any]) -> None:
        for one in held["threads"]:
            events = [Event(**each) for each in one.pop("events", ())]
            self.threads[one["number"]] = Thread(**one, events=events)
        self.comments = {one["id"]: Comment(**one) for one in held["comments"]}
        self.labels = held["labels"]

    def save(self) -> None:
        """Write everything, or leave the file as it was."""
        held = {
            "threads": [asdict(one) for one in self.threads.values()],
            "comments": [asdict(one) for one in self.comments.values()],
            "labels": self.labels,
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._path.with_suffix(".part")
        scratch.write_text(json.dumps(held, indent=1), encoding="utf-8")
        scratch.replace(self._path)

    def moment(self) -> str:
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def open(self, kind: str, title: str, body: str, user: str, **more: Any) -> Thread:
        """A new issue ("issue") or pull request ("pull")."""
        now = self.moment()
        number = max(self.threads, default=0) + 1
        thread = Thread(number, kind, title, body, user, now, now, **more)
        self.threads[number] = thread
        self.save()
        return thread

    def change(self, thread: Thread, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(thread, name, value)
        thread.updated_at = self.moment()
        self.save()

    def close(self, thread: Thread, by: str, **fields: Any) -> None:
        self.note(thread, "closed", by)
        self.change(thread, state="closed", closed_at=self.moment(), closed_by=by, **fields)

    def reopen(self, thread: Thread, by: str) -> None:
        self.note(thread, "reopened", by)
        self.change(thread, state="open", closed_at=None, closed_by=None)

    def note(self, thread: Thread, event: str, by: str) -> None:
        """Something happened to a thread; `by` is who did it."""
        number = sum(len(one.events) for one in self.threads.values()) + 5_000
        thread.events.append(Event(number, event, by, self.moment()))
        self.save()

    def comment(self, number: int, user: str, body: str) -> Comment:
        now = self.moment()
        comment = Comment(max(self.comments, default=1_000) + 1, number, user, body, now, now)
        self.comments[comment.id] = comment
        self.save()
        return comment

    def of(self, number: int) -> list[Comment]:
        """The comments of one thread, oldest first."""
        return [one for one in self.comments.values() if one.number == number]

    def pulls(self) -> list[Thread]:
        return [one for one in self.threads.values() if one.kind == "pull"]
