"""`registry/list.yml`, and how a file of a list is read; without its entries."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.config.link_rules import rules_of
from bot.config.list_file import LIST, ListFile
from bot.config.own import OwnTables, own_tables
from bot.lists.disk.reading import read_inside
from bot.lists.registry.sections import section_problems
from bot.model.errors import BrokenInputError, InputError, Where
from bot.model.options.link_rules import LinkRules
from bot.parsing.yaml import read_yaml, validated


@lru_cache(maxsize=16)
def parse_list_file(text: str) -> tuple[ListFile, LinkRules, OwnTables]:
    """The settings, rules for links, and own tables. Raises InputError or BrokenInputError."""
    data = read_yaml(LIST, text)
    settings = validated(ListFile, LIST, data)
    own = own_tables(settings.kinds, settings.fields, LIST, data)
    if problems := list(section_problems(settings.sections, own, data)):
        raise BrokenInputError(problems)
    return settings, rules_of(settings.links, LIST, data), own


def read_rules(root: Path) -> LinkRules:
    """The rules for links of the list below `root`; the default ones without a list there.

    Raises InputError.
    """
    path = root / LIST
    return parse_list_file(text_below(root, path))[1] if path.is_file() else LinkRules()


def text_below(root: Path, path: Path) -> str:
    """The text of a file below `root`. Raises InputError."""
    where = Where(path.relative_to(root).as_posix())
    try:
        return read_inside(root, where.path).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(
            Where(where.path, line),
            f"this is not UTF-8 text (byte {error.start})",
            hint="save the file as UTF-8",
        ) from None
    except OSError as error:
        raise InputError(
            where, f"this cannot be read: {error.strerror}", hint="a file of text is expected here"
        ) from None
