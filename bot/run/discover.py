"""`discover`: a refresh of new models only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.lists.registry.load import load
from bot.model.change import Change, Proposal, Row, Topic
from bot.model.errors import SettingsError
from bot.publish.base import Told
from bot.run.refresh import Run, refresh
from bot.run.steps.services import Doors


@dataclass(frozen=True)
class Discovery:
    """What a search for new models came to; `not_offered` maps a reason to ids of models."""

    changes: tuple[Change, ...]
    rows: tuple[Row, ...]
    not_offered: Mapping[str, tuple[str, ...]]
    proposal: Proposal | None
    told: tuple[Told, ...]
    run: Run


def discover(documents: Mapping[str, str], doors: Doors, now: datetime) -> Discovery:
    """Search by the watches of the list and propose rows. Raises BotError.

    Of the list's own links only its Hub models are asked: whether they were renamed.
    """
    _, settings = load(documents)
    if not settings.watches:
        raise SettingsError(
            "nothing is watched", hint="name accounts under `watches:` in registry/list.yml"
        )
    run = refresh(documents, doors, now, topics=frozenset({Topic.MODELS}))
    news = run.outcome.news
    return Discovery(
        tuple(one for one in news.changes if one.topic is Topic.MODELS),
        tuple(news.rows),
        {why: tuple(ids) for why, ids in news.not_offered.items()},
        next(iter(run.proposals), None),
        run.told,
        run,
    )
