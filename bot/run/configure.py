"""The settings of a hand-written list, proposed once: people merge them, or close that for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.config.readme_file import CONFIG
from bot.lists.readme.understood import understand
from bot.model.change import Proposal
from bot.model.dashboard import Sender
from bot.model.errors import PublishError
from bot.model.memory import Memory
from bot.model.state import State
from bot.model.values.understood import Generated
from bot.publish.base import OPENED_AGAIN, Publisher, PublishResult, error_text
from bot.render.bodies.configure import CONFIGURE_TITLE, draw_configure_body, draw_settings
from bot.run.steps.in_place import is_in_place

CONFIGURE = "configure"
"""Stands for a topic: the settings' branch is `listkeeper/configure`."""


@dataclass(frozen=True)
class SettingsPlan:
    """What becomes of the settings' pull request in this run.

    memory    what is remembered, with the day on which people answered
    proposal  the pull request to make or to bring up to date
    obsolete  why an open one is not needed any more, empty where there is none
    unread    why GitHub could not be read, empty where it could: nothing is done then
    """

    memory: Memory
    proposal: Proposal | None = None
    obsolete: str = ""
    unread: str = ""

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The proposal, if there is one."""
        return (self.proposal,) if self.proposal else ()


def plan_settings(
    publisher: Publisher,
    state: State,
    memory: Memory,
    today: str,
    generated: Generated | None,
    sender: Sender,
) -> SettingsPlan:
    """Whether settings are proposed: on GitHub, where there are none and nobody answered yet."""
    if memory.configured or not publisher.separate or not is_in_place(state):
        return SettingsPlan(memory)
    try:
        standing = publisher.standing(CONFIGURE)
    except PublishError as error:
        return SettingsPlan(memory, unread=error_text(error))
    if CONFIG in state.files:
        why = f"the list already has `{CONFIG}`" if standing.is_open else ""
        return SettingsPlan(replace(memory, configured=today), obsolete=why)
    if standing.answered_on:
        return SettingsPlan(replace(memory, configured=standing.answered_on))
    if standing.abandoned and today < (standing.abandoned + OPENED_AGAIN).isoformat():
        return SettingsPlan(memory)
    return SettingsPlan(memory, _proposal(state, generated, sender))


def _proposal(state: State, generated: Generated | None, sender: Sender) -> Proposal:
    understood = understand(state.files, state.written, generated)
    text = draw_settings(state.files, understood, state.settings)
    body = draw_configure_body(state.files, understood, sender)
    return Proposal(CONFIGURE, CONFIGURE_TITLE, body, {CONFIG: text})


def publish_settings(publisher: Publisher, plan: SettingsPlan) -> list[PublishResult]:
    """What became of it; a refusal of GitHub's stops nothing else."""
    if plan.unread:
        return [PublishResult(CONFIGURE, "failed", CONFIGURE_TITLE, note=plan.unread)]
    try:
        if plan.proposal:
            return [publisher.propose(plan.proposal, {})]
        return [publisher.withdraw(CONFIGURE, plan.obsolete)] if plan.obsolete else []
    except PublishError as error:
        return [PublishResult(CONFIGURE, "failed", CONFIGURE_TITLE, note=error_text(error))]
