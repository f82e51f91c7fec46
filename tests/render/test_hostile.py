"""Hostile text in every place that others can fill, in every output: nothing obeys it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.markup import escape as rich_escape

from bot.lists.read import written_list
from bot.lists.readme.templates.escape import code_text, html_text, markdown_text
from bot.lists.snapshot import OBSERVED, snapshot_text
from bot.model.change import Change, OpenQuestion, Proposal
from bot.model.dashboard import Dashboard, DeadLink, OpenProposal, RejectedChange, SilentSource
from bot.model.decision import Ruling, Topic
from bot.model.entry import Registry
from bot.model.errors import Where
from bot.model.observation import Tally
from bot.model.reference import read_link
from bot.model.verdict import LinkPlace, Verdict
from bot.publish.actions import Note, annotation
from bot.publish.base import PublishResult
from bot.publish.github.pull_request import commit_message
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.news import FailingLink, News
from bot.render.bodies.pull_request import draw_body, draw_title
from bot.render.bodies.summary import draw_summary
from bot.render.markdown import escape, fenced, printable, prose
from bot.render.mentions import GAP
from bot.render.readme import draw_readme
from bot.render.reports.check import check_json, check_markdown, check_sarif, check_text
from bot.render.reports.export import export_csv
from bot.render.reports.printed import printed, printed_json
from bot.render.templates import html
from tests.build import asked, documents, registry_of, snapshot
from tests.model.test_unseen import UNSEEN
from tests.render.pings import in_text, pings

PIECES = [
    "use `a|b` now", "`a`|`b`", "|", "\\|", "\\", "`", "``", "~~~", "&#124;", "&lt;", "$x$",
    "\x1b[31mred\x1b[0m", "\x1b]8;;x\x07", "\x9b2J", "\r", "\n", "\u2028", "\x85",
    "::error::x", "\n::add-mask::x", "##[error]x", "#\u200b#[group]", ":\u200b:warning::x",
    "\nCo-authored-by: E <e@e.org>\n", "Signed-off-by: E <e@e.org>", "fixes #1", "@octocat",
    "closes https://github.com/o/r/issues/1", "{{ 70001 * 3 }}", "{% raw %}", "{#",
    "<script>alert(1)</script>", "<img src=x onerror=y>", "<!--", "-->", "</details>",
    "<!-- listkeeper:end tools -->", "<!-- listkeeper:change a/b 0 -->",
    "[x](javascript:alert)", "![x](https://e.org/p.png)", "[/]", "[bold]", ":smile:",
    "=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "\uff1d1", "\u202egnp.exe",
    *UNSEEN[::9], "\ufeff", "\u3164",
]  # fmt: skip
FEW = st.text(st.characters(max_codepoint=0x24F), max_size=3)  # scripts that need no joiners
TEXT = st.lists(st.sampled_from([*PIECES, " ", "a"]) | FEW, max_size=8).map("".join)
SELECTORS = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}
URL = "https://e.org/x"
DOCUMENTS = documents()
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def obeyed(text: str) -> list[str]:
    """What in it a terminal obeys, or nobody sees; the bot's own gap is known."""
    odd = [one for one in text if unicodedata.category(one) == "Cc" and one not in "\n\t"]
    pairs = zip(f" {text}", text, strict=False)  # a sign beyond ASCII may have its selector
    odd += [one for before, one in pairs if one in SELECTORS and before.isascii()]
    return odd + [one for one in text if one in UNSEEN and one not in {GAP, *SELECTORS}]


