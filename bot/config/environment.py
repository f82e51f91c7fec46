"""From the environment to the frozen options of each room."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.model.errors import SettingsError

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_PROXIES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")


@dataclass(frozen=True)
class GitHubAccess:
    """How to reach GitHub; an empty token means anonymous."""

    token: str = field(default="", repr=False)
    api_url: str = "https://api.github.com"
    repository: str = ""

    @property
    def contact(self) -> str:
        """The address at which a service finds out whose list it gets requests for."""
        return f"https://github.com/{self.repository}" if self.repository else ""


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
    listens: bool = False
    """Whether a runner reads what is printed, and obeys the commands in it."""
    pages: str = ""
    """The address of the repository, as people open it."""
    run: str = ""
    """The address of the workflow's run."""


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
                hint="correct the variable, or unset it to use the public service",
            )
    _look_at_routes(env)
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
        read_actions(env),
    )


def read_actions(env: Mapping[str, str]) -> ActionsFiles:
    """What a GitHub Actions runner sets for each step."""
    server = env.get("GITHUB_SERVER_URL") or "https://github.com"
    repository, number = env.get("GITHUB_REPOSITORY", ""), env.get("GITHUB_RUN_ID", "")
    is_known = bool(_REPOSITORY.fullmatch(repository)) and _is_address(server)
    pages = f"{server.rstrip('/')}/{repository}" if is_known else ""
    return ActionsFiles(
        env.get("GITHUB_STEP_SUMMARY", ""),
        env.get("GITHUB_OUTPUT", ""),
        env.get("GITHUB_ACTIONS") == "true",
        pages,
        f"{pages}/actions/runs/{number}" if pages and number.isdecimal() else "",
    )


def _look_at_routes(env: Mapping[str, str]) -> None:
    """Refuse bad values here: the clients read these variables, and end in a traceback."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        for spelling in (name, name.lower()):
            value = env.get(spelling, "")
            if value and not _is_address(value if "://" in value else f"http://{value}", _PROXIES):
                # the value is not repeated: it may hold a password
                raise SettingsError(
                    f"{spelling} is not the address of a proxy", hint="expected http://host:port"
                )
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        if env.get(name) and not Path(env[name]).exists():
            raise SettingsError(
                f"{name} names '{env[name]}', which is not there",
                hint="let the variable name a PEM file, or unset it",
            )


def _is_address(url: str, schemes: Collection[str] = ("http", "https")) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _token(name: str, token: str) -> str:
    stripped = token.strip()
    if any(sign.isspace() or not sign.isascii() for sign in stripped):
        raise SettingsError(
            f"{name} contains spaces or characters that no token has; was it cut or pasted twice?"
        )
    return stripped
