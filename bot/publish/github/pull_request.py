"""Keeps the one pull request of a topic up to date, and writes only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from github import GithubException
from github.GitRef import GitRef
from github.PullRequest import PullRequest
from github.Repository import Repository

from bot.model.change import Change, Proposal
from bot.model.decision import Topic
from bot.model.errors import PublishError
from bot.model.options.pull_requests import PullRequestOptions
from bot.publish.base import Operation, PublishResult
from bot.publish.github.answers import PullRequestHistory, read_history, whole
from bot.publish.github.branch import (
    BranchReview,
    BranchState,
    find_ref,
    read_branch,
    review_branch,
)
from bot.publish.github.comments import BASE, base_comment, closed_comment
from bot.publish.github.commit import BranchMovedError, move_branch, write_commit
from bot.publish.github.held import comment_held, comment_once, may_rebuild
from bot.publish.github.markers import (
    compose_body,
    keep_answers,
    read_marker,
    same_text,
    withdrawn,
    write_marker,
)
from bot.publish.github.opened import equip
from bot.publish.github.refusals import advice, message_of
from bot.render.bodies.commit_message import record_change

_LONGEST_TITLE = 250


@dataclass(frozen=True)
class ProposalPublisher:
    """The repository, and the branch to propose to."""

    repository: Repository
    base: str
    by_mutation: bool
    """Whether commits are made by GraphQL, for tokens of people; see docs/design.md."""
    options: PullRequestOptions = field(default_factory=PullRequestOptions)

    def talk(self, topic: str) -> PullRequestHistory:
        """The pull requests of one topic."""
        return read_history(self.repository, branch_of(topic), self.base)

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:
        """Make or update the open pull request; see `GitHub.propose`.

        Once more from the beginning if the branch moved: another run may do the same right now.
        """
        with suppress(BranchMovedError):
            return self._proposed(proposal, originals)
        return self._proposed(proposal, originals)

    def _proposed(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:
        base = self._stand()
        found = self.talk(proposal.topic)
        moved = [one for one in proposal.files if not base.holds(one, originals.get(one))]
        if moved:
            note = f"{', '.join(sorted(moved))} changed on {self.base} while the run was under way"
            return _result(proposal.topic, "held", proposal.title, found.open, note)
        files = {path: text for path, text in proposal.files.items() if not base.holds(path, text)}
        if not files:
            return self.withdraw(proposal.topic, "the base branch already has all of these changes")
        ref = find_ref(self.repository, proposal.branch)
        seen = review_branch(self.repository, base.sha, ref.object.sha) if ref else None
        if ref and seen and seen.foreign and not self._may_rebuild(found, ref):
            return self._hold(proposal.topic, proposal.title, ref, found.open)
        found = self._reopened(found, ref)
        pushed = self._push(proposal, base, files, ref, seen)
        if found.open:
            led = self._lead_home(found)
            return self._update(proposal, found.open, base, pushed=pushed or led)
        return self._open(proposal, base)

    def _may_rebuild(self, found: PullRequestHistory, ref: GitRef) -> bool:
        """Whether nothing of a person is lost: commits beyond our base may be of its own base."""
        if found.open and found.open.base.ref != self.base:
            return not self._foreign(found.open, ref)
        return may_rebuild(found, ref.object.sha)

    def _foreign(self, pull: PullRequest, ref: GitRef) -> Sequence[str]:
        """People's commits on the branch, seen from what the pull request goes into."""
        since = pull.base.ref
        if since != self.base and find_ref(self.repository, since) is None:
            since = read_marker(pull.body or "").base or self.base
        return review_branch(self.repository, since, ref.object.sha).foreign

    def _reopened(self, found: PullRequestHistory, ref: GitRef | None) -> PullRequestHistory:
        """With the latest pull request open again, where no person closed it.

        GitHub opens it again only if its branch is as it was; else it is no answer from now on, and
        a new one follows.
        """
        if not found.abandoned:
            return found
        latest = found.closed[0]
        if ref and ref.object.sha == latest.head.sha:
            latest.edit(state="open")
            return replace(found, open=latest, closed=found.closed[1:], abandoned=None)
        latest.edit(body=withdrawn(latest.body or ""))
        return found

    def _lead_home(self, found: PullRequestHistory) -> bool:
        """Let the open pull request go into our base, and close others of the same branch.

        Whether it went elsewhere.
        """
        for one in found.stray:
            self._close(
                one, f"the same changes are proposed to `{self.base}` by another pull request"
            )
        pull = found.open
        if pull is not None and pull.base.ref != self.base:
            pull.edit(base=self.base)
            comment_once(pull, BASE, base_comment(self.base))
            return True
        return False

    def _stand(self) -> BranchState:
        ref = find_ref(self.repository, self.base)
        if ref is None:
            raise PublishError(f"{self.repository.full_name} has no branch {self.base}")
        return read_branch(self.repository, ref.object.sha)

    def _push(
        self,
        proposal: Proposal,
        base: BranchState,
        files: Mapping[str, str],
        ref: GitRef | None,
        seen: BranchReview | None,
    ) -> bool:
        """Move the branch to one commit on top of the base, unless its files are the same."""
        if seen and not seen.foreign and seen.is_just(files):
            return False
        sha = write_commit(
            self.repository,
            base,
            files,
            commit_message(proposal),
            by_mutation=self.by_mutation,
        )
        move_branch(self.repository, proposal.branch, ref.object.sha if ref else "", sha)
        return True

    def _open(self, proposal: Proposal, base: BranchState) -> PublishResult:
        title = title_of(proposal)
        body = compose_body(proposal.body, _block(proposal, title, base.sha))
        try:
            pull = self.repository.create_pull(
                base=self.base,
                head=proposal.branch,
                title=title,
                body=body,
                draft=self.options.draft,
            )
        except GithubException as error:
            return self._not_opened(error, proposal, base)
        pull = whole(pull)
        note = equip(self.repository, pull, self.options, proposal.topic)
        return _result(proposal.topic, "created", title, pull, note)

    def _not_opened(
        self, error: GithubException, proposal: Proposal, base: BranchState
    ) -> PublishResult:
        message = message_of(error)
        if error.status == 403:
            page = f"{self.repository.html_url}/compare/{self.base}...{proposal.branch}?expand=1"
            why = advice(error.status, message)
            note = f"GitHub refused to open the pull request ({message}); {why}"
            return PublishResult(proposal.topic, "pushed", title_of(proposal), url=page, note=note)
        found = self.talk(proposal.topic).open if "already exists" in message else None
        if found is None:
            raise error
        return self._update(proposal, found, base, pushed=True)

    def _update(
        self, proposal: Proposal, pull: PullRequest, base: BranchState, *, pushed: bool
    ) -> PublishResult:
        """Update title and body where they differ; text by people stays."""
        marker = read_marker(pull.body or "")
        title = title_of(proposal)
        by_hand = pull.title != (marker.title if marker.written else title)
        known = (marker.title if marker.written else title) if by_hand else title
        since = base.sha if pushed else marker.base or base.sha
        block = _block(proposal, known, since)
        text = keep_answers(proposal.body, marker)
        body = compose_body(text, block, marker.below)
        shown = pull.title if by_hand else title
        if shown != pull.title or not same_text(body, pull.body or ""):
            pull.edit(title=shown, body=body)
        elif not pushed:
            return _result(proposal.topic, "unchanged", shown, pull)
        return _result(proposal.topic, "updated", shown, pull)

    # holding

    def _hold(self, topic: str, title: str, ref: GitRef, pull: PullRequest | None) -> PublishResult:
        if pull:
            comment_held(pull, ref.object.sha)
        where = f"#{pull.number}" if pull else f"branch {branch_of(topic)}"
        note = f"people committed to {where}; the bot leaves it alone"
        return _result(topic, "held", pull.title if pull else title, pull, note)

    # withdrawing

    def withdraw(self, topic: str, why: str) -> PublishResult:
        """Close the open pull request, if there is one; see `GitHub.withdraw`."""
        found = self.talk(topic)
        pull, ref = found.open, find_ref(self.repository, branch_of(topic))
        if pull is None:
            return PublishResult(topic, "none")
        if ref and self._foreign(pull, ref):
            return self._hold(topic, pull.title, ref, pull)
        for one in (pull, *found.stray):
            self._close(one, why)
        if ref:
            with suppress(BranchMovedError):  # what somebody pushed in this moment stays there
                move_branch(self.repository, branch_of(topic), ref.object.sha, "")
        return _result(topic, "closed", pull.title, pull, why)

    def _close(self, pull: PullRequest, why: str) -> None:
        # one request marks and closes: a crash in between would look as if a person declined it
        pull.edit(body=withdrawn(pull.body or ""), state="closed")
        pull.create_issue_comment(closed_comment(why))


