"""Licences as GitHub gives them (https://docs.github.com/en/rest/licenses)."""

from __future__ import annotations

from typing import Any

_NAMES = {
    "MIT": "MIT License",
    "Apache-2.0": "Apache License 2.0",
    "GPL-3.0": "GNU General Public License v3.0",
    "AGPL-3.0": "GNU Affero General Public License v3.0",
    "BSD-3-Clause": 'BSD 3-Clause "New" or "Revised" License',
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "CC0-1.0": "Creative Commons Zero v1.0 Universal",
}


def licence(spdx: str | None, api: str) -> dict[str, Any] | None:
    """The licence as GraphQL or REST spells it; None when GitHub found no licence file."""
    if not spdx:
        return None
    other = spdx == "NOASSERTION"
    key = "other" if other else spdx.lower()
    name = "Other" if other else _NAMES.get(spdx, spdx)
    url = None if other else f"https://api.github.com/licenses/{key}"
    if api == "rest":
        return {"key": key, "name": name, "spdx_id": spdx, "url": url, "node_id": f"MDc6{key}"}
    return {
        "__typename": "License",
        "id": f"MDc6{key}",
        "key": key,
        "name": name,
        "spdxId": spdx,
        "pseudoLicense": other,
        "url": None if other else f"http://choosealicense.com/licenses/{key}/",
    }
