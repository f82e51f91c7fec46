"""Every case of `cases.py`, against real sockets; and the page of docs that shows them."""

from __future__ import annotations

import re

import pytest

from bot.model.observation import Reason
from bot.parsing.no_links import NoLink
from tests.build import ROOT
from tests.sources.case import Case
from tests.sources.case_runner import Played, play_all
from tests.sources.cases import TABLE

pytestmark = pytest.mark.loopback
CASES = [(group, case) for group, cases in TABLE.items() for case in cases]
DOC = (ROOT / "docs/verdicts.md").read_text(encoding="utf-8")
# Codes that sources with an API give, or that are no reason to doubt: no page can show them.
ELSEWHERE = {
    Reason.PRIVATE_OR_MISSING,
    Reason.NOT_ASKED,
    Reason.LEFT_OUT,
    Reason.OUT_OF_TIME,
}


@pytest.fixture(scope="module")
def played() -> dict[tuple[str, str], Played]:
    return {(group, one.case.name): one for group, ones in play_all().items() for one in ones}


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{g}: {c.name}" for g, c in CASES])
def test_case(group: str, case: Case, played: dict[tuple[str, str], Played]) -> None:
    one = played[group, case.name]
    assert (one.verdict.word, one.verdict.reason) == (case.verdict, case.reason), one.verdict
    assert one.seconds < 10


def test_the_https_twin_is_reported(played: dict[tuple[str, str], Played]) -> None:
    twins = [(group, case) for group, case in CASES if case.tls == "twin"]
    [(group, twin)] = [(group, case) for group, case in twins if case.verdict == "alive"]
    assert re.match(
        r"the same page answers at https://a\.", played[group, twin.name].verdict.detail
    )


def test_what_is_unsure_has_a_reason(played: dict[tuple[str, str], Played]) -> None:
    assert all(one.verdict.detail for one in played.values() if one.verdict.word == "unsure")


def test_names_are_unique() -> None:
    assert len({(group, case.name) for group, case in CASES}) == len(CASES)


def test_every_reason_has_its_case() -> None:
    shown = {case.reason for _, case in CASES}
    assert {reason for reason in Reason if reason not in ELSEWHERE} <= shown


def test_the_documented_codes_are_those_of_the_program() -> None:
    part = DOC.partition("## Reasons")[2].partition("\n## ")[0]
    codes = re.findall(r"^\| `([\w-]+)` \|", part, re.MULTILINE)
    assert sorted(codes) == sorted({*Reason, *NoLink, "gone"})


def test_the_documented_table_is_the_cases() -> None:
    rows = re.findall(r"^\| (.+) \| (alive|moved|gone|unsure) \| (?:`([\w-]+)`)? ?\|", DOC, re.M)
    assert rows == [(case.name, case.verdict, case.reason) for _, case in CASES]
