"""The scope of a run: the topics it proposes, and the queries they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from bot.model.decision import Topic
from bot.model.entry import Registry
from bot.model.errors import SettingsError, did_you_mean
from bot.model.fields import FACTS
from bot.model.reference import Kind, Query

SCOPES: dict[str, frozenset[Topic]] = {
    "links": frozenset({Topic.MOVED, Topic.DEAD, Topic.ATTIC}),
    "metadata": frozenset({Topic.METADATA}),
    "facts": frozenset({Topic.FACTS}),
    "models": frozenset({Topic.MODELS}),
}
EVERYTHING = frozenset(Topic)
_VALUES = frozenset({Topic.METADATA, Topic.FACTS})
_WITH_VALUES = frozenset(kind for fact in FACTS.values() for kind in fact.kinds)


def read_scope(text: str) -> frozenset[Topic]:
    """The topics in a list such as `links,metadata`; all for `everything`.

    Raises SettingsError for an unknown name.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    wrong = [name for name in names if name not in {*SCOPES, "everything", "all"}]
    if wrong or not names:
        near = did_you_mean(wrong[0], (*SCOPES, "everything")) if wrong else ""
        raise SettingsError(
            f"there is no scope '{', '.join(wrong) or text}'",
            hint=f"{near} it is everything, or some of {','.join(SCOPES)}".lstrip(),
        )
    return frozenset().union(*(SCOPES.get(name, EVERYTHING) for name in names))


def require_match(registry: Registry, only: str) -> None:
    """Raise SettingsError when no entry's id fits the glob: it is a slip, and not an empty run."""
    ids = [entry.id for entry in registry.entries]
    if only == "*" or any(fnmatchcase(one, only) for one in ids):
        return
    near = did_you_mean(only.strip("*"), ids)
    hint = near or "`listkeeper export` prints every id"
    raise SettingsError(f"no entry's id matches '{only}'", hint=hint)


def requested_topics(runs: Iterable[str]) -> frozenset[Topic]:
    """The topics of the runs requested on the dashboard; unknown names are ignored."""
    named = (EVERYTHING if name == "all" else SCOPES.get(name, frozenset()) for name in runs)
    return frozenset().union(*named)


def needed_queries(queries: Sequence[Query], topics: frozenset[Topic]) -> list[Query]:
    """The queries that these topics need.

    All links for `links`, those with fetched values for values, the list's own models for new ones.
    """
    if topics & SCOPES["links"]:
        return list(queries)
    if topics & _VALUES:
        return [query for query in queries if query.reference.kind in _WITH_VALUES]
    # a listed model may have a new name, which would look like a new model
    return [query for query in queries if query.reference.kind is Kind.MODEL]
