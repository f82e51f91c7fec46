"""Why a model that a search found is not new, judged by the Hub's data and the list.

The relation to another model is the one the Hub states (a tag `base_model:quantized:…`), see
https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from bot.judge.models.listed import Listed
from bot.judge.models.naming import family_name, parse_name
from bot.model.entry import Entry
from bot.model.observation import Found, Moved
from bot.model.options.new_models import NewModelPolicy
from bot.model.reference import Kind, Reference

_COPIES = {"quantized": "a quantised copy", "adapter": "an adapter", "merge": "a merge"}
_CONVERTED = frozenset(
    "coreml ctranslate2 exl2 exl3 exllamav2 gguf ggml llama.cpp llama-cpp mlc-llm mlx onnx "
    "openvino tensorrt tflite transformers.js".split()
)
# Formats of repackaged weights. mxfp4 and fp8 are not here: some models are published in them.
_PACKED = frozenset("aqlm awq bitsandbytes eetq exl2 gptq hqq quanto quip".split())
_OWN_WEIGHTS = frozenset({"safetensors", "pytorch"})


@dataclass(frozen=True)
class Family:
    """All models of one family under one account: its sizes and variants."""

    owner: str
    members: tuple[Found, ...]

    @property
    def name(self) -> str:
        """The family's name in the spelling of its member with the shortest name."""
        return parse_name(min((m.reference.name for m in self.members), key=len)).stem

    @property
    def key(self) -> str:
        """A key that is the same for this family under any account."""
        return "".join(family_name(self.members[0].reference.name))

    @property
    def created(self) -> str:
        """The day its first repository was created, empty when one of the days is unknown."""
        days = [str(member.facts.get("created", "")) for member in self.members]
        return min(days)

    def total(self, name: str) -> int:
        """A count over all members."""
        counts = (member.facts.get(name) for member in self.members)
        return sum(count for count in counts if isinstance(count, int))

    def texts(self, name: str) -> tuple[str, ...]:
        """All texts of a fact, over all members, each once."""
        return tuple(dict.fromkeys(text for one in self.members for text in texts(one, name)))

    def bases(self) -> tuple[str, ...]:
        """The models outside the family from which it is derived."""
        own = {member.reference.key for member in self.members}
        found = (Reference.of(Kind.MODEL, name) for name in self.texts("base_models"))
        return tuple(
            base.name
            for base in found
            if base.key not in own and not (owner_of(base.name) == self.owner and self.is_kin(base))
        )

    def is_kin(self, other: Reference) -> bool:
        """Whether a model has this family's name."""
        return "".join(family_name(other.name)) == self.key


@dataclass
class ScreenedModels:
    """The remaining families, and the reason for each model that was left out."""

    families: list[Family] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    """Reason → ids of models."""

    def leave(self, reason: str, members: Iterable[Found]) -> None:
        """Record why some are left out."""
        self.left_out.setdefault(reason, []).extend(one.reference.name for one in members)


def screen(
    found: Iterable[Found], listed: Listed, new_model_policy: NewModelPolicy, today: str
) -> ScreenedModels:
    """Sort what the searches found. Precision has priority: doubtful models are left out."""
    screened = ScreenedModels()
    groups: dict[tuple[str, str], list[Found]] = {}
    for one in sorted(found, key=lambda seen: seen.reference.key):
        reason = copied(one) or _beside(one, new_model_policy)
        if reason:
            screened.leave(reason, [one])
        else:
            key = (owner_of(one.reference.name), "".join(family_name(one.reference.name)))
            groups.setdefault(key, []).append(one)
    families = [Family(owner, tuple(members)) for (owner, _), members in groups.items()]
    for each in _originals(families, screened):
        reason = _on_the_list(each, listed) or _below(each, new_model_policy, today)
        if reason:
            screened.leave(reason, each.members)
        else:
            screened.families.append(each)
    return screened


