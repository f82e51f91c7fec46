"""The settings of a list, besides its sections."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model.decision import DeadPolicy, Topic
from bot.model.options.link_rules import LinkRules
from bot.model.options.new_models import NewModelPolicy
from bot.model.options.policy import Policy
from bot.model.options.pull_requests import PullRequestOptions
from bot.model.options.watch import Watch


@dataclass(frozen=True)
class ListSettings:
    """The README's path, and the options of each part of a run."""

    readme: str
    policy: Policy
    rules: LinkRules = field(default_factory=LinkRules)
    watches: tuple[Watch, ...] = ()
    new_model_policy: NewModelPolicy = field(default_factory=NewModelPolicy)
    dead: DeadPolicy = DeadPolicy.ASK
    """What a hand-written list wants done with its dead links."""
    topics: frozenset[Topic] = frozenset(Topic)
    """What may be proposed."""
    pull_requests: PullRequestOptions = field(default_factory=PullRequestOptions)
    removes_rows: bool = True
    """Whether a person sees a row before it goes: in a pull request, not in a folder."""
