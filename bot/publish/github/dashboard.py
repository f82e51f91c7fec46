"""The dashboard: one issue, found by its label and its marker, written only when it differs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from github.Issue import Issue
from github.Repository import Repository

from bot.model.change import DashboardRequests, from_marker
from bot.publish.github.markers import same_text

LABEL = "listkeeper"
MARK = "<!-- listkeeper:dashboard -->"
TITLE = "Dashboard of listkeeper"
_MAY_WRITE = {"OWNER", "MEMBER", "COLLABORATOR"}
_BOX = re.compile(
    r"^\s*[-*] \[(?P<tick>[ xX])\] <!-- listkeeper:"
    r"(?P<what>run \w+|rebuild|(?:return|accept|decline) \S+ [0-9a-f]{12}) -->",
    re.MULTILINE,
)


def read_ticks(body: str) -> frozenset[str]:
    """The markers of the boxes that are ticked."""
    boxes = _BOX.finditer(body)
    return frozenset(box["what"].replace("\u200b", "") for box in boxes if box["tick"] != " ")


def read_requests(body: str) -> DashboardRequests:
    """The requests that people made by ticking. Never raises, whatever they did to the text.

    The box `rebuild` needs no reading: ticking it edits the issue, which starts that run.
    """
    message = [what.split() for what in sorted(read_ticks(body))]

    def about(word: str) -> dict[str, str]:
        return {from_marker(words[1]): words[2] for words in message if words[0] == word}

    runs = tuple(words[1] for words in message if words[0] == "run")
    return DashboardRequests(runs, about("return"), about("accept"), about("decline"))


def keep_ticked(text: str, late: frozenset[str]) -> str:
    """The text with the boxes ticked that people ticked during the run.

    https://github.com/renovatebot/renovate/issues/4355
    """

    def left(box: re.Match[str]) -> str:
        is_late = box["what"].replace("\u200b", "") in late
        return box[0].replace("[ ]", "[x]", 1) if is_late else box[0]

    return _BOX.sub(left, text)


@dataclass(frozen=True)
class DashboardIssue:
    """The issue as it was when the run began; None when there is none."""

    issue: Issue | None = None

    @property
    def body(self) -> str:
        """Its text then; empty for a closed issue."""
        return "" if self.issue is None or self.is_closed else self.issue.body or ""

    @property
    def is_closed(self) -> bool:
        """Whether a person closed it; then it is left alone, and no other is opened."""
        return self.issue is not None and self.issue.state == "closed"


def find_dashboard(repository: Repository) -> DashboardIssue:
    """The issue with label and marker, an open one first and the oldest of them."""
    if not repository.has_issues:
        return DashboardIssue()
    with_label = repository.get_issues(state="all", labels=[LABEL], sort="created", direction="asc")
    ours = [one for one in with_label if _is_ours(one)]
    issue = min(ours, key=lambda one: (one.state != "open", one.number), default=None)
    return DashboardIssue(issue)


def _is_ours(issue: Issue) -> bool:
    """Whether its author may write a dashboard: anybody can copy the marker into an issue."""
    if MARK not in (issue.body or "") or issue.pull_request:
        return False
    return issue.user.type == "Bot" or issue.raw_data.get("author_association") in _MAY_WRITE


def show_dashboard(repository: Repository, found: DashboardIssue, text: str) -> bool:
    """Create or update the dashboard; whether anything was written."""
    if found.is_closed:
        return False
    if found.issue is None:
        repository.create_issue(TITLE, text, labels=[LABEL])
        return True
    live = repository.get_issue(found.issue.number)
    body = keep_ticked(text, read_ticks(live.body or "") - read_ticks(found.body))
    if same_text(body, live.body or ""):
        return False
    live.edit(body=body)
    return True
