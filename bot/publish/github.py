"""Tells GitHub: one branch and one pull request a topic, and a branch for the memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from github import Github, GithubException
from github.ContentFile import ContentFile
from github.GitRef import GitRef
from github.PullRequest import PullRequest
from github.Repository import Repository

from bot.facts.change import Change, Proposal, Topic
from bot.facts.errors import PublishError
from bot.publish.access import Identity, message_of, permission_hint, telling
from bot.publish.base import Operation, Recalled, Told
from bot.publish.branch import Stand, Survey, find_ref, stand, survey, write_commit
from bot.publish.comments import closed
from bot.publish.held import may_rebuild, say_once
from bot.publish.issue import answer
from bot.publish.marks import compose, keep_unticked, mark, read, same, withdrawn
from bot.publish.memory_branch import read_memory, write_memory
from bot.publish.pulls import Talk, answers, talk

_LONGEST_TITLE = 250


class GitHub:
    """A publisher over GitHub's REST API (see `access.connect` for the client).

    `base` is the branch to propose to, the default branch when empty. Every method may raise
    PublishError, with a sentence on what to do.
    """

    separate = True

    def __init__(
        self,
        client: Github,
        repository: str,
        base: str = "",
        *,
        identity: Identity | None = None,
        labels: Sequence[str] = (),
    ) -> None:
        self._client = client
        self._name = repository
        self._wanted_base = base
        self._identity = identity
        self._labels = tuple(labels)

    @cached_property
    def _repository(self) -> Repository:
        found = self._client.get_repo(self._name)
        if "full_name" not in found.raw_data:
            raise PublishError(
                "what answers in GitHub's place is not GitHub's API",
                hint="is GITHUB_API_URL right? On GitHub Enterprise Server it ends in /api/v3",
            )
        return found

    @property
    def _base(self) -> str:
        return self._wanted_base or self._repository.default_branch

    def _talk(self, topic: str) -> Talk:
        return talk(self._repository, branch_of(topic), self._base)

    # the protocol

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recalled:
        """The memory's branch, people's answers, and the files of open pull requests."""
        with telling("reading the bot's pull requests"):
            talks = {topic: self._talk(topic) for topic in topics}
            pending = {
                topic: self._files(found.open, paths)
                for topic, found in talks.items()
                if found.open
            }
            return Recalled(read_memory(self._repository), answers(talks), pending)

    def remember(self, memory: str) -> None:
        """Write the memory's branch, when the text is another."""
        with telling("keeping the memory"):
            write_memory(self._repository, memory, self._identity)

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> Told:
        """Look, compare, and write only what differs.

        Held when people committed to the branch (one comment says how to hand it back), or when
        the base branch has moved on from `originals`.
        """
        with telling(f"proposing “{proposal.title}”"):
            return self._propose(proposal, originals)

    def withdraw(self, topic: str, why: str) -> Told:
        """Close the open pull request with a comment and delete its branch; not if it is held."""
        with telling("closing a pull request that is not needed any more"):
            return self._withdraw(topic, why)

    def answer(self, issue: int, text: str) -> None:
        """One comment in the issue; an earlier one of the bot's is edited."""
        with telling(f"answering in issue {issue}"):
            answer(self._repository, issue, text)

    # recalling

    def _files(self, pull: PullRequest, paths: Sequence[str]) -> dict[str, str]:
        read_one = {path: self._file(path, pull.head.sha) for path in paths}
        return {path: text for path, text in read_one.items() if text is not None}

    def _file(self, path: str, sha: str) -> str | None:
        try:
            found = self._repository.get_contents(path, ref=sha)
        except GithubException as error:
            if error.status == 404:
                return None
            raise
        if not isinstance(found, ContentFile) or found.encoding != "base64":
            return None
        return found.decoded_content.decode("utf-8", errors="replace")

    # proposing

    def _propose(self, proposal: Proposal, originals: Mapping[str, str]) -> Told:
        base = self._stand()
        found = self._talk(proposal.topic)
        moved = [one for one in proposal.files if not base.holds(one, originals.get(one))]
        if moved:
            note = f"{', '.join(sorted(moved))} changed on {self._base} while the run was under way"
            return _told(proposal.topic, "held", proposal.title, found.open, note)
        files = {path: text for path, text in proposal.files.items() if not base.holds(path, text)}
        if not files:
            return self._withdraw(proposal.topic, "the base branch holds all of it already")
        ref = find_ref(self._repository, proposal.branch)
        seen = survey(self._repository, base.sha, ref.object.sha) if ref else None
        if ref and seen and seen.foreign and not may_rebuild(found, ref.object.sha):
            return self._hold(proposal.topic, proposal.title, proposal.branch, found.open)
        pushed = self._push(proposal, base, files, ref, seen)
        if found.open:
            return self._update(proposal, found.open, base, pushed=pushed)
        return self._open(proposal, base)

    def _stand(self) -> Stand:
        ref = find_ref(self._repository, self._base)
        if ref is None:
            raise PublishError(f"{self._name} has no branch {self._base}")
        return stand(self._repository, ref.object.sha)

    def _push(
        self,
        proposal: Proposal,
        base: Stand,
        files: Mapping[str, str],
        ref: GitRef | None,
        seen: Survey | None,
    ) -> bool:
        """Move the branch to one commit on top of the base, unless it says the same already."""
        if seen and not seen.foreign and seen.is_just(files):
            return False
        sha = write_commit(self._repository, base, files, title_of(proposal), self._identity)
        if ref is None:
            self._repository.create_git_ref(f"refs/heads/{proposal.branch}", sha)
            return True
        now = find_ref(self._repository, proposal.branch)
        if now is None or now.object.sha != ref.object.sha:
            # GitHub's API moves a branch without a lease, so the gap is kept small by hand
            raise PublishError(
                f"somebody moved {proposal.branch} just now; the next run looks anew"
            )
        ref.edit(sha, force=True)
        return True

    def _open(self, proposal: Proposal, base: Stand) -> Told:
        title = title_of(proposal)
        body = compose(proposal.body, mark(_offered(proposal.changes), title=title, base=base.sha))
        try:
            pull = self._repository.create_pull(
                base=self._base, head=proposal.branch, title=title, body=body
            )
        except GithubException as error:
            return self._not_opened(error, proposal, base)
        if self._labels:
            pull.add_to_labels(*self._labels)
        return _told(proposal.topic, "created", title, pull)

    def _not_opened(self, error: GithubException, proposal: Proposal, base: Stand) -> Told:
        said = message_of(error)
        if error.status == 403:
            page = f"{self._repository.html_url}/compare/{self._base}...{proposal.branch}?expand=1"
            raise PublishError(
                f"the branch is pushed, but GitHub refused to open the pull request ({said})",
                hint=f"{permission_hint(said)}; or open it by hand: {page}",
            ) from error
        found = self._talk(proposal.topic).open if "already exists" in said else None
        if found is None:
            raise error
        return self._update(proposal, found, base, pushed=True)

    def _update(self, proposal: Proposal, pull: PullRequest, base: Stand, *, pushed: bool) -> Told:
        """Title and body, where they differ; what people wrote stays."""
        marks = read(pull.body or "")
        title = title_of(proposal)
        by_hand = pull.title != (marks.title if marks.written else title)
        known = (marks.title if marks.written else title) if by_hand else title
        since = base.sha if pushed else marks.base or base.sha
        block = mark(_offered(proposal.changes), title=known, base=since)
        text = keep_unticked(proposal.body, marks.declined)
        body = compose(text, block, marks.below)
        shown = pull.title if by_hand else title
        if shown != pull.title or not same(body, pull.body or ""):
            pull.edit(title=shown, body=body)
        elif not pushed:
            return _told(proposal.topic, "unchanged", shown, pull)
        return _told(proposal.topic, "updated", shown, pull)

    # holding

    def _hold(self, topic: str, title: str, branch: str, pull: PullRequest | None) -> Told:
        if pull:
            say_once(pull)
        where = f"#{pull.number}" if pull else f"branch {branch}"
        note = f"people committed to {where}; the bot leaves it alone"
        return _told(topic, "held", pull.title if pull else title, pull, note)

    # withdrawing

    def _withdraw(self, topic: str, why: str) -> Told:
        found = self._talk(topic)
        pull, ref = found.open, find_ref(self._repository, branch_of(topic))
        if pull is None:
            return Told(topic, "none")
        if ref and survey(self._repository, self._base, ref.object.sha).foreign:
            return self._hold(topic, pull.title, branch_of(topic), pull)
        # one request marks and closes: a crash must not make it look like a person's no
        pull.edit(body=withdrawn(pull.body or ""), state="closed")
        pull.create_issue_comment(closed(why))
        if ref:
            ref.delete()
        return _told(topic, "closed", pull.title, pull, why)


def branch_of(topic: str) -> str:
    """The branch a topic lives on."""
    return Proposal(topic, "", "", {}).branch


def title_of(proposal: Proposal) -> str:
    """One line that GitHub takes as a title."""
    return " ".join(proposal.title.split())[:_LONGEST_TITLE]


def _told(
    topic: str, operation: Operation, title: str, pull: PullRequest | None, note: str = ""
) -> Told:
    number, url = (pull.number, pull.html_url) if pull else (0, "")
    return Told(topic, operation, title, number, url, note)


def _offered(changes: Sequence[Change]) -> dict[str, str]:
    """What closing says no to: links. Routine values are too many for a body, and only rest."""
    return {one.id: one.digest for one in changes if one.topic is not Topic.METADATA}
