"""What `config.json` of known models says of their size, and how many weights they have.

Counts: READMEs of the projects, the Hub's safetensors metadata, papers and model cards.
"""

from __future__ import annotations

from typing import Any


def _config(kind: str, **more: Any) -> dict[str, Any]:
    return {"model_type": kind, **more}


def _neox(width: int, layers: int, vocabulary: int = 50304, inner: int = 0) -> dict[str, Any]:
    return _config(
        "gpt_neox",
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        intermediate_size=inner or 4 * width,
    )


def _opt(width: int, layers: int, narrow: int = 0, **more: Any) -> dict[str, Any]:
    return _config(
        "opt",
        vocab_size=50272,
        hidden_size=width,
        num_hidden_layers=layers,
        ffn_dim=4 * width,
        max_position_embeddings=2048,
        word_embed_proj_dim=narrow or width,
        **more,
    )


def _bloom(width: int, layers: int) -> dict[str, Any]:
    return _config("bloom", vocab_size=250880, n_embd=width, n_layer=layers)


def _neo(width: int, layers: int) -> dict[str, Any]:
    return _config(
        "gpt_neo",
        vocab_size=50257,
        hidden_size=width,
        num_layers=layers,
        max_position_embeddings=2048,
    )


def _t5(width: int, inner: int, heads: int, layers: int, size: int = 64) -> dict[str, Any]:
    return _config(
        "t5",
        vocab_size=32128,
        d_model=width,
        d_ff=inner,
        num_heads=heads,
        num_layers=layers,
        d_kv=size,
    )


def _mt5(width: int, inner: int, heads: int, layers: int) -> dict[str, Any]:
    return _t5(width, inner, heads, layers) | {
        "model_type": "mt5",
        "vocab_size": 250112,
        "feed_forward_proj": "gated-gelu",
        "tie_word_embeddings": False,
    }


def _llama(
    width: int, layers: int, heads: int, inner: int, vocabulary: int = 32000, **more: Any
) -> dict[str, Any]:
    return {
        **_config(
            "llama",
            vocab_size=vocabulary,
            hidden_size=width,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=inner,
        ),
        **more,
    }


