"""A hand-written README: what a refresh changes in it, and that it changes nothing else."""

from __future__ import annotations

import pytest

from bot.lists.registry.load import shipped_templates
from bot.model.memory import Memory, Trace
from bot.model.observation import Observation
from tests.build import Judged, found, gone, judge, merged, moved, of

README = """\
# Awesome things

Prose with a link to [Alpha](https://github.com/old/alpha) as well.

## Tools

- [Alpha](https://github.com/old/alpha) - Does alpha things. ⭐ 1.2K
- [Beta](https://github.com/acme/beta) - Does beta things.

## Papers

- A Survey of Things <br> Arxiv 2023 [[Paper]](https://arxiv.org/abs/2301.00001)
- Another Thing <br> EMNLP Findings 2023 [[Paper]](https://arxiv.org/abs/2301.00002)
- A Third Thing <br> ACL 2023 [[Paper]](https://arxiv.org/abs/2301.00003)

| Model | Params (B) | Release | Licence |
|-------|-----------:|---------|---------|
| [Gamma](https://huggingface.co/acme/gamma-7b) | 7 | 2023/05 | - |
"""
ALPHA, BETA = "https://github.com/old/alpha", "https://github.com/acme/beta"
SURVEY = "https://arxiv.org/abs/2301.00001"


def files(text: str = README) -> dict[str, str]:
    return {**shipped_templates(), "README.md": text}


def refreshed(observations: list[Observation], memory: Memory | None = None) -> Judged:
    return judge(observations, memory=memory or Memory(), files=files())


def test_what_answers_as_before_changes_no_byte() -> None:
    assert refreshed([found(ALPHA, {"stars": 1210}), found(BETA)]).proposals == ()


def test_a_moved_link_changes_in_its_row_and_in_prose() -> None:
    outcome = refreshed([moved(ALPHA, "https://github.com/new/alpha")])
    text = of(outcome, "moved").files["README.md"]
    assert text == README.replace("github.com/old/alpha", "github.com/new/alpha")


def test_stars_change_in_the_notation_of_the_list() -> None:
    outcome = refreshed([found(ALPHA, {"stars": 1562})])
    assert of(outcome, "metadata").files["README.md"] == README.replace("1.2K", "1.6K")


def test_a_value_that_no_row_shows_is_nowhere_proposed() -> None:
    assert refreshed([found(BETA, {"stars": 9000, "licence": "mit"})]).proposals == ()


def test_a_dead_link_is_noted_behind_its_text() -> None:
    days = ("2026-11-10", "2026-11-15", "2026-11-24")
    memory = Memory(traces={"repo:acme/beta": Trace(gone_on=days)})
    text = of(refreshed([gone(BETA)], memory), "dead").files["README.md"]
    assert text == README.replace(
        "[Beta](https://github.com/acme/beta)", "[Beta](https://github.com/acme/beta) *(dead link)*"
    )


def test_a_preprint_gets_its_venue_as_the_list_writes_venues() -> None:
    facts = {"journal": "Findings of EMNLP 2024", "published": "2023-01-02"}
    outcome = refreshed([found(SURVEY, facts, "arxiv")])
    text = of(outcome, "facts").files["README.md"]
    assert text == README.replace("Arxiv 2023", "EMNLP Findings 2024")


ALIGNED = """\
# List

| Name                                   | Venue       | Code                                |
|----------------------------------------|-------------|-------------------------------------|
| [A](https://arxiv.org/abs/2301.00001)  | arXiv       | [code](https://github.com/old/a)    |
| [B](https://arxiv.org/abs/2301.00002)  | ICLR 2023   | [code](https://github.com/b/b)      |
"""
VENUE = {"journal": "International Conference on Machine Learning 2024", "published": "2023-01-02"}


def test_an_aligned_table_stays_aligned_around_a_value() -> None:
    outcome = judge([found(SURVEY, VENUE, "arxiv")], files=files(ALIGNED))
    text = of(outcome, "facts").files["README.md"]
    assert text == ALIGNED.replace("| arXiv       |", "| ICML 2024   |")


@pytest.mark.parametrize("order", [("moved", "facts"), ("facts", "moved")])
def test_two_topics_on_one_row_merge_in_either_order(order: tuple[str, str]) -> None:
    seen: list[Observation] = [
        found(SURVEY, VENUE, "arxiv"),
        moved("https://github.com/old/a", "https://github.com/new/a"),
    ]
    start = files(ALIGNED)
    after = merged(judge(seen, files=start), start, order)
    assert after["README.md"] == ALIGNED.replace("| arXiv       |", "| ICML 2024   |").replace(
        "github.com/old/a", "github.com/new/a"
    )


def test_a_definition_is_edited_where_it_stands() -> None:
    seen: list[Observation] = [
        moved(ALPHA, "https://github.com/new/alpha"),
        moved(BETA, "https://github.com/new/beta"),
    ]
    text = (
        README.replace("](https://github.com/acme/beta)", "][b]")
        + "\n[b]: <https://github.com/acme/beta>\n"
    )
    after = of(judge(seen, files=files(text)), "moved").files["README.md"]
    assert after == text.replace("old/alpha", "new/alpha").replace("acme/beta", "new/beta")


