"""What is new, moved and died, as Atom (RFC 4287) and JSON Feed (https://jsonfeed.org)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from feedgenerator import Atom1Feed

from bot.model.values.site import ListEvent, SiteContent
from bot.render.data.cells import text_line, web_address, whole_text
from bot.render.templates import html

_MOST = 100
"""Events of a feed, the latest ones."""
_TITLES = {
    "new": "New: {}",
    "moved": "Moved: {}",
    "gone": "Link dead: {}",
    "died": "Link dead: {}",
    "retired": "To the attic: {}",
    "removed": "Removed: {}",
}
_WORDS = {
    "new": "It was added to the list.",
    "moved": "It moved from {before} to {after}.",
    "gone": "The link {before} is gone; a person decides what becomes of it.",
    "died": "The link {before} is marked dead.",
    "retired": "It moved to the attic.",
    "removed": "It was removed from the list.",
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a feed in which nothing happened yet: "now" would differ with every build."""


class _Feed(Atom1Feed):  # type: ignore[misc]  # it comes without types
    """The library's feed, whose date is that of its latest event and never the moment."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def draw_atom(content: SiteContent) -> str:
    """`feed.xml`: each event with the day of its own commit and an id that stays."""
    title = _plain(content.registry.title)
    feed = _Feed(
        title=f"{title}: what is new",
        link=content.address or "index.html",
        description="What was added to the list, moved, died or left it.",
        language="en",
        author_name=title,
        feed_guid=_urn(f"feed of {title}"),
        feed_url=f"{content.address}feed.xml" if content.address else None,
    )
    for event in _latest(content):
        feed.add_item(
            title=event_title(event),
            link=event_link(event, content) or f"index.html#{_anchor(event)}",
            description=html(event_words(event)),
            unique_id=_id(event, content),
            pubdate=_moment(event.day),
            updateddate=_moment(event.day),
            categories=[event.kind],
        )
    return str(feed.writeString("utf-8")) + "\n"


def draw_json_feed(content: SiteContent) -> str:
    """`feed.json`: the same events with the same ids."""
    found: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{_plain(content.registry.title)}: what is new",
        "language": "en",
    }
    if content.address:
        found |= {"home_page_url": content.address, "feed_url": f"{content.address}feed.json"}
    found["items"] = [
        {
            "id": _id(event, content),
            **({"url": link} if (link := event_link(event, content)) else {}),
            "title": event_title(event),
            "content_text": event_words(event),
            "date_published": _moment(event.day).isoformat(),
            "tags": [event.kind],
        }
        for event in _latest(content)
    ]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def event_title(event: ListEvent) -> str:
    """`New: Name`."""
    return _TITLES[event.kind].format(_plain(event.name))


def event_words(event: ListEvent) -> str:
    """What happened, in a sentence."""
    words = _WORDS[event.kind].format(before=_plain(event.before), after=_plain(event.after))
    if event.kind == "died" and event.after:
        words += f" A copy lies at {_plain(event.after)}."
    if event.kind == "retired" and event.after:
        words += f" Instead: {_plain(event.after)}."
    return words


def event_link(event: ListEvent, content: SiteContent) -> str:
    """The entry's place on the page; what the entry leads to where nobody said the site's address.

    Readers of feeds resolve no relative addresses.
    """
    if content.address:
        return f"{content.address}index.html#{_anchor(event)}"
    return web_address(event.after) or web_address(event.before)


def _anchor(event: ListEvent) -> str:
    return quote(whole_text(event.entry), safe="")


def _latest(content: SiteContent) -> Sequence[ListEvent]:
    """The latest events, each once: a link that moves back and away again is one."""
    once: dict[str, ListEvent] = {}
    for event in content.events:
        once.setdefault(event.key, event)
    return list(once.values())[:_MOST]


def _id(event: ListEvent, content: SiteContent) -> str:
    return _urn(f"{content.registry.title}/{event.key}")


def _urn(text: str) -> str:
    """An id that needs no address (https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, whole_text(text))}"


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _plain(text: str) -> str:
    """One line without what XML may not hold (https://www.w3.org/TR/xml/#charsets)."""
    return "".join(sign for sign in text_line(text) if sign not in "\ufffe\uffff")
