"""What the Hub reports of a repository that a scenario describes in one line.

A record's keys: downloads, likes, license, created, modified, tags, arxiv (ids), pipeline, library,
gated ("auto" | "manual"), safetensors ({parameters, total}), gguf, config (the whole `config.json`;
the API gives a part of it), base_models ({relation, models}), index (`model-index`), results
(`evalResults`), sha, sdk, stage, files, private (looks missing), disabled (answers 403).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]

FLOOR = "2022-03-02T23:29:04.000Z"
"""What the Hub says was created before it kept such dates."""
_COMMON = set(
    "author cardData createdAt disabled lastModified likes private resourceGroup sha siblings tags "
    "trendingScore usedStorage".split()
)
_COUNTED = {"downloads", "downloadsAllTime", "gated"}
EXPAND = {
    "models": _COMMON
    | _COUNTED
    | set(
        "baseModels childrenModelCount config evalResults gguf inference inferenceProviderMapping "
        "library_name mask_token model-index pipeline_tag safetensors spaces transformersInfo "
        "widgetData".split()
    ),
    "datasets": _COMMON | _COUNTED | {"citation", "description", "mainSize", "paperswithcode_id"},
    "spaces": _COMMON | {"datasets", "models", "region", "runtime", "sdk", "subdomain"},
}
"""What may be asked for by name; anything else is answered with 400."""
ALONE = {"baseModels", "childrenModelCount", "usedStorage"}
"""What is given of one repository only, never in a listing, by the library's own words."""
FULL = {kind: names - {"downloadsAllTime", "baseModels", "gguf"} for kind, names in EXPAND.items()}
"""What one repository gives when nothing is asked for by name."""
LISTED = {
    "createdAt",
    "downloads",
    "library_name",
    "likes",
    "pipeline_tag",
    "private",
    "sdk",
    "tags",
}
"""What a listing gives of each when nothing is asked for by name."""
SORTS = {"createdAt", "downloads", "lastModified", "likes", "trendingScore"}


def facts_of(kind: str, name: str, record: Record) -> dict[str, Any]:
    """All the Hub would give; what it does not know is left out."""
    files = record.get("files") or [".gitattributes"]
    facts: dict[str, Any] = {
        "author": name.split("/")[0],
        "baseModels": _base_models(record),
        "cardData": _card(record),
        "config": _parsed(record.get("config")),
        "createdAt": moment(record.get("created", FLOOR)),
        "disabled": False,
        "downloads": record.get("downloads", 0),
        "evalResults": record.get("results"),
        "downloadsAllTime": record.get("downloads", 0) * 20,
        "gated": record.get("gated", False),
        "gguf": record.get("gguf"),
        "lastModified": moment(record.get("modified", "2024-01-01")),
        "library_name": record.get("library"),
        "likes": record.get("likes", 0),
        "model-index": record.get("index"),
        "pipeline_tag": record.get("pipeline", "text-generation"),
        "private": False,
        "runtime": {"stage": record.get("stage", "RUNNING"), "hardware": {}, "resources": None},
        "safetensors": record.get("safetensors"),
        "sdk": record.get("sdk", "gradio"),
        "sha": record.get("sha", number(name) + "0" * 16),
        "siblings": [{"rfilename": path} for path in files],
        "tags": tags_of(record),
        "trendingScore": record.get("trending", 0),
    }
    return {key: value for key, value in facts.items() if value is not None}


def tags_of(record: Record) -> list[str]:
    """The tags people wrote, and those the Hub makes of licence, papers and base models."""
    tags = list(record.get("tags") or [])
    tags += [f"license:{record['license']}"] if record.get("license") else []
    tags += [f"arxiv:{paper}" for paper in record.get("arxiv") or []]
    base = record.get("base_models") or {}
    for model in base.get("models", []):
        tags += [f"base_model:{model}", f"base_model:{base['relation']}:{model}"]
    return tags


def moment(day: str) -> str:
    """A day as the Hub writes moments; a moment stays as it is."""
    return day if "T" in day else f"{day}T00:00:00.000Z"


_PARSED = {"architectures", "auto_map", "model_type", "quantization_config", "tokenizer_config"}
"""What the API gives of a `config.json`."""


def _parsed(config: Record | None) -> dict[str, Any] | None:
    if config is None:
        return None
    return {key: value for key, value in config.items() if key in _PARSED}


def _base_models(record: Record) -> dict[str, Any] | None:
    base = record.get("base_models")
    if not base:
        return None
    models = [{"_id": number(model), "id": model} for model in base["models"]]
    return {"relation": base["relation"], "models": models}


def _card(record: Record) -> dict[str, Any]:
    written = {"license": record.get("license"), "tags": record.get("tags")}
    base = (record.get("base_models") or {}).get("models")
    return {key: value for key, value in {**written, "base_model": base}.items() if value}


def number(name: str) -> str:
    """An id of the Hub's database, stable for a name."""
    return f"{sum((place + 1) * ord(sign) for place, sign in enumerate(name)):024x}"
