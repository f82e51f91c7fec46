"""What people tick is done, what they refuse is not asked again."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.judge.memory import open_questions, remember_answers
from bot.judge.ruling import Rules
from bot.model.change import Answers, Change, DashboardRequests, OpenQuestion
from bot.model.decision import Ruling, Topic, Way
from bot.model.memory import Memory
from bot.model.options.policy import Policy

NOW = datetime(2026, 11, 24, 6, 17, tzinfo=UTC)
ROW = Change("a", "A", "row", Topic.MODELS, "", "A of acme", "new", "", Ruling.APPLY)
TICKED = DashboardRequests(accepted={ROW.id: ROW.digest})
REFUSED = DashboardRequests(declined={ROW.id: ROW.digest})


def after(memory: Memory, answers: Answers) -> Memory:
    return remember_answers(memory, answers, Policy(), NOW)


def accepts(memory: Memory, ticked: dict[str, str] | None = None) -> bool:
    return Rules(Policy(), memory, {}, ticked=ticked or {}).accepts(ROW)


def test_a_tick_on_the_dashboard_is_remembered_until_it_is_taken_back() -> None:
    assert not accepts(Memory())
    memory = after(Memory(), Answers(requests=TICKED))
    assert accepts(memory)
    assert memory.picked[ROW.id].way is Way.ACCEPT
    assert after(memory, Answers(requests=TICKED)) == memory, "the same tick again changes nothing"
    declined = after(memory, Answers(declined={ROW.id: ROW.digest}))
    assert not accepts(declined)
    assert declined.rejects(ROW.id, ROW.digest)
    again = after(declined, Answers(requests=DashboardRequests(returned={ROW.id: ROW.digest})))
    assert not accepts(again), "it is offered, not done"
    assert not again.rejects(ROW.id, ROW.digest)


def test_a_ticked_offer_and_a_ticked_box_count_too() -> None:
    assert accepts(after(Memory(), Answers(accepted={ROW.id: ROW.digest})))
    assert accepts(Memory(), {ROW.id: ROW.digest}), "pull requests of earlier versions"
    assert not accepts(Memory(), {ROW.id: "0123456789ab"}), "another value"


def test_a_tick_brings_back_what_was_declined() -> None:
    memory = after(after(Memory(), Answers(requests=REFUSED)), Answers(requests=TICKED))
    assert accepts(memory)
    assert not memory.rejects(ROW.id, ROW.digest)


def test_a_question_is_not_asked_again_while_it_is_the_same() -> None:
    one = OpenQuestion("a", "A", "site", "unsure since May: no answer", "", about="since May")
    requests = DashboardRequests(declined={one.id: one.digest})
    memory = after(Memory(), Answers(requests=requests))
    other_words = OpenQuestion(
        "a", "A", "site", "unsure since May: HTTP 503", "", about="since May"
    )
    later = OpenQuestion("a", "A", "site", "unsure since June: no answer", "", about="since June")
    assert open_questions(memory, [one, other_words, later]) == (later,)