def branch_of(topic: str) -> str:
    """The branch a topic lives on."""
    return Proposal(topic, "", "", {}).branch


def title_of(proposal: Proposal) -> str:
    """One line that GitHub accepts as a title."""
    return " ".join(proposal.title.split())[:_LONGEST_TITLE]


def commit_message(proposal: Proposal) -> str:
    """The title, and each change with its evidence: the message outlives the branch."""
    return f"{title_of(proposal)}\n\n{record_change(proposal.changes)}".rstrip()


def _result(
    topic: str, operation: Operation, title: str, pull: PullRequest | None, note: str = ""
) -> PublishResult:
    number, url = (pull.number, pull.html_url) if pull else (0, "")
    return PublishResult(topic, operation, title, number, url, note)


def _block(proposal: Proposal, title: str, base: str) -> str:
    ways = {one.id: one.way for one in proposal.changes if one.choices and one.way}
    picked = [one.id for one in proposal.changes if one.is_picked]
    offered = _offered(proposal.changes)
    return write_marker(offered, title=title, base=base, ways=ways, picked=picked)


def _offered(changes: Sequence[Change]) -> dict[str, str]:
    """The values that closing declines: links. Routine values are too many, and only rest."""
    return {one.id: one.digest for one in changes if one.topic is not Topic.METADATA}
