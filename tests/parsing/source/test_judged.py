"""Lists as people could write them, made up by hypothesis and judged by GitHub's parser."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.parsing.source.document import read_document
from tests.parsing.source.judge import objections
from tests.parsing.source.marked import unmarked
from tests.parsing.source.test_bare import NONE, WHERE_IT_BEGINS, WHERE_IT_ENDS
from tests.parsing.source.test_html_forms import LINKS, PICTURES
from tests.parsing.source.test_markdown_forms import IMAGES, INLINE, REFERENCES

ADDRESSES = """
https://a.test https://a.test/x https://a.test/x_(y) http://a.test/?a=1&b=2 docs/a.md #top ../x
https://a.test/?a=1&amp;b=2 https://a.test/%C3%A9 https://é.test/路 https://a.test/x_y_z
https://a.test/a*b* ftp://a.test/x https://a_b.test/x HTTPS://A.test/X https://a.test/x#y
https://a.test/~u/ https://a.test/x\\_y https://a.test/x' https://a.test/x;y=1 https://a.test/x|y
""".split()
TEXTS = ["x", "*x*", "`x`", "x [y] z", r"x\]", "é", "**x**", "", 'a "q"', "~~x~~", "a_b", "a < b"]
TEXTS += ["<b>x</b>", "www.t.test", "https://t.test/z", "https://t.test/z_"]
TITLES = ["", ' "t"', " 't'", " (t)", ' "https://t.test"']
FORMS = """
[T](AN) [T](<A>N) ![T](AN) [![T](A)](B) [T][r] [r][] [r] ![r] [![T][r]](A) [![r2]][r] <A> A (A) A.
A, 'A' "A" **A** _A_ *A* ~~A~~ [A] A&amp; A... A): www.a.test/x www.a_b.test. `A` ``[T](A)`` [^1]
<a|href="A">T</a> <a|href='A'>T</a> <A|HREF|=|"A"|title="x|>|y">T</A> <img|src="A"|alt="B"> x:A 1A
<img|src="A"/> <picture><source|srcset="A|1x,|B|2x"></picture> <video|src="A"|poster='B'></video>
<!--|A|--> xA
<!--|[x](A)|-->[T](B) <code>A</code> <iframe|src="A"></iframe> \\[x](A) [x]\\(A) !\\[x](A)
&lt;A&gt; \\A A<br>B AB ![T](A)![T](B) [](|) [x]() [x](<>) <a|name=x></a> [a|[b](A)|c](B)
""".split()
BLOCKS = [
    "ROW",
    "- ROW",
    "1. ROW\n2. ROW",
    "> ROW",
    "> - ROW\n> ROW",
    "# ROW",
    "ROW\n===",
    "- x\n  - ROW",
    "- x\n\n  ROW",
    "| a | b |\n| - | - |\n| ROW | ROW |\n| ROW |\n",
    "a|b\n-|-\nROW|x\n",
    "```\nROW\n```",
    "    ROW",
    "\tROW",
    "<div>\nROW\n</div>",
    "<p align=center>\n  ROW\n</p>",
    "<details>\n\nROW\n\n</details>",
    "<table><tr><td>ROW</td></tr></table>",
    "- [ ] ROW",
    "<!--\nROW\n-->\n",
    "<pre>ROW</pre>",
]
DEFINITIONS = (
    "\n\nx [^1]\n\n[r]: https://r.test/r\n[R2]: <https://r.test/r2> 't'\n[^1]: https://n.test\n"
)


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Links of any form beside each other."""
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=4))
    return draw(st.sampled_from([" ", " · ", ", "])).join(draw(pieces(form)) for form in forms)


@st.composite
def pieces(draw: st.DrawFn, form: str) -> str:
    """One form with its letters filled in: A and B addresses, T a text, N a title."""
    fills = {"A": ADDRESSES, "B": ADDRESSES, "T": TEXTS, "N": TITLES}
    if "HREF" in form:
        return form.replace("|", " ").replace('"A"', f'"{draw(st.sampled_from(ADDRESSES))}"')
    return "".join(
        draw(st.sampled_from(fills[letter])) if letter in fills else letter
        for letter in form.replace("|", " ")
    )


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A whole text: up to three blocks, definitions, one kind of line end."""
    blocks = draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=3))
    parts = []
    for block in blocks:
        first, *others = block.split("ROW")
        parts.append(first + "".join(draw(rows()) + other for other in others))
    text = "\n\n".join(parts) + draw(st.sampled_from(["", DEFINITIONS, DEFINITIONS]))
    begin = draw(st.sampled_from(["", "", "\ufeff"]))
    return begin + text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))


@settings(max_examples=400, derandomize=True)
@given(lists())
@example("https://a.test/a*b*s https://a.test")
@example("<i>x</i>\r\rhttps://a.test")
@example("[^1]:\nhttps://a.test")
def test_every_span_is_what_github_draws_or_is_refused(text: str) -> None:
    assert not objections(read_document(text))


CASES = [*WHERE_IT_ENDS, *WHERE_IT_BEGINS, *NONE, *PICTURES]
CASES += [text for text, _ in (*INLINE, *LINKS)]
CASES += [text for text, _ in REFERENCES] + [text for text, _ in IMAGES]


@pytest.mark.parametrize("text", CASES)
def test_the_tables_of_forms_are_right_to_github(text: str) -> None:
    assert not objections(read_document(unmarked(text)[0]))
