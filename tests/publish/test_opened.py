"""Labels, reviewers and the like: given to a pull request that is opened, then left to people."""

from __future__ import annotations

import pytest

from bot.model.decision import Topic
from bot.model.options.pull_requests import PullRequestOptions
from bot.publish.base import PublishResult
from bot.publish.github.access import connect_writer
from bot.publish.github.publisher import GitHubPublisher
from tests.publish.conftest import NAME, Box, offer
from tests.world.world import GITHUB_TOKEN

MOVED = frozenset({Topic.MOVED})


def proposed(box: Box, options: PullRequestOptions, after: str = "changed") -> PublishResult:
    client = connect_writer(GITHUB_TOKEN, seconds_between_writes=0)
    return GitHubPublisher(client, NAME, options=options).propose(offer(after), box.originals)


def test_a_new_pull_request_gets_all_of_it(box: Box) -> None:
    box.site.collaborators = {"alice", "bo"}
    box.site.auto_merge_allowed = True
    result = proposed(
        box,
        PullRequestOptions(
            labels=("links", "bot"),
            assignees=("alice",),
            reviewers=("bo", "octo/curators"),
            draft=True,
            automerge=MOVED,
        ),
    )
    assert (result.operation, result.note) == ("created", "")
    assert box.pull.labels == ["links", "bot"]
    assert box.pull.assignees == ["alice"]
    assert box.pull.reviewers == ["bo", "octo/curators"]
    assert box.pull.draft
    assert box.pull.auto_merge == "MERGE"


def test_without_options_nothing_is_sent(box: Box) -> None:
    assert proposed(box, PullRequestOptions()).note == ""
    assert (box.pull.labels, box.pull.assignees, box.pull.draft) == ([], [], False)
    sent = [(one.method, one.path) for one in box.world.records() if one.method != "GET"]
    assert [path for _, path in sent if "issues" in path or "requested" in path] == []


def test_what_people_change_afterwards_stays(box: Box) -> None:
    options = PullRequestOptions(labels=("bot",), reviewers=("bo",), assignees=("bo",))
    box.site.collaborators = {"bo"}
    proposed(box, options)
    box.site.store.change(box.pull, labels=["mine"], reviewers=[], assignees=[])
    assert proposed(box, options, "again").operation == "updated"
    assert (box.pull.labels, box.pull.reviewers, box.pull.assignees) == (["mine"], [], [])


@pytest.mark.parametrize(
    ("options", "note"),
    [
        (PullRequestOptions(reviewers=("stranger",)), "GitHub refused to ask for a review (Rev"),
        (PullRequestOptions(assignees=("stranger",)), "GitHub did not assign it to stranger"),
        (PullRequestOptions(automerge=MOVED), "GitHub refused to enable auto-merge (Pull req"),
    ],
    ids=["review", "assign", "auto-merge"],
)
def test_what_github_refuses_is_a_note(box: Box, options: PullRequestOptions, note: str) -> None:
    """The pull request is open all the same, and the others are given."""
    box.site.collaborators = {"bo"}
    result = proposed(box, PullRequestOptions(**{**vars(options), "labels": ("bot",)}))
    assert result.operation == "created"
    assert result.note.startswith(note)
    assert box.pull.labels == ["bot"]


def test_auto_merge_is_for_the_topics_named(box: Box) -> None:
    box.site.auto_merge_allowed = True
    assert proposed(box, PullRequestOptions(automerge=frozenset({Topic.FACTS}))).note == ""
    assert box.pull.auto_merge == ""


def test_auto_merge_goes_the_way_that_the_repository_allows(box: Box) -> None:
    box.site.auto_merge_allowed = True
    own = box.site.repos.find(NAME)
    assert own
    own.merges = ["squash_merge", "rebase_merge"]
    proposed(box, PullRequestOptions(automerge=MOVED))
    assert box.pull.auto_merge == "SQUASH"


def test_another_base(box: Box) -> None:
    box.site.git.set_branch("next", box.site.git.resolve("main"))
    assert proposed(box, PullRequestOptions(base="next")).operation == "created"
    assert box.pull.base == "next"