@pytest.mark.parametrize(
    "row",
    [
        f"- [Alpha]({ALPHA}) ⭐ 120, [Beta]({BETA}) ⭐ 130",
        f"- [Alpha]({ALPHA}) and [Beta]({BETA}) ⭐ 130",
        '<details><summary><a href="https://github.com/old/alpha">Alpha</a></summary>\n\n'
        "- [One](https://one.example) - One. ⭐ 120\n\n</details>",
        "- [Alpha](https://github.com/old/alpha) - Rated ⭐ 4.5",
        "| Tool | Stars |\n|---|---|\n| [Alpha](https://github.com/old/alpha) | 12.345 |",
        f"- [Alpha]({ALPHA}) - Has ⭐ 100 awards and more.",
        f"<table><tr><th colspan=2>Tool</th><th>Stars</th></tr>\n"
        f"<tr><td><a href='{ALPHA}'>A</a></td><td>120</td><td>many</td></tr></table>",
        "| Tool | Stars |\n|---|---|\n"
        "| [Alpha](https://github.com/old/alpha) or [Beta](https://github.com/acme/beta) | 12 |",
    ],
)
def test_a_count_that_may_be_of_something_else_stays(row: str) -> None:
    seen: list[Observation] = [found(ALPHA, {"stars": 9000}), found(BETA, {"stars": 8000})]
    assert judge(seen, files=files(f"# List\n\n{row}\n")).proposals == ()


def test_stars_in_an_entry_that_unfolds_are_its_own_behind_its_repository() -> None:
    text = (
        '# List\n\n<details><summary><a href="https://one.example">One</a></summary>\n\n'
        "[code](https://github.com/old/alpha) ⭐ 120\n\n</details>\n"
    )
    outcome = judge([found(ALPHA, {"stars": 9000})], files=files(text))
    assert of(outcome, "metadata").files["README.md"] == text.replace("120", "9000")


@pytest.mark.parametrize(
    "row",
    [
        f"- [A]({SURVEY}) - A study of arXiv (2023) preprints.",
        f"- [A]({SURVEY}) - Reads all of arXiv 2023.",
        f"- [A]({SURVEY}) `arXiv:2301.00001`",
        f"- [A]({SURVEY}), arXiv preprint arXiv:2301.00001, 2023",
        f"| Title | Venue |\n|---|---|\n| [A]({SURVEY}) | arXiv:2301.00001 |",
        f'<details><summary><a href="{SURVEY}">A</a></summary>\n\n'
        "- [One](https://one.example) arXiv 2023\n\n</details>",
    ],
)
def test_a_preprint_in_an_id_or_a_sentence_is_no_venue(row: str) -> None:
    text = f"# List\n\n{row}\n\n## Known\n\n- [B](https://arxiv.org/abs/2301.00002) ACL 2023\n"
    assert judge([found(SURVEY, VENUE, "arxiv")], files=files(text)).proposals == ()


def test_a_venue_beside_another_year_is_a_question() -> None:
    text = f"# L\n\n| T | Venue | Year |\n|-|-|-|\n| [A]({SURVEY}) | arXiv | 2023 |\n"
    known = "| [B](https://arxiv.org/abs/2301.00002) | ACL | 2023 |\n"
    outcome = judge([found(SURVEY, VENUE, "arxiv")], files=files(text + known))
    assert outcome.proposals == ()
    assert [one.field for one in outcome.questions] == ["venue"]


@pytest.mark.parametrize("stars", ["⭐ 12 ", "⭐️12 stars ", "⭐ 12, "])
def test_what_stands_behind_the_stars_stays(stars: str) -> None:
    text = f"# List\n\n- {stars}[Alpha]({ALPHA})\n"
    outcome = judge([found(ALPHA, {"stars": 9000})], files=files(text))
    assert of(outcome, "metadata").files["README.md"] == text.replace("12", "9000")


BROKEN = ("https://[github.com/acme/broken", "https://acme.example]/x", "http://[::1/paper.pdf")


@pytest.mark.parametrize("url", BROKEN)
@pytest.mark.parametrize("label", ["Code", "Paper", "Docs", "Blog", "Website", "Data", "Model"])
def test_an_address_that_is_none_costs_no_other_row_its_change(url: str, label: str) -> None:
    row = f"- [Broken]({url}) - Has a typo. [{label}]({url})\n"
    text = README.replace("- [Beta]", f"{row}- [Beta]")
    seen: list[Observation] = [
        found(ALPHA, {"stars": 1562}),
        found(url, {"status": 200, "title": "Broken"}),
    ]
    outcome = judge(seen, memory=Memory(), files=files(text))
    assert of(outcome, "metadata").files["README.md"] == text.replace("1.2K", "1.6K")


@pytest.mark.parametrize("path", ["C%23", "Locker%20%26%20Hider", "100%25", "%E4%BD%A0"])
def test_a_folder_of_a_moved_repository_keeps_the_bytes_of_its_path(path: str) -> None:
    text = README.replace(f"[Beta]({BETA})", f"[Beta]({BETA}/tree/main/{path})")
    seen: list[Observation] = [moved(f"{BETA}/tree/main/{path}", "https://github.com/new/beta")]
    outcome = judge(seen, memory=Memory(), files=files(text))
    assert of(outcome, "moved").files["README.md"] == text.replace("acme/beta/", "new/beta/")


