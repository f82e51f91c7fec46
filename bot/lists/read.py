"""Which home a list has, and the list as it stands there."""

from __future__ import annotations

from bot.lists.base import Files, ListHome
from bot.lists.registry.home import REGISTRY
from bot.model.state import State


def home_of(_files: Files) -> ListHome:
    """The home of the list that these files hold."""
    return REGISTRY


def read_state(files: Files) -> State:
    """The list as it stands. Raises InputError or BrokenInputError."""
    return home_of(files).read(files)
