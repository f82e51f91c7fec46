from __future__ import annotations

from bot.model.observation import Tally, summed_tallies


def test_the_rounds_of_one_source_are_one_tally() -> None:
    rounds = [
        Tally("web", asked=3, found=1, moved=1, gone=1, requests=4, seconds=1.5),
        Tally("arxiv", asked=17, found=17, requests=1, seconds=0.25, notes=("slow", "late")),
        Tally("arxiv", asked=9, found=8, unsure=1, requests=2, seconds=0.5, notes=("late", "odd")),
    ]
    assert summed_tallies(rounds) == [
        Tally("arxiv", 26, 25, 0, 0, 1, 3, 0.75, ("slow", "late", "odd")),
        Tally("web", 3, 1, 1, 1, 0, 4, 1.5),
    ]
    assert summed_tallies([]) == []
