"""The properties of the Hub's objects under the shared fact names. Pure.

Every field: https://huggingface.co/docs/huggingface_hub/package_reference/hf_api
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huggingface_hub import (
    Collection,
    DatasetInfo,
    ModelInfo,
    Organization,
    SpaceInfo,
    User,
)
from huggingface_hub.errors import HFValidationError
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from bot.model.observation import Value
from bot.model.reference import Reference, search_filters
from bot.sources.hub.card import base_models, base_relation, card_evaluations, papers
from bot.sources.hub.odd import check_card
from bot.sources.hub.weights import NO_WEIGHTS, model_type, weigh

Described = tuple[dict[str, Value], dict[str, str]]
"""Known facts, and the reason for each field that is not known."""

_SEARCHES = frozenset(
    "apps author dataset inference_provider language library license other pipeline_tag region "
    "search sort trained_dataset p withCount".split()
)


def of_model(
    info: ModelInfo, no_weights: str = NO_WEIGHTS, config: Mapping[str, Any] | None = None
) -> Described:
    """Facts of a model; `no_weights` is the reason when its weights are not described.

    `config` is its `config.json` where that was read.
    """
    facts, unknown = _repository(info)
    _keep(facts, "sha", info.sha)
    _keep(facts, "downloads_all", info.downloads_all_time)
    _keep(facts, "pipeline", info.pipeline_tag)
    _keep(facts, "library", info.library_name)
    _keep(facts, "tags", tuple(info.tags or ()) or None)
    _keep(facts, "architecture", model_type(info) or None)
    _keep(facts, "papers", papers(info) or None)
    _keep(facts, "base_models", base_models(info) or None)
    _keep(facts, "base_relation", base_relation(info) or None)
    _keep(facts, "evaluations", card_evaluations(info) or None)
    weights = weigh(info, config, no_weights)
    if isinstance(weights, str):
        unknown["parameters"] = weights
    else:
        facts |= {"parameters": weights.count, "parameters_how": weights.how}
        _keep(facts, "active_parameters", weights.active)
    return facts, unknown


def of_dataset(info: DatasetInfo) -> Described:
    """Facts of a dataset."""
    return _repository(info)


def of_space(info: SpaceInfo) -> Described:
    """Facts of a Space; `stage` is its present state (RUNNING, SLEEPING, …)."""
    facts: dict[str, Value] = {"id": info.id}
    unknown = _created(facts, info.created_at)
    _keep(facts, "likes", info.likes)
    _keep(facts, "sdk", info.sdk)
    _keep(facts, "disabled", info.disabled)
    _keep(facts, "modified", _day(info.last_modified))
    _keep(facts, "stage", info.runtime.stage if info.runtime else None)
    return facts, unknown


def of_account(account: Organization | User) -> Described:
    """Facts of an organisation or a user."""
    organisation = isinstance(account, Organization)
    facts: dict[str, Value] = {
        "id": account.name if isinstance(account, Organization) else account.username,
        "type": "organisation" if organisation else "user",
    }
    _keep(facts, "models", account.num_models)
    _keep(facts, "followers", account.num_followers)
    return facts, {}


def of_collection(collection: Collection) -> Described:
    """Facts of a collection."""
    facts: dict[str, Value] = {
        "id": collection.slug,
        "title": collection.title,
        "items": len(collection.items),
        "modified": collection.last_updated.date().isoformat(),
    }
    return facts, {}


def _repository(info: ModelInfo | DatasetInfo) -> Described:
    facts: dict[str, Value] = {"id": info.id}
    unknown = _created(facts, info.created_at)
    _keep(facts, "downloads", info.downloads)
    _keep(facts, "likes", info.likes)
    _keep(facts, "gated", info.gated or None)
    _keep(facts, "disabled", info.disabled)
    _keep(facts, "modified", _day(info.last_modified))
    check_card(info)
    licence, doubt = _licence(info)
    if doubt:
        unknown["licence"] = doubt
    else:
        facts["licence"] = spelled_name(licence)
    return facts, unknown


def _created(facts: dict[str, Value], created: datetime | None) -> dict[str, str]:
    """The day of creation; unknown where the Hub gives 2022-03-02 23:29, as for all older ones."""
    if created is None:
        return {}
    if created.strftime("%Y-%m-%d %H:%M") == "2022-03-02 23:29":
        return {"created": "before 2022-03-02, when the Hub began to keep the day"}
    facts["created"] = created.date().isoformat()
    return {}


def spelled_name(licence: str) -> str:
    """The SPDX spelling of a licence the Hub knows (`mit` → `MIT`); its own names stay.

    https://huggingface.co/docs/hub/repositories-licenses
    """
    try:
        return str(canonicalize_license_expression(licence))
    except InvalidLicenseExpression:
        return licence


def _licence(info: ModelInfo | DatasetInfo) -> tuple[str, str]:
    """The licence as the Hub spells it, or the reason why there is none."""
    card: Any = info.card_data
    message = card.get("license") if card is not None else None
    message = message or [
        tag.partition(":")[2] for tag in info.tags or () if tag.startswith("license:")
    ]
    names = [message] if isinstance(message, str) else list(message)
    if not names:
        return "", "the card names no licence"
    if len(names) > 1:
        return "", f"the card names several licences: {', '.join(names)}"
    if names[0] in {"other", "unknown"}:
        own = (card.get("license_name") if card is not None else None) or "no name given"
        return "", f"the card says {names[0]!r} ({own})"
    return names[0], ""


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _keep(facts: dict[str, Value], name: str, value: Value | None) -> None:
    if value is not None:
        facts[name] = value


def search_arguments(reference: Reference) -> dict[str, Any]:
    """The parameters of a search page as those of `list_models`.

    Raises HFValidationError for a search that the API cannot repeat.
    """
    filters = search_filters(reference)
    if odd := sorted(set(filters) - _SEARCHES):
        raise HFValidationError(f"a search by {', '.join(odd)} cannot be repeated by the API")
    tags = [tag for name in ("other", "library", "language") for tag in filters.get(name, ())]
    for name in ("dataset", "license", "region"):
        tags += [f"{name}:{value}" for value in filters.get(name, ())]
    single = ("author", "pipeline_tag", "search")
    arguments: dict[str, Any] = {name: filters[name][0] for name in single if name in filters}
    return {**arguments, "filter": tags or None}
