"""The one pull request of a topic: made, kept up, left alone, withdrawn."""

from __future__ import annotations

import json

import pytest

from bot.model.change import Proposal
from bot.model.decision import Topic
from bot.model.errors import PublishError
from bot.publish.github.access import connect_writer, is_of_a_person
from bot.publish.github.comments import HELD
from bot.publish.github.commit import move_branch
from bot.publish.github.markers import BELOW
from bot.publish.github.publisher import GitHubPublisher
from bot.publish.github.refusals import advice
from bot.render.bodies.commit_message import read_record
from tests.publish.conftest import BRANCH, CHANGES, FILES, NAME, TOPIC, Box, change, offer
from tests.render.pings import in_text
from tests.world.world import GITHUB_TOKEN


def test_the_first_run_opens_one_pull_request_with_one_signed_commit(box: Box) -> None:
    result = box.bot.propose(offer(), box.originals)
    assert (result.operation, result.number) == ("created", 1)
    assert result.url == f"https://github.com/{NAME}/pull/1"
    (commit,) = box.site.commits("main", BRANCH)
    assert commit.committer[0] == "GitHub"
    assert "+line 3 changed" in box.site.diff("main", BRANCH)
    assert box.site.files(BRANCH).keys() == FILES.keys()
    assert box.pull.title == "Refresh the list"


def test_the_commit_keeps_what_it_changes_and_pings_nobody(box: Box) -> None:
    box.propose(offer(changes=(change("alpha", "by @octocat, see #3"), CHANGES[1])))
    (commit,) = box.site.commits("main", BRANCH)
    assert [one.after for _, one in read_record(commit.message)] == [
        "by @octocat, see #3",
        "https://b.example",
    ]
    assert in_text(commit.message.partition("Listkeeper-Tree")[0]) == []
    trailers = box.site.git.line("log", "-1", "--format=%(trailers:only,keyonly)", BRANCH)
    assert trailers.split() == ["Listkeeper-Change", "Listkeeper-Change", "Listkeeper-Tree"]


def test_only_files_that_changed_are_written(box: Box) -> None:
    box.propose(
        offer(files={"registry/models.yml": FILES["registry/models.yml"], "new.txt": "n\n"})
    )
    diff = box.site.diff("main", BRANCH)
    assert "registry/models.yml" not in diff
    assert box.site.files(BRANCH)["new.txt"] == "n\n"


def test_the_second_run_with_the_same_result_writes_nothing(box: Box) -> None:
    assert box.propose() == "created"
    before = box.writes()
    assert box.propose() == "unchanged"
    assert box.writes() == before


def test_a_base_that_moved_elsewhere_is_no_reason_to_write(box: Box) -> None:
    box.propose()
    box.site.push("main", {"docs/x.md": "y\n"})
    before = box.writes()
    assert box.propose() == "unchanged"
    assert box.writes() == before


def test_another_result_moves_the_same_branch_to_one_new_commit(box: Box) -> None:
    box.propose()
    box.site.push("main", {"docs/x.md": "y\n"})
    assert box.propose(offer("again", title="Refresh it again")) == "updated"
    (commit,) = box.site.commits("main", BRANCH)
    assert commit.parents == (box.site.git.resolve("main"),)
    assert box.pull.title == "Refresh it again"
    assert "+line 3 again" in box.site.diff("main", BRANCH)


def test_only_the_text_changes_when_the_files_are_the_same(box: Box) -> None:
    box.propose()
    head = box.site.git.resolve(BRANCH)
    assert box.propose(offer(text="### Other words\n")) == "updated"
    assert box.site.git.resolve(BRANCH) == head
    assert "Other words" in box.pull.body


