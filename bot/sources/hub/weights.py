"""How many weights a model of the Hub has, exactly, and how that is known. Pure.

The Hub sums whatever a file holds: masks and frequencies that are no weights, packed integers of
which several make one weight or one makes several, the few weights of an adapter
(https://huggingface.co/docs/safetensors/metadata_parsing).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huggingface_hub import ModelInfo

from bot.sources.hub.architecture import EXPERTS, FORMULAS, count
from bot.sources.hub.decoder import WeightCount

NO_WEIGHTS = "no safetensors weights"
_FLOATS = frozenset({"F64", "F32", "F16", "BF16"})
_BUFFERS = 0.01
"""Share of integer values up to which they are buffers (positions, masks) and no weights."""
_TRACE = 1e-4
"""Share of floating values up to which they may be buffers (rotary frequencies)."""
_ONE_TYPE = frozenset("baichuan gpt_neox gptj internlm llama mistral qwen qwen2 xverse".split())
"""Architectures with rotary frequencies, all of whose weights are of one data type."""
_PACKED = frozenset(
    {"4-bit", "8-bit", "awq", "bitsandbytes", "gptq", "mxfp4", "compressed-tensors"}
)
_ADAPTED = frozenset({"adapter", "lora", "peft"})
_DIFFERENCE = re.compile(
    r"[-_.](?:w?diff|delta)s?(?:[-_.](?:v\d[\d.]*|\d+(?:\.\d+)*|hf|fp16|bf16|weights?))*\Z",
    re.IGNORECASE,
)
"""At the end of a name, but for a version: `vicuna-7b-delta-v1.1`. Elsewhere it is a word of the
model's own (`delta_net-1.3B`, `Diff-Transformer-3B`)."""


@dataclass(frozen=True)
class Weights:
    """An exact count; `how` is "safetensors", "gguf" or "computed" (by the architecture)."""

    count: int
    how: str
    active: int | None = None


def weigh(
    info: ModelInfo, config: Mapping[str, Any] | None = None, no_weights: str = NO_WEIGHTS
) -> Weights | str:
    """The number of weights, or why it is not known.

    `config` is the model's `config.json` where it was read; `no_weights` is the reason when the
    Hub does not describe the weights.
    """
    if not_own := _not_its_own(info):
        return not_own
    formula = count(config) if config else None
    active = formula.active if formula else None
    stored = _stored(info, no_weights)
    if isinstance(stored, int):
        return Weights(_without_buffers(stored, info, formula), "safetensors", active)
    if listed := _of_gguf(info):
        return Weights(listed, "gguf", active)
    return Weights(formula.total, "computed", active) if formula else stored


def wants_config(info: ModelInfo) -> bool:
    """Whether `config.json` would hold more than the Hub gives."""
    kind = model_type(info)
    if kind not in FORMULAS or _not_its_own(info):
        return False
    if kind in EXPERTS:
        return True
    if isinstance(_stored(info, NO_WEIGHTS), str):
        return not _of_gguf(info)
    return len(info.safetensors.parameters if info.safetensors else ()) > 1


def model_type(info: ModelInfo) -> str:
    """The architecture by its name in transformers, else in a GGUF file, else ""."""
    for part in (info.config, info.gguf):
        if isinstance(part, Mapping):
            name = part.get("model_type") or part.get("architecture")
            if isinstance(name, str):
                return name
    return ""


def _not_its_own(info: ModelInfo) -> str:
    """Why a repository's content is not a model's weights; empty when it is."""
    tags = {tag.lower() for tag in info.tags or ()}
    adapts = any(tag.startswith("base_model:adapter:") for tag in tags)
    if info.library_name in _ADAPTED or tags & _ADAPTED or adapts:
        return "an adapter: its weights are not the model's"
    if _DIFFERENCE.search(info.id.partition("/")[2] or info.id):
        return "a difference to another model: its weights are not the model's"
    return ""


def _stored(info: ModelInfo, no_weights: str) -> int | str:
    """The floating values of the safetensors files, or why they are not the weights."""
    if info.safetensors is None:
        return no_weights
    counts = info.safetensors.parameters
    tags = {tag.lower() for tag in info.tags or ()}
    if _PACKED & tags or (info.config or {}).get("quantization_config"):
        return "quantised: packed weights cannot be counted"
    floats = sum(number for kind, number in counts.items() if _is_float(kind))
    if info.safetensors.total != sum(counts.values()):
        return "the Hub's total is not the sum of its parts"
    if not floats or sum(counts.values()) - floats > _BUFFERS * sum(counts.values()):
        return "packed integer weights cannot be counted"
    return floats


def _is_float(kind: str) -> bool:
    return kind in _FLOATS or kind.startswith("F8")


def _without_buffers(floats: int, info: ModelInfo, formula: WeightCount | None) -> int:
    """The weights among the floating values.

    The formula decides where one is known; else, in an architecture of one data type, a trace of
    another type is buffers.
    """
    if formula and 0 <= floats - formula.total <= _TRACE * floats:
        return formula.total
    if formula and formula.embedding and floats - formula.total == formula.embedding:
        return formula.total  # the file holds a shared embedding twice
    counts = info.safetensors.parameters if info.safetensors else {}
    most = max((number for kind, number in counts.items() if _is_float(kind)), default=0)
    if model_type(info) in _ONE_TYPE and floats - most <= _TRACE * floats:
        return most
    return floats


def _of_gguf(info: ModelInfo) -> int:
    """The weights of a GGUF file, which holds their number whatever they are packed into."""
    total = info.gguf.get("total") if isinstance(info.gguf, Mapping) else None
    return total if isinstance(total, int) and not isinstance(total, bool) and total > 0 else 0