def commands(text: str) -> list[str]:
    """The lines that a runner takes for commands: ActionCommand.cs of actions/runner."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def cells(markdown: str) -> list[int]:
    """How many cells each row of each table has, and what else than tables there is."""
    rows = []
    for token in MARKDOWN.parse(markdown):
        if token.type == "tr_open":
            rows.append(0)
        if token.type in ("td_open", "th_open"):
            rows[-1] += 1
    return rows


def active(markdown: str) -> list[str]:
    """HTML that is not the bot's own, images, and addresses of other schemes than the web's."""
    found = []
    for token in MARKDOWN.parse(markdown):
        for one in (token, *(token.children or ())):
            if one.type in ("html_block", "html_inline"):
                found += [word for word in ("<script", "<img") if word in one.content.lower()]
            href = str(one.attrs.get("href", ""))
            found += [href] if urlsplit(href).scheme not in ("", "https", "http") else []
            found += ["image"] if one.type == "image" else []
    return found


ESCAPED: dict[str, Callable[[str], str]] = {
    "escape": escape,
    "prose": prose,
    "markdown_text": lambda text: markdown_text(text, in_cell=True),
    "code_text": lambda text: f"`{code_text(text, in_cell=True) or 'x'}`",
    "html": html,
    "html_text": html_text,
}


@pytest.mark.parametrize("name", ["escape", "prose", "markdown_text", "code_text"])
@given(text=TEXT)
@example(text="use `a|b` now")
def test_a_cell_is_one_cell(name: str, text: str) -> None:
    drawn = ESCAPED[name](text)
    table = f"| a | b |\n| --- | --- |\n| {drawn} | end |\n"
    assert "\n" not in drawn
    assert cells(table) == [2, 2]
    assert "<td>end</td>" in MARKDOWN.render(table)
    assert active(table) == []


@pytest.mark.parametrize("name", ESCAPED)
@given(text=TEXT)
def test_nothing_unseen_is_drawn(name: str, text: str) -> None:
    assert obeyed(ESCAPED[name](text)) == []


def test_code_with_a_bar_is_read_as_it_was_written() -> None:
    row = f"| {prose('use `a|b` now')} |"
    assert "<td>use `a|b` now</td>" in MARKDOWN.render(f"| a |\n| --- |\n{row}\n")
    assert prose("use `ab` now") == "use `ab` now"


@given(TEXT)
@settings(max_examples=30)
def test_a_readme_keeps_its_table(text: str) -> None:
    values = snapshot(repo__old__alpha={"stars": asked(8300), "licence": asked(text)})
    files = {**DOCUMENTS, OBSERVED: snapshot_text(values)}
    plain = snapshot(repo__old__alpha={"stars": asked(8300), "licence": asked("a")})
    drawn = draw_readme("README.md", files, registry_of(files), values)
    wanted = draw_readme("README.md", files, registry_of(files), plain)
    assert len(drawn.splitlines()) == len(wanted.splitlines())
    assert {*cells(drawn)} in ({*cells(wanted)}, {len({*()}) + 2, 3})
    assert obeyed(drawn) == []
    assert active(drawn) == []


def _change(text: str, topic: Topic) -> Change:
    return Change("a/site", text, "site", topic, text, f"{URL}/{text}", text, URL, Ruling.APPLY)


def _news(text: str, topic: Topic) -> News:
    return News(
        Registry(text, (), ()),
        [_change(text, topic)],
        [OpenQuestion("gh-1", text, "code", text, text)],
        outages={text: text},
        missed=[FailingLink(text, "site", f"{URL}/{text}", "2026-11-24")],
    )


@given(TEXT, st.sampled_from(Topic))
@settings(max_examples=40)
def test_bodies_summary_and_dashboard(text: str, topic: Topic) -> None:
    news = _news(text, topic)
    board = Dashboard(
        text,
        [OpenProposal("moved", text, url=URL, compare=URL, note=text)],
        news.doubts,
        news.doubts,
        [DeadLink(text, text, f"{URL}/{text}", "2026-11-24", URL)],
        [RejectedChange("gh-1/code", "0123456789ab", text, text, text, "2026-11-24")],
        [SilentSource(text, text)],
        notes=[text],
        next_run=text,
    )
    tally = Tally("x", notes=(text,))
    result = PublishResult("moved", "created", text, note=text)
    for drawn in (
        draw_body(DOCUMENTS, news, topic),
        draw_dashboard(DOCUMENTS, board),
        draw_summary(DOCUMENTS, news, [tally], [result]),
    ):
        assert obeyed(drawn) == []
        assert active(drawn) == []
        assert "210003" not in drawn
        trailers = [
            line for line in drawn.splitlines() if line.lower().startswith("co-authored-by")
        ]
        assert trailers == []


@given(TEXT)
@settings(max_examples=25)
def test_a_commit_has_no_trailers_of_others(text: str) -> None:
    news = _news(text, Topic.MOVED)
    title = draw_title(DOCUMENTS, news, Topic.MOVED)
    made = Proposal("moved", f"{title} {text}", "", {}, tuple(news.changes))
    message = commit_message(made)
    words = ["git", "interpret-trailers", "--parse"]
    found = subprocess.run(words, input=message, capture_output=True, text=True, check=True).stdout
    keys = {line.partition(":")[0] for line in found.split("\n") if line}
    assert keys <= {"Listkeeper-Change", "Listkeeper-Left-Out"}
    assert in_text(draw_title(DOCUMENTS, news, Topic.MOVED)) == []
    assert in_text(message.partition("\n\n")[2]) == []
    assert obeyed(message.partition("\n\n")[2]) == []


def _verdict(text: str) -> Verdict:
    place = LinkPlace(read_link(URL), Where("a.md", 3), text)
    return Verdict(read_link(URL), "gone", (place,), "gone", text, 404, evidence=URL)


@given(TEXT)
def test_reports(text: str) -> None:
    verdict = _verdict(text)
    shown = printed(check_text([verdict]))
    assert obeyed(shown) == []
    assert commands(shown) == []
    markdown = check_markdown([verdict])
    assert pings(markdown) == []
    assert {*cells(markdown)} == {3}
    for report in (
        check_json([verdict]),
        json.dumps(check_sarif([verdict], "1"), indent=2),
    ):
        safe = printed_json(report)
        assert json.loads(safe) == json.loads(report)
        assert commands(safe) == []
        assert "\x1b" not in safe


@given(TEXT)
def test_what_is_printed_is_obeyed_by_nobody(text: str) -> None:
    for shown in (printed(text), printed(rich_escape(text)), printed(f"a\n{text}")):
        assert obeyed(shown) == []
        assert commands(shown.replace("\\[", "[")) == []


@given(TEXT)
def test_an_annotation_is_one_command(text: str) -> None:
    (line,) = annotation([Note("error", Where(text or "a", 1), printable(text))], "listkeeper")
    assert line.startswith("::error ")
    assert "\n" not in line
    assert "\r" not in line


@given(TEXT)
def test_a_spreadsheet_runs_nothing(text: str) -> None:
    name = escape(text) or "x"
    readme = f"# L\n\n## {name}\n\n- [{name}]({URL}) - Words.\n- [B](https://b.example) - More.\n"
    rows = list(csv.reader(io.StringIO(export_csv(written_list({"README.md": readme})))))
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in (cell for row in rows for cell in row):
        assert unicodedata.normalize("NFKC", cell).strip()[:1] not in {"=", "+", "-", "@"}
        assert "\n" not in cell


@given(TEXT)
def test_a_block_of_code_holds_it(text: str) -> None:
    tokens = MARKDOWN.parse(fenced(text))
    assert [token.type for token in tokens] == ["fence"]
