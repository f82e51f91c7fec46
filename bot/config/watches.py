"""From `watches:` of `registry/list.yml` to the searches for new models."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.config.list_file import LIST, Watches
from bot.model.entry import Entry, Registry
from bot.model.errors import BrokenInputError, InputError, Where
from bot.model.options.new_models import NewModelPolicy
from bot.model.options.watch import Watch, WatchKind
from bot.model.reference import Kind, read_link
from bot.parsing.yaml import line_of, read_yaml

_BASES = 10
"""Most repositories of one entry whose derived models are searched for."""


def watches_of(text: Watches, registry: Registry, written: str) -> tuple[Watch, ...]:
    """All watches, each once; `written` is the whole text of the file.

    Raises BrokenInputError for one that is invalid.
    """
    problems: list[InputError] = []
    found: list[Watch] = [
        *(Watch(WatchKind.ACCOUNT, name) for name in text.accounts),
        *(Watch(WatchKind.NAME, _longest(pattern)) for pattern in text.families),
        *(Watch(WatchKind.FILTER, tags) for tags in text.searches),
    ]
    for index, url in enumerate(text.papers):
        reference = read_link(url).reference
        if reference.kind is Kind.PAPER:
            found.append(Watch(WatchKind.PAPER, reference.name))
        else:
            hint = "write https://arxiv.org/abs/…; the Hub knows papers by arXiv's number"
            problems.append(
                _problem(written, "papers", index, f"'{url}' is not an arXiv paper", hint)
            )
    for index, name in enumerate(text.bases):
        entry = registry.entry(name)
        models = list(_models(entry)) if entry else []
        if not models:
            what = "has no link to a model on the Hub" if entry else "is not the id of an entry"
            problems.append(_problem(written, "bases", index, f"'{name}' {what}", ""))
        found += [Watch(WatchKind.BASE, model) for model in models[:_BASES]]
    if problems:
        raise BrokenInputError(problems)
    return tuple(dict.fromkeys(found))


def new_model_policy_of(text: Watches) -> NewModelPolicy:
    """The thresholds, and the patterns by which a family watch narrows its search."""
    return NewModelPolicy(
        min_age_days=text.min_age_days,
        max_age_days=text.max_age_days,
        min_downloads=text.min_downloads,
        min_likes=text.min_likes,
        tasks=tuple(text.tasks),
        at_most=text.at_most,
        ticked=text.ticked,
        patterns=tuple(text.families),
    )


def _longest(pattern: str) -> str:
    """The term for the Hub's search: the longest part of the name without a wildcard."""
    return max(re.split(r"[*?/]", pattern), key=len)


def _models(entry: Entry) -> Iterator[str]:
    for link in entry.of_role("hub", "weights"):
        if link.link.reference.kind is Kind.MODEL:
            yield link.link.reference.name


def _problem(written: str, name: str, index: int, message: str, hint: str) -> InputError:
    line = line_of(read_yaml(LIST, written), ["watches", name, index])
    return InputError(Where(LIST, line), message, hint=hint)
