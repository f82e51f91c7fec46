"""The weights of DeepSeek's decoders: attention through a latent, many small experts. Pure.

https://huggingface.co/docs/transformers/model_doc/deepseek_v3
"""

from __future__ import annotations

from bot.sources.hub.decoder import Config, WeightCount, value


def latent(config: Config) -> WeightCount:
    """Without the layers for predicting several tokens, which the models' own counts leave out."""
    width, layers = value(config, "hidden_size"), value(config, "num_hidden_layers")
    dense = min(value(config, "first_k_dense_replace"), layers)
    one = 3 * width * value(config, "moe_intermediate_size")
    experts = value(config, "n_routed_experts")
    sparse = (experts + value(config, "n_shared_experts")) * one + experts * width
    if config["model_type"] != "deepseek_v2":
        sparse += experts  # the router's correction
    forward = dense * 3 * width * value(config, "intermediate_size") + (layers - dense) * sparse
    total = 2 * value(config, "vocab_size") * width + width + forward
    total += layers * (_attention(config, width) + 2 * width)
    idle = (layers - dense) * (experts - value(config, "num_experts_per_tok")) * one
    return WeightCount(total, total - idle)


def _attention(config: Config, width: int) -> int:
    """Queries (through a latent where one is named), keys and values through one, output."""
    heads = value(config, "num_attention_heads")
    plain, turned = value(config, "qk_nope_head_dim"), value(config, "qk_rope_head_dim")
    values, narrow = value(config, "v_head_dim"), value(config, "kv_lora_rank")
    asked = heads * (plain + turned)
    through = int(config.get("q_lora_rank") or 0)
    queries = through * (width + 1 + asked) if through else width * asked
    pairs = width * (narrow + turned) + narrow + narrow * heads * (plain + values)
    return queries + pairs + heads * values * width
