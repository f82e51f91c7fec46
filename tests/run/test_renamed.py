"""What is known of an entry goes on when the bot's own edit gives it another id."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.memory import memory_text, parse_memory
from bot.lists.read import read_state
from bot.model.decision import Ruling
from bot.model.memory import Memory, Trace
from tests.build import found, gone, moved
from tests.written import WrittenRepository

OLD, NEW = "https://github.com/old/alpha", "https://github.com/acme2/alpha"
PAPER = "https://arxiv.org/abs/2301.00001"
CONFIG = ".github/listkeeper.yml"
ROW = f"- [Alpha]({OLD}) <br> Arxiv 2023 [[Paper]]({PAPER})"
BETA = (
    "- [Beta](https://github.com/acme/beta) <br> ACL 2023 [[Paper]](https://arxiv.org/abs/2301.2)"
)
GAMMA = "- [Gamma](https://github.com/acme/gamma) - Does gamma things. ⭐ 300"
README = (
    f"# Things\n\n## Tools\n\n{ROW}\n{BETA}\n{GAMMA}\n\n## More\n\n- [Delta](https://d.example)\n"
)
VENUE = found(PAPER, {"journal": "EMNLP 2024", "published": "2023-01-02"}, "arxiv")
MOVED = moved(OLD, NEW)
NOW_THERE = found(NEW)


def repository(readme: str = README, **files: str) -> WrittenRepository:
    return WrittenRepository({"README.md": readme, **files}, (VENUE, MOVED))


def open_changes(one: WrittenRepository) -> set[str]:
    return {change.id for proposal in one.branches.open.values() for change in proposal.changes}


def after_the_merge(one: WrittenRepository) -> set[str]:
    """Merge the move, as it stands, and run again; what is open then."""
    one.merge("moved")
    one.branches.open.clear()
    one.seen = (VENUE, NOW_THERE)
    one.run()
    return open_changes(one)


def test_without_an_answer_the_value_is_offered_under_the_new_id() -> None:
    one = repository()
    one.run()
    assert open_changes(one) == {"repo:old/alpha/venue", "repo:old/alpha/code"}
    assert after_the_merge(one) == {"repo:acme2/alpha/venue"}


def test_a_declined_value_stays_declined() -> None:
    one = repository()
    one.run()
    one.decline("facts", "repo:old/alpha/venue")
    assert after_the_merge(one) == set()
    one.branches.open.clear()
    one.run()
    assert open_changes(one) == set(), "and not only in the run after the merge"


def test_a_declined_value_comes_back_with_another_value_or_when_people_take_it_back() -> None:
    one = repository()
    one.run()
    one.decline("facts", "repo:old/alpha/venue")
    assert after_the_merge(one) == set()
    other = found(PAPER, {"journal": "ACL 2024", "published": "2023-01-02"}, "arxiv")
    one.seen = (other, NOW_THERE)
    one.run()
    assert open_changes(one) == {"repo:acme2/alpha/venue"}


@pytest.mark.parametrize("name", ["repo:old/alpha", OLD, "https://github.com/acme2/alpha"])
def test_a_pin_by_any_of_its_names_holds(name: str) -> None:
    pins = f"version: 1\npins:\n  '{name}': {{venue: the authors say so}}\n"
    one = repository(**{CONFIG: pins})
    one.run()
    assert after_the_merge(one) == set()


@pytest.mark.parametrize("pattern", ["repo:old/alpha", OLD, "https://github.com/old/*"])
def test_what_is_ignored_stays_ignored(pattern: str) -> None:
    one = repository()
    one.run()
    one.files[CONFIG] = f"version: 1\nignore: ['{pattern}']\n"
    assert after_the_merge(one) == set()


def test_a_row_that_is_left_alone_and_gets_another_id_by_a_move_is_left_alone() -> None:
    """The move gives another row the reference by which the ignored one was known."""
    text = README.replace(
        BETA, f"- [Twin]({NEW}) <br> Arxiv 2023 [[Paper]]({PAPER.replace('1', '3')})"
    )
    one = repository(text, **{CONFIG: "version: 1\nignore: ['repo:acme2/alpha']\n"})
    one.run()
    state = read_state(one.files)
    assert [row.entry for row in state.written.ignored] == ["repo:acme2/alpha"]
    one.merge("moved")
    one.run()
    memory = parse_memory(one.branches.memory)
    after = read_state(one.files, memory.former)
    assert [row.name for row in after.written.ignored] == ["Twin"]


def test_a_move_that_people_declined_renames_nothing() -> None:
    one = repository()
    one.run()
    assert parse_memory(one.branches.memory).renamings
    one.decline("moved", "repo:old/alpha/code")
    one.branches.open.pop("moved")
    one.run()
    memory = parse_memory(one.branches.memory)
    assert (memory.renamings, memory.former) == ({}, {})


def test_it_holds_over_two_moves() -> None:
    one = repository()
    one.run()
    one.decline("facts", "repo:old/alpha/venue")
    assert after_the_merge(one) == set()
    third = "https://github.com/third/alpha"
    one.seen = (VENUE, moved(NEW, third))
    one.run()
    one.merge("moved")
    one.seen = (VENUE, found(third))
    one.run()
    assert open_changes(one) == set()
    former = parse_memory(one.branches.memory).former
    assert former == {"repo:third/alpha": ("repo:acme2/alpha", NEW, "repo:old/alpha", OLD)}


def test_what_is_known_of_a_moved_repository_is_known_of_it_under_its_new_name() -> None:
    one = repository()
    one.seen = (found(OLD, {"id": 7}),)
    one.run()
    one.seen = (MOVED,)
    one.run()
    one.merge("moved")
    one.seen = (found(NEW, {"id": 8}),)
    run = one.run()
    assert [doubt.field for doubt in run.outcome.questions] == ["code"], "a stranger took the name"


def test_strikes_of_other_links_go_on() -> None:
    one = repository()
    dead = "https://arxiv.org/abs/2301.2"
    one.seen = (MOVED, gone(dead, "arxiv"))
    one.run()
    before = parse_memory(one.branches.memory).traces
    one.merge("moved")
    one.seen = ()
    one.run()
    after = parse_memory(one.branches.memory).traces
    assert before["page:" + dead] == after["page:" + dead] != Trace()


def test_what_is_forgotten_is_what_the_list_has_no_more() -> None:
    one = repository()
    one.run()
    after_the_merge(one)
    assert set(parse_memory(one.branches.memory).former) == {"repo:acme2/alpha"}
    one.files["README.md"] = README.replace(f"{ROW}\n", "")
    one.branches.open.clear()
    one.run()
    assert parse_memory(one.branches.memory).former == {}


def test_a_link_whose_name_changes_with_the_part_it_plays() -> None:
    """The site becomes a repository, so that the other repository's field gets a longer name."""
    site, code = "https://alpha.example", "https://github.com/acme/alpha"
    text = README.replace(ROW, f"- [Alpha]({site}) - Does it. [[Code]]({code})")
    one = repository(text)
    one.seen = (moved(site, NEW, source="web"), moved(code, "https://github.com/acme/renamed"))
    one.run()
    assert open_changes(one) == {f"page:{site}/site", f"page:{site}/code"}
    one.decline("moved", f"page:{site}/code")
    one.branches.open.clear()
    one.run()
    one.merge("moved")
    one.seen = (NOW_THERE, one.seen[1])
    one.run()
    assert f"[[Code]]({code})" in one.files["README.md"]
    assert open_changes(one) == set()


