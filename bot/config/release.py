"""The release of this copy of listkeeper, and what the workflows that it writes may pin.

A release fills in the two constants; they are empty in a checkout.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version

REPOSITORY = ""
"""owner/name of the repository that published it."""
COMMIT = ""
"""The commit that was published, all forty digits."""

_ON_GITHUB = re.compile(
    r"(?:(?:https|ssh|git)://(?:[^/@]*@)?github\.com(?::\d+)?/|(?:[^/@]*@)?github\.com:)"
    r"([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
_SHA = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class ActionPin:
    """The commit of the action that a list's workflows name; no version where none is certain."""

    repository: str
    commit: str
    version: str

    def __str__(self) -> str:
        return f"{self.repository}@{self.commit}" + (f" # v{self.version}" if self.version else "")


def user_agent(contact: str = "") -> str:
    """The bot's name with an address (the list's repository) at which to find its owner."""
    try:
        name = f"listkeeper/{version('listkeeper')}"
    except PackageNotFoundError:  # run from a checkout that was never installed
        name = "listkeeper"
    return f"{name} (+{contact})" if contact else name


def repository_at(url: str) -> str:
    """owner/name of the repository on GitHub that git clones from there, else empty."""
    found = _ON_GITHUB.fullmatch(url.strip())
    return found[1] if found else ""


def own_pin() -> ActionPin:
    """Where this copy comes from: its release, or the commit that it was installed from by git.

    Parts that are not known are empty.
    """
    try:
        installed = distribution("listkeeper")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return ActionPin(REPOSITORY, COMMIT, "")
    if REPOSITORY and COMMIT:
        return ActionPin(REPOSITORY, COMMIT, installed.version)
    return read_direct_url(installed.read_text("direct_url.json") or "", installed.version)


def read_direct_url(text: str, version: str) -> ActionPin:
    """The pin of what an installer recorded; the version only where its tag was asked for.

    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    from packaging.direct_url import DirectUrl, DirectUrlValidationError  # most runs pin nothing

    try:
        recorded = DirectUrl.from_dict(json.loads(text))
    except (DirectUrlValidationError, ValueError, AttributeError):
        return ActionPin("", "", "")
    found, vcs = repository_at(recorded.url), recorded.vcs_info
    if not (found and vcs and vcs.vcs == "git" and _SHA.fullmatch(vcs.commit_id)):
        return ActionPin("", "", "")
    tagged = vcs.requested_revision == f"v{version}"
    return ActionPin(found, vcs.commit_id, version if tagged else "")
