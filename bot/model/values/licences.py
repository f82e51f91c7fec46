"""Licences by name: which of them restrict no kind of use."""

from __future__ import annotations

import re

RESTRICTION = "restriction"
"""The fact of a card: the words by which its text restricts the use of what it describes."""

# Licences of https://opensource.org/licenses and of Creative Commons that restrict no kind of use.
_PERMISSIVE = re.compile(
    r"MIT(?:-0)?|Apache-\d.*|0?BSD(?:-.*)?|ISC|Zlib|Unlicense|WTFPL|CC0-1\.0|CC-BY(?:-SA)?-\d\.\d"
    r"|[AL]?GPL-\d.*|MPL-\d.*|EPL-\d.*|ECL-\d.*|AFL-\d.*|BSL-1\.0|NCSA|PostgreSQL|MS-PL"
    r"|Artistic-2\.0|ODC-By.*|PDDL.*",
    re.IGNORECASE,
)


def is_permissive(licence: object) -> bool:
    """Whether a licence restricts no kind of use."""
    return isinstance(licence, str) and bool(_PERMISSIVE.fullmatch(licence))
