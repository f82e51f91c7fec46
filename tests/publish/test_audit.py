"""From a proposal to what `listkeeper explain` reports of it, by each of GitHub's merge buttons."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.publish.github.access import connect_writer
from bot.publish.github.publisher import GitHubPublisher
from bot.render.reports.explain import explain_text
from bot.run.explain import explain_entry
from tests.build import documents
from tests.publish.conftest import BRANCH, NAME, Box, change, offer

PARTLY = "This clone holds a part of the history"


def clone(box: Box, root: Path, *words: str) -> Path:
    origin = box.site.git.folder.resolve().as_uri()
    subprocess.run(["git", "clone", "-q", *words, origin, str(root)], check=True)
    return root


@pytest.mark.parametrize(("how", "by"), [("merge", "Alice"), ("squash", ""), ("rebase", "")])
@pytest.mark.parametrize("person", [False, True])
def test_what_was_merged_is_found(
    box: Box, tmp_path: Path, how: str, by: str, *, person: bool
) -> None:
    box.site.actors["ghp_alice"] = "alice"
    token = "ghp_alice" if person else box.token
    bot = GitHubPublisher(connect_writer(token, seconds_between_writes=0), NAME, by_mutation=person)
    assert bot.propose(offer(), box.originals).operation == "created"
    box.site.push("main", {"docs/x.md": "y\n"})
    made = box.site.merge(1, how=how)
    box.site.push("main", {"docs/x.md": "z\n"})
    recorded = explain_entry(clone(box, tmp_path / "clone"), documents(), "alpha")
    (one,) = recorded.merged
    assert (one.field, one.before) == ("links.code", "before")
    assert (one.after, one.evidence) == ("https://a.example", "https://e.org")
    assert (one.day, one.commit) == ("2026-03-01", made[:8])
    assert one.by == by
    assert (
        "\nmerged:\n  2026-03-01 links.code: before → https://a.example (why) https://e.org "
        f"[{made[:8]}{by and ' by '}{by}]\n"
    ) in explain_text(recorded)
    assert explain_entry(tmp_path / "clone", documents(), "gamma").merged == ()


@pytest.mark.parametrize(("how", "by"), [("merge", "Alice"), ("squash", "")])
def test_an_updated_branch_is_found_once(box: Box, tmp_path: Path, how: str, by: str) -> None:
    box.propose()
    box.site.push("main", {"docs/x.md": "y\n"})
    box.site.update_branch(1)
    made = box.site.merge(1, how=how)
    (one,) = explain_entry(clone(box, tmp_path / "clone"), documents(), "beta").merged
    assert (one.commit, one.by) == (made[:8], by)


def test_what_is_only_proposed_is_not_reported(box: Box, tmp_path: Path) -> None:
    box.propose()
    recorded = explain_entry(clone(box, tmp_path / "clone"), documents(), "alpha")
    assert recorded.merged == ()
    assert not any("merged" in note for note in recorded.notes)


def test_the_latest_twenty_are_reported(box: Box, tmp_path: Path) -> None:
    fields = [change("alpha", str(n), field_name=f"f{n}") for n in range(25)]
    box.propose(offer(changes=tuple(fields)))
    box.site.merge(1, how="squash")
    recorded = explain_entry(clone(box, tmp_path / "clone"), documents(), "alpha")
    assert len(recorded.merged) == 20
    assert recorded.notes[-1] == "Only the latest 20 merged changes are shown."


def test_a_clone_without_its_history_states_so(box: Box, tmp_path: Path) -> None:
    box.propose()
    box.site.merge(1, how="rebase")
    box.site.push("main", {"docs/x.md": "y\n"})
    recorded = explain_entry(clone(box, tmp_path / "clone", "--depth=1"), documents(), "alpha")
    assert recorded.merged == ()
    assert recorded.notes[-1].startswith(PARTLY)


def test_the_same_result_again_keeps_the_commit(box: Box) -> None:
    box.propose()
    head = box.site.git.resolve(BRANCH)
    box.propose(offer(changes=(change("alpha", "https://a.example"),)))
    assert box.site.git.resolve(BRANCH) == head


@pytest.mark.parametrize(
    "steps",
    [
        [["merge", "--squash", "-q"], ["commit", "-q", "--no-edit"]],  # git indents what it lists
        [["cherry-pick"]],
    ],
)
def test_a_merge_by_hand_names_who_made_it(
    box: Box, tmp_path: Path, steps: list[list[str]]
) -> None:
    box.propose()
    root = clone(box, tmp_path / "clone")
    steps[0] = [*steps[0], f"origin/{BRANCH}"]
    for words in steps:
        who = ["-c", "user.name=Bob", "-c", "user.email=bob@example.org"]
        subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)
    (one,) = explain_entry(root, documents(), "alpha").merged
    assert (one.after, one.by) == ("https://a.example", "Bob")
