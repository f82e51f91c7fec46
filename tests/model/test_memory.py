"""What memory keeps when there is too much of it."""

from __future__ import annotations

from bot.model.memory import Rejection, bounded_days, latest_declined


def test_the_oldest_rejections_are_forgotten_whatever_their_names() -> None:
    moments = {f"e{number:04}/code": f"2026-01-01T00:00:{9999 - number}" for number in range(2001)}
    declined = {name: Rejection("0" * 12, at) for name, at in moments.items()}
    kept = latest_declined(declined)
    assert declined.keys() - kept.keys() == {"e2000/code"}
    assert list(kept) == sorted(kept)


def test_of_many_days_the_first_and_the_latest_are_kept() -> None:
    days = [f"2026-03-{day:02}" for day in range(1, 31)]
    assert bounded_days(reversed(days)) == (days[0], *days[-11:])
    assert bounded_days(days[:12] * 2) == tuple(days[:12])
