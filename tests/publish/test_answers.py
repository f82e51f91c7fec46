"""What people answer on pull requests, and what the bot remembers on a branch of its own."""

from __future__ import annotations

from dataclasses import replace

from bot.lists.memory import memory_text
from bot.lists.snapshot import snapshot_text
from bot.model.change import Choice, Proposal
from bot.model.decision import Way
from bot.model.memory import Memory
from bot.model.snapshot import FetchedValue, Snapshot
from bot.publish.github.memory_branch import BRANCH as MEMORY
from bot.render.bodies.boxes import way_box
from tests.publish.conftest import BRANCH, CHANGES, TOPIC, Box, offer

ALPHA, BETA = CHANGES
BOTH = {one.id: one.digest for one in CHANGES}


def untick(box: Box, change_id: str) -> None:
    ticked = f"- [x] <!-- listkeeper:change {change_id}"
    assert ticked in box.pull.body
    box.site.edit_body(1, box.pull.body.replace(ticked, ticked.replace("[x]", "[ ]")))


def test_at_first_there_is_nothing_to_recall(box: Box) -> None:
    recalled = box.bot.recall([TOPIC], ["README.md"])
    assert recalled.memory is None
    assert recalled.pending == {}
    assert (dict(recalled.answers.declined), dict(recalled.answers.closed)) == ({}, {})


def test_the_files_of_the_open_pull_request_come_back(box: Box) -> None:
    box.propose()
    pending = box.bot.recall([TOPIC], ["README.md", "missing.json"]).pending
    assert pending == {TOPIC: {"README.md": offer().files["README.md"]}}


def test_an_unticked_box_is_a_no_to_that_value(box: Box) -> None:
    box.propose()
    untick(box, ALPHA.id)
    answers = box.bot.recall([TOPIC], []).answers
    assert answers.declined == {ALPHA.id: ALPHA.digest}
    assert answers.closed == {}


def test_a_pull_request_closed_by_a_person_is_a_no_to_all_of_it(box: Box) -> None:
    box.propose()
    box.site.close(1)
    answers = box.bot.recall([TOPIC], []).answers
    assert answers.closed == {TOPIC: "2026-03-01"}
    assert answers.declined == BOTH


def test_the_bots_own_closing_is_no_answer(box: Box) -> None:
    box.propose()
    box.bot.withdraw(TOPIC, "nothing is left")
    answers = box.bot.recall([TOPIC], []).answers
    assert (answers.closed, answers.declined) == ({}, {})


def test_a_merge_is_no_refusal(box: Box) -> None:
    box.propose()
    box.site.merge(1)
    answers = box.bot.recall([TOPIC], []).answers
    assert (answers.closed, answers.declined) == ({}, {})


def test_a_reopened_pull_request_takes_the_no_back(box: Box) -> None:
    box.propose()
    box.site.close(1)
    box.site.reopen(1)
    answers = box.bot.recall([TOPIC], []).answers
    assert (answers.closed, answers.declined) == ({}, {})


def test_a_newer_pull_request_ends_the_rest_but_not_the_no(box: Box) -> None:
    box.propose()
    box.site.close(1)
    assert box.propose(offer("again", changes=())) == "created"
    answers = box.bot.recall([TOPIC], []).answers
    assert (answers.closed, answers.declined) == ({}, BOTH)


def test_memory_makes_the_round_and_is_written_only_when_different(box: Box) -> None:
    box.bot.remember('{"a": 1}\n')
    assert box.bot.recall([TOPIC], []).memory == '{"a": 1}\n'
    before = box.writes()
    box.bot.remember('{"a": 1}\n')
    assert box.writes() == before
    box.bot.remember('{"a": "ü"}\n')
    assert box.bot.recall([TOPIC], []).memory == '{"a": "ü"}\n'
    assert box.site.files(MEMORY).keys() == {"memory.json"}


def test_memory_survives_the_loss_of_its_branch(box: Box) -> None:
    box.bot.remember("one")
    box.site.delete_branch(MEMORY)
    assert box.bot.recall([TOPIC], []).memory is None
    box.bot.remember("two")
    assert box.bot.recall([TOPIC], []).memory == "two"


def test_memory_is_squashed_when_it_has_grown_long(box: Box) -> None:
    box.bot.remember("start")
    head = box.site.git.resolve(MEMORY)
    tree = box.site.git.commit(head).tree
    bot = ("bot", "bot@example.org")
    message = "What the bot remembers (50)"
    made = box.site.git.write_commit(tree, [head], message, bot, bot, "2026-01-01T00:00:00Z")
    box.site.git.set_branch(MEMORY, made)
    box.bot.remember("next")
    assert len(box.site.git.history(box.site.git.resolve(MEMORY))) == 1
    box.bot.remember("after")
    assert len(box.site.git.history(box.site.git.resolve(MEMORY))) == 2


