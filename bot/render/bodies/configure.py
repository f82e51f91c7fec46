"""The settings of a hand-written list as a file, and the pull request that proposes them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.dashboard import Sender
from bot.model.decision import Topic
from bot.model.options.settings import ListSettings
from bot.model.values.understood import Understood
from bot.render.bodies.fit import ShownCounts, fit_text
from bot.render.markdown import tidy
from bot.render.mentions import defuse_mentions
from bot.render.templates import draw, environment

_NOBODY = Sender()
CONFIGURE_TITLE = "Configure listkeeper"
_SHOWN = 50
"""Sections, and places left alone, that the file names."""


def draw_settings(
    documents: Mapping[str, str], understood: Understood, settings: ListSettings
) -> str:
    """The text of `.github/listkeeper.yml`: these settings, and in comments what was understood.

    Raises InputError for a broken template.
    """
    return draw(
        environment(documents),
        "listkeeper.yml.j2",
        understood=understood,
        settings=settings,
        topics=[topic.value for topic in Topic if topic in settings.topics],
        shown=_SHOWN,
    )


def draw_configure_body(
    documents: Mapping[str, str], understood: Understood, sender: Sender = _NOBODY
) -> str:
    """The pull request's body, within GitHub's size. Raises InputError for a broken template.

    What was left alone is cut first, then sections, and it says so.
    """
    env = environment(documents)

    def text(kept: ShownCounts) -> str:
        values = {"understood": understood, "sender": sender, "kept": kept}
        return tidy(defuse_mentions(draw(env, "configure.md.j2", **values)))

    return fit_text(text, {"unread": len(understood.unread), "sections": len(understood.sections)})
