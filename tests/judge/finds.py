"""Models as a search of the Hub would find them, and a list of models beside which they stand."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.judge.ruling import Rules
from bot.lists.registry.load import load
from bot.model.entry import Registry
from bot.model.memory import Memory
from bot.model.observation import Found, Value
from bot.model.options.policy import Policy
from bot.model.reference import Kind, Reference, home

NOW = datetime(2026, 11, 24, 6, 17, tzinfo=UTC)
TODAY = "2026-11-24"
LIST = """\
version: 1
title: Models
sections:
  - {id: models, title: Models, kinds: [model], columns: [name, sizes, backbone, released, licence]}
  - {id: methods, title: Methods, kinds: [technique]}
"""
MODELS = """\
entries:
  - id: glm
    kind: model
    name: GLM
    section: models
    sizes: [10B]
    released: 2021-03
    title: "GLM: General Language Model Pretraining with Autoregressive Blank Infilling"
    links:
      paper: https://arxiv.org/abs/2103.10360
      hub: https://huggingface.co/THUDM/glm-10b
  - id: internlm
    kind: model
    name: InternLM
    section: models
    released: 2023-06
  - id: rwkv
    kind: model
    name: RWKV
    section: models
    links: {hub: "https://huggingface.co/BlinkDL"}
  - id: falcon
    kind: model
    name: Falcon LLM
    section: models
    released: 2023-06
    links: {hub: "https://huggingface.co/tiiuae"}
  - id: llama-2
    kind: model
    name: Llama 2
    section: models
    released: 2023-07
    links:
      paper: https://arxiv.org/abs/2307.09288
      hub: https://huggingface.co/meta-llama/Llama-2-7b-hf
  - id: stablelm-alpha
    kind: model
    name: StableLM-Alpha
    section: models
  - id: lora
    kind: technique
    name: LoRA
    section: methods
    links: {paper: "https://arxiv.org/abs/2106.09685"}
"""


def registry(models: str = MODELS) -> Registry:
    return load({"registry/list.yml": LIST, "registry/models.yml": models})[0]


def rules(memory: Memory | None = None) -> Rules:
    return Rules(Policy(), memory or Memory(), {})


def found(name: str, **facts: Value) -> Found:
    """A model in its own right, unless `facts` say otherwise."""
    usual: dict[str, Value] = {
        "id": name,
        "created": "2026-05-02",
        "downloads": 50_000,
        "likes": 400,
        "pipeline": "text-generation",
        "library": "transformers",
        "tags": ("transformers", "safetensors"),
        "watches": ("account:" + name.partition("/")[0],),
    }
    reference = Reference.of(Kind.MODEL, name)
    return Found(
        reference=reference,
        source="hub",
        at=NOW,
        evidence=home(reference),
        facts={key: value for key, value in {**usual, **facts}.items() if value != ""},
    )


def seen_by(source: str, kind: Kind, name: str, **facts: Value) -> Found:
    reference = Reference.of(kind, name)
    return Found(reference=reference, source=source, at=NOW, evidence=home(reference), facts=facts)