def test_memory_does_not_ride_in_the_pull_request(box: Box) -> None:
    box.bot.remember("secret strikes")
    box.propose()
    assert "memory.json" not in box.site.files(BRANCH)


# one of several ways


WAYS = (Choice(Way.ARCHIVE, "https://web.archive.org/web/1/x"), Choice(Way.NOTE, "marked dead"))


def with_ways(way: Way, title: str = "One") -> Proposal:
    """One link with two boxes, of which that one is ticked."""
    one = replace(ALPHA, way=way, choices=WAYS)
    boxes = "\n".join(f"  {way_box(one, choice.way)} words" for choice in WAYS)
    return replace(offer(changes=(one,), title=title), body=f"### One\n\n- Alpha\n{boxes}\n")


def tick(box: Box, way: Way) -> None:
    (line,) = [one for one in box.pull.body.splitlines() if f" {way} -->" in one]
    box.site.edit_body(1, box.pull.body.replace(line, line.replace("[ ]", "[x]")))


def test_the_box_that_a_person_ticked_beside_the_bots_is_their_pick(box: Box) -> None:
    box.propose(with_ways(Way.ARCHIVE))
    assert box.bot.recall([TOPIC], []).answers.picked == {}
    tick(box, Way.NOTE)
    answers = box.bot.recall([TOPIC], []).answers
    assert (answers.picked, answers.declined) == ({ALPHA.id: (ALPHA.digest, Way.NOTE)}, {})


def test_what_is_ticked_while_a_run_is_under_way_is_kept_for_the_next(box: Box) -> None:
    box.propose(with_ways(Way.ARCHIVE))
    tick(box, Way.NOTE)
    box.propose(with_ways(Way.ARCHIVE, title="Two"))
    assert box.pull.body.count("[x]") == 1
    picked = box.bot.recall([TOPIC], []).answers.picked
    assert picked == {ALPHA.id: (ALPHA.digest, Way.NOTE)}


def test_both_unticked_while_a_run_is_under_way_stay_so(box: Box) -> None:
    box.propose(with_ways(Way.ARCHIVE))
    box.site.edit_body(1, box.pull.body.replace("[x]", "[ ]"))
    box.propose(with_ways(Way.ARCHIVE, title="Two"))
    assert box.pull.body.count("[x]") == 0
    answers = box.bot.recall([TOPIC], []).answers
    assert (answers.picked, answers.declined) == ({}, {ALPHA.id: ALPHA.digest})


def test_a_pick_that_was_carried_out_is_still_known_as_one(box: Box) -> None:
    noted = with_ways(Way.NOTE)
    noted = replace(noted, changes=tuple(replace(one, is_picked=True) for one in noted.changes))
    box.propose(noted)
    picked = box.bot.recall([TOPIC], []).answers.picked
    assert picked == {ALPHA.id: (ALPHA.digest, Way.NOTE)}


def evidence(**stars: str) -> str:
    values = {
        f"entry:{name}": {"stars": FetchedValue(1, "github", day)} for name, day in stars.items()
    }
    return snapshot_text(Snapshot(values))


def test_evidence_lies_beside_the_memory(box: Box) -> None:
    box.bot.remember("{}", evidence(a="2026-01-01"))
    assert box.site.files(MEMORY).keys() == {"memory.json", "evidence.json"}
    recalled = box.bot.recall([TOPIC], [])
    assert (recalled.memory, recalled.evidence) == ("{}", evidence(a="2026-01-01"))
    before = box.writes()
    box.bot.remember("{}", evidence(a="2026-01-01"))
    assert box.writes() == before


def test_what_two_runs_learnt_is_joined_file_by_file(box: Box) -> None:
    box.bot.recall([TOPIC], [])
    memory = memory_text(Memory(rests={"metadata": "2026-02-01"}))
    box.site.push(
        MEMORY, {"memory.json": memory, "evidence.json": evidence(a="2026-01-09", b="2026-01-02")}
    )
    box.bot.remember(memory_text(Memory()), evidence(a="2026-01-01", c="2026-01-03"))
    files = box.site.files(MEMORY)
    assert files["memory.json"] == memory
    assert files["evidence.json"] == evidence(a="2026-01-09", b="2026-01-02", c="2026-01-03")
