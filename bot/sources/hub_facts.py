"""What the Hub's objects say, in the agreed fact names. Pure.

Every field: https://huggingface.co/docs/huggingface_hub/package_reference/hf_api
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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

from bot.facts.observation import Value
from bot.facts.reference import Reference, search_filters

Told = tuple[dict[str, Value], dict[str, str]]
"""Known facts, and the reason for each field that is not known."""

_FLOATS = frozenset({"F64", "F32", "F16", "BF16"})
_SEARCHES = frozenset(
    "apps author dataset inference_provider language library license other pipeline_tag region "
    "search sort trained_dataset p withCount".split()
)
_BUFFERS = 0.01
"""Share of integer values up to which they are buffers (positions, masks) and no weights."""
_PACKED = frozenset(
    {"4-bit", "8-bit", "awq", "bitsandbytes", "gptq", "mxfp4", "compressed-tensors"}
)
_ADAPTED = frozenset({"adapter", "lora", "peft"})


def of_model(info: ModelInfo, no_weights: str = "no safetensors weights") -> Told:
    """Facts of a model; `no_weights` is told when its weights are not described."""
    facts, unknown = _repository(info)
    _keep(facts, "downloads_all", info.downloads_all_time)
    _keep(facts, "pipeline", info.pipeline_tag)
    _keep(facts, "base_models", tuple(_base_models(info)) or None)
    _keep(facts, "tags", tuple(info.tags or ()) or None)
    count = parameters(info, no_weights)
    if isinstance(count, int):
        facts["parameters"] = count
    else:
        unknown["parameters"] = count
    return facts, unknown


def of_dataset(info: DatasetInfo) -> Told:
    """Facts of a dataset."""
    return _repository(info)


def of_space(info: SpaceInfo) -> Told:
    """Facts of a Space; `stage` is what it does now (RUNNING, SLEEPING, …)."""
    facts: dict[str, Value] = {"id": info.id}
    unknown = _created(facts, info.created_at)
    _keep(facts, "likes", info.likes)
    _keep(facts, "sdk", info.sdk)
    _keep(facts, "disabled", info.disabled)
    _keep(facts, "modified", _day(info.last_modified))
    _keep(facts, "stage", info.runtime.stage if info.runtime else None)
    return facts, unknown


def of_account(account: Organization | User) -> Told:
    """Facts of an organisation or a user."""
    organisation = isinstance(account, Organization)
    facts: dict[str, Value] = {
        "id": account.name if isinstance(account, Organization) else account.username,
        "type": "organisation" if organisation else "user",
    }
    _keep(facts, "models", account.num_models)
    _keep(facts, "followers", account.num_followers)
    return facts, {}


def of_collection(collection: Collection) -> Told:
    """Facts of a collection."""
    facts: dict[str, Value] = {
        "id": collection.slug,
        "title": collection.title,
        "items": len(collection.items),
        "modified": collection.last_updated.date().isoformat(),
    }
    return facts, {}


def parameters(info: ModelInfo, no_weights: str = "no safetensors weights") -> int | str:
    """The exact number of weights, or why it cannot be told.

    The Hub's `total` sums every data type, packed integers and buffers alike, so only floating
    values are counted, and only where they are the model's own
    (https://huggingface.co/docs/safetensors/metadata_parsing).
    """
    if info.safetensors is None:
        return no_weights
    tags = {tag.lower() for tag in info.tags or ()}
    if info.library_name in _ADAPTED or tags & _ADAPTED:
        return "an adapter: its weights are not the model's"
    if _PACKED & tags or (info.config or {}).get("quantization_config"):
        return "quantised: packed weights cannot be counted"
    counts = info.safetensors.parameters
    floats = sum(count for kind, count in counts.items() if _is_float(kind))
    if info.safetensors.total != sum(counts.values()):
        return "the Hub's total is not the sum of its parts"
    if not floats or sum(counts.values()) - floats > _BUFFERS * sum(counts.values()):
        return "packed integer weights cannot be counted"
    return floats


def _is_float(kind: str) -> bool:
    return kind in _FLOATS or kind.startswith("F8")


def _repository(info: ModelInfo | DatasetInfo) -> Told:
    facts: dict[str, Value] = {"id": info.id}
    unknown = _created(facts, info.created_at)
    _keep(facts, "downloads", info.downloads)
    _keep(facts, "likes", info.likes)
    _keep(facts, "gated", info.gated or None)
    _keep(facts, "disabled", info.disabled)
    _keep(facts, "modified", _day(info.last_modified))
    licence, doubt = _licence(info)
    if doubt:
        unknown["licence"] = doubt
    else:
        facts["licence"] = spelled(licence)
    return facts, unknown


def _created(facts: dict[str, Value], created: datetime | None) -> dict[str, str]:
    """The Hub gives 2022-03-02 23:29 to all that is older: no day of creation is known then."""
    if created is None:
        return {}
    if created.strftime("%Y-%m-%d %H:%M") == "2022-03-02 23:29":
        return {"created": "before 2022-03-02, when the Hub began to keep the day"}
    facts["created"] = created.date().isoformat()
    return {}


def spelled(licence: str) -> str:
    """The SPDX spelling of a licence the Hub knows (`mit` → `MIT`); its own names stay.

    https://huggingface.co/docs/hub/repositories-licenses
    """
    try:
        return str(canonicalize_license_expression(licence))
    except InvalidLicenseExpression:
        return licence


def _licence(info: ModelInfo | DatasetInfo) -> tuple[str, str]:
    """The licence as the Hub spells it, or the reason why there is none to tell."""
    card: Any = info.card_data
    said = card.get("license") if card is not None else None
    said = said or [tag.partition(":")[2] for tag in info.tags or () if tag.startswith("license:")]
    names = [said] if isinstance(said, str) else [str(one) for one in said]
    if not names:
        return "", "the card names no licence"
    if len(names) > 1:
        return "", f"the card names several licences: {', '.join(names)}"
    if names[0] in {"other", "unknown"}:
        own = (card.get("license_name") if card is not None else None) or "no name given"
        return "", f"the card says {names[0]!r} ({own})"
    return names[0], ""


def _base_models(info: ModelInfo) -> Iterator[str]:
    """The ids, in whichever of its three shapes the Hub answers."""
    raw: Any = info.base_models or ()
    models: Iterable[Any] = raw.get("models") or () if isinstance(raw, Mapping) else raw
    for model in models:
        yield str(model["id"]) if isinstance(model, Mapping) else str(model)


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
