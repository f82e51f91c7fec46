"""Names in the form in which they are compared. Pure."""

from __future__ import annotations

import re


def letters_of(text: str) -> str:
    """The letters and digits of a text, ignoring case: `Fast-Chat 2` → `fastchat2`."""
    return re.sub(r"[\W_]+", "", text).casefold()
