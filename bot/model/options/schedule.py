"""When the list's workflows start by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

_FIELDS = 5


@dataclass(frozen=True)
class Schedule:
    """A line of `on.schedule` in a workflow; `timezone` is a name of the IANA database.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onschedule
    """

    cron: str
    timezone: str = "UTC"


def next_run(schedules: Iterable[Schedule], now: datetime) -> datetime | None:
    """The first time after `now` at which one of them starts, in UTC.

    None when there is none; a line or a time zone that cannot be read counts as none.
    """
    times = [_next(one, now) for one in schedules]
    return min((time for time in times if time), default=None)


def _next(schedule: Schedule, now: datetime) -> datetime | None:
    if len(schedule.cron.split()) != _FIELDS:  # CronSim reads seconds, too; GitHub does not
        return None
    try:
        local = now.astimezone(ZoneInfo(schedule.timezone))
        return next(CronSim(schedule.cron, local)).astimezone(UTC)
    except (CronSimError, StopIteration, KeyError, ValueError, OSError):
        return None
