"""arXiv ids as arXiv itself writes them."""

from __future__ import annotations

import re

# https://info.arxiv.org/help/arxiv_identifier.html; an id arXiv does not know as one fails the
# whole request with 400.
_OLD = re.compile(r"([a-z-]+)(?:\.[A-Z]{2})?/(\d\d(?:0[1-9]|1[0-2])\d{3})\Z")


_NEW = re.compile(r"(\d\d(?:0[1-9]|1[0-2]))\.(\d{4,5})\Z")


def identifier(name: str) -> str | None:
    """The id in arXiv's own spelling (`math.GT/0309136` → `math/0309136`), None for other texts."""
    if old := _OLD.match(name):
        return f"{old[1]}/{old[2]}"
    new = _NEW.match(name)
    if not new:
        return None
    digits = 5 if new[1] >= "1501" else 4
    return name if len(new[2]) == digits and new[1] >= "0704" else None