def test_a_persons_title_and_words_below_the_line_stay(box: Box) -> None:
    box.propose()
    box.site.edit_title(1, "Spring cleaning")
    box.site.edit_body(1, box.pull.body.replace("\n", "\r\n") + "Please wait for Bob.\r\n")
    other = offer("again", text="### Other words\n")
    assert box.propose(other) == "updated"
    assert box.pull.title == "Spring cleaning"
    assert box.pull.body.endswith(f"{BELOW}\nPlease wait for Bob.\n")
    before = box.writes()
    assert box.propose(other) == "unchanged"
    assert box.writes() == before


def test_labels_are_peoples(box: Box) -> None:
    box.propose()
    assert box.pull.labels == []
    box.site.store.change(box.pull, labels=["later"])
    box.propose(offer("again"))
    assert box.pull.labels == ["later"]


def test_a_human_commit_is_never_overwritten_and_one_comment_explains(box: Box) -> None:
    box.propose()
    sha = box.site.push(BRANCH, {"README.md": "# Mine\n"})
    assert box.propose(offer("again")) == "held"
    assert box.propose(offer("and again")) == "held"
    assert box.site.git.resolve(BRANCH) == sha
    (comment,) = box.site.comments(1)
    assert comment.body.startswith(HELD)


def test_an_amended_commit_of_the_bot_is_a_persons(box: Box) -> None:
    box.propose()
    message = box.site.commits("main", BRANCH)[0].message
    bot = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
    parents = (box.site.git.resolve("main"),)
    box.site.commit(BRANCH, {"README.md": "mine\n"}, bot, message, ("Alice", "a@b.c"), parents)
    assert box.propose(offer("again")) == "held"


def test_the_branch_can_be_handed_back_by_a_box(box: Box) -> None:
    box.propose()
    box.site.push(BRANCH, {"README.md": "# Mine\n"})
    box.propose(offer("again"))
    (comment,) = box.site.comments(1)
    comment.body = comment.body.replace("- [ ]", "- [x]")
    assert box.propose(offer("again")) == "updated"
    assert len(box.site.commits("main", BRANCH)) == 1
    box.site.push(BRANCH, {"README.md": "# Mine again\n"})
    assert box.propose(offer("third")) == "held"
    assert len(box.site.comments(1)) == 1


def test_a_tick_speaks_of_the_commits_that_were_there_when_its_box_was_written(box: Box) -> None:
    box.propose()
    box.site.push(BRANCH, {"README.md": "# Mine\n"})
    box.propose(offer("again"))
    (comment,) = box.site.comments(1)
    comment.body = comment.body.replace("- [ ]", "- [x]")
    late = box.site.push(BRANCH, {"README.md": "# Mine, and late\n"})
    assert box.propose(offer("again")) == "held"
    assert box.site.git.resolve(BRANCH) == late
    (comment,) = box.site.comments(1)
    assert f"- [ ] <!-- listkeeper:rebuild {late} -->" in comment.body
    comment.body = comment.body.replace("- [ ]", "- [x]")
    assert box.propose(offer("again")) == "updated"
    assert len(box.site.commits("main", BRANCH)) == 1


def test_a_tick_in_a_comment_of_an_earlier_version_is_followed(box: Box) -> None:
    box.propose()
    box.site.push(BRANCH, {"README.md": "# Mine\n"})
    box.propose(offer("again"))
    (comment,) = box.site.comments(1)
    comment.body = f"{HELD}\nStopped.\n\n- [x] <!-- listkeeper:rebuild --> Tick this box."
    assert box.propose(offer("again")) == "updated"


def test_a_strangers_comment_cannot_hand_it_back(box: Box) -> None:
    box.propose()
    box.site.push(BRANCH, {"README.md": "# Mine\n"})
    box.site.comment(1, f"{HELD}\n- [x] <!-- listkeeper:rebuild -->", user="mallory")
    assert box.propose(offer("again")) == "held"
    assert len(box.site.comments(1)) == 2


def test_the_update_branch_button_is_no_human_edit(box: Box) -> None:
    box.propose()
    box.site.push("main", {"docs/x.md": "y\n"})
    box.site.update_branch(1)
    before = box.writes()
    assert box.propose() == "unchanged"
    assert box.writes() == before
    assert box.propose(offer("again")) == "updated"
    assert len(box.site.commits("main", BRANCH)) == 1


