"""Sizes of models: one notation, one order, and which repository holds which. Pure.

A size is written as a number with its unit (`560M`, `7B`), experts in front (`8x7B`), those active
at once behind (`235B-A22B`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model.entry import Entry, EntryLink
from bot.model.reference import Kind

WEIGHTS = "weights"
"""The role of links to the repository of a size."""
TOLERANCE = 0.10
"""Largest difference of a label from the count: `7B` may stand for 6.74 billion."""

_UNITS = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_LABEL = re.compile(
    r"(?P<experts>\d+x)?(?P<whole>\d+)(?:\.(?P<part>\d+))?(?P<unit>[KMBT])(?P<tail>\d?)"
    r"(?:-A(?P<active>\d+(?:\.\d+)?[MB]))?\Z",
    re.IGNORECASE,
)
# In names of repositories: pythia-2.8b-deduped, bloom-7b1, Qwen-1_8B, vicuna-7b-v1.5, Mixtral-8x7B.
_IN_NAME = re.compile(
    r"(?<![a-z0-9.])(?P<label>(?:\d+x)?(?:(?<=-)\d+_\d+|\d+(?:\.\d+)?)[mb]\d?)(?![a-z0-9])"
    r"(?P<active>-a\d+(?:\.\d+)?[mb](?![a-z0-9]))?",
    re.IGNORECASE,
)


def in_notation(label: str) -> str:
    """A label in the list's notation: `1B7` and `1.7b` become `1.7B`; any other text stays."""
    match = _LABEL.match(label.strip())
    if not match or (match["part"] and match["tail"]):
        return label
    part = (match["part"] or match["tail"] or "").rstrip("0")
    number = f"{int(match['whole'])}.{part}" if part else str(int(match["whole"]))
    active = f"-A{match['active'].upper()}" if match["active"] else ""
    return f"{(match['experts'] or '').lower()}{number}{match['unit'].upper()}{active}"


_MOST = 1e18
"""Parameters; the largest model that is known of has a millionth of it."""


@lru_cache(maxsize=4096)
def label_count(label: str) -> float:
    """The parameters that a label stands for, of all experts; 0 for any other text.

    A number beyond `_MOST` is none: no model has it, and no axis has room for it.
    """
    match = _LABEL.match(in_notation(label))
    if not match:
        return 0
    number = float(f"{match['whole']}.{match['part'] or 0}")
    count = number * _UNITS[match["unit"]] * float((match["experts"] or "1x")[:-1])
    return count if count <= _MOST else 0


def sizes_in_order(labels: Iterable[str]) -> tuple[str, ...]:
    """Each label once, in one notation and ascending order; texts that are no size come last."""
    once = dict.fromkeys(in_notation(label) for label in labels)
    return tuple(sorted(once, key=lambda label: (label_count(label) or float("inf"), label)))


def label_in(name: str) -> str:
    """The size in a repository's name (`bigscience/bloom-7b1` → `7.1B`), or ""."""
    return name_parts(name)[1]


def name_parts(name: str) -> tuple[str, str, str]:
    """The parts of a repository's name (without its owner): before the size, the size, after it.

    `Qwen/Qwen3-30B-A3B-Base` → (`Qwen3-`, `30B-A3B`, `-Base`); without a size the first part is the
    whole name.
    """
    own = name.rpartition("/")[2]
    found = _IN_NAME.search("-" + own)
    if not found:
        return own, "", ""
    label = in_notation(found["label"].replace("_", ".") + (found["active"] or ""))
    start, end = found.span()
    return own[: start - 1], label, own[end - 1 :]


def family_of(name: str) -> str:
    """A repository's name without its size: equal for all sizes of a family, "" without a size."""
    account, _, own = name.casefold().rpartition("/")
    found = _IN_NAME.search("-" + own)
    if not found:
        return ""
    start, end = (at - 1 for at in found.span())
    return f"{account}/{own[:start]}*{own[end:]}"


def rounded(count: int) -> str:
    """A count rounded to two digits, or three from a hundred on (`6.7B`, `13B`, `559M`)."""
    unit = next((u for u in "TBMK" if count >= _UNITS[u] * 0.9995), "K")
    scaled = count / _UNITS[unit]
    text = f"{scaled:.1f}" if scaled < 9.95 else f"{scaled:.0f}"
    return text.removesuffix(".0") + unit


def size_label(name: str, count: int) -> str:
    """The label of a size: the one in its repository's name if the count supports it."""
    label = label_in(name)
    return label if label and label_fits(label, count) else rounded(count)


def label_fits(label: str, count: int) -> bool:
    """Whether a label may stand for a count; experts share weights, so their label is larger."""
    wanted = label_count(label)
    if not wanted or "x" in in_notation(label):
        return bool(wanted) and count <= wanted * (1 + TOLERANCE)
    return abs(wanted - count) <= wanted * TOLERANCE


@dataclass(frozen=True)
class Size:
    """One size of an entry, with the links to its repositories as far as known."""

    label: str
    links: tuple[EntryLink, ...] = ()


def sizes_of(
    entry: Entry, labels: Sequence[str], links: Sequence[EntryLink] | None = None
) -> tuple[Size, ...]:
    """The sizes in order, each with its repositories: of these links, else of those to weights.

    A repository belongs to the size in its name. Those without one (`t5-small`, `t5-base`) belong
    to the remaining sizes, in the order written, if there are as many of them.
    """
    ordered = sizes_in_order(labels)
    of_label: dict[str, list[EntryLink]] = {label: [] for label in ordered}
    nameless: list[EntryLink] = []
    for link in weights(entry) if links is None else links:
        label = label_in(link.link.reference.name)
        if label in of_label:
            of_label[label].append(link)
        elif not label:
            nameless.append(link)
    free = [label for label in dict.fromkeys(map(in_notation, labels)) if not of_label[label]]
    if len(free) == len(nameless):
        for label, link in zip(free, nameless, strict=True):
            of_label[label].append(link)
    return tuple(Size(label, tuple(of_label[label])) for label in ordered)


def weights(entry: Entry) -> tuple[EntryLink, ...]:
    """The links to repositories of single sizes."""
    return tuple(link for link in entry.of_role(WEIGHTS) if link.link.reference.kind is Kind.MODEL)


def own_models(entry: Entry) -> tuple[EntryLink, ...]:
    """The links to weights; where there are none, its models on the Hub if all have its name.

    A hand-written list does not say which of its links lead to weights, and a model of another
    name may be one size of several.
    """
    models = tuple(link for link in entry.links if link.link.reference.kind is Kind.MODEL)
    named = {_letters(link.link.reference.name.partition("/")[2]) for link in models}
    return weights(entry) or (models if named == {_letters(entry.name)} else ())


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())
