from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.options.schedule import Schedule, next_run

NOW = datetime(2026, 11, 24, 6, 17, 30, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("schedules", "expected"),
    [
        ([Schedule("17 4 * * 1")], "2026-11-30 04:17"),
        ([Schedule("17 4 * * MON")], "2026-11-30 04:17"),
        ([Schedule("17 6 * * *")], "2026-11-25 06:17"),  # this minute has begun already
        ([Schedule("18 6 * * *")], "2026-11-24 06:18"),
        ([Schedule("17 4 * * 1"), Schedule("0 12 25 11 *")], "2026-11-25 12:00"),
        ([Schedule("30 5 * * *", "America/New_York")], "2026-11-24 10:30"),
        ([Schedule("30 2 14 3 *", "America/New_York")], "2027-03-14 07:00"),  # set forward then
        ([Schedule("0 0 29 2 *")], "2028-02-29 00:00"),
        ([Schedule("each Monday"), Schedule("17 4 * * 1")], "2026-11-30 04:17"),
        ([Schedule("17 4 * * 1", "Middle/Earth")], None),
        ([Schedule("17 4 * * 1", "../etc/passwd")], None),
        ([Schedule("0 17 4 * * 1")], None),  # GitHub knows no seconds
        ([Schedule("0 0 31 2 *")], None),
        ([Schedule("")], None),
        ([], None),
    ],
)
def test_the_next_run(schedules: list[Schedule], expected: str | None) -> None:
    found = next_run(schedules, NOW)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == expected
    assert found is None or found.tzinfo is UTC


FIELD = st.text("0123456789*/,-#LW MON", max_size=7)


@given(st.builds(Schedule, st.lists(FIELD, min_size=5, max_size=5).map(" ".join), st.text()))
def test_whatever_stands_there_is_a_later_time_or_none(schedule: Schedule) -> None:
    found = next_run([schedule, Schedule(schedule.cron)], NOW)
    assert found is None or found > NOW
