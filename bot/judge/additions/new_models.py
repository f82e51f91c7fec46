"""Where a hand-written list takes a new model that a search found."""

from __future__ import annotations

from bot.judge.additions.house import row_fields
from bot.judge.additions.learnt import Traits, learn_section
from bot.judge.models.rows import ModelHome
from bot.judge.models.screen import Family
from bot.model.entry import Registry
from bot.model.kinds import REFERENCE_KINDS, Kind

_HOW = "`listkeeper add` with --section adds it"


def readme_home(registry: Registry) -> ModelHome:
    """The section that its name, tags and account point to; none where that is not sure."""

    def section(one: Family) -> tuple[str, str] | str:
        found = learn_section(registry, _traits(one), "model")
        return f"{found}; {_HOW}" if isinstance(found, str) else (found.section.id, found.doubt)

    return ModelHome(section, lambda draft, taken: row_fields(draft, registry, taken))


def _traits(one: Family) -> Traits:
    text = " ".join([one.name, *one.texts("tags")])
    links = [member.reference for member in one.members]
    return Traits.of(REFERENCE_KINDS[Kind.MODEL].role, text, links)
