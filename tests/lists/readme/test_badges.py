"""When a repository moves, the pictures that name it for certain move with its links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.read import home_of, read_state
from bot.lists.readme.edits.badges import badge_renamed, named_in, names_of
from bot.model.change import LinkEdit

OLD, NEW = "old/alpha", "fresh/beta.js"
HOME = f"https://github.com/{OLD}"
S = "https://img.shields.io/github"

CERTAIN = [
    f"{S}/stars/{OLD}",
    f"{S}/stars/{OLD}/",
    f"{S}/stars/{OLD}.svg",
    f"{S}/stars/{OLD}.svg?style=social&label=Star",
    f"{S}/stars/{OLD}.svg?cacheSeconds=172800",
    f"{S}/stars/{OLD}?style=flat-square",
    f"{S}/stars/{OLD}?tab=readme-ov-file.svg?cacheSeconds=172800",
    f"{S}/last-commit/{OLD}/main",
    f"{S}/license/{OLD}?logo=x/y",
    f"{S}/v/release/{OLD}",
    f"{S}/actions/workflow/status/{OLD}/ci.yml?branch=main",
    f"{S}/commit-activity/m/{OLD}",
    f"{S}/languages/top/{OLD}",
    f"{S}/downloads/{OLD}/total",
    f"{S}/issues/detail/state/{OLD}/4",
    f"https://badgen.net/github/stars/{OLD}",
    f"https://flat.badgen.net/github/last-commit/{OLD}",
    f"https://api.star-history.com/svg?repos={OLD}&type=Date",
    f"https://api.star-history.com/svg?repos=a/b,{OLD}&type=Date",
    "https://api.star-history.com/svg?repos=old%2Falpha&type=Date",
    f"https://starchart.cc/{OLD}.svg",
    f"https://contrib.rocks/image?repo={OLD}",
    f"{HOME}/actions/workflows/ci.yml/badge.svg",
    f"{HOME}/raw/main/logo.png",
    f"https://raw.githubusercontent.com/{OLD}/main/logo.png",
    "https://img.shields.io/github/stars/Old/Alpha",
]
UNCLEAR = [
    f"{S}/stars/old",
    f"{S}/stars/{OLD}-next",
    f"{S}/stars/very-{OLD}",
    f"{S}/stars/x/{OLD}",
    f"{S}/{OLD}",
    f"{S}/search/acme/tool/{OLD}",
    f"{S}/followers/old?label=alpha",
    f"https://img.shields.io/badge/{OLD}-blue",
    f"https://img.shields.io/badge/stars-1k-blue?link=https://github.com/{OLD}",
    f"https://img.shields.io/endpoint?url=https://x.example/{OLD}",
    f"https://img.shields.io/badge/dynamic/json?url=https%3A%2F%2Fapi.github.com%2Frepos%2F{OLD}",
    f"https://img.shields.io/gitlab/stars/{OLD}",
    f"https://gitlab.com/{OLD}/badge.svg",
    f"https://codecov.io/gh/{OLD}/badge.svg",
    f"https://travis-ci.org/{OLD}.svg?branch=main",
    "https://api.star-history.com/svg?repos=old/alphabet&type=Date",
    f"https://api.star-history.com/svg?type={OLD}",
    f"https://x.example/{OLD}/badge.svg",
    f"https://img.shields.io.evil.example/github/stars/{OLD}",
    "https://img.shields.io/github/stars/%6Fld/alpha",
]


@pytest.mark.parametrize("url", CERTAIN)
def test_it_names_the_repository(url: str) -> None:
    assert names_of(url) >= {OLD}
    after = badge_renamed(url, OLD, NEW)
    assert names_of(after) == {NEW if name == OLD else name for name in names_of(url)}
    name = NEW.replace("/", "%2F") if "%2F" in url else NEW
    assert after in {url.replace(was, name) for was in (OLD, "old%2Falpha", "Old/Alpha")}


@pytest.mark.parametrize("url", UNCLEAR)
def test_it_does_not_name_it_for_certain(url: str) -> None:
    assert badge_renamed(url, OLD, NEW) == url


def moved(text: str, to: str = NEW) -> str:
    files = {"README.md": text}
    link = next(one for _, one in read_state(files).registry.links() if one.link.url == HOME)
    edit = LinkEdit("alpha/code", link.where, HOME, f"https://github.com/{to}")
    after, refused = home_of(files).edit(files, [edit])
    assert refused == []
    return after["README.md"]


FORMS = [
    f"- [A]({HOME}) ![](BADGE) - Composable.\n",
    f"- [A]({HOME}): a. ![GitHub Repo stars](BADGE)\n",
    f"+ [A: B](https://arxiv.org/abs/2412.03603)  \n  [![Star](BADGE)]({HOME})\n",
    f"| P | R |\n|---|---|\n| ![Star](BADGE) <br> [A](https://a.example) | [code]({HOME}) |\n",
    f"| P | R |\n|---|---|\n| [![stars](BADGE)]({HOME}) | ⭐️ |\n",
    f'<table>\n<tr><td><a href="{HOME}">A</a> <img src="BADGE" /></td></tr>\n</table>\n',
    f"- [A]({HOME}) ![s][star]\n\n[star]: BADGE\n",
    f'- [A]({HOME}) <picture><source srcset="BADGE" /><img src="BADGE"></picture>\n',
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("url", [CERTAIN[3], CERTAIN[17], CERTAIN[18], CERTAIN[22]])
def test_just_the_name_changes_in_every_form(form: str, url: str) -> None:
    text = f"# L\n\n{form.replace('BADGE', url)}- [C](https://c.example)\n"
    assert moved(text) == text.replace(OLD, NEW)


@pytest.mark.parametrize("form", FORMS)
def test_entities_stay_as_they_are(form: str) -> None:
    url = f"https://api.star-history.com/svg?type=Date&amp;repos={OLD}"
    text = f"# L\n\n{form.replace('BADGE', url)}"
    assert moved(text) == text.replace(OLD, NEW)


@pytest.mark.parametrize("url", UNCLEAR)
def test_what_is_not_clear_stays_beside_the_link_that_moves(url: str) -> None:
    row = f"- [A]({{}}) ![]({url}) - a\n"
    assert moved(row.format(HOME)) == row.format(f"https://github.com/{NEW}")


def test_a_badge_of_another_row_stays_with_it() -> None:
    other = f"- [Fork](https://github.com/a/b) ![]({CERTAIN[0]})\n"
    assert other in moved(f"# L\n\n- [A]({HOME}) ![]({CERTAIN[0]})\n{other}")


def test_a_history_of_stars_that_readers_follow_gets_the_new_name() -> None:
    text = f"- [A]({HOME}) [![h]({CERTAIN[17]})](https://star-history.com/#{OLD}&Date)\n"
    assert moved(text) == text.replace(OLD, NEW)


def test_two_repositories_move_in_one_picture() -> None:
    text = (
        f"- [A]({HOME}) and [B](https://github.com/a/b) "
        f"![](https://api.star-history.com/svg?repos=a/b,{OLD}&type=Date)\n"
    )
    files = {"README.md": text}
    links = {one.link.url: one for _, one in read_state(files).registry.links()}
    edits = [
        LinkEdit(f"x/{name}", links[url].where, url, f"https://github.com/{name}")
        for url, name in ((HOME, NEW), ("https://github.com/a/b", "c/d"))
    ]
    after, refused = home_of(files).edit(files, edits)
    assert (after["README.md"], refused) == (text.replace(OLD, NEW).replace("a/b", "c/d"), [])


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,6}/[a-z0-9_.-]{1,7}", fullmatch=True)


@given(st.lists(st.sampled_from(CERTAIN + UNCLEAR), min_size=1, max_size=4), NAMES, NAMES)
def test_no_name_but_the_moved_one_is_ever_changed(urls: list[str], old: str, new: str) -> None:
    for url in urls:
        before, after = names_of(url), names_of(badge_renamed(url, old, new))
        assert before - {old.lower()} <= after | {old.lower()}
        assert old.lower() in before or badge_renamed(url, old, new) == url


@given(st.text(max_size=60) | st.text("htps:/.img-shieldo%&?=#,a", max_size=60))
def test_any_address_can_be_read(url: str) -> None:
    assert all(0 <= start < end <= len(url) for start, end in named_in(url))
