"""What the bot says below its pull requests; the words stand in a template."""

from __future__ import annotations

from bot.lists.registry.load import shipped_templates
from bot.render.markdown import tidy
from bot.render.mentions import defuse_mentions
from bot.render.templates import draw, environment

HELD = "<!-- listkeeper:held -->"
"""By this the comment is found again."""


def held_comment() -> str:
    """There are commits of people on the branch, and how to hand it back."""
    return _comment("held")


def closed_comment(why: str) -> str:
    """Why the bot closed its pull request."""
    return _comment("closed", why)


def _comment(kind: str, why: str = "") -> str:
    drawn = draw(environment(shipped_templates()), "comment.md.j2", kind=kind, why=why)
    return tidy(defuse_mentions(drawn)).strip()
