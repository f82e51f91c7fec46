"""Connecting to GitHub, and what its refusals mean to the person who runs the bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from github import Auth, Github, GithubException, GithubRetry, RateLimitExceededException

from bot.model.errors import PublishError

USER_AGENT = "listkeeper"
_PERMISSIONS = (
    "under `permissions:`, give the job `contents: write`, `pull-requests: write` "
    "and `issues: write`"
)
_SETTING = "Allow GitHub Actions to create and approve pull requests"

_RULES = {
    "signature": (
        "this repository wants signed commits: GitHub signs them for GITHUB_TOKEN and GitHub Apps; "
        "use one of these in place of a personal token"
    ),
    "protected branch": (
        "a rule protects branches of this name: let the bot write to `listkeeper/**`, "
        "in the repository's settings (Rules, or Branches)"
    ),
    "rule violations": (
        "a rule of the repository stands in the way: let the bot write to `listkeeper/**`, "
        "in the repository's settings (Rules)"
    ),
}
"""GitHub's messages when a rule refuses a branch or a commit, and what to do about each."""


_ANSWER = 30
_LIMIT_WAIT = 120
"""Seconds: for one answer, and the longest wait for a limit."""


def is_of_a_person(token: str) -> bool:
    """Whether it is not the token of GitHub Actions or of an App's installation.

    Those begin with `ghs_`
    (https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github).
    """
    return not token.startswith("ghs_")


def connect_writer(
    token: str,
    api_url: str = "https://api.github.com",
    *,
    seconds_between_writes: float = 1.0,
) -> Github:
    """A client that obeys GitHub's limits, and gives up where it would have to wait for longer.

    GitHub asks for a second between writes
    (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api).
    """
    retry = GithubRetry(
        total=3, backoff_factor=0.5, backoff_max=_LIMIT_WAIT / 4, max_rate_limit_wait=_LIMIT_WAIT
    )
    return Github(
        auth=Auth.Token(token),
        base_url=api_url,
        timeout=_ANSWER,
        user_agent=USER_AGENT,
        per_page=100,
        retry=retry,
        seconds_between_requests=0,
        seconds_between_writes=seconds_between_writes,
    )


@contextmanager
def publish_errors(what: str) -> Iterator[None]:
    """Turn GitHub's refusals into a PublishError that says what to do; `what` was being done."""
    try:
        yield
    except RateLimitExceededException as error:
        raise PublishError(
            f"GitHub's rate limit was reached while {what}", hint="the next run goes on from there"
        ) from error
    except GithubException as error:
        raise _explained(error, what) from error
    except requests.RequestException as error:
        raise PublishError(
            f"GitHub could not be reached while {what}: {type(error).__name__}",
            hint="the next run tries again; see https://www.githubstatus.com",
        ) from error
    except OSError as error:
        # requests reports a missing file in REQUESTS_CA_BUNDLE in this way
        raise PublishError(
            f"GitHub could not be reached while {what}: {type(error).__name__}",
            hint="do REQUESTS_CA_BUNDLE and the proxy variables name what is there?",
        ) from error


def _explained(error: GithubException, what: str) -> PublishError:
    message = message_of(error)
    hints = {
        401: "GITHUB_TOKEN is wrong or has expired",
        404: "the token has no access to the repository, or its name is misspelt",
        409: "another run was faster; the next one goes on from there",
        422: "something changed meanwhile, or GitHub did not accept it; the next run tries again",
    }
    hint = hints.get(error.status, "")
    if (
        error.status == 403
        or "not accessible" in message
        or any(word in message.casefold() for word in _RULES)
    ):
        hint = permission_hint(message)
    return PublishError(f"GitHub refused with {error.status} ({message}) while {what}", hint=hint)


def message_of(error: GithubException) -> str:
    """GitHub's own message, with that of the first single error."""
    results = error.data if isinstance(error.data, dict) else {}
    single = [one.get("message") for one in results.get("errors") or () if isinstance(one, dict)]
    return " – ".join(str(text) for text in [results.get("message"), *single[:1]] if text)


def permission_hint(message: str) -> str:
    """What to do about a 403, or about a rule of the repository that stands in the way."""
    for word, hint in _RULES.items():
        if word in message.casefold():
            return hint
    if "not permitted to create" in message:
        return f"switch on “{_SETTING}” in the repository's settings (Actions, General)"
    return _PERMISSIONS
