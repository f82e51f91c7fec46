"""The interface of a list's home: it reads files into a state, and carries out edits in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model.change import Edit, NewRow
    from bot.model.state import State
    from bot.model.values.addition import AddedRows

Files = Mapping[str, str]
"""Path relative to the root, with forward slashes → the file's whole text."""


Former = Mapping[str, Sequence[str]]
"""Entry id → ids and addresses that it had before, by which settings may still name it."""
NO_NAMES: Former = {}


@dataclass(frozen=True)
class ListHome:
    """Three functions that know how entries are written.

    read  files, and earlier names of entries → the state, its memory and pending proposals left
          empty. Raises InputError, or BrokenInputError for several mistakes at once.
    edit  files and edits → the files after them, and the edits that could not be made. Whatever
          an edit does not name keeps its bytes; one whose place is not certain is refused.
    add   files and new rows → the files with them, and what became of each row. `edit` does the
          same for rows among other edits, and reports less.

    `is_drawn` says whether the README is drawn from it; else it is edited where it stands.
    """

    read: Callable[[Files, Former], State]
    edit: Callable[[Files, Sequence[Edit]], tuple[dict[str, str], list[Edit]]]
    add: Callable[[Files, Sequence[NewRow]], AddedRows]
    is_drawn: bool = True
