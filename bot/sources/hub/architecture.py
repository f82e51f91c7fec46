"""The number of weights of a model, by the formula of its architecture. Pure.

The names of a `config.json` and the layers they make:
https://huggingface.co/docs/transformers/model_doc (a page for each `model_type`). Every formula is
checked against exact counts in tests/sources/test_architecture.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sources.hub.decoder import Config, WeightCount, gated, value
from bot.sources.hub.latent import latent

_Formula = Callable[[Config], WeightCount]


def count(config: Mapping[str, Any]) -> WeightCount | None:
    """The count for a `config.json`; None where no formula is known or a number is missing."""
    formula = FORMULAS.get(str(config.get("model_type")))
    if formula is None or "text_config" in config:
        return None
    try:
        counted = formula(config)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    return counted if counted.total > 0 else None


@dataclass(frozen=True)
class _Sizes:
    """What every formula needs: vocabulary, width, layers."""

    vocabulary: int
    width: int
    layers: int

    def count(self, layer: int, more: int, *, tied: bool = True) -> WeightCount:
        """`layer` for each layer, `more` once, and the embedding once or twice."""
        embedding = self.vocabulary * self.width
        total = embedding * (1 if tied else 2) + self.layers * layer + more
        return WeightCount(total, embedding=embedding if tied else 0)


def _sizes(config: Config) -> _Sizes:
    return _Sizes(
        value(config, "vocab_size", "padded_vocab_size"),
        value(config, "hidden_size", "n_embd", "d_model"),
        value(config, "num_hidden_layers", "n_layer", "num_layers", "n_layers"),
    )


def _gpt2(config: Config) -> WeightCount:
    sizes = _sizes(config)
    positions = value(config, "n_positions", "n_ctx")
    width = sizes.width
    return sizes.count(12 * width**2 + 13 * width, positions * width + 2 * width)


def _gpt_neo(config: Config) -> WeightCount:
    """Queries, keys and values have no bias."""
    sizes = _sizes(config)
    width = sizes.width
    positions = value(config, "max_position_embeddings")
    return sizes.count(12 * width**2 + 10 * width, positions * width + 2 * width)


def _gpt_j(config: Config) -> WeightCount:
    """One norm a layer; the head has a bias."""
    sizes = _sizes(config)
    width = sizes.width
    layer = 12 * width**2 + 7 * width
    return sizes.count(layer, 2 * width + sizes.vocabulary, tied=False)


def _gpt_neox(config: Config) -> WeightCount:
    sizes = _sizes(config)
    width, inner = sizes.width, value(config, "intermediate_size")
    layer = 4 * width**2 + 2 * width * inner + inner + 9 * width
    return sizes.count(layer, 2 * width, tied=bool(config.get("tie_word_embeddings", False)))


def _opt(config: Config) -> WeightCount:
    """Two more positions than it says; a narrower embedding is projected in and out."""
    sizes = _sizes(config)
    width, inner = sizes.width, value(config, "ffn_dim")
    narrow = int(config.get("word_embed_proj_dim") or width)
    layer = 4 * width**2 + 2 * width * inner + inner + 9 * width
    last = 2 * width if config.get("do_layer_norm_before", True) else 0
    last = 0 if config.get("_remove_final_layer_norm") else last
    projections = 2 * width * narrow if narrow != width else 0
    positions = (value(config, "max_position_embeddings") + 2) * width
    embedding = sizes.vocabulary * narrow
    total = embedding + positions + sizes.layers * layer + last + projections
    return WeightCount(total, embedding=embedding)


def _bloom(config: Config) -> WeightCount:
    sizes = _sizes(config)
    return sizes.count(12 * sizes.width**2 + 13 * sizes.width, 4 * sizes.width)


def _mpt(config: Config) -> WeightCount:
    if not config["no_bias"]:
        raise ValueError("the formula is that without biases")
    sizes = _sizes(config)
    inner = int(config.get("expansion_ratio", 4)) * sizes.width
    layer = 4 * sizes.width**2 + 2 * sizes.width * inner + 2 * sizes.width
    return sizes.count(layer, sizes.width)


def _falcon(config: Config) -> WeightCount:
    """Few keys and values for all heads; the newer form has two norms a layer."""
    if config.get("bias"):
        raise ValueError("the formula is that without biases")
    sizes = _sizes(config)
    width, heads = sizes.width, value(config, "num_attention_heads", "n_head")
    new = bool(config.get("new_decoder_architecture", "n_head_kv" in config))
    pairs = value(config, "num_kv_heads", "n_head_kv") if new else 1
    if not new and not config.get("multi_query", True):
        pairs = heads
    one_norm = not new and config.get("parallel_attn", True)
    attention = width * (width + 2 * pairs * (width // heads)) + width**2
    norms = 2 * width if one_norm else 4 * width
    return sizes.count(attention + 8 * width**2 + norms, 2 * width)


def _t5(config: Config) -> WeightCount:
    """Encoder and decoder; the decoder has attention twice."""
    width, inner = value(config, "d_model"), value(config, "d_ff")
    heads, size = value(config, "num_heads"), value(config, "d_kv")
    layers = value(config, "num_layers")
    decoder = int(config.get("num_decoder_layers") or layers)
    gate = "gated" in str(config.get("feed_forward_proj", "relu"))
    attention, forward = 4 * width * heads * size, (3 if gate else 2) * width * inner
    positions = int(config.get("relative_attention_num_buckets", 32)) * heads
    total = layers * (attention + forward + 2 * width)
    total += decoder * (2 * attention + forward + 3 * width) + 2 * (positions + width)
    embedding = value(config, "vocab_size") * width
    tied = bool(config.get("tie_word_embeddings", config["model_type"] == "t5"))
    return WeightCount(total + embedding * (1 if tied else 2), embedding=embedding if tied else 0)


def _chatglm(config: Config) -> WeightCount:
    """The first generation is like GPT-2, later ones have gated layers and grouped keys."""
    sizes = _sizes(config)
    width = sizes.width
    if "inner_hidden_size" in config:
        inner = value(config, "inner_hidden_size")
        layer = 4 * width**2 + 2 * width * inner + inner + 9 * width
        return sizes.count(layer, 2 * width)
    groups = value(config, "multi_query_group_num") if config["multi_query_attention"] else 0
    size = value(config, "kv_channels")
    rows = width + 2 * (groups * size or width)
    layer = width * rows + (rows if config["add_qkv_bias"] else 0) + width**2
    layer += 3 * width * value(config, "ffn_hidden_size") + 2 * width
    return sizes.count(layer, width, tied=False)


def _qwen(config: Config) -> WeightCount:
    """The first Qwen: two halves of `intermediate_size`, biases on queries, keys and values."""
    sizes = _sizes(config)
    width, inner = sizes.width, value(config, "intermediate_size") // 2
    layer = 4 * width**2 + 3 * width + 3 * width * inner + 2 * width
    return sizes.count(layer, width, tied=False)


FORMULAS: dict[str, _Formula] = {
    "gpt2": _gpt2,
    "gpt_neo": _gpt_neo,
    "gptj": _gpt_j,
    "codegen": _gpt_j,
    "moss": _gpt_j,
    "gpt_neox": _gpt_neox,
    "opt": _opt,
    "bloom": _bloom,
    "mpt": _mpt,
    "falcon": _falcon,
    "RefinedWeb": _falcon,
    "RefinedWebModel": _falcon,
    "t5": _t5,
    "mt5": _t5,
    "chatglm": _chatglm,
    "qwen": _qwen,
    **dict.fromkeys(["deepseek_v2", "deepseek_v3", "kimi_k2"], latent),
    **dict.fromkeys(
        "baichuan gemma gemma2 gpt_oss internlm internlm2 internlm3 llama mistral mixtral phi3 "
        "qwen2 qwen2_moe qwen3 qwen3_moe xverse".split(),
        gated,
    ),
}
"""`model_type` → formula."""
EXPERTS = frozenset("deepseek_v2 deepseek_v3 gpt_oss kimi_k2 mixtral qwen2_moe qwen3_moe".split())
"""Those of which only a part works for one token."""
