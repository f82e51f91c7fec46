"""Whether the place a link's `#fragment` names is on the page; only said when it is certain. Pure.

https://html.spec.whatwg.org/multipage/browsing-the-web.html#the-indicated-part-of-the-document
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from bot.model.reference import Place
from bot.parsing.page import Page
from bot.sources.web.visit import Visit

# Routes of scripts (`#/docs`, `#!/docs`, `#narrow/stream/3`), text fragments (`#:~:text=`),
# settings (`#page=3`) and lines of code (`#L10-L20`) name no anchor of the page.
_NOT_AN_ANCHOR = re.compile(r"[/!]|.*:~:|.*[=&/]|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?\Z", re.DOTALL)


def judge_places(places: Iterable[Place], visit: Visit, page: Page | None) -> dict[str, bool]:
    """For each queried place: True if it is there, False if not; left out if not certain."""
    if page is None:
        return {}
    reported = {str(place): _has(page, place.fragment, visit.whole) for place in places}
    return {place: there for place, there in reported.items() if there is not None}


def _has(page: Page, fragment: str, whole: bool) -> bool | None:
    if not fragment or _NOT_AN_ANCHOR.match(fragment):
        return None
    names = {fragment, unquote(fragment)}
    if "top" in {name.lower() for name in names} or not names.isdisjoint(page.anchors):
        return True
    if any(f"user-content-{name}" in page.anchors for name in names):
        return True  # GitHub's prefix, which its script takes away
    loose = {name.lower() for name in names}
    loose |= {f"user-content-{name}" for name in loose}
    if not whole or page.is_cut or page.scripted or not loose.isdisjoint(page.possible_anchors):
        return None
    return False
