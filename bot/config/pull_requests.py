"""From `pull_requests:` of a list's settings, and from `--set`, to the options of publishing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.config.list_file import PullRequestText
from bot.model.decision import Topic
from bot.model.errors import BrokenInputError, SettingsError, did_you_mean
from bot.model.options.pull_requests import PullRequestOptions
from bot.parsing.yaml import read_yaml, validated

_KEYS = tuple(PullRequestText.model_fields)
_LISTS = frozenset(
    name for name, one in PullRequestText.model_fields.items() if isinstance(one.default, list)
)


def pull_request_options(text: PullRequestText) -> PullRequestOptions:
    """The options, each name once."""
    return PullRequestOptions(
        labels=tuple(dict.fromkeys(text.labels)),
        assignees=tuple(dict.fromkeys(text.assignees)),
        reviewers=tuple(dict.fromkeys(text.reviewers)),
        title_prefix=text.title_prefix,
        draft=text.draft,
        base=text.base,
        automerge=frozenset(map(Topic, text.automerge)),
    )


def options_with(listed: PullRequestOptions, given: Sequence[str]) -> PullRequestOptions:
    """The list's own options, but for what was given as `key=value`, as after `--set`.

    A value is read as the same key of the file is; a list's items stand between commas or line
    ends. An empty value leaves the list's own. Raises SettingsError, which names the key.
    """
    values = dict(_pair(one) for one in given)
    wanted = {name: text for name, text in values.items() if text.strip()}
    return replace(listed, **{name: _read(name, text) for name, text in wanted.items()})


def _read(name: str, text: str) -> Any:
    """The value of one option."""
    try:
        data = read_yaml("--set", json.dumps({name: _value(name, text)}))  # JSON is YAML
        shape = validated(PullRequestText, "--set", data)
    except BrokenInputError as error:
        message = error.problems[0].message.removeprefix(f"{name}: ")  # an item's has no name
        raise SettingsError(f"--set {name}: {message}") from None
    return getattr(pull_request_options(shape), name)


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    name = key.strip().replace("-", "_")
    if not sign:
        raise SettingsError(f"--set {text}: expected KEY=VALUE", hint="such as --set draft=true")
    if name not in _KEYS:
        known = did_you_mean(name, _KEYS) or f"expected one of {', '.join(_KEYS)}"
        raise SettingsError(f"--set {key}: there is no such setting of pull requests; {known}")
    return name, value


def _value(name: str, text: str) -> str | list[str]:
    if name in _LISTS:
        return [part for one in re.split(r"[,\n]", text) if (part := one.strip())]
    return text if name == "title_prefix" else text.strip()
