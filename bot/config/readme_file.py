"""What `.github/listkeeper.yml` may hold: the settings of a hand-written list."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from bot.config.link_rules import rules_of
from bot.config.list_file import LinkRulesText, PolicyText, PullRequestText, Watches
from bot.config.pull_requests import pull_request_options
from bot.config.shapes import LineText, Strict
from bot.config.watches import new_model_policy_of, watches_of
from bot.model.decision import DeadPolicy, Topic
from bot.model.entry import Registry
from bot.model.options.policy import Policy
from bot.model.options.settings import ListSettings
from bot.parsing.yaml import read_yaml, validated

CONFIG = ".github/listkeeper.yml"


class ReadmePolicyText(PolicyText):
    """The same for a hand-written list: each change is one that its maintainer did not write."""

    changes_at_once: PositiveInt = Field(
        default=50,
        description="changes with a box that one pull request holds; the others wait for the next",
    )
    values_at_once: NonNegativeInt = Field(
        default=50, description="routine values that one pull request holds; 0 for all of them"
    )


class ReadmeFile(Strict):
    """`.github/listkeeper.yml`: settings of a list that is written in its README; all optional."""

    version: Literal[1] = Field(description="the version of this file's format")
    files: list[LineText] = Field(
        default=[],
        description="the list's Markdown files, the README first; usually found by listkeeper",
    )
    ignore: list[LineText] = Field(
        default=[],
        description="headings, files, ids or addresses of entries to leave alone; `*` stands for "
        "anything",
    )
    topics: list[Literal["moved", "dead", "metadata", "facts", "models"]] = Field(
        default=[], description="what is proposed; everything when empty"
    )
    dead: Literal["ask", "archive", "note", "remove", "off"] = Field(
        default="ask",
        description="a dead link: ask (a box for its archived copy, one for a note), archive, "
        "note, remove (the row, where all of its links are dead), or off",
    )
    pins: dict[str, dict[str, LineText]] = Field(
        default={}, description="entry id or address: {field: reason}; the field is left alone"
    )
    lint: dict[str, bool] = Field(default={}, description="rule of lint: false switches it off")
    policy: ReadmePolicyText = Field(
        default=ReadmePolicyText.model_construct(),
        description="when the bot believes something, and how much it proposes",
    )
    pull_requests: PullRequestText = Field(
        default=PullRequestText.model_construct(),
        description="labels, reviewers and the like of pull requests",
    )
    watches: Watches = Field(
        default=Watches.model_construct(),
        description="where new models may turn up",
    )
    links: LinkRulesText = Field(
        default=LinkRulesText.model_construct(),
        description="links to leave out, and hosts to treat with care",
    )


@lru_cache(maxsize=16)
def read_readme_file(text: str) -> ReadmeFile:
    """The settings in a text, the defaults in an empty one.

    Raises InputError or BrokenInputError that names the line.
    """
    if not text.strip():
        return ReadmeFile(version=1)
    return validated(ReadmeFile, CONFIG, read_yaml(CONFIG, text))


def readme_settings(readme: str, text: str, registry: Registry) -> ListSettings:
    """The options of a run; `text` is that of `.github/listkeeper.yml`, empty where none is kept.

    Raises InputError or BrokenInputError.
    """
    file = read_readme_file(text)
    return ListSettings(
        readme,
        Policy(**file.policy.model_dump()),
        rules_of(file.links, CONFIG, read_yaml(CONFIG, text) if text.strip() else None),
        watches_of(file.watches, registry, text),
        new_model_policy_of(file.watches),
        DeadPolicy(file.dead),
        frozenset(Topic(name) for name in file.topics) or frozenset(Topic) - {Topic.ATTIC},
        pull_request_options(file.pull_requests),
    )
