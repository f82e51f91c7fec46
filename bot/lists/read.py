"""Which home a list has, and the list as read from it."""

from __future__ import annotations

from bot.config.list_file import LIST
from bot.lists.base import NO_NAMES, Files, Former, ListHome
from bot.lists.readme.home import README_HOME
from bot.lists.registry.home import REGISTRY
from bot.lists.registry.written import written_registry
from bot.model.state import State
from bot.model.values.written import WrittenList


def home_of(files: Files) -> ListHome:
    """The home of the list that these files hold."""
    return REGISTRY if LIST in files else README_HOME


def read_state(files: Files, former: Former = NO_NAMES) -> State:
    """The list as it stands. Raises InputError or BrokenInputError."""
    return home_of(files).read(files, former)


def written_list(files: Files) -> WrittenList:
    """The list with the bytes of everything in it. Raises InputError or BrokenInputError."""
    return written_registry(files) if LIST in files else read_state(files).written
