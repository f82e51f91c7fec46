"""Names in the form in which they are compared, and numbers of things. Pure."""

from __future__ import annotations

import re


def letters_of(text: str) -> str:
    """The letters and digits of a text, ignoring case: `Fast-Chat 2` → `fastchat2`."""
    return re.sub(r"[\W_]+", "", text).casefold()


def plural(count: int, one: str, many: str = "") -> str:
    """`3 links`, `1 link`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