_QWEN3 = {"num_key_value_heads": 8, "head_dim": 128, "attention_bias": False}
_FALCON_40B = {"n_head": 128, "n_head_kv": 8, "parallel_attn": True, "bias": False}
_EXPERTS = {"num_experts": 128, "num_experts_per_tok": 8, "moe_intermediate_size": 768}
_LATENT = {"kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64}
_OSS = {"num_local_experts": 128, "num_experts_per_tok": 4, "head_dim": 64}

CONFIGS: dict[str, tuple[dict[str, Any], int]] = {
    "openai-community/gpt2": (
        _config("gpt2", vocab_size=50257, n_embd=768, n_layer=12, n_positions=1024),
        124_439_808,
    ),
    "EleutherAI/gpt-neo-125m": (_neo(768, 12), 125_198_592),
    "EleutherAI/gpt-neo-1.3B": (_neo(2048, 24), 1_315_575_808),
    "EleutherAI/gpt-neo-2.7B": (_neo(2560, 32), 2_651_307_520),
    "EleutherAI/gpt-j-6b": (
        _config("gptj", vocab_size=50400, n_embd=4096, n_layer=28),
        6_050_882_784,
    ),
    "fnlp/moss-moon-003-sft": (
        _config("moss", vocab_size=107008, n_embd=6144, n_layer=34),
        16_717_980_160,
    ),
    "EleutherAI/pythia-70m": (_neox(512, 6), 70_426_624),
    "EleutherAI/pythia-160m": (_neox(768, 12), 162_322_944),
    "EleutherAI/pythia-410m": (_neox(1024, 24), 405_334_016),
    "EleutherAI/pythia-1b": (_neox(2048, 16), 1_011_781_632),
    "EleutherAI/pythia-1.4b": (_neox(2048, 24), 1_414_647_808),
    "EleutherAI/pythia-2.8b": (_neox(2560, 32), 2_775_208_960),
    "EleutherAI/pythia-6.9b": (_neox(4096, 32, 50432), 6_857_302_016),
    "EleutherAI/pythia-12b": (_neox(5120, 36, 50688), 11_846_072_320),
    "EleutherAI/gpt-neox-20b": (_neox(6144, 44, 50432), 20_554_567_680),
    "togethercomputer/RedPajama-INCITE-Base-3B-v1": (_neox(2560, 32, 50432), 2_775_864_320),
    "facebook/opt-125m": (_opt(768, 12), 125_239_296),
    "facebook/opt-350m": (_opt(1024, 24, 512, do_layer_norm_before=False), 331_196_416),
    "facebook/opt-1.3b": (_opt(2048, 24), 1_315_758_080),
    "facebook/opt-66b": (_opt(9216, 64), 65_719_701_504),
    "bigscience/bloom-560m": (_bloom(1024, 24), 559_214_592),
    "bigscience/bloom-1b1": (_bloom(1536, 24), 1_065_314_304),
    "bigscience/bloom-7b1": (_bloom(4096, 30), 7_069_016_064),
    "bigscience/bloom": (_bloom(14336, 70), 176_247_271_424),
    "mosaicml/mpt-7b": (
        _config("mpt", vocab_size=50432, d_model=4096, n_layers=32, no_bias=True),
        6_649_286_656,
    ),
    "tiiuae/falcon-7b": (
        _config("falcon", vocab_size=65024, hidden_size=4544, num_hidden_layers=32, bias=False)
        | {"num_attention_heads": 71, "multi_query": True, "new_decoder_architecture": False},
        6_921_720_704,
    ),
    "tiiuae/falcon-40b": (
        _config("RefinedWeb", vocab_size=65024, hidden_size=8192, n_layer=60, **_FALCON_40B),
        41_303_293_952,
    ),
    "google-t5/t5-small": (_t5(512, 2048, 8, 6), 60_506_624),
    "google-t5/t5-base": (_t5(768, 3072, 12, 12), 222_903_552),
    "google-t5/t5-large": (_t5(1024, 4096, 16, 24), 737_668_096),
    "google-t5/t5-3b": (_t5(1024, 16384, 32, 24, 128), 2_851_598_336),
    "google-t5/t5-11b": (_t5(1024, 65536, 128, 24, 128), 11_307_321_344),
    "google/mt5-small": (_mt5(512, 1024, 6, 8), 300_176_768),
    "google/mt5-base": (_mt5(768, 2048, 12, 12), 582_401_280),
    "google/mt5-large": (_mt5(1024, 2816, 16, 24), 1_229_581_312),
    "google/mt5-xl": (_mt5(2048, 5120, 32, 24), 3_742_619_648),
    "google/mt5-xxl": (_mt5(4096, 10240, 64, 24), 12_921_057_280),
    "zai-org/chatglm-6b": (
        _config("chatglm", vocab_size=130528, hidden_size=4096, num_layers=28)
        | {"inner_hidden_size": 16384},
        6_173_286_400,
    ),
    "zai-org/chatglm2-6b": (
        _config("chatglm", padded_vocab_size=65024, hidden_size=4096, num_layers=28)
        | {"ffn_hidden_size": 13696, "multi_query_attention": True, "multi_query_group_num": 2}
        | {"kv_channels": 128, "add_qkv_bias": True},
        6_243_584_000,
    ),
    "Qwen/Qwen-7B": (
        _config("qwen", vocab_size=151936, hidden_size=4096, num_hidden_layers=32)
        | {"intermediate_size": 22016},
        7_721_324_544,
    ),
    "meta-llama/Llama-2-7b-hf": (_llama(4096, 32, 32, 11008), 6_738_415_616),
    "meta-llama/Llama-2-13b-hf": (_llama(5120, 40, 40, 13824), 13_015_864_320),
    "huggyllama/llama-30b": (_llama(6656, 60, 52, 17920), 32_528_943_616),
    "huggyllama/llama-65b": (_llama(8192, 80, 64, 22016), 65_285_660_672),
    "meta-llama/Llama-2-70b-hf": (
        _llama(8192, 80, 64, 28672, num_key_value_heads=8),
        68_976_648_192,
    ),
    "openlm-research/open_llama_3b": (_llama(3200, 26, 32, 8640), 3_426_473_600),
    "meta-llama/Llama-3.2-1B": (
        _llama(2048, 16, 32, 8192, 128256, num_key_value_heads=8, tie_word_embeddings=True),
        1_235_814_400,
    ),
    "mistralai/Mistral-7B-v0.1": (
        _llama(4096, 32, 32, 14336, model_type="mistral", num_key_value_heads=8),
        7_241_732_096,
    ),
    "baichuan-inc/Baichuan-7B": (
        _llama(4096, 32, 32, 11008, 64000, model_type="baichuan"),
        7_000_559_616,
    ),
    "internlm/internlm-7b": (
        _llama(4096, 32, 32, 11008, 103168, model_type="internlm", bias=True),
        7_321_948_160,
    ),
    "internlm/internlm2-7b": (
        _llama(4096, 32, 32, 14336, 92544, model_type="internlm2", num_key_value_heads=8),
        7_737_708_544,
    ),
    "internlm/internlm3-8b-instruct": (
        _llama(4096, 48, 32, 10240, 128512, model_type="internlm3", num_key_value_heads=2)
        | {"head_dim": 128},
        8_804_241_408,
    ),
    "xverse/XVERSE-13B": (
        _llama(5120, 40, 40, 13824, 100278, model_type="xverse"),
        13_715_031_040,
    ),
    "Qwen/Qwen2-0.5B": (
        _llama(896, 24, 14, 4864, 151936, model_type="qwen2", num_key_value_heads=2)
        | {"tie_word_embeddings": True},
        494_032_768,
    ),
    "Qwen/Qwen3-8B": (
        _llama(4096, 36, 32, 12288, 151936, model_type="qwen3", **_QWEN3),
        8_190_735_360,
    ),
    "google/gemma-2b": (
        _llama(2048, 18, 8, 16384, 256000, model_type="gemma", num_key_value_heads=1)
        | {"head_dim": 256},
        2_506_172_416,
    ),
    "google/gemma-2-2b": (
        _llama(2304, 26, 8, 9216, 256000, model_type="gemma2", num_key_value_heads=4)
        | {"head_dim": 256},
        2_614_341_888,
    ),
    "microsoft/Phi-3-mini-4k-instruct": (
        _llama(3072, 32, 32, 8192, 32064, model_type="phi3"),
        3_821_079_552,
    ),
    "mistralai/Mixtral-8x7B-v0.1": (
        _llama(4096, 32, 32, 14336, model_type="mixtral", num_key_value_heads=8)
        | {"num_local_experts": 8, "num_experts_per_tok": 2},
        46_702_792_704,
    ),
    "Qwen/Qwen1.5-MoE-A2.7B": (
        _llama(2048, 24, 16, 5632, 151936, model_type="qwen2_moe", num_experts=60)
        | {"num_experts_per_tok": 4, "moe_intermediate_size": 1408}
        | {"shared_expert_intermediate_size": 5632},
        14_315_784_192,
    ),
    "Qwen/Qwen3-30B-A3B": (
        _llama(2048, 48, 32, 6144, 151936, model_type="qwen3_moe", **_EXPERTS)
        | {"num_key_value_heads": 4, "head_dim": 128},
        30_532_122_624,
    ),
    "openai/gpt-oss-120b": (
        _llama(2880, 36, 64, 2880, 201088, model_type="gpt_oss", num_key_value_heads=8, **_OSS),
        116_829_156_672,
    ),
    "deepseek-ai/DeepSeek-V2-Lite": (
        _llama(2048, 27, 16, 10944, 102400, model_type="deepseek_v2", **_LATENT)
        | {"v_head_dim": 128, "q_lora_rank": None, "first_k_dense_replace": 1}
        | {"moe_intermediate_size": 1408, "n_routed_experts": 64, "n_shared_experts": 2}
        | {"num_experts_per_tok": 6},
        15_706_484_224,
    ),
    "deepseek-ai/DeepSeek-V3": (
        _llama(7168, 61, 128, 18432, 129280, model_type="deepseek_v3", **_LATENT)
        | {"v_head_dim": 128, "q_lora_rank": 1536, "first_k_dense_replace": 3}
        | {"moe_intermediate_size": 2048, "n_routed_experts": 256, "n_shared_experts": 1}
        | {"num_experts_per_tok": 8},
        671_026_419_200,
    ),
}
