"""What the name of a model says: its family, its size, what kind of tuning.

Names on the Hub follow no standard; what cannot be told apart safely is kept in the family's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# 7B, 1.5b, 8x7B; 1_8B behind a hyphen (Qwen-1_8B) and 1b5 (rwkv-4-pile-1b5) for 1.8B and 1.5B.
# A K is no size of a model but a context (mpt-7b-8k).
_SIZE = re.compile(
    r"(?<![A-Za-z0-9.])(?P<times>\d+x)?(?P<number>(?<=-)\d+_\d+|\d+(?:\.\d+)?)"
    r"(?P<unit>[MBT])(?P<tenth>\d)?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_TUNING = frozenset(
    "base chat instruct it sft dpo rlhf pt hf pretrain pretrained preview "
    "fp16 bf16 fp32 fp8".split()
)
_FILLERS = frozenset({"llm", "model", "models", "the", "v"})
_UNITS = {"M": 10**6, "B": 10**9, "T": 10**12}


@dataclass(frozen=True)
class Named:
    """A name taken apart: `Qwen2.5-Coder-7B-Instruct` → `Qwen2.5-Coder`, `7B`, `Instruct`."""

    stem: str
    size: str = ""
    rest: str = ""


def take_apart(name: str) -> Named:
    """The parts of a repository's name (without its owner) or of an entry's name."""
    name = name.rpartition("/")[2]
    match = _SIZE.search(name)
    if match and match.start():
        stem, rest = name[: match.start()], name[match.end() :]
        return Named(_trimmed(stem), _label(match), rest.strip("-_. "))
    return Named(_trimmed(name))


def _label(match: re.Match[str]) -> str:
    """One notation: 1b5 and 1_5B → 1.5B, 8x7b → 8x7B."""
    number = match["number"].replace("_", ".")
    tenth = f".{match['tenth']}" if match["tenth"] and "." not in number else ""
    return f"{(match['times'] or '').lower()}{number}{tenth}{match['unit'].upper()}"


def _trimmed(stem: str) -> str:
    """Without the words at its end that tell of tuning or format alone."""
    parts = re.split(r"([-_ .]+)", stem.strip("-_. "))
    while len(parts) > 2 and parts[-1].lower() in _TUNING:
        parts = parts[:-2]
    return "".join(parts).strip("-_. ")


def family(name: str) -> tuple[str, ...]:
    """By what two names of one family are the same: its words and its version numbers.

    `internlm2_5` → (internlm, 2.5); `Falcon LLM` → (falcon,); `vicuna-v1.3` → (vicuna, 1.3).
    """
    stem = re.sub(r"(?<=\d)_(?=\d)", ".", take_apart(name).stem.lower())
    words = [word for word in _TOKEN.findall(stem) if word not in _FILLERS | _TUNING]
    return tuple(words) or (stem,)


def shown_name(stem: str) -> str:
    """A stem as people write it: `internlm2_5` → `internlm2.5`, `open_llama` → `open llama`."""
    return re.sub(r"(?<=\d)_(?=\d)", ".", stem).replace("_", " ")


def count_of(size: str) -> float:
    """How many weights a label stands for (8x7B as 56B: experts share some, so at most)."""
    times, _, number = size.rpartition("x")
    return float(number[:-1]) * _UNITS[number[-1].upper()] * float(times or 1)


def slug(name: str) -> str:
    """An entry id for a name: lower case, digits, dots and hyphens."""
    text = re.sub(r"[^a-z0-9.]+", "-", name.lower())
    text = re.sub(r"(?<![0-9])\.|\.(?![0-9])", "-", text)
    return re.sub(r"-+", "-", text).strip("-.")[:60].strip("-.") or "entry"
