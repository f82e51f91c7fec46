"""Whether the branches, folders and files in links exist in a repository of the Hub.

https://huggingface.co/docs/huggingface_hub/package_reference/hf_api#huggingface_hub.HfApi.get_paths_info
"""

from __future__ import annotations

from dataclasses import replace

from huggingface_hub.errors import RevisionNotFoundError

from bot.model.kinds import HUB_REPOSITORIES
from bot.model.observation import Found, Moved, Observation
from bot.model.reference import Place, Query, Reference
from bot.sources.hub.client import HubClient

_SPLITS = 4
"""A branch's name may contain slashes (`refs/pr/1`); at most this many parts are tried."""
_ANY_FILE = ".gitattributes"
"""Requested to see whether a branch exists; the file itself need not."""


def with_places(client: HubClient, query: Query, seen: Observation) -> Observation:
    """The observation with the known places of its query. Never raises."""
    trees = [place for place in query.places if place.tree]
    if not trees or not isinstance(seen, Found | Moved) or _is_hidden(seen):
        return seen
    there = seen.to if isinstance(seen, Moved) else seen.reference
    if there.kind not in HUB_REPOSITORIES:
        return seen
    found = {str(place): _is_there(client, there, place) for place in sorted(trees)}
    known = {place: is_there for place, is_there in found.items() if is_there is not None}
    return replace(seen, places={**seen.places, **known})


def _is_hidden(seen: Found | Moved) -> bool:
    """Whether the Hub shows its files to members only."""
    return bool(seen.facts.get("gated") or seen.facts.get("disabled"))


def _is_there(client: HubClient, reference: Reference, place: Place) -> bool | None:
    """Whether a place exists; None when that is not certain."""
    parts = place.tree.split("/")
    ends = range(1, min(len(parts), _SPLITS) + 1)
    try:
        splits = (("/".join(parts[:end]), "/".join(parts[end:])) for end in ends)
        if any(_holds(client, reference, branch, path) for branch, path in splits):
            return True
    except Exception:  # noqa: BLE001 (the outside world never raises)
        return None
    return False if len(parts) <= _SPLITS else None


def _holds(client: HubClient, reference: Reference, branch: str, path: str) -> bool:
    """Whether a branch exists and contains a path."""
    try:
        found = client.patiently(
            lambda: client.api.get_paths_info(
                reference.name,
                paths=[path or _ANY_FILE],
                revision=branch,
                repo_type=reference.kind.value,
            )
        )
    except RevisionNotFoundError:
        return False
    return bool(found) or not path