def test_a_conflict_resolved_by_hand_in_a_merge_is_a_human_edit(box: Box) -> None:
    box.propose()
    ours = box.site.git.resolve(BRANCH)
    theirs = box.site.push("main", {"README.md": FILES["README.md"].replace("line 3\n", "l3\n")})
    box.originals = box.site.files()
    resolved = {"README.md": FILES["README.md"].replace("line 3\n", "line 3 by hand\n")}
    web = ("GitHub", "noreply@github.com")
    box.site.commit(BRANCH, resolved, ("Alice", "a@b.c"), "Merge", web, (ours, theirs))
    assert box.propose(offer("again")) == "held"


def test_a_base_that_moved_under_the_run_is_not_overwritten(box: Box) -> None:
    box.site.push("main", {"README.md": "# By hand\n"})
    before = box.writes()
    result = box.bot.propose(offer(), box.originals)
    assert result.operation == "held"
    assert "README.md changed on main" in result.note
    assert box.writes() == before


def test_a_merged_pull_request_leaves_nothing_to_do(box: Box) -> None:
    box.propose()
    box.site.merge(1)
    box.originals = box.site.files()
    before = box.writes()
    assert box.propose() == "none"
    assert box.writes() == before


def test_after_a_merge_the_old_branch_is_used_again(box: Box) -> None:
    box.propose()
    box.site.push(BRANCH, {"docs/x.md": "by hand\n"})
    box.site.merge(1)
    box.originals = box.site.files()
    assert box.propose(offer("again")) == "created"
    assert [pull.state for pull in box.site.pulls] == ["closed", "open"]


def test_withdrawing_closes_with_a_word_and_deletes_the_branch(box: Box) -> None:
    box.propose()
    result = box.bot.withdraw(TOPIC, "nothing is left to change")
    assert (result.operation, result.number) == ("closed", 1)
    assert box.pull.state == "closed"
    assert [one.body for one in box.site.comments(1)] == [
        "Closed by the bot: nothing is left to change."
    ]
    assert list(box.site.git.branches()) == ["main"]
    assert box.bot.withdraw(TOPIC, "again").operation == "none"


def test_withdrawing_leaves_a_persons_work_alone(box: Box) -> None:
    box.propose()
    box.site.push(BRANCH, {"README.md": "# Mine\n"})
    assert box.bot.withdraw(TOPIC, "nothing is left").operation == "held"
    assert box.pull.state == "open"


def test_a_forbidden_pull_request_names_the_setting_and_the_way_by_hand(box: Box) -> None:
    box.site.pulls_permitted = False
    result = box.bot.propose(offer(), box.originals)
    assert result.operation == "pushed"
    assert "Allow GitHub Actions to create and approve pull requests" in result.note
    assert result.url == f"https://github.com/{NAME}/compare/main...{BRANCH}?expand=1"
    box.site.pulls_permitted = True
    assert box.propose() == "created"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Commits must have verified signatures.", "in place of a personal token"),
        ("Cannot update this protected branch.", "let the bot write to `listkeeper/**`"),
        ("Repository rule violations found", "let the bot write to `listkeeper/**`"),
    ],
)
def test_a_branch_rule_in_the_way_is_reported_with_a_hint(
    box: Box, message: str, words: str
) -> None:
    box.world.fault(
        "api.github.com",
        path_prefix="/graphql",
        body=f'{{"data": null, "errors": [{{"type": "UNPROCESSABLE", "message": "{message}"}}]}}',
        headers={"Content-Type": "application/json"},
    )
    with pytest.raises(PublishError, match=message[:20]) as error:
        box.propose()
    assert words in error.value.hint


