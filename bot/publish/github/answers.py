"""Read the bot's pull requests: which is open, and how people answered the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from github.IssueEvent import IssueEvent
from github.PullRequest import PullRequest
from github.Repository import Repository

from bot.model.change import Answers
from bot.model.decision import Way
from bot.publish.github.markers import BodyMarker, read_marker

_AT_ONCE = timedelta(seconds=1)


@dataclass(frozen=True)
class PullRequestHistory:
    """The pull requests of one branch: the open one if any, and the closed ones, latest first.

    stray       other open ones, into other branches than the one to propose to
    abandoned   when the latest was last opened, if no person closed it: another bot did, or
                whoever deleted its branch
    """

    open: PullRequest | None = None
    closed: Sequence[PullRequest] = field(default_factory=tuple)
    stray: Sequence[PullRequest] = ()
    abandoned: datetime | None = None

    @property
    def opened_on(self) -> list[str]:
        """The days (YYYY-MM-DD) on which they were opened."""
        pulls = [*self.closed, *([self.open] if self.open else [])]
        return [pull.created_at.date().isoformat() for pull in pulls]

    @property
    def answered(self) -> list[tuple[PullRequest, BodyMarker]]:
        """The closed ones that are an answer, with what they hold."""
        read = [(pull, read_marker(pull.body or "")) for pull in self.closed]
        read = read[1:] if self.abandoned else read
        return [(pull, marker) for pull, marker in read if not marker.withdrawn]

    def keeps(self, sha: str) -> bool:
        """Whether GitHub keeps this commit with a closed pull request, so that it is not lost."""
        return any(pull.head.sha == sha for pull in self.closed)


def read_history(repository: Repository, branch: str, base: str) -> PullRequestHistory:
    """The latest pull requests of a branch, whatever they go into; older answers are in the memory.

    One request, and one more where the latest was closed and nobody merged it.
    """
    head = f"{repository.owner.login}:{branch}"
    pulls = repository.get_pulls(state="all", head=head, sort="created", direction="desc").get_page(
        0
    )
    # the filter by head is GitHub's; a mistake there must not touch somebody else's work
    ours = [whole(pull) for pull in pulls if pull.head.ref == branch]
    open_ones = [pull for pull in ours if pull.state == "open"]
    open_ones.sort(key=lambda pull: pull.base.ref != base)
    closed = tuple(pull for pull in ours if pull.state != "open")
    if open_ones:
        return PullRequestHistory(open_ones[0], closed, open_ones[1:])
    return PullRequestHistory(None, closed, abandoned=_abandoned(closed[:1]))


def _abandoned(latest: Sequence[PullRequest]) -> datetime | None:
    for pull in latest:
        if pull.merged_at is None and not read_marker(pull.body or "").withdrawn:
            events = list(pull.get_issue_events())
            if not _is_of_a_person(events):
                opened = [one.created_at for one in events if one.event == "reopened"]
                return max([pull.created_at, *opened])
    return None


def _is_of_a_person(events: Sequence[IssueEvent]) -> bool:
    """Whether a person closed it, and did not just delete the branch, which closes it as well."""
    closed = [one for one in events if one.event == "closed"]
    if not closed:
        return True
    last = closed[-1]
    by_deletion = any(
        one.event == "head_ref_deleted" and one.created_at <= last.created_at + _AT_ONCE
        for one in events
    )
    return last.actor is not None and last.actor.type != "Bot" and not by_deletion


def whole(pull: PullRequest) -> PullRequest:
    """The same pull request. Raises TypeError where what the bot goes by is not there."""
    texts = (pull.html_url, pull.title, pull.head.ref, pull.head.sha)
    dates = [pull.created_at] if pull.state == "open" else [pull.created_at, pull.closed_at]
    if (
        pull.state not in {"open", "closed"}
        or not isinstance(pull.number, int)
        or not all(isinstance(one, str) for one in texts)
        or not all(isinstance(one, datetime) for one in dates)
    ):
        raise TypeError("this is no whole pull request")
    return pull


def rejected_values(found: PullRequestHistory) -> list[tuple[PullRequest, BodyMarker]]:
    """The values in pull requests that a person closed without merging, not the bot itself."""
    return [(pull, marker) for pull, marker in found.answered if pull.merged_at is None]


def answers(talks: Mapping[str, PullRequestHistory]) -> Answers:
    """What people answered, by topic: an unticked box and a closed pull request both decline.

    Of several boxes of one change the ticked one says which way people picked.

    A topic counts as closed while nothing newer is open or merged.
    """
    declined: dict[str, str] = {}
    closed: dict[str, str] = {}
    moments: dict[str, str] = {}
    picked: dict[str, tuple[str, Way]] = {}
    ticked: dict[str, str] = {}
    accepted: dict[str, str] = {}
    opened: dict[str, str] = {}
    for topic, found in talks.items():
        for pull, marker in reversed(rejected_values(found)):
            declined |= marker.changes
            if pull.closed_at:
                moment = pull.closed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                moments |= dict.fromkeys(marker.changes, moment)
        if found.open:
            opened[topic] = found.open.created_at.date().isoformat()
            marker = read_marker(found.open.body or "")
            _note_answer(declined, marker)
            picked |= marker.picked
            ticked |= marker.ticked
            accepted |= marker.accepted
            moments = {name: at for name, at in moments.items() if name not in marker.declined}
        elif day := _closed_on(found):
            closed[topic] = day
    moments = {name: at for name, at in moments.items() if name in declined}
    return Answers(
        declined, closed, moments, picked=picked, ticked=ticked, accepted=accepted, opened=opened
    )


def answered_on(found: PullRequestHistory) -> str:
    """The day (YYYY-MM-DD) on which people last merged or closed one, empty when they did not."""
    days = [pull.closed_at.date().isoformat() for pull, _ in found.answered if pull.closed_at]
    return max(days, default="")


def _note_answer(declined: dict[str, str], marker: BodyMarker) -> None:
    """Record an answer; the latest counts, and an open, ticked value is no longer declined."""
    for change, digest in marker.changes.items():
        if declined.get(change) == digest:
            del declined[change]
    declined |= marker.declined


def _closed_on(found: PullRequestHistory) -> str:
    latest: Iterable[PullRequest] = found.closed[:1]
    rejected = {pull.number for pull, _ in rejected_values(found)}
    days = [pull.closed_at for pull in latest if pull.number in rejected and pull.closed_at]
    return days[0].date().isoformat() if days else ""