PAPERS = """\
# List

| Paper | Venue | Date |
|-------|-------|------|
| [A Survey of Things](https://arxiv.org/abs/2301.00001) | {venue} | {date} |
| [Another](https://arxiv.org/abs/2301.00002) | ACL 2023 | 2023.05 |
"""


@pytest.mark.parametrize("blank", ["", "-", "TBA", "?"])
@pytest.mark.parametrize("venue", ["ICML 2023", "ICML", "-"])
def test_a_blank_date_of_a_paper_is_its_first_version(blank: str, venue: str) -> None:
    text = PAPERS.format(venue=venue, date=blank)
    outcome = judge([found(SURVEY, {"published": "2023-01-02"}, "arxiv")], files=files(text))
    after = of(outcome, "facts").files["README.md"]
    assert after == PAPERS.format(venue=venue, date="2023.01")


@pytest.mark.parametrize(
    ("venue", "date"),
    [("ICML 2024", "-"), ("ICML'24", "-"), ("-", "2022.12"), ("-", "soon")],
)
def test_a_date_beside_another_year_or_another_date_stays(venue: str, date: str) -> None:
    text = PAPERS.format(venue=venue, date=date)
    assert (
        judge([found(SURVEY, {"published": "2023-01-02"}, "arxiv")], files=files(text)).proposals
        == ()
    )


def test_a_row_of_two_papers_gets_no_date() -> None:
    text = PAPERS.format(venue="-", date="-").replace(
        "2301.00001)", "2301.00001) and [B](https://arxiv.org/abs/2301.00009)"
    )
    assert (
        judge([found(SURVEY, {"published": "2023-01-02"}, "arxiv")], files=files(text)).proposals
        == ()
    )


MODELS = """\
# List

| Model | Params (B) |
|-------|-----------:|
| [{name}](https://huggingface.co/acme/gamma{suffix}) | {size} |
| [Delta](https://huggingface.co/acme/delta-13b) | 13 |
"""
GAMMA = "https://huggingface.co/acme/gamma"


@pytest.mark.parametrize(
    ("name", "suffix", "after"),
    [("Gamma-7B", "-7b", "7"), ("Gamma", "", "6.9"), ("Gamma", "-7b", "-"), ("Gamma 2", "", "-")],
)
def test_a_blank_size_is_counted_where_the_row_is_that_model(
    name: str, suffix: str, after: str
) -> None:
    text = MODELS.format(name=name, suffix=suffix, size="-")
    outcome = judge(
        [found(GAMMA + suffix, {"parameters": 6_900_000_000}, "hub")], files=files(text)
    )
    assert [one.files["README.md"] for one in outcome.proposals] == (
        [] if after == "-" else [MODELS.format(name=name, suffix=suffix, size=after)]
    )


def test_a_size_that_its_repository_contradicts_is_a_question() -> None:
    text = MODELS.format(name="Gamma", suffix="", size="7")
    outcome = judge([found(GAMMA, {"parameters": 13_000_000_000}, "hub")], files=files(text))
    assert outcome.proposals == ()
    assert [(one.entry_name, one.field) for one in outcome.questions] == [("Gamma", "sizes")]


@pytest.mark.parametrize(
    "link",
    [
        "[{0}]({0})",
        "[{0}](<{0}>)",
        "<a href='{0}'>{0}</a>",
        "[{0}]({0} 'Alpha')",
        "[code]({0}), [{0}]({0})",
    ],
)
def test_a_link_that_shows_its_own_address_shows_the_new_one(link: str) -> None:
    row = f"# List\n\n- {link} - Does things.\n"
    outcome = judge([moved(ALPHA, "https://github.com/new/al_pha")], files=files(row.format(ALPHA)))
    text = of(outcome, "moved").files["README.md"]
    assert text == row.format("https://github.com/new/al_pha")


@pytest.mark.parametrize("new", ["https://github.com/new/_alpha", "https://github.com/new/alpha_"])
def test_a_new_address_that_would_read_otherwise_is_not_shown(new: str) -> None:
    row = "# List\n\n- [{}]({}) - Does things.\n"
    outcome = judge([moved(ALPHA, new)], files=files(row.format(ALPHA, ALPHA)))
    assert of(outcome, "moved").files["README.md"] == row.format(ALPHA, new)


@pytest.mark.parametrize("label", ["{0}/", "at {0}", "github.com/old/alpha", "![{0}]({0}x.png)"])
def test_another_text_of_a_moved_link_stays(label: str) -> None:
    row = f"# List\n\n- [{label.format(ALPHA)}]({{}}) - Does things.\n"
    outcome = judge([moved(ALPHA, "https://github.com/new/alpha")], files=files(row.format(ALPHA)))
    text = of(outcome, "moved").files["README.md"]
    assert text == row.format("https://github.com/new/alpha")