def copied(one: Found) -> str:
    """The kind of copy that a model is, by the Hub's data; empty for an original."""
    tags = set(texts(one, "tags"))
    relations = {str(one.facts.get("base_relation", ""))}
    relations |= {tag.split(":")[1] for tag in tags if tag.count(":") > 1 and _is_relation(tag)}
    for relation, what in _COPIES.items():
        if relation in relations:
            return what
    library = str(one.facts.get("library", "")).lower()
    if library == "peft" or tags & {"lora", "adapter", "peft"}:
        return "an adapter"
    if tags & {"merge", "mergekit"}:
        return "a merge"
    if tags & _PACKED:
        return "a quantised copy"
    if library in _CONVERTED or (tags & _CONVERTED and not tags & _OWN_WEIGHTS):
        return "a conversion"
    return "a re-upload" if _uploaded_again(one) else ""


def _is_relation(tag: str) -> bool:
    return tag.startswith("base_model:")


def _uploaded_again(one: Found) -> bool:
    """Whether it is a copy with the name and size of its base model under another account."""
    own = parse_name(one.reference.name)
    for base in texts(one, "base_models"):
        same = (
            family_name(base) == family_name(one.reference.name)
            and parse_name(base).size == own.size
        )
        if same and owner_of(base) != owner_of(one.reference.name):
            return True
    return False


def _beside(one: Found, new_model_policy: NewModelPolicy) -> str:
    """Whether only a word of its name was matched, and it fits no watched family."""
    by_name = all(watch.startswith("name:") for watch in texts(one, "watches"))
    name = one.reference.name.lower()
    fits = any(
        fnmatchcase(name if "/" in pattern else name.rpartition("/")[2], pattern.lower())
        for pattern in new_model_policy.patterns
    )
    return "outside the watched families" if by_name and not fits else ""


def _originals(families: Sequence[Family], screened: ScreenedModels) -> list[Family]:
    """Of several accounts with the same family, keep the first; the others are copies."""
    first: dict[str, Family] = {}
    for one in sorted(families, key=lambda each: (each.created or "9999", each.owner)):
        original = first.setdefault(one.key, one)
        if original is not one:
            screened.leave("a re-upload", one.members)
    return [one for one in families if first[one.key] is one]


def _on_the_list(one: Family, listed: Listed) -> str:
    """Whether it is on the list: by reference, old name, family name, or paper."""
    for member in one.members:
        if listed.of(member.reference):
            return "on the list"
    if listed.of_family(one.name):
        return "of a listed family"
    if listed.full_name(one.name):
        return "named like a listed model, except for one word"
    kin = listed.kin(one.name)
    if kin and not kin.is_version:
        return "named as a variant of a listed model"
    if kin and not _later(one, kin.entry):
        return "not later than the listed model it is named after"
    parents = {entry.id for entry in map(listed.of_model, one.bases()) if entry}
    for paper in one.texts("papers"):
        entry = listed.of(Reference.of(Kind.PAPER, paper))
        if entry and entry.kind == "model" and entry.id not in parents:
            return "with the paper of a listed model"
    return ""


def _later(one: Family, entry: Entry) -> bool:
    released = str(entry.values.get("released", ""))
    return bool(released and one.created) and one.created[: len(released)] > released


def _below(one: Family, new_model_policy: NewModelPolicy, today: str) -> str:
    """The threshold that it does not reach, in words."""
    if new_model_policy.tasks and not {str(m.facts.get("pipeline", "")) for m in one.members} & set(
        new_model_policy.tasks
    ):
        return "for another task, or for none that the Hub names"
    if not one.created:
        return "with a creation date the Hub does not know"
    age = (date.fromisoformat(today) - date.fromisoformat(one.created)).days
    if age < new_model_policy.min_age_days:
        return f"younger than {new_model_policy.min_age_days} days"
    if age > new_model_policy.max_age_days:
        return f"older than {new_model_policy.max_age_days} days"
    if (one.total("downloads_all") or one.total("downloads")) < new_model_policy.min_downloads:
        return f"fewer than {new_model_policy.min_downloads} downloads"
    if one.total("likes") < new_model_policy.min_likes:
        return f"fewer than {new_model_policy.min_likes} likes"
    return ""


def texts(one: Found | Moved, name: str) -> tuple[str, ...]:
    """A fact that is a list of texts; empty when unknown."""
    value = one.facts.get(name)
    return value if isinstance(value, tuple) else ()


def owner_of(name: str) -> str:
    """The account before the slash, in lower case."""
    return name.partition("/")[0].lower()
