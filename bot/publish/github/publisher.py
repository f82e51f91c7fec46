"""Publishes on GitHub: a pull request for each topic, a branch for the memory, a dashboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property

from github import Github
from github.PullRequest import PullRequest
from github.Repository import Repository

from bot.model.change import DashboardRequests, Proposal
from bot.model.errors import PublishError
from bot.model.options.pull_requests import PullRequestOptions
from bot.publish.base import (
    DASHBOARD_RESULT,
    MEMORY_RESULT,
    Publisher,
    PublishResult,
    Recall,
    Standing,
    error_text,
)
from bot.publish.github import dashboard, memory_branch
from bot.publish.github.access import WRONG_ADDRESS
from bot.publish.github.answers import PullRequestHistory, answered_on, answers
from bot.publish.github.branch import read_bytes
from bot.publish.github.comments import answer_issue
from bot.publish.github.memory_branch import read_kept, write_kept
from bot.publish.github.permission import may_write
from bot.publish.github.pull_request import ProposalPublisher
from bot.publish.github.refusals import publish_errors

_NO_ISSUES = "issues are switched off in this repository, so there is no dashboard"


class GitHubPublisher(Publisher):
    """A publisher over GitHub's REST API (see `access.connect_writer` for the client).

    `by_mutation` makes commits by GraphQL, which signs them for tokens of people, too
    (`access.is_of_a_person`); `options` say how pull requests are opened. Every method may raise
    PublishError, with a sentence on what to do.
    """

    separate = True

    def __init__(
        self,
        client: Github,
        repository: str,
        *,
        by_mutation: bool = False,
        options: PullRequestOptions | None = None,
    ) -> None:
        self._client = client
        self._name = repository
        self._by_mutation = by_mutation
        self._options = options or PullRequestOptions()
        self._kept: Mapping[str, str] = {}
        self._board = ""

    @property
    def title_prefix(self) -> str:
        """As the options say."""
        return self._options.title_prefix

    @cached_property
    def _repository(self) -> Repository:
        # everything needs it: a single odd answer must not end the run
        with suppress(Exception):
            return self._found()
        return self._found()

    def _found(self) -> Repository:
        found = self._client.get_repo(self._name)
        if "full_name" not in found.raw_data:
            raise PublishError(
                "what answers in GitHub's place is not GitHub's API",
                hint=WRONG_ADDRESS,
            )
        # each is read when it is first used: a wrong one would cost every topic, not this sentence
        _ = found.full_name, found.owner.login, found.default_branch, found.node_id, found.html_url
        return found

    @cached_property
    def _proposing(self) -> ProposalPublisher:
        base = self._options.base or self._repository.default_branch
        return ProposalPublisher(self._repository, base, self._by_mutation, self._options)

    @cached_property
    def _dashboard(self) -> dashboard.DashboardIssue:
        return dashboard.find_dashboard(self._repository)

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recall:
        """The memory's branch, people's answers, and the files of open pull requests.

        What cannot be read is `unread` there, and costs nothing else.
        """
        with publish_errors("looking at the repository"):
            self._repository  # noqa: B018 - without it nothing can be read
        unread: dict[str, str] = {}
        talks: dict[str, PullRequestHistory] = {}
        pending: dict[str, dict[str, str]] = {}
        for topic in topics:
            with _costing(topic, unread), publish_errors(f"reading the pull requests of {topic}"):
                history = self._proposing.talk(topic)
                if history.open:
                    pending[topic] = self._files(history.open, paths)
                talks[topic] = history
            if topic in unread:  # it may be open, with values that are not known
                pending[topic] = {}
        requests = DashboardRequests()
        with _costing(DASHBOARD_RESULT, unread), publish_errors("reading the dashboard"):
            self._board = self._dashboard.body
            requests = dashboard.read_requests(self._board)
        with _costing(MEMORY_RESULT, unread), publish_errors("reading the memory"):
            self._kept = read_kept(self._repository)
        found = {topic: talk.open for topic, talk in talks.items() if talk.open}
        opened = {
            topic: PublishResult(topic, "unchanged", pull.title, pull.number, pull.html_url)
            for topic, pull in found.items()
        }
        return Recall(
            self._kept.get(memory_branch.MEMORY_FILE),
            replace(answers(talks), requests=requests),
            pending,
            opened,
            tuple(day for talk in talks.values() for day in talk.opened_on),
            self._kept.get(memory_branch.EVIDENCE_FILE),
            unread,
            {topic: one.abandoned.date() for topic, one in talks.items() if one.abandoned},
        )

    def standing(self, topic: str) -> Standing:
        """Of the topic's latest pull requests (one request)."""
        with publish_errors("reading the bot's pull requests"):
            history = self._proposing.talk(topic)
            left = history.abandoned.date() if history.abandoned else None
            return Standing(history.open is not None, answered_on(history), left)

    def may_write(self, login: str) -> bool:
        """Whether this account may push to the repository (one request)."""
        with publish_errors(f"asking whether {login or 'nobody'} may write here"):
            return bool(login) and may_write(self._repository, login)

    def remember(self, memory: str, evidence: str = "") -> None:
        """Write the memory's branch, when a text is another.

        What another run wrote there in the meantime is merged with it.
        """
        texts = {memory_branch.MEMORY_FILE: memory, memory_branch.EVIDENCE_FILE: evidence}
        with publish_errors("saving the memory"):
            write_kept(
                self._repository, {name: text for name, text in texts.items() if text}, self._kept
            )

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:
        """Compare, and write only what differs.

        Held when people committed to the branch (one comment explains how to hand it back), or when
        the base branch has moved on from `originals`.
        """
        with publish_errors(f"proposing “{proposal.title}”"):
            return self._proposing.propose(proposal, originals)

    def withdraw(self, topic: str, why: str) -> PublishResult:
        """Close the open pull request with a comment and delete its branch; not if it is held."""
        with publish_errors("closing a pull request that is not needed any more"):
            return self._proposing.withdraw(topic, why)

    def show(self, board: str) -> str:
        """Create or update the dashboard; the reason there is none, empty when there is one.

        A dashboard that people closed stays closed.
        """
        with publish_errors("updating the dashboard"):
            if not self._repository.has_issues:
                return _NO_ISSUES
            dashboard.show_dashboard(self._repository, self._dashboard, board, self._board)
            return ""

    def answer(self, issue: int, text: str) -> None:
        """One comment in the issue; an earlier one of the bot is edited."""
        with publish_errors(f"answering in issue {issue}"):
            answer_issue(self._repository, issue, text)

    def _files(self, pull: PullRequest, paths: Sequence[str]) -> dict[str, str]:
        read_one = {path: self._file(path, pull.head.sha) for path in paths}
        return {path: text for path, text in read_one.items() if text is not None}

    def _file(self, path: str, sha: str) -> str | None:
        content = read_bytes(self._repository, path, sha)
        return None if content is None else content.decode("utf-8", "surrogateescape")


@contextmanager
def _costing(part: str, unread: dict[str, str]) -> Iterator[None]:
    """What cannot be read costs this part and nothing else; `unread` learns why."""
    try:
        yield
    except PublishError as error:
        unread[part] = error_text(error)
