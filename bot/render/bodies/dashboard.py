"""The one rolling issue that shows what is open and what needs a person."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.dashboard import Dashboard
from bot.render.bodies.fit import ShownCounts, fit_text
from bot.render.markdown import tidy
from bot.render.mentions import defuse_mentions
from bot.render.templates import draw, environment

_TEMPLATE = "dashboard.md.j2"


def draw_dashboard(documents: Mapping[str, str], board: Dashboard) -> str:
    """The dashboard's text, within GitHub's size. Raises InputError for a broken template.

    The same board gives the same text. When it is too long, curated questions are cut first, then
    links that could not be verified, dead ones, declined changes and other questions, and the text
    states that.
    """
    env = environment(documents)
    dead = sorted(board.dead, key=lambda one: (one.since, one.entry_name, one.field, one.url))

    def text(kept: ShownCounts) -> str:
        return tidy(defuse_mentions(draw(env, _TEMPLATE, board=board, dead=dead, kept=kept)))

    counts = {
        "curated": len(board.curated),
        "unsure": len(board.unsure),
        "dead": len(dead),
        "declined": len(board.declined),
        "questions": len(board.questions),
    }
    return fit_text(text, counts)
