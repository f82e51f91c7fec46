"""The dashboard: one issue, found by its marker, written only when it differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from github.Issue import Issue
from github.Repository import Repository

from bot.model.change import DashboardRequests, from_marker
from bot.publish.github.comments import twin_text
from bot.publish.github.markers import same_text
from bot.publish.github.permission import may_write

LABEL = "listkeeper"
MARK = "<!-- listkeeper:dashboard -->"
TITLE = "Dashboard of listkeeper"
_LATEST = 300
"""Issues among which one without its label is looked for; each run updates it."""
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
    """The issue as it was when the run began; None when there is none.

    `twins` are open ones beside it, which are younger: two first runs at once made them.
    """

    issue: Issue | None = None
    twins: Sequence[Issue] = ()

    @property
    def body(self) -> str:
        """Its text then, and that of its twins; empty for a closed issue."""
        if self.issue is None or self.is_closed:
            return ""
        return "\n".join(one.body or "" for one in (self.issue, *self.twins))

    @property
    def is_closed(self) -> bool:
        """Whether a person closed it; then it is left alone, and no other is opened."""
        return self.issue is not None and self.issue.state == "closed"


def find_dashboard(repository: Repository) -> DashboardIssue:
    """The issue with the marker, an open one first and the oldest of them.

    It has the label, unless somebody took that off; then it is among the latest that were updated.
    """
    if not repository.has_issues:
        return DashboardIssue()
    labelled = repository.get_issues(state="all", labels=[LABEL], sort="created", direction="asc")
    ours = [one for one in labelled if _is_ours(repository, one)]
    if not ours:
        latest = repository.get_issues(state="all", sort="updated", direction="desc")
        ours = [one for one in islice(latest, _LATEST) if _is_ours(repository, one)]
    ours.sort(key=lambda one: (one.state != "open", one.number))
    first, twins = ours[:1], [one for one in ours[1:] if one.state == "open"]
    return DashboardIssue(first[0] if first else None, twins)


def _is_ours(repository: Repository, issue: Issue) -> bool:
    """Whether its author may write a dashboard: anybody can copy the marker into an issue."""
    if MARK not in (issue.body or "") or issue.raw_data.get("pull_request") or issue.user is None:
        return False
    return issue.user.type == "Bot" or may_write(repository, issue.user.login)


def show_dashboard(repository: Repository, found: DashboardIssue, text: str, known: str) -> None:
    """Create or update the dashboard, and close its twins.

    `known` is its text as this run has obeyed it: other boxes that are ticked stay so.
    """
    if found.is_closed:
        return
    if found.issue is None:
        repository.create_issue(TITLE, text, labels=[LABEL])
        # another run may have done the same in this moment
        _close_twins(find_dashboard(repository))
        return
    live = repository.get_issue(found.issue.number)
    body = keep_ticked(text, read_ticks(live.body or "") - read_ticks(known))
    if not same_text(body, live.body or ""):
        live.edit(body=body)
    _close_twins(found)


def _close_twins(found: DashboardIssue) -> None:
    """In one request each: two runs that do so at once write the same."""
    if found.issue is None:
        return
    for one in found.twins:
        if one.user.login == found.issue.user.login:
            one.edit(body=twin_text(found.issue.html_url), state="closed")
