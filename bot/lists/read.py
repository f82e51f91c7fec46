"""Which home a list has, and the list as read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config.list_file import LIST
from bot.lists.base import NO_NAMES, Files, Former, ListHome

if TYPE_CHECKING:
    from bot.model.state import State
    from bot.model.values.written import WrittenList


def home_of(files: Files) -> ListHome:
    """The home of the list that these files hold."""
    if LIST in files:
        from bot.lists.registry.home import REGISTRY  # each home is loaded for its own lists

        return REGISTRY
    from bot.lists.readme.home import README_HOME

    return README_HOME


def read_state(files: Files, former: Former = NO_NAMES) -> State:
    """The list as it stands. Raises InputError or BrokenInputError."""
    return home_of(files).read(files, former)


def rows_of(files: Files) -> WrittenList:
    """The rows of a hand-written list, under the names that they have now; a registry has none.

    Raises InputError.
    """
    from bot.model.values.written import WrittenList

    if LIST in files:
        return WrittenList()
    from bot.lists.readme.edit import written_of

    return written_of(files)


def written_list(files: Files) -> WrittenList:
    """The list with the bytes of everything in it. Raises InputError or BrokenInputError."""
    if LIST in files:
        from bot.lists.registry.written import written_registry

        return written_registry(files)
    from bot.config.readme_file import CONFIG

    if CONFIG in files:
        return read_state(files).written  # which also says what is wrong with the settings
    from bot.lists.readme.edit import written_of

    return written_of(files)
