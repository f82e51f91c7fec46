"""What a model's name contains: its family, its size, the kind of tuning.

Names on the Hub follow no standard; what cannot be separated safely stays in the family's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.values.sizes import name_parts

_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_TUNING = frozenset(
    "base chat instruct it sft dpo rlhf pt hf pretrain pretrained preview "
    "fp16 bf16 fp32 fp8".split()
)
_JOINTS = "-_. "
_FILLERS = frozenset({"llm", "model", "models", "the", "v"})


@dataclass(frozen=True)
class ParsedName:
    """A name taken apart: `Qwen2.5-Coder-7B-Instruct` → `Qwen2.5-Coder`, `7B`, `Instruct`."""

    stem: str
    size: str = ""
    rest: str = ""


def parse_name(name: str) -> ParsedName:
    """The parts of a repository's name (without its owner) or of an entry's name."""
    before, size, after = name_parts(name)
    stem = _trimmed(before)
    return (
        ParsedName(stem, size, after.strip(_JOINTS))
        if size and stem
        else ParsedName(_trimmed(_own(name)))
    )


def _own(name: str) -> str:
    return name.rpartition("/")[2]


def _trimmed(stem: str) -> str:
    """The words without those at the end that only name a tuning or a format."""
    pieces = re.split(r"([-_ .]+)", stem.strip(_JOINTS))
    while len(pieces) > 2 and pieces[-1].lower() in _TUNING:
        pieces = pieces[:-2]
    return "".join(pieces).strip(_JOINTS) or stem


def family_name(name: str) -> tuple[str, ...]:
    """The key of a family: the words of its name and its version numbers.

    `internlm2_5` → (internlm, 2.5); `Falcon LLM` → (falcon,); `vicuna-v1.3` → (vicuna, 1.3).
    """
    stem = re.sub(r"(?<=\d)_(?=\d)", ".", parse_name(name).stem.lower())
    words = [word for word in _TOKEN.findall(stem) if word not in _FILLERS | _TUNING]
    return tuple(words) or (stem,)


def shown_name(stem: str) -> str:
    """A stem as people write it: `internlm2_5` → `internlm2.5`, `open_llama` → `open llama`."""
    return re.sub(r"(?<=\d)_(?=\d)", ".", stem).replace("_", " ").strip() or stem


def slug_of(name: str) -> str:
    """An entry id for a name: lower case, digits, dots and hyphens."""
    text = re.sub(r"[^a-z0-9.]+", "-", name.lower())
    text = re.sub(r"(?<![0-9])\.|\.(?![0-9])", "-", text)
    return re.sub(r"-+", "-", text).strip("-.")[:60].strip("-.") or "entry"
