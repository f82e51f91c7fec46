from __future__ import annotations

import pytest

from bot.model.options.watch import Watch, WatchKind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("account:tiiuae", "in the account tiiuae"),
        ("base:acme/a-7b", "among the models built on acme/a-7b"),
        ("paper:2307.09288", "among the models that name the paper 2307.09288"),
        ("name:falcon", "among the models named like falcon"),
        ("filter:glm,thudm", "among the models tagged glm,thudm"),
    ],
)
def test_a_watch_reads_back_and_is_described_in_words(text: str, words: str) -> None:
    watch = Watch.parse(text)
    assert str(watch) == text
    assert watch.words == words


@pytest.mark.parametrize("text", ["", "account", "account:", "planet:mars"])
def test_what_is_no_watch_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Watch.parse(text)


def test_every_kind_has_words() -> None:
    assert all(Watch(kind, "x").words for kind in WatchKind)
