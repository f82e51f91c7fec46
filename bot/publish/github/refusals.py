"""What GitHub's refusals and odd answers mean to the person who runs the bot."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from github import GithubException, RateLimitExceededException

from bot.model.errors import BotError, PublishError

_PERMISSIONS = (
    "under `permissions:`, give the job `contents: write`, `pull-requests: write` "
    "and `issues: write`"
)
_SETTING = "Allow GitHub Actions to create and approve pull requests"
_LET_IT = "let the bot write to `listkeeper/**`, in the repository's settings"
_AGAIN = "the next run tries again"
_LONGEST = 300

_ADVICE = {
    "not accessible by integration": _PERMISSIONS,
    "not accessible by personal access token": (
        "give the token these permissions for this repository: contents, pull requests and "
        "issues, each to read and write"
    ),
    "must have admin": "the account behind the token needs to be allowed to write here",
    "not permitted to create": (
        f"switch on “{_SETTING}” in the repository's settings (Actions, General)"
    ),
    "archived": "unarchive the repository, or switch the workflow off: nothing can be written",
    "secondary rate limit": (
        "GitHub slows down who writes much at once; the next run goes on from there"
    ),
    "saml": "authorise the token for the organisation (SSO), or use GITHUB_TOKEN in its place",
    "ip allow list": (
        "the organisation lets in only some addresses: use a runner of its own, or let it add "
        "this runner's address"
    ),
    "suspended": "the account behind the token is suspended: ask https://support.github.com",
    "issue is locked": "unlock the conversation, so that the bot can write there again",
    "blocked": (
        "this repository's owner, or GitHub, has blocked the account behind the token: use "
        "another, or GITHUB_TOKEN"
    ),
    "access restrictions": "let the organisation approve the application behind the token",
    "`workflows` permission": "the token may not write below `.github/workflows`",
    "signature": (
        "this repository wants signed commits: GitHub signs them for GITHUB_TOKEN and GitHub "
        "Apps; use one of these in place of a personal token"
    ),
    "commit message": (
        "a rule of the repository wants other commit messages than the bot writes: exempt "
        "`listkeeper/**` from it, in the repository's settings (Rules)"
    ),
    "through a pull request": (
        "a rule wants a pull request for every branch, even those that pull requests are made "
        f"from: limit it to the default branch, or {_LET_IT} (Rules)"
    ),
    "protected branch": f"a rule protects branches of this name: {_LET_IT} (Rules, or Branches)",
    "rule violations": f"a rule of the repository does not allow it: {_LET_IT} (Rules)",
    "issues has been disabled": "issues are switched off in the repository's settings (General)",
    "issue was deleted": (
        "somebody deleted it meanwhile; the next run does without it. To switch the dashboard "
        "off, close it"
    ),
    "base: invalid": (
        "the branch to propose to is not there any more: is the default branch the right one, "
        "in the repository's settings (General)?"
    ),
}
"""Words of GitHub's messages and what to do about each; the first that fits counts."""

_OF_STATUS = {
    401: "GITHUB_TOKEN is wrong or has expired",
    403: "the account behind the token is not allowed to do this",
    404: "the token has no access to the repository, or its name is misspelt",
    409: "another run was faster; the next one goes on from there",
    410: "it was deleted, or switched off in the repository's settings",
    422: "something changed meanwhile, or GitHub did not accept it; the next run tries again",
    429: "GitHub asks to slow down; the next run goes on from there",
    451: "GitHub shows this repository to nobody, for legal reasons",
}


@contextmanager
def publish_errors(what: str) -> Iterator[None]:
    """Turn all that GitHub says or does into a PublishError with advice; `what` was being done.

    PyGithub raises whatever its own code stumbles over when an answer has another shape than it
    expects, and so does ours: all of it is a sentence about that answer.
    """
    try:
        yield
    except BotError:
        raise
    except RateLimitExceededException as error:
        raise PublishError(
            f"GitHub's rate limit was reached while {what}", hint="the next run goes on from there"
        ) from error
    except GithubException as error:
        raise _explained(error, what) from error
    except requests.RequestException as error:
        why = getattr(error, "why", "") or type(error).__name__
        raise PublishError(
            f"GitHub could not be reached while {what}: {why}",
            hint=getattr(error, "hint", "") or f"{_AGAIN}; see https://www.githubstatus.com",
        ) from error
    except OSError as error:
        # requests reports a missing file in REQUESTS_CA_BUNDLE in this way
        raise PublishError(
            f"GitHub could not be reached while {what}: {type(error).__name__}",
            hint="do REQUESTS_CA_BUNDLE and the proxy variables name what is there?",
        ) from error
    except Exception as error:  # see above
        raise PublishError(
            f"GitHub's answer made no sense while {what} ({_place(error)})",
            hint=f"{_AGAIN}; if it stays so, please report this line",
        ) from error


def _place(error: Exception) -> str:
    """What was stumbled over and where in this program, for a report."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "listkeeper" in one.filename or "/bot/" in one.filename]
    last = (ours or list(frames))[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def _explained(error: GithubException, what: str) -> PublishError:
    message = message_of(error)
    status = f"{error.status} ({message})" if message else str(error.status)
    if error.status >= 500:
        return PublishError(
            f"GitHub had an error while {what}: {status}",
            hint=f"{_AGAIN}; see https://www.githubstatus.com",
        )
    return PublishError(
        f"GitHub refused with {status} while {what}", hint=advice(error.status, message)
    )


def message_of(error: GithubException) -> str:
    """GitHub's own message in one line, with that of the first single error. Never raises."""
    answer = error.data if isinstance(error.data, dict) else {}
    errors = answer.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    texts = [answer.get("message"), _single(first)]
    line = " – ".join(" ".join(text.split()) for text in texts if isinstance(text, str) and text)
    return "".join(filter(str.isprintable, line))[:_LONGEST]


def _single(error: object) -> object:
    """One error of several: its message, or the field that is wrong and how."""
    if not isinstance(error, dict):
        return error
    return error.get("message") or f"{error.get('field')}: {error.get('code')}"


def advice(status: int, message: str) -> str:
    """What to do about a refusal: by its own words, else by its status. May be empty."""
    lower = message.casefold()
    by_words = (hint for words, hint in _ADVICE.items() if words in lower)
    return next(by_words, _OF_STATUS.get(status, ""))
