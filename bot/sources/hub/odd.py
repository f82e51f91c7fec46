"""Cards in unexpected forms: anybody can upload one, and it must cost only its own row.

https://huggingface.co/docs/hub/model-cards#model-card-metadata
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huggingface_hub import DatasetInfo, ModelInfo
from huggingface_hub.repocard_data import CardData


class OddCardError(ValueError):
    """The message names the unexpected part of the card."""


@dataclass(frozen=True)
class OddModel:
    """A model in a list that could not be read there; it has to be queried alone."""

    id: str


def read_model(item: Any) -> ModelInfo | OddModel | None:
    """A model as a list of the Hub has it; None for what names no model at all."""
    name = item.get("id") if isinstance(item, Mapping) else None
    if not isinstance(name, str) or not name:
        return None
    try:
        info = ModelInfo(**item)  # type: ignore[no-untyped-call]
        check_card(info)
    except Exception:  # noqa: BLE001 (whatever a card holds, the others go on)
        return OddModel(name)
    return info


def check_card(info: ModelInfo | DatasetInfo) -> None:
    """Raises OddCardError for the first part with an unexpected shape."""
    for name, is_right in _SHAPES.items():
        if not is_right(getattr(info, name, None)):
            raise OddCardError(f"its card cannot be read: odd {_WORDS.get(name, name)}")
    card: Any = info.card_data
    licence = card.get("license") if card is not None else None
    if not (isinstance(licence, str) or _is_texts(licence)):
        raise OddCardError("its card cannot be read: odd license")


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_texts(value: object) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _is_map(value: object) -> bool:
    return value is None or isinstance(value, Mapping)


def _is_card(value: object) -> bool:
    return value is None or isinstance(value, CardData)


def _are_weights(value: Any) -> bool:
    if value is None:
        return True
    counts = value.parameters
    return isinstance(counts, Mapping) and all(map(_is_count, (value.total, *counts.values())))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_SHAPES = {
    "card_data": _is_card,
    "tags": _is_texts,
    "library_name": _is_text,
    "pipeline_tag": _is_text,
    "sha": _is_text,
    "config": _is_map,
    "gguf": _is_map,
    "safetensors": _are_weights,
}
_WORDS = {"card_data": "metadata", "safetensors": "count of weights", "library_name": "library"}
