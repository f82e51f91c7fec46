"""Search for models on the Hub: by account, base model, name, paper or tags.

https://huggingface.co/docs/hub/models-advanced-search
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from huggingface_hub import ModelInfo
from huggingface_hub.errors import HfHubHTTPError

from bot.model.observation import Found, Observation
from bot.model.options.watch import Watch, WatchKind
from bot.model.reference import Kind, Query, Reference, home
from bot.parsing.arxiv_ids import identifier
from bot.sources.hub.client import SOURCE, HubClient
from bot.sources.hub.facts import Described
from bot.sources.hub.limits import is_busy, status_of
from bot.sources.hub.models import WORKERS, Models
from bot.sources.hub.odd import OddModel

NEWEST = 100
"""Models that one watch finds, at most: the newest."""


def search(
    client: HubClient, models: Models, watches: Sequence[Watch], now: datetime
) -> Iterator[Observation]:
    """Each model once, with the watches that found it; a watch that failed is `Unsure`."""
    unique = list(dict.fromkeys(watches))
    models.allow()
    infos: dict[str, ModelInfo | OddModel] = {}
    found_by: dict[str, list[str]] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        answers = pool.map(lambda watch: _try(client, watch), unique)
        for watch, answer in zip(unique, answers, strict=True):
            if isinstance(answer, Exception):
                query = Query(watch.reference, home(watch.reference))
                yield client.failed(query, answer, now)
                continue
            for info in answer:
                infos.setdefault(info.id, info)
                found_by.setdefault(info.id, []).append(str(watch))
        reported = pool.map(lambda info: _described(models, info), infos.values())
        for name, described in zip(infos, reported, strict=True):
            reference = Reference.of(Kind.MODEL, name)
            if isinstance(described, Exception):
                yield client.failed(Query(reference, home(reference)), described, now)
                continue
            facts, unknown = described
            yield Found(
                reference=reference,
                source=SOURCE,
                at=now,
                evidence=home(reference),
                facts={**facts, "watches": tuple(found_by[name])},
                unknown=unknown,
            )


def _described(models: Models, info: ModelInfo | OddModel) -> Described | Exception:
    """What is known of a model; an unreadable card costs no other model."""
    try:
        return models.alone(info.id) if isinstance(info, OddModel) else models.reported(info)
    except Exception as error:  # noqa: BLE001 (the outside world never raises)
        return error


def _try(client: HubClient, watch: Watch) -> list[ModelInfo | OddModel] | Exception:
    try:
        return client.patiently(lambda: _find(client, watch), is_busy)
    except Exception as error:  # noqa: BLE001 (the outside world never raises)
        return error


def _find(client: HubClient, watch: Watch) -> list[ModelInfo | OddModel]:
    found = list(client.models(NEWEST, sort="createdAt", **arguments(watch)))
    if watch.kind is WatchKind.PAPER:
        known = {info.id for info in found}
        found += [info for info in _linked(client, watch.value) if info.id not in known]
    return found


def arguments(watch: Watch) -> dict[str, Any]:
    """The parameters of the API's listing of models for a watch."""
    match watch.kind:
        case WatchKind.ACCOUNT:
            return {"author": watch.value}
        case WatchKind.BASE:
            return {"filter": f"base_model:{watch.value}"}
        case WatchKind.NAME:
            return {"search": watch.value}
        case WatchKind.PAPER:
            return {"filter": f"arxiv:{identifier(watch.value) or watch.value}"}
        case WatchKind.FILTER:
            return {"filter": [tag.strip() for tag in watch.value.split(",") if tag.strip()]}


def _linked(client: HubClient, paper: str) -> list[ModelInfo]:
    """The models that the paper's page on the Hub shows; most papers have no page there."""
    try:
        return client.api.paper_info(paper).linked_models or []
    except HfHubHTTPError as error:
        if status_of(error) == 404:
            return []
        raise
    except (ValueError, TypeError, LookupError, AttributeError):
        return []  # one of them has a card that the library cannot read
