"""`discover`: a refresh of new models only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.config.list_file import LIST
from bot.config.readme_file import CONFIG
from bot.lists.read import home_of, read_state
from bot.model.change import Change, NewRow, Proposal
from bot.model.decision import Topic
from bot.model.errors import SettingsError
from bot.publish.base import PublishResult
from bot.run.refresh import RefreshResult, refresh
from bot.run.steps.services import Services


@dataclass(frozen=True)
class Discovery:
    """The result of a search for new models; `not_offered` maps a reason to ids of models."""

    changes: tuple[Change, ...]
    rows: tuple[NewRow, ...]
    not_offered: Mapping[str, tuple[str, ...]]
    proposal: Proposal | None
    results: tuple[PublishResult, ...]
    run: RefreshResult


def discover(documents: Mapping[str, str], services: Services, now: datetime) -> Discovery:
    """Search by the watches of the list and propose rows. Raises BotError.

    Of the list's own links only its Hub models are queried, to see whether they were renamed.
    """
    if not read_state(documents).settings.watches:
        file = LIST if home_of(documents).is_drawn else CONFIG
        raise SettingsError("nothing is watched", hint=f"name accounts under `watches:` in {file}")
    run = refresh(documents, services, now, topics=frozenset({Topic.MODELS}), adds_rows=True)
    news = run.outcome.news
    return Discovery(
        tuple(one for one in news.changes if one.topic is Topic.MODELS),
        tuple(news.rows),
        {why: tuple(ids) for why, ids in news.not_offered.items()},
        next(iter(run.proposals), None),
        run.results,
        run,
    )