@pytest.mark.parametrize("other", ["listkeeper", "listkeeper/moved/old"])
def test_a_branch_that_git_cannot_hold_beside_ours_is_named(box: Box, other: str) -> None:
    box.site.push(other, {"docs/x.md": "mine\n"})
    with pytest.raises(PublishError, match=f"there is one named {other}") as error:
        box.propose()
    assert error.value.hint == f"rename or delete {other}: git cannot hold both"
    if other == "listkeeper":
        with pytest.raises(PublishError, match="there is one named listkeeper"):
            box.bot.remember("strikes")


@pytest.mark.parametrize(
    ("status", "message", "words"),
    [
        (403, "Resource not accessible by integration", "under `permissions:`"),
        (403, "Resource not accessible by personal access token", "contents, pull requests and"),
        (403, "Repository was archived so is read-only.", "unarchive the repository"),
        (403, "Resource protected by organization SAML enforcement.", "authorise the token"),
        (403, "`acme` organization has an IP allow list enabled, and your IP", "this runner's"),
        (403, "Sorry. Your account was suspended.", "suspended: ask https://support.github.com"),
        (403, "Unable to create comment because issue is locked.", "unlock the conversation"),
        (403, "User is blocked", "has blocked the account"),
        (403, "Must have admin rights to Repository.", "to be allowed to write"),
        (403, "Something new", "is not allowed to do this"),
        (410, "Issues has been disabled in this repository.", "issues are switched off"),
        (410, "This issue was deleted", "To switch the dashboard off, close it"),
        (422, "Changes must be made through a pull request.", "limit it to the default branch"),
        (422, "Commit message must match a pattern", "wants other commit messages"),
        (451, "Repository access blocked", "blocked the account"),
        (429, "", "asks to slow down"),
    ],
)
def test_each_refusal_has_its_own_advice(status: int, message: str, words: str) -> None:
    assert words in advice(status, message)
    assert ("permissions:" in advice(status, message)) is ("by integration" in message)


def test_a_secondary_limit_is_no_question_of_permissions(box: Box) -> None:
    message = (
        "You have exceeded a secondary rate limit and have been temporarily blocked from content "
        "creation. Please retry your request again later."
    )
    box.world.fault(
        "api.github.com",
        status=403,
        method="POST",
        headers={"Content-Type": "application/json", "Retry-After": "3600"},
        body=json.dumps({"message": message}),
    )
    with pytest.raises(PublishError, match="rate limit was reached") as error:
        box.propose()
    assert error.value.hint == "the next run goes on from there"


def test_a_base_that_is_gone_is_named(box: Box) -> None:
    box.world.fault(
        "api.github.com",
        status=422,
        method="POST",
        path_prefix="/repos/octo/list/pulls",
        headers={"Content-Type": "application/json"},
        body='{"message": "Validation Failed", "errors": '
        '[{"resource": "PullRequest", "field": "base", "code": "invalid"}]}',
    )
    with pytest.raises(PublishError, match="Validation Failed – base: invalid") as error:
        box.propose()
    assert "the branch to propose to is not there any more" in error.value.hint


@pytest.mark.parametrize(
    ("token", "name", "words"),
    [
        ("read-only", NAME, "contents: write"),
        ("bad", NAME, "GITHUB_TOKEN is wrong"),
        (GITHUB_TOKEN, "octo/nowhere", "no access to the repository"),
    ],
)
def test_a_token_without_permission_is_reported_with_a_hint(
    box: Box, token: str, name: str, words: str
) -> None:
    box.token, box.name = token, name
    with pytest.raises(PublishError) as error:
        box.propose()
    assert words in error.value.hint


def test_an_outage_is_a_sentence(box: Box) -> None:
    box.world.fault("api.github.com", fault="reset")
    with pytest.raises(PublishError, match="could not be reached"):
        box.propose()


def test_a_limit_that_ends_late_is_not_waited_for(box: Box) -> None:
    box.world.fault(
        "api.github.com",
        status=403,
        headers={"Content-Type": "application/json", "X-RateLimit-Reset": "4000000000"},
        body='{"message": "API rate limit exceeded for installation ID 1."}',
    )
    with pytest.raises(PublishError, match="rate limit was reached") as error:
        box.propose()
    assert error.value.hint == "the next run goes on from there"