def test_an_archived_copy_in_place_of_a_dead_link_is_such_an_edit_too() -> None:
    copy = "https://web.archive.org/web/2024/https://d.example"
    days = ("2026-11-10", "2026-11-15", "2026-11-24")
    one = repository(**{CONFIG: "version: 1\npins: {'https://d.example': {description: mine}}\n"})
    one.branches.memory = memory_text(
        Memory(traces={"page:https://d.example": Trace(gone_on=days)})
    )
    archived = found("https://d.example", {"archived_copy": copy}, "wayback")
    one.second = (archived,)
    one.seen = (gone("https://d.example", "web"),)
    one.run()
    one.merge("dead")
    assert copy in one.files["README.md"]
    one.seen = ()
    one.run()
    memory = parse_memory(one.branches.memory)
    assert memory.former == {f"page:{copy}": ("page:https://d.example", "https://d.example")}
    entry = read_state(one.files, memory.former).registry.entry(f"page:{copy}")
    assert entry
    assert entry.pins == {"description": "mine"}


ROWS = [ROW, BETA, GAMMA, "- [Delta](https://d.example)", "- Epsilon without a link"]
TRANSLATED = [
    f"- [阿尔法]({OLD}) <br> Arxiv 2023 [[论文]]({PAPER})",
    "- [贝塔](https://github.com/acme/beta)",
]


@st.composite
def lists(draw: st.DrawFn) -> str:
    """The rows in any order, below any headings."""
    rows = draw(st.permutations(ROWS))
    at = draw(st.integers(0, len(rows)))
    title = draw(st.sampled_from(["Papers", "Tools", "其他"]))
    return "\n".join(["# Things\n\n## Tools\n", *rows[:at], f"\n## {title}\n", *rows[at:]]) + "\n"


@given(lists(), lists(), st.booleans(), st.sampled_from(["id", "address", "ticks"]))
def test_whatever_people_edit_around_the_move_nothing_kept_is_lost(
    before: str, after: str, translated: bool, kept: str
) -> None:
    """They reorder rows and sections before they merge; two languages or one."""
    one = repository(before)
    if translated:
        one.files["README-zh.md"] = "# 东西\n\n" + "\n".join(TRANSLATED) + "\n"
    if kept != "ticks":
        name = "repo:old/alpha" if kept == "id" else OLD
        one.files[CONFIG] = f"version: 1\npins:\n  '{name}': {{venue: mine}}\n"
    one.run()
    if kept == "ticks":
        one.decline("facts", "repo:old/alpha/venue")
    assert "repo:old/alpha/code" in open_changes(one)
    one.merge("moved")
    one.files["README.md"] = after.replace(OLD, NEW)
    one.branches.open.clear()
    one.seen = (VENUE, NOW_THERE)
    run = one.run()
    assert open_changes(one) == set()
    held = [change for change in run.outcome.changes if change.id == "repo:acme2/alpha/venue"]
    assert [change.ruling for change in held] == [Ruling.HOLD]
    assert replace(parse_memory(one.branches.memory), traces={}).former == {
        "repo:acme2/alpha": ("repo:old/alpha", OLD)
    }
