"""A badge that names a repository may follow it; no other byte may."""

from __future__ import annotations

import pytest

from benchmarks.exports import Reading
from benchmarks.renames import OTHER_BYTES, moved_repositories, with_new_name

BADGE = "https://img.shields.io/github/stars/"


@pytest.mark.parametrize(
    ("url", "after"),
    [
        (f"{BADGE}Acme/Tool.svg?style=flat", f"{BADGE}new/name.svg?style=flat"),
        (f"{BADGE}acme/tool", f"{BADGE}new/name"),
        (f"{BADGE}acme/tool-kit", f"{BADGE}acme/tool-kit"),
        (f"{BADGE}acme/tool.js", f"{BADGE}acme/tool.js"),
        ("https://c.test/?repos=a/b%2Cacme%2Ftool", "https://c.test/?repos=a/b%2Cacme%2Ftool"),
        ("https://c.test/?repos=acme%2Ftool", "https://c.test/?repos=new%2Fname"),
        ("https://c.test/xacme/tool", "https://c.test/xacme/tool"),
    ],
)
def test_a_name_is_replaced_whole_or_not(url: str, after: str) -> None:
    assert with_new_name(url, "acme/tool", "new/name") == after


def reading_of(text: bytes, *urls: str) -> Reading:
    reading = Reading()
    for url in urls:
        start = text.index(url.encode())
        role = "badge" if url.startswith(BADGE) else "code"
        link = {"url": url, "role": role, "file": "README.md", "span": [start, start + len(url)]}
        reading.add([link], on_entry=True)
    return reading


def test_a_badge_that_follows_its_repository_is_counted() -> None:
    link, badge = "https://github.com/acme/tool", f"{BADGE}acme/tool.svg"
    text = f"# A list\n\n- [Tool]({link}) - Does it. ![stars]({badge})\n".encode()
    made = moved_repositories({"README.md": text}, reading_of(text, link, badge))
    assert made == "1 of 1, 1 badges"


def test_a_picture_that_the_reading_does_not_know_makes_other_bytes() -> None:
    link, badge = "https://github.com/acme/tool", f"{BADGE}acme/tool.svg"
    text = f"# A list\n\n- [Tool]({link}) - Does it. ![stars]({badge})\n".encode()
    assert moved_repositories({"README.md": text}, reading_of(text, link)) == OTHER_BYTES
