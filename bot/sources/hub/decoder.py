"""The weights of decoders with gated layers: LLaMA and all that are built like it. Pure.

https://huggingface.co/docs/transformers/model_doc/llama and the pages beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Config = Mapping[str, Any]


@dataclass(frozen=True)
class WeightCount:
    """All weights, and for a mixture of experts those that work for one token.

    `embedding` is the size of an embedding that is input and output alike; a file that holds
    it twice has so many numbers too many.
    """

    total: int
    active: int | None = None
    embedding: int = 0


def value(config: Config, *names: str) -> int:
    """The first of these that is there. Raises KeyError when none is."""
    for name in names:
        if config.get(name) is not None:
            return int(config[name])
    raise KeyError(names[0])


def gated(config: Config) -> WeightCount:
    """A decoder: embedding, layers of grouped attention and gated steps, a norm, a head."""
    width, layers = value(config, "hidden_size"), value(config, "num_hidden_layers")
    embedding = value(config, "vocab_size") * width
    tied = bool(config.get("tie_word_embeddings", config["model_type"] in {"gemma", "gemma2"}))
    norms = (4 if config["model_type"] == "gemma2" else 2) * width
    forward, idle = _forward(config, width, layers)
    total = embedding * (1 if tied else 2) + layers * (_attention(config, width) + norms)
    total += forward + width
    return WeightCount(total, total - idle if idle else None, embedding if tied else 0)


def _attention(config: Config, width: int) -> int:
    kind = config["model_type"]
    heads = value(config, "num_attention_heads")
    pairs = int(config.get("num_key_value_heads") or heads)
    size = int(config.get("head_dim") or width // heads)
    rows, keys = heads * size, pairs * size
    weights = 2 * width * rows + 2 * width * keys
    if _biased(config):
        weights += rows + 2 * keys + (0 if kind in {"qwen2", "qwen2_moe"} else width)
    if kind in {"qwen3", "qwen3_moe"}:
        weights += 2 * size  # a norm each for queries and keys
    return weights + (heads if kind == "gpt_oss" else 0)  # its attention sinks


def _biased(config: Config) -> bool:
    """Whether queries, keys and values have a bias."""
    kind = config["model_type"]
    if kind in {"qwen2", "qwen2_moe", "gpt_oss"}:
        return True
    return bool(config.get("bias" if kind == "internlm" else "attention_bias", False))


def _forward(config: Config, width: int, layers: int) -> tuple[int, int]:
    """The weights of all steps after attention, and those of them idle for one token."""
    experts = int(config.get("num_local_experts") or config.get("num_experts") or 0)
    inner = value(config, "intermediate_size")
    plain = 3 * width * inner + (2 * inner + width if config.get("mlp_bias") else 0)
    if not experts:
        return layers * plain, 0
    sparse = [at for at in range(layers) if _is_sparse(config, at)]
    one = _expert(config, width, inner)
    layer = experts * (one + width) + _shared(config, width)
    if config["model_type"] == "gpt_oss":
        layer += experts  # the router's bias
    idle = len(sparse) * (experts - value(config, "num_experts_per_tok", "experts_per_token")) * one
    return len(sparse) * layer + (layers - len(sparse)) * plain, idle


def _expert(config: Config, width: int, inner: int) -> int:
    inner = int(config.get("moe_intermediate_size") or inner)
    biases = 2 * inner + width if config["model_type"] == "gpt_oss" else 0
    return 3 * width * inner + biases


def _shared(config: Config, width: int) -> int:
    """An expert that always works, and its gate."""
    inner = int(config.get("shared_expert_intermediate_size") or 0)
    return 3 * width * inner + width if inner else 0


def _is_sparse(config: Config, layer: int) -> bool:
    step = int(config.get("decoder_sparse_step") or 1)
    return layer not in (config.get("mlp_only_layers") or ()) and (layer + 1) % step == 0
