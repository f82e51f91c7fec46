"""What is wrong with the sections of `registry/list.yml`, each at its own line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.config.list_file import LIST, SectionText
from bot.config.own import OwnTables
from bot.model.errors import InputError, Where, did_you_mean
from bot.model.fields import COLUMNS
from bot.model.kinds import ENTRY_KINDS
from bot.parsing.yaml import line_of


def section_problems(
    sections: Sequence[SectionText], own: OwnTables, data: Any
) -> Iterator[InputError]:
    """A section that stands twice, and names in it that mean nothing; `data` is the whole file."""
    ids = [section.id for section in sections]
    columns = [*COLUMNS, *(field.name for field in own.fields)]
    kinds = [*ENTRY_KINDS, *(kind.name for kind in own.kinds)]
    for index, section in enumerate(sections):
        if section.id in ids[:index]:
            where = Where(LIST, line_of(data, ["sections", index]))
            yield InputError(where, f"the section '{section.id}' is listed here a second time")
        for key, named, known, noun in (
            ("kinds", section.kinds, kinds, "kind"),
            ("shows", section.shows, ids, "section"),
            ("columns", section.columns, columns, "column"),
            ("folded", section.folded, [name for name in columns if name != "name"], "column"),
            ("text_column", [section.text_column] * bool(section.text_column), columns, "column"),
        ):
            for place, name in enumerate(named):
                if name not in known:
                    where = Where(LIST, line_of(data, ["sections", index, key, place]))
                    yield _unknown(where, key, noun, name, known)


def _unknown(where: Where, key: str, noun: str, name: str, known: Sequence[str]) -> InputError:
    near = did_you_mean(name, known)
    hint = f"{near} known are: {', '.join(known)}".lstrip()
    return InputError(where, f"{key}: unknown {noun} '{name}'", hint=hint)
