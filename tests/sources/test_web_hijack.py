"""Domains that were taken over, and permanent redirects with a temporary end."""

from __future__ import annotations

import pytest

from bot.parsing.page import Page
from bot.sources.web.hijack import looks_taken_over
from bot.sources.web.verdict import lasting
from tests.sources.test_web_verdict import START, WORDS, visit

SPAM = "Situs slot gacor, judi bola, togel dan casino terpercaya"
ABOUT = "PandaLM Compares language models with one another"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Slot Gacor Hari Ini", SPAM),
        ("Buy Viagra cheap", "viagra and cialis pills, sildenafil"),
        ("Казино Вулкан", "казино игровые автоматы казино ставки на спорт"),
        ("澳门赌场", "博彩 赌场 娱乐城 体育投注"),
    ],
)
def test_another_trade_raises_a_doubt(title: str, text: str) -> None:
    assert looks_taken_over(ABOUT, Page(f"<title>{title}</title><p>{text}"))


@pytest.mark.parametrize(
    ("about", "title", "text"),
    [
        ("", "Slot Gacor Hari Ini", SPAM),  # nothing is known of the link
        ("Pluribus, a bot for poker", "Poker", SPAM),  # the entry's own trade
        (ABOUT, "Slot Gacor Hari Ini", f"{SPAM}. PandaLM was here."),
        (ABOUT, "Rare words", f"{SPAM} {WORDS}"),  # the title is no such thing
        (ABOUT, "A casino of ideas", WORDS),  # one word is no page full
        (ABOUT, "Slots", "slots " * 20),  # slots of what?
        (ABOUT, "Multi-armed bandits", "slot machines and casinos of language models"),
    ],
)
def test_precision_over_recall(about: str, title: str, text: str) -> None:
    assert not looks_taken_over(about, Page(f"<title>{title}</title><p>{text}"))


LONG = "PandaLM Reproducible and automated assessment of large language model outputs"
GARDEN = "Roses want sun and a little chalk in autumn. " * 60
REVIEWS = "このサイトでは健康食品と化粧品の口コミを紹介します。" * 60


@pytest.mark.parametrize("text", [GARDEN, REVIEWS])
def test_a_page_of_another_topic_or_language_raises_a_doubt(text: str) -> None:
    page = Page(f"<title>Welcome</title><a href=https://pandalm.example/>home</a><p>{text}")
    assert looks_taken_over(LONG, page, "pandalm.example")


@pytest.mark.parametrize(
    ("about", "text"),
    [
        (LONG, f"{GARDEN} pandalm"),
        (LONG, f"{REVIEWS} <a href=https://github.com/WeOpenML/PandaLM>code</a>"),
        (LONG, "Roses want sun."),  # too little to be sure
        ("PandaLM judges models", GARDEN),  # too little known of the entry
        (LONG, f"<div id=root></div>{GARDEN}"),  # a script draws the rest
    ],
)
def test_another_topic_is_reported_only_when_nothing_of_the_entry_is_there(
    about: str, text: str
) -> None:
    assert not looks_taken_over(about, Page(f"<title>Welcome</title><p>{text}"), "pandalm.example")


HTTP = START.replace("https", "http")


@pytest.mark.parametrize(
    ("hops", "expected"),
    [
        ([(301, START), (302, f"{START}/en")], START),
        ([(301, "https://b.example/1"), (307, "https://b.example/1?s=2")], "https://b.example/1"),
        ([(301, "https://b.example/login"), (302, START)], ""),
        ([(301, "https://b.example/other"), (302, START)], ""),
        ([(301, "https://b.example/1?back=1"), (302, START)], ""),
        ([(301, "https://b.example/1"), (302, HTTP)], ""),
        ([(302, START), (301, "https://b.example/1")], ""),
    ],
)
def test_the_permanent_part_of_a_chain(hops: list[tuple[int, str]], expected: str) -> None:
    assert lasting(visit(200, *hops, start=HTTP)) == expected
