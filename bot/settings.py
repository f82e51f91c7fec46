"""The environment → each room's own frozen options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.facts.errors import SettingsError

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


@dataclass(frozen=True)
class GitHubAccess:
    """How to reach GitHub; an empty token means anonymous."""

    token: str = field(default="", repr=False)
    api_url: str = "https://api.github.com"
    repository: str = ""


@dataclass(frozen=True)
class HubAccess:
    """How to reach the Hub; an empty token means anonymous."""

    token: str = field(default="", repr=False)
    endpoint: str = "https://huggingface.co"


@dataclass(frozen=True)
class ActionsFiles:
    """The files a GitHub Actions runner reads; empty outside of one."""

    summary: str = ""
    output: str = ""


@dataclass(frozen=True)
class Settings:
    """All that the environment sets."""

    github: GitHubAccess
    hub: HubAccess
    actions: ActionsFiles


def read_settings(env: Mapping[str, str]) -> Settings:
    """Read the environment variables that users of these tools know already.

    Raises SettingsError for a value that cannot be used, before anything is asked.
    """
    api_url = env.get("GITHUB_API_URL") or "https://api.github.com"
    endpoint = env.get("HF_ENDPOINT") or "https://huggingface.co"
    for name, url in (("GITHUB_API_URL", api_url), ("HF_ENDPOINT", endpoint)):
        if not _is_address(url):
            raise SettingsError(
                f"{name} is '{url}'; expected an address that begins with https://",
                hint="mend the variable, or unset it to ask the public one",
            )
    repository = env.get("GITHUB_REPOSITORY", "")
    if repository and not _REPOSITORY.fullmatch(repository):
        raise SettingsError(
            f"GITHUB_REPOSITORY is '{repository}'; expected owner/name",
            hint="set it to the list's repository as its address on GitHub names it",
        )
    token = env.get("GITHUB_TOKEN") or env.get("GH_TOKEN") or ""
    return Settings(
        GitHubAccess(_token("GITHUB_TOKEN", token), api_url.rstrip("/"), repository),
        HubAccess(_token("HF_TOKEN", env.get("HF_TOKEN", "")), endpoint.rstrip("/")),
        ActionsFiles(env.get("GITHUB_STEP_SUMMARY", ""), env.get("GITHUB_OUTPUT", "")),
    )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _token(name: str, token: str) -> str:
    stripped = token.strip()
    if any(sign.isspace() or not sign.isascii() for sign in stripped):
        raise SettingsError(
            f"{name} holds blanks or signs that no token has; was it cut or doubled?"
        )
    return stripped
