"""Connecting to GitHub, and what may count as an answer of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from github import Auth, Github, GithubRetry
from urllib3.exceptions import MaxRetryError

from bot.config.release import user_agent
from bot.model.options.bounds import GITHUB_ANSWER, GITHUB_WAIT

GitHubClient = Github
WRONG_ADDRESS = "is GITHUB_API_URL right? On GitHub Enterprise Server it ends in /api/v3"
_IN_A_ROW = 5
"""Redirects, or answers that it is still being worked on (202), that are followed in a row."""


class OddAnswer(requests.RequestException):
    """What came is nothing that GitHub's API says; `why` may be shown, `hint` says what to do."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


def is_of_a_person(token: str) -> bool:
    """Whether it is not the token of GitHub Actions or of an App's installation.

    Those begin with `ghs_`
    (https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github).
    """
    return not token.startswith("ghs_")


class _ShortRetry(GithubRetry):
    """Waits as GitHub asks, but gives up at once where that would be longer than the limit."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: Any = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Any:
        asked = response.headers.get("Retry-After", "") if response else ""
        if asked.strip().isdecimal() and int(asked) > GITHUB_WAIT:
            raise MaxRetryError(_pool, url or "", error)  # the answer itself is passed on
        return super().increment(method, url, response, error, _pool, _stacktrace)


def connect_writer(
    token: str,
    api_url: str = "https://api.github.com",
    contact: str = "",
    *,
    seconds_between_writes: float = 1.0,
    backoff: float = 0.5,
) -> Github:
    """A client that obeys GitHub's limits, and gives up where it would have to wait for longer.

    After a failure it waits `backoff` seconds, then twice as long. GitHub asks for a second between
    writes (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api).
    """
    retry = _ShortRetry(
        total=3,
        backoff_factor=backoff,
        backoff_max=GITHUB_WAIT / 4,
        max_rate_limit_wait=GITHUB_WAIT,
        retry_after_max=GITHUB_WAIT,
        raise_on_status=False,  # the answer itself says more
    )
    return Github(
        auth=Auth.Token(token),
        base_url=api_url,
        timeout=GITHUB_ANSWER,
        user_agent=user_agent(contact),
        per_page=100,
        retry=retry,
        seconds_between_requests=0,
        seconds_between_writes=seconds_between_writes,
    )


def answer_check() -> Callable[..., None]:
    """A hook of requests for one client: raises `OddAnswer` where GitHub's API would never say so.

    PyGithub takes `null` for an empty list and HTML for an object, and follows redirects without
    end. What its API answers is an object or a list, and never an empty object.
    """
    again = 0

    def check(response: requests.Response, *_: Any, **__: Any) -> None:
        nonlocal again
        again = again + 1 if response.status_code in {202, 301} else 0
        leads_away = 300 <= response.status_code < 400 and response.status_code not in {301, 304}
        if again > _IN_A_ROW or leads_away:
            raise OddAnswer("it only redirected, or asked to try later", WRONG_ADDRESS)
        if 200 <= response.status_code < 300 and response.content and not again:
            _check_body(response)

    return check


def _check_body(response: requests.Response) -> None:
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        if response.content.lstrip().startswith(b"<"):
            raise OddAnswer("a page came in place of an answer", WRONG_ADDRESS) from None
        raise OddAnswer("the answer is not complete JSON") from None
    if not isinstance(answer, list) and not (isinstance(answer, dict) and answer):
        raise OddAnswer(f"it sent {_kind(answer)}, which its API never does")


def _kind(answer: object) -> str:
    named = {dict: "an empty object", str: "a text", bool: "true or false", type(None): "null"}
    return named.get(type(answer), "a number")