def test_a_text_too_long_for_github_is_cut(box: Box) -> None:
    assert box.propose(offer(text="word word word word word\n" * 4_000)) == "created"
    assert len(box.pull.body) <= 65_536
    assert "longer than GitHub allows" in box.pull.body
    assert box.propose(offer(text="word word word word word\n" * 4_000)) == "unchanged"


def test_what_a_person_pushes_is_reported_from_what_their_token_commits(box: Box) -> None:
    box.site.actors["ghp_alice"] = "alice"
    client = connect_writer("ghp_alice", seconds_between_writes=0)
    bot = GitHubPublisher(client, NAME, by_mutation=True)
    assert bot.propose(offer(), box.originals).operation == "created"
    assert bot.propose(offer("again"), box.originals).operation == "updated"
    box.site.push(BRANCH, {"README.md": "m\n"}, ("alice", "alice@users.noreply.github.com"))
    assert bot.propose(offer("third"), box.originals).operation == "held"


def test_a_box_unticked_while_the_run_was_under_way_stays_unticked(box: Box) -> None:
    box.propose()
    alpha = CHANGES[0]
    ticked = f"- [x] <!-- listkeeper:change {alpha.id}"
    box.site.edit_body(1, box.pull.body.replace(ticked, ticked.replace("[x]", "[ ]")))
    box.propose(offer("again"))
    assert ticked.replace("[x]", "[ ]") in box.pull.body


def test_routine_values_are_not_in_the_body(box: Box) -> None:
    many = tuple(change(f"e{n}", str(n), topic=Topic.METADATA) for n in range(900))
    box.bot.propose(Proposal(TOPIC, "T", "short", offer().files, many), box.originals)
    assert len(box.pull.body) < 500


@pytest.mark.parametrize("token", ["ghp_alice", "github_pat_alice"])
def test_a_token_of_a_person_gets_signed_commits_too(box: Box, token: str) -> None:
    assert is_of_a_person(token)
    assert not is_of_a_person(box.token)
    box.site.actors[token] = "alice"
    bot = GitHubPublisher(connect_writer(token, seconds_between_writes=0), NAME, by_mutation=True)
    assert bot.propose(offer(), box.originals).operation == "created"
    (commit,) = box.site.commits("main", BRANCH)
    assert commit.committer == ("GitHub", "noreply@github.com")
    assert "+line 3 changed" in box.site.diff("main", BRANCH)
    assert set(box.site.git.branches()) == {"main", BRANCH}, "nothing is left aside"
    assert bot.propose(offer(), box.originals).operation == "unchanged"
    assert bot.propose(offer("again"), box.originals).operation == "updated"
    assert len(box.site.commits("main", BRANCH)) == 1
    assert box.pull.state == "open", "the branch was never empty"


def test_what_a_killed_run_left_aside_is_no_hindrance(box: Box) -> None:
    box.site.push("listkeeper/side", {"docs/x.md": "left\n"})
    box.site.actors["ghp_alice"] = "alice"
    bot = GitHubPublisher(
        connect_writer("ghp_alice", seconds_between_writes=0), NAME, by_mutation=True
    )
    assert bot.propose(offer(), box.originals).operation == "created"
    assert set(box.site.git.branches()) == {"main", BRANCH}


def test_a_push_in_the_last_moment_is_not_lost(box: Box) -> None:
    box.propose()
    before = box.site.git.resolve(BRANCH)
    made = box.site.push(BRANCH, {"README.md": "# Mine\n"})
    repository = connect_writer(box.token, seconds_between_writes=0).get_repo(NAME)
    with pytest.raises(PublishError, match="somebody moved listkeeper/moved just now"):
        move_branch(repository, BRANCH, before, box.site.git.resolve("main"))
    assert box.site.git.resolve(BRANCH) == made
