"""The page in a browser: what readers do with it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.render.site.outputs import draw_site
from tests.programs import need
from tests.render.site.browser import (
    HOME,
    PACKAGES,
    PROGRAM,
    chromium,
    complaints_of,
    expect_names,
    names,
    open_site,
    violations,
)
from tests.render.site.sample import content, large

PHONE = {"viewport": {"width": 390, "height": 844}}
DARK = {"color_scheme": "dark"}
DELTA = "Delta <img src=x onerror=alert(1)>"


# Where 'self' is no origin the checker warns that the policy would refuse the page's own style.
_OF_FILES = ".*violates Content Security Policy.*"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    need(PROGRAM)
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def small() -> dict[str, str]:
    return draw_site(content())


@pytest.fixture(scope="module")
def many() -> dict[str, str]:
    return draw_site(large(300))


@pytest.fixture
def page(browser: Browser, small: dict[str, str]) -> Iterator[Page]:
    one = open_site(browser, small)
    yield one
    assert complaints_of(one) == []


def sort(page: Page, key: str) -> None:
    page.locator(f"th[data-key={key}]").click()


def test_search(page: Page) -> None:
    expect_names(page, ["Alpha", "Beta", "Gamma", DELTA])
    page.get_by_label("Search", exact=True).fill("one thing")
    expect_names(page, ["Gamma"])
    assert page.inner_text("#info") == "1 to 1 of 1 entries, of 4 in the list"
    assert page.url == f"{HOME}?q=one+thing"
    page.get_by_label("Search", exact=True).fill("nothing of it")
    assert page.inner_text("#info") == "0 entries, of 4 in the list"
    page.get_by_role("button", name="Clear").click()
    page.wait_for_url(HOME)
    assert len(names(page)) == 4


@pytest.mark.parametrize(
    ("key", "ascending"),
    [
        ("name", ["Alpha", "Beta", DELTA, "Gamma"]),
        ("kind", ["Alpha", "Beta", "Gamma", DELTA]),
        ("section", ["Alpha", "Beta", "Gamma", DELTA]),
        ("released", ["Gamma", DELTA, "Beta", "Alpha"]),
        ("size", ["Gamma", DELTA, "Beta", "Alpha"]),
        ("licence", ["Beta", "Gamma", DELTA, "Alpha"]),
        ("state", ["Gamma", "Beta", DELTA, "Alpha"]),
        ("stars", ["Beta", DELTA, "Alpha", "Gamma"]),
    ],
)
def test_sort_by_every_column(page: Page, key: str, ascending: list[str]) -> None:
    sort(page, key)
    page.wait_for_url(f"{HOME}?sort={key}")
    expect_names(page, ascending)
    expect(page.locator(f"th[data-key={key}]")).to_have_attribute("aria-sort", "ascending")
    sort(page, key)
    page.wait_for_url(f"{HOME}?sort=-{key}")
    assert names(page)[0] == ascending[-1] or key in {"kind", "section"}


@pytest.mark.parametrize(
    ("label", "word", "left"),
    [
        ("Kind", "model", ["Alpha", "Beta"]),
        ("Section", "Tools", ["Gamma", DELTA]),
        ("State", "gone", ["Beta"]),
        ("Since", "2023", ["Alpha"]),
        ("Parameters", "3e9", ["Beta"]),
    ],
)
def test_filter(page: Page, label: str, word: str, left: list[str]) -> None:
    page.get_by_label(label, exact=True).select_option(word)
    expect_names(page, left)
    assert f"={word}" in page.url


def test_the_address_is_the_view(browser: Browser, small: dict[str, str]) -> None:
    page = open_site(browser, small, "?q=a&kind=model&sort=-released#beta")
    expect_names(page, ["Alpha", "Beta"])
    assert page.get_by_label("Kind", exact=True).input_value() == "model"
    expect(page.get_by_role("button", name="Beta")).to_have_attribute("aria-expanded", "true")
    assert "the model card" in page.inner_text(".detail")


def test_back_and_forward(page: Page) -> None:
    page.get_by_label("Kind", exact=True).select_option("tool")
    sort(page, "name")
    page.wait_for_url(f"{HOME}?kind=tool&sort=name")
    page.get_by_role("button", name="Gamma").click()
    assert page.url == f"{HOME}?kind=tool&sort=name#gamma"
    page.go_back()
    expect(page.locator(".detail")).to_have_count(0)
    expect_names(page, [DELTA, "Gamma"])
    page.go_back()
    expect_names(page, ["Gamma", DELTA])
    page.go_back()
    expect(page.locator("button.open")).to_have_count(4)
    page.go_forward()
    expect_names(page, ["Gamma", DELTA])


def test_a_deep_link_opens_its_entry_wherever_it_stands(
    browser: Browser, many: dict[str, str]
) -> None:
    page = open_site(browser, many, "?q=nothing#e222")
    expect(page.locator(".detail")).to_have_count(1)
    button = page.locator("button[aria-expanded=true]")
    assert "Number 222 of" in button.locator("xpath=..").inner_text()
    assert button.evaluate("one => document.activeElement === one")
    button.evaluate("one => one.getBoundingClientRect().top < innerHeight")
    assert open_site(browser, many, "#%E0%A4%A").locator("button.open").count() == 50


def test_what_is_known_of_an_entry(page: Page) -> None:
    page.get_by_role("button", name="Alpha").click()
    seen = page.inner_text(".detail")
    assert "code alive answers, checked on 2026-11-24" in seen
    assert "hub unsure no certain answer since 2026-11-01" in seen
    assert "In doubt: sizes. Is it 65B? evidence" in seen
    assert "8.3k · github, checked on 2026-11-01 evidence" in seen
    assert page.locator(".detail a[href^=http]:not([rel~=noopener])").count() == 0


def test_sizes_are_a_span_and_all_are_found(page: Page) -> None:
    assert page.locator("td.c-size").all_inner_texts() == ["7B – 70B", "1.3B", "", ""]
    page.get_by_label("Search", exact=True).fill("70b")
    expect_names(page, ["Alpha"])


def test_foreign_text_is_text(page: Page) -> None:
    page.get_by_role("button", name="Delta").click()
    assert page.locator("img").count() == 0
    assert "</script><script>alert(1)</script> & ]]>" in page.inner_text("#list")


def test_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("alpha")
    expect_names(page, ["Alpha"])
    page.locator("th[data-key=name]").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[data-key=name]")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Alpha").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".detail")).to_have_count(1)


def test_without_javascript(browser: Browser, small: dict[str, str]) -> None:
    page = open_site(browser, small, java_script_enabled=False)
    assert page.locator("form").is_hidden()
    page.get_by_role("main").get_by_role("link", name="All entries on one page").click()
    assert page.url == f"{HOME}all.html"
    assert page.get_by_role("heading", level=3).all_inner_texts() == [
        "Alpha",
        "Beta",
        "Gamma",
        DELTA,
    ]


@pytest.mark.parametrize("where", ["", "#alpha", "all.html", "calendar.html"])
def test_a_phone_scrolls_in_one_direction(
    browser: Browser, small: dict[str, str], where: str
) -> None:
    page = open_site(browser, small, where, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_phone_shows_two_columns_beside_the_name(
    browser: Browser, small: dict[str, str], many: dict[str, str]
) -> None:
    for files, wanted in (
        (small, ["Name", "Size", "State"]),
        (many, ["Name", "Released", "Licence"]),
    ):
        page = open_site(browser, files, "", **PHONE)
        page.wait_for_selector("button.open")
        assert page.locator("#list th:visible").all_inner_texts() == wanted
        assert page.locator("#list tbody tr").first.locator("td:visible").count() == 3


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_a_heading_and_its_arrow_stand_on_one_line(
    browser: Browser, many: dict[str, str], options: dict[str, Any]
) -> None:
    page = open_site(browser, many, "?sort=-released", **options)
    expect(page.locator("th[data-key=released]")).to_have_attribute("aria-sort", "descending")
    height = "Math.max(...[...document.querySelectorAll('#list th')].map(e => e.offsetHeight))"
    assert page.evaluate(height) < 45


def test_print_shows_every_row(browser: Browser, many: dict[str, str]) -> None:
    page = open_site(browser, many)
    assert len(names(page)) == 50
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(names(page)) == 300
    assert page.locator("form").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(names(page)) == 50


@pytest.mark.parametrize("options", [{}, DARK, PHONE], ids=["light", "dark", "phone"])
@pytest.mark.parametrize("where", ["", "?q=zzz", "#alpha", "all.html", "calendar.html"])
def test_it_is_accessible(
    browser: Browser, small: dict[str, str], where: str, options: dict[str, Any]
) -> None:
    need("npm", PACKAGES)
    page = open_site(browser, small, where, **options)
    assert violations(page) == []


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_nothing_shifts_while_it_loads(
    browser: Browser, many: dict[str, str], options: dict[str, Any]
) -> None:
    page = open_site(browser, many, **options)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == 0


def test_dark_is_dark(browser: Browser, small: dict[str, str]) -> None:
    page = open_site(browser, small, **DARK)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)"


def test_the_html_is_valid(small: dict[str, str], tmp_path: Path) -> None:
    need("java", PACKAGES)
    paths = []
    for name in ("index.html", "all.html", "calendar.html"):
        (tmp_path / name).write_text(small[f"site/{name}"], encoding="utf-8")
        paths.append(str(tmp_path / name))
    checker = PACKAGES / "node_modules/vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(
        ["java", "-jar", str(checker), "--filterpattern", _OF_FILES, *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
