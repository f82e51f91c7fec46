"""A model's own data on its origin and its evaluation results. Pure.

https://huggingface.co/docs/hub/model-cards, https://huggingface.co/docs/hub/eval-results
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from huggingface_hub import ModelInfo

from bot.parsing.arxiv_ids import identifier

RELATIONS = ("quantized", "adapter", "merge", "finetune")
"""How a model may be made of another (https://huggingface.co/docs/hub/model-cards#specifying-a-base-model),
the one that says most first."""
_MOST = 50
"""Evaluation results that are kept of one model."""


def papers(info: ModelInfo) -> tuple[str, ...]:
    """The arXiv papers its card names."""
    named = (tag.partition(":")[2] for tag in info.tags or () if tag.startswith("arxiv:"))
    return tuple(dict.fromkeys(one for name in named if (one := identifier(name))))


def base_models(info: ModelInfo) -> tuple[str, ...]:
    """The ids of the models it is derived from: resolved by the Hub, else from the tags."""
    raw: Any = info.base_models or ()
    models: Iterable[Any] = raw.get("models") or () if isinstance(raw, Mapping) else raw
    listed = (str(one["id"]) if isinstance(one, Mapping) else str(one) for one in models)
    return tuple(dict.fromkeys(listed)) or tuple(dict.fromkeys(base for _, base in _tagged(info)))


def base_relation(info: ModelInfo) -> str:
    """How it is derived from them, "" when the Hub does not report that."""
    reported = {relation for relation, _ in _tagged(info) if relation}
    raw: Any = info.base_models
    if isinstance(raw, Mapping):
        reported.add(str(raw.get("relation")))
    return next((relation for relation in RELATIONS if relation in reported), "")


def _tagged(info: ModelInfo) -> Iterator[tuple[str, str]]:
    """Relation ("" when none is named) and id of each `base_model:` tag."""
    for tag in info.tags or ():
        if tag.startswith("base_model:"):
            parts = tag.split(":", 2)
            yield (parts[1], parts[2]) if len(parts) == 3 else ("", parts[1])


def card_evaluations(info: ModelInfo) -> tuple[str, ...]:
    """Each result that names its source, as one JSON text with stable keys."""
    results = [*_of_files(info), *_of_card(info)]
    texts = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in results)
    return tuple(dict.fromkeys(texts))[:_MOST]


def _of_files(info: ModelInfo) -> Iterator[dict[str, Any]]:
    """Results in files of their own."""
    for entry in info.eval_results or ():
        score = _number(entry.value)
        if entry.source_url and score is not None:
            yield {
                "benchmark": entry.dataset_id,
                "metric": entry.task_id,
                "score": score,
                "setting": entry.notes or "",
                "source": entry.source_url,
            }


def _of_card(info: ModelInfo) -> Iterator[dict[str, Any]]:
    """Results of the card's `model-index`, in its loose shape."""
    index: Any = info.model_index
    for model in index if isinstance(index, list) else ():
        for result in _maps(model, "results"):
            dataset, source = _map(result, "dataset"), _map(result, "source")
            address = source.get("url")
            if not isinstance(address, str) or not address.startswith(("https://", "http://")):
                continue
            for metric in _maps(result, "metrics"):
                score = _number(metric.get("value"))
                if score is not None and dataset.get("name"):
                    yield {
                        "benchmark": str(dataset["name"]),
                        "metric": str(metric.get("name") or metric.get("type") or ""),
                        "score": score,
                        "setting": _setting(dataset),
                        "source": address,
                    }


def _setting(dataset: Mapping[str, Any]) -> str:
    """`5-shot, test` from the text beside the dataset's name."""
    shots = _map(dataset, "args").get("num_few_shot")
    parts = [f"{shots}-shot"] if isinstance(shots, int) else []
    parts += [str(dataset[name]) for name in ("config", "split") if dataset.get(name)]
    return ", ".join(parts)


def _number(value: Any) -> float | int | None:
    """A score, if it is a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    if not abs(number) < float("inf"):
        return None
    return value if isinstance(value, int) else number


def _map(holder: Any, name: str) -> Mapping[str, Any]:
    value = holder.get(name) if isinstance(holder, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _maps(holder: Any, name: str) -> list[Mapping[str, Any]]:
    value = holder.get(name) if isinstance(holder, Mapping) else None
    listed = value if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, Mapping)]
