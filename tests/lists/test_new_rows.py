"""A new row of a hand-written list: in the form of its region, at its place, and nothing else."""

from __future__ import annotations

import pytest

from bot.lists.readme.home import README_HOME
from bot.lists.readme.writing.added import write_row
from bot.lists.readme.writing.insertion import Insertion
from bot.lists.readme.writing.region import Refused
from bot.model.change import LinkEdit, NewRow
from bot.model.errors import Where

ARXIV, GITHUB, STARS, HUB = (
    "https://arxiv.org/abs/",
    "https://github.com/",
    "https://img.shields.io/github/stars/",
    "https://huggingface.co/",
)
PAPER = {"paper": ARXIV + "2303.00001"}
CODE = {"code": GITHUB + "c/d"}


def case(title: str, text: str, **fields: object) -> object:
    """A list in which the new row's lines begin with `»`, and what is known of that row."""
    for short, long in (("A:", ARXIV), ("G:", GITHUB), ("S:", STARS), ("H:", HUB)):
        text = text.replace(short, long)
    return pytest.param(text, fields, id=title)


ROWS = [
    case(
        "escaped brackets go whole",
        """- [alpha](https://alpha.test/a) \\[2023-01-09][Ann Bee]
- [beta](https://beta.test/b) \\[2023-01-12][Cee Dee]
»- [gamma](https://gamma.test/c)
""",
        name="gamma",
        links={"site": "https://gamma.test/c"},
    ),
    case(
        "a bracket whose text nobody knows goes whole",
        """1. **Alpha** (span loss): "All about Alpha", 2023-01, [[paper](A:2301.00001)]
2. **Beta** (causal loss): "All about Beta", 2023-02, [[paper](A:2302.00001)]
»3. **Gamma**, 2023-03, [[paper](A:2303.00001)]
""",
        name="Gamma",
        links=PAPER,
    ),
    case(
        "a comma behind the last link of a cell is no form, an entity is",
        """| Name | Code | Paper |
| --- | --- | --- |
| Alpha | [a](G:a/a)&nbsp; | [All of Alpha](A:2301.00001), |
| Beta | [b](G:b/b)&nbsp; | [All of Beta](A:2302.00001), |
»| Gamma | [d](G:c/d)&nbsp; | [All of Gamma](A:2303.00001) |
""",
        name="Gamma",
        links={**PAPER, **CODE},
        labels={"paper": "All of Gamma"},
    ),
    case(
        "a table joins links by commas, also two that no row has yet",
        """| Name | Try | Paper/Blog |
| --- | --- | --- |
| Alpha | [a](G:a/a), [a-2](G:a/a-2) | [All of Alpha](A:2301.00001) |
| Beta | [b](G:b/b) | [Page of Beta](https://beta.test/) |
| Delta | [d](G:d/d) | [All of Delta](A:2301.00002) |
»| Gamma | [c](G:c/c) | [All of Gamma](A:2303.00001), [Page of Gamma](https://gamma.test/) |
""",
        name="Gamma",
        links={"code": GITHUB + "c/c", **PAPER, "site": "https://gamma.test/"},
        labels={"code": "c", "paper": "All of Gamma", "site": "Page of Gamma"},
    ),
    case(
        "code beside weights stands where rows with both have it, a Space where Spaces are",
        """| Name | Weights | Paper | Try it |
| --- | --- | --- | --- |
| Alpha | [a-code](G:a/a-code) | [All of Alpha](A:2301.00001) | |
| Beta | [b-code](G:b/b-code) | [All of Beta](A:2301.00002) | |
| Delta | [d-1](H:d/d-1) | [d-code](G:d/d-code) | [Try](H:spaces/d/s) |
| Eta | [e-1](H:e/e-1) | [All of Eta](A:2301.00005) | |
| Iota | [i-1](H:i/i-1) | [All of Iota](A:2301.00006) | |
»| Kappa | [k-1](H:k/k-1) | [k-code](G:k/k-code) | [Use](H:spaces/k/s) |
""",
        name="Kappa",
        links={"hub": [HUB + "k/k-1", HUB + "spaces/k/s"], "code": GITHUB + "k/k-code"},
        labels={"hub": ["k-1", "Use"], "code": "k-code"},
    ),
    case(
        "link first, by name",
        """- [one](G:a/one) - First tool.
»- [solo](G:c/d) - Does \\*all\\* alone.
- [three](G:a/three) - Third tool.
- [two](G:a/two) - Second tool.
- [zed](G:a/zed) - Zed.
- [zoo](G:a/zoo) - Zoo.
""",
        name="solo",
        links=CODE,
        description="Does *all* alone",
    ),
    case(
        "brackets in the label",
        """* Alpha paper title <br> Arxiv 2023 [[Paper]](A:2301.00001)
* Beta paper title <br> ICML 2023 [[Paper]](A:2302.00001) [[Code]](G:a/b)
»* Gamma: all of it <br> ACL 2024 [[Paper]](A:2303.00001) [[Code]](G:c/d)
""",
        name="Gamma: all of it",
        links={**PAPER, **CODE},
        venue="ACL 2024",
    ),
    case(
        "the list's own word for a preprint",
        """* Alpha paper title <br> Arxiv 2023 [[Paper]](A:2301.00001)
* Beta paper title <br> ICML 2023 [[Paper]](A:2302.00001)
»* Gamma title <br> Arxiv 2023 [[Paper]](A:2303.00001)
""",
        name="Gamma title",
        links=PAPER,
    ),
    case(
        "numbered, authors in italics, brackets around the links",
        """1. **Alpha paper title**. *A. Bee et al.* NeurIPS 2019. [[pdf](A:1901.00001)]
2. **Beta paper title**. *C. Dee et al.* ACL 2020. [[pdf](A:2001.00001)] [[code](G:a/b)]
»3. **Gamma paper title**. *E. Eff et al.* ACL 2021. [[pdf](A:2303.00001)] [[code](G:c/d)]
""",
        name="Gamma paper title",
        links={**PAPER, **CODE},
        venue="ACL 2021",
        authors="E. Eff, G. Gee",
    ),
    case(
        "title, venue and links with full stops between them",
        """1. Alpha paper title. EMNLP 2022. [[paper](A:2201.00001)]
2. Beta paper title. arxiv 2023. [[paper](A:2302.00001)] [[code & models](G:a/b)]
»3. Gamma paper title. arxiv 2023. [[paper](A:2303.00001)] [[code & models](G:c/d)]
""",
        name="Gamma paper title",
        links={**PAPER, **CODE},
    ),
    case(
        "a venue that is not known by name",
        """- "Alpha title" [2024-05] [ISSTA 2024] [[paper](A:2405.00001)]
- "Beta title" [2024-06] [NoSuchConf 2024] [[paper](A:2406.00001)]
»- "Gamma title" [2024-07] [FPGA 2025] [[paper](A:2407.00001)]
""",
        name="Gamma title",
        links={"paper": ARXIV + "2407.00001"},
        venue="FPGA 2025",
    ),
    case(
        "newest first, with the month in brackets",
        """- [2023/04] **Alpha title.** *Ann Bee et al. arXiv.* [[paper](A:2304.00001)]
»- [2023/03] **New title.** *Ida Jay et al. arXiv.* [[paper](A:2303.00001)]
- [2023/02] **Beta title.** *Cee Dee et al. arXiv.* [[paper](A:2302.00001)]
- [2023/01] **Gamma title.** *Eff Gee et al. arXiv.* [[paper](A:2301.00001)]
- [2022/12] **Delta title.** *Eff Hah et al. arXiv.* [[paper](A:2212.00001)] [[code](G:x/z)]
""",
        name="New title",
        links=PAPER,
        authors="Ida Jay, Kay Ell",
    ),
    case(
        "a number that all rows share stays",
        """2. [Title](A:2301.00001) ([Code](G:x/y)) `2021`
2. [Title two](A:2301.00002) `2022`
»2. [Third](A:2303.00001) ([Code](G:c/d)) `2023`
""",
        name="Third",
        links={**PAPER, **CODE},
    ),
    case(
        "nested, before blank lines",
        """- one
  - [a](G:a/a)
  - [b](G:a/b)
»  - [c](G:c/d)

- two


""",
        name="c",
        links=CODE,
    ),
    case(
        "an item without a link between the rows",
        """- [a](G:a/a)
- b is to come
- [c](G:a/c)
»- [d](G:c/d)
""",
        name="d",
        links=CODE,
    ),
    case(
        "items of several paragraphs",
        """+ [Alpha: title](A:2412.03248)\x20\x20
  [![Star](S:T/H.svg?style=social)](G:T/H)

+ [Beta: title](A:2412.03249)\x20\x20
  [![Star](S:T/I.svg?style=social)](G:T/I)
»
»+ [Gamma: title](A:2303.00001)\x20\x20
»  [![Star](S:c/d.svg?style=social)](G:c/d)
""",
        name="Gamma: title",
        links={**PAPER, **CODE},
    ),
    case(
        "what belongs to a row stands below it",
        """- [Alpha title](A:2304.00001)
  - Date: April 1, 2023
  - Code: G:a/b
- [Beta title](A:2305.00001)
  - Date: May 1, 2023
  - Code: G:a/c
»- [Gamma title](A:2303.00001)
»  - Date: June 3, 2023
""",
        name="Gamma title",
        links=PAPER,
        released="2023-06-03",
    ),
    case(
        "what nobody knows goes with its brackets",
        """- [a](G:a/a) - One tool. ([Demo](https://a.org), [Docs](https://docs.a.org)) `MIT`
- [b](G:b/b) - Two tool. ([Demo](https://b.org), [Docs](https://docs.b.org)) `MIT`
»- [c](G:c/d) - Three tool. `Apache-2.0`
""",
        name="c",
        links=CODE,
        description="Three tool.",
        licence="Apache-2.0",
    ),
    case(
        "a table: unit in the heading, a blank of its own",
        """| Model | Date | Paper | Params (B) |
|-------|:----:|-------|-----------:|
| T5 | 2019/10 | [T5](A:1910.10683) | 0.06, 11 |
| BLOOM | 2022/11 | [BLOOM](A:2211.05100) | 176 |
»| New\\|one | 2023/03 | [New\\|one](A:2303.00001) | 7, 13 |
| Phi | 2023/06 | - | 1.3 |
| Foo | 2023/07 | [Foo](A:2307.10683) | 1.3 |
""",
        name="New|one",
        links=PAPER,
        sizes="7B, 13B",
    ),
    case(
        "a table with badges, without blanks beside the bars",
        """|Title|Venue|Date|Code|
|:--|:-:|:-:|:-:|
»|![Star](S:c/d.svg?style=flat) <br> [**Gamma**](A:2303.00001) <br>|arXiv|2023-11-05|[git](G:c/d)|
|![Star](S:a/b.svg?style=flat) <br> [**Alpha**](A:2310.00001) <br>|arXiv|2023-10-01|[git](G:a/b)|
|[**Beta**](A:2309.00001)|arXiv|2023-09-01|-|
|[**Beth**](A:2308.00001)|arXiv|2023-08-01|-|
|[**Bess**](A:2307.00001)|arXiv|2023-07-01|-|
""",
        name="Gamma",
        links={**PAPER, **CODE},
        released="2023-11-05",
    ),
    case(
        "an aligned table keeps its bars where they are",
        """| Name  | Stars | Link |
|-------|-------|------|
| a     | 12    | [GitHub](G:a/bcd) |
| abc   | 1.2k  | [GitHub](G:a/bc)  |
»| c     | 3.4k  | [GitHub](G:c/d)   |
""",
        name="c",
        links=CODE,
        stars="3412",
    ),
    case(
        "rows that are counted in a column",
        """| # | Name | Link |
|---|------|------|
| 1 | a | G:a/a |
| 2 | b | G:a/b |
»| 3 | c | G:c/d |
""",
        name="c",
        links=CODE,
    ),
    case(
        "rows of HTML",
        """<table>
<tr><th>Model</th><th>Link</th></tr>
<tr><td>T5</td><td><a href="A:1910.10683">Paper</a></td></tr>
<tr><td>T6</td><td><a href="A:1911.10683">Paper</a></td></tr>
»<tr><td>T&lt;7&gt;</td><td><a href="A:2303.00001">Paper</a></td></tr>
</table>
""",
        name="T<7>",
        links=PAPER,
    ),
    case(
        "lines that a break ends",
        """<p>
&nbsp;&nbsp;<a href="https://www.vim.org/"><b>vim</b></a> - an editor.<br>
&nbsp;&nbsp;<a href="https://www.wim.org/"><b>wim</b></a> - another editor.<br>
»&nbsp;&nbsp;<a href="https://xim.org/"><b>xim</b></a> - a third &lt;editor&gt;.<br>
</p>
""",
        name="xim",
        links={"site": "https://xim.org/"},
        description="a third <editor>",
    ),
]


NEVER_INVENTED = [
    case(
        "a badge of another row, and the link around it",
        """- Alpha title [[paper](A:2301.00001)] [![](https://img.shields.io/badge/Wiki-green)](G:x/y)
- Beta title [[paper](A:2302.00001)] [![](https://img.shields.io/badge/Spider-red)](G:x/z)
- Delta title [[paper](A:2302.00002)] [[code](G:x/w)]
»- Gamma title [[paper](A:2303.00001)] [[code](G:c/d)]
""",
        name="Gamma title",
        links={**PAPER, **CODE},
    ),
    case(
        "what all cells of a column read",
        """| API | Description | HTTPS | Auth |
|-----|-------------|-------|------|
| [a](https://a.org) | One thing. | Yes | `apiKey` |
| [b](https://b.org) | Two things. | Yes | - |
| [c](https://c.org) | More `things`. | Yes | - |
»| [d](https://d.org) | Four things. | - | - |
""",
        name="d",
        links={"site": "https://d.org"},
        description="Four things",
    ),
    case(
        "figures that several rows share",
        """| Model | Context | Link |
|-------|--------:|------|
| a | 2048 | [a](https://huggingface.co/o/a) |
| b | 2048 | [b](https://huggingface.co/o/b) |
| c | [2048](https://huggingface.co/o/c/blob/main/config.json) | [c](https://huggingface.co/o/c) |
»| d | | [d](https://huggingface.co/o/d) |
""",
        name="d",
        links={"hub": "https://huggingface.co/o/d"},
    ),
    case(
        "a venue that is not known is no place for a description",
        """* Alpha paper title <br> WWDC Workshop on Things [[Paper]](A:2301.00001)
* Beta paper title <br> Proc. of Some Other Things [[Paper]](A:2302.00001)
»* Gamma title [[Paper]](A:2303.00001)
""",
        name="Gamma title",
        links=PAPER,
        description="All about gamma",
    ),
    case(
        "a link of another part is not called what it is not",
        """* Alpha paper title <br> Arxiv 2023 [[Paper]](A:2301.00001)
* Beta paper title <br> ICML 2023 [[Paper]](A:2302.00001)
»* Gamma title [[Website]](https://gamma.org)
""",
        name="Gamma title",
        links={"site": "https://gamma.org"},
    ),
    case(
        "tags and words of single rows",
        """- [a](G:a/a) - One tool. `Python` by [Ann](https://ann.org)
- [b](G:b/b) - Two tool. `Go`
- [c](G:b/c) - Three tool. `C`
»- [d](G:c/d) - Four tool.
""",
        name="d",
        links=CODE,
        description="Four tool",
    ),
]


def both(marked: str) -> tuple[str, str]:
    """The list before and after."""
    lines = marked.splitlines(keepends=True)
    before = "".join(line for line in lines if not line.startswith("»"))
    return f"# List\n\n{before}", f"# List\n\n{marked.replace('»', '')}"


def written(text: str, fields: dict[str, object], section: str = "List") -> Insertion | Refused:
    return write_row({"README.md": text}, NewRow("x/row", "", {"section": section, **fields}))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("marked", "fields"), [*ROWS, *NEVER_INVENTED])
def test_a_row_has_the_form_and_the_place_of_its_region(
    marked: str, fields: dict[str, object], newline: str
) -> None:
    before, after = (text.replace("\n", newline) for text in both(marked))
    made = written(before, fields)
    assert isinstance(made, Insertion)
    assert made.applied(before) == after


def test_numbers_behind_go_on_counting() -> None:
    text = "# L\n\n" + "".join(
        f"{n}. [{name}](https://{name}.org)\n" for n, name in enumerate("abdef", 1)
    )
    made = written(text, {"name": "c", "links": {"site": "https://c.org"}}, "L")
    assert isinstance(made, Insertion)
    after = made.applied(text)
    assert [line[:5] for line in after.splitlines()[2:]] == [
        "1. [a", "2. [b", "3. [c", "4. [d", "5. [e", "6. [f",
    ]  # fmt: skip


def test_numbers_that_fall_grow_at_the_top() -> None:
    rows = "".join(
        f"{n}. [{2020 + n}-01] [t{n} title](https://arxiv.org/abs/{20 + n}01.00001)\n"
        for n in range(5, 0, -1)
    )
    text = f"# L\n\n{rows}"
    made = written(text, {"name": "new title", "links": {"paper": ARXIV + "2602.00002"}}, "L")
    assert isinstance(made, Insertion)
    assert made.applied(text).splitlines()[2] == (
        "6. [2026-02] [new title](https://arxiv.org/abs/2602.00002)"
    )
    assert made.renumbered == ()


def test_what_rows_have_and_nobody_knows_is_named() -> None:
    text = """# L

| Model | Licence | Context | Paper |
|-------|---------|--------:|-------|
| Alpha | MIT | 2048 | [Alpha: one title](https://arxiv.org/abs/2301.00001) |
| Beta | Apache-2.0 | 4096 | [Beta: two titles](https://arxiv.org/abs/2302.00001) |
| Gamma | MIT | 8192 | [Three titles](https://arxiv.org/abs/2302.00002) |
"""
    made = written(text, {"name": "Delta", "links": PAPER}, "L")
    assert isinstance(made, Insertion)
    assert made.missing == ("licence", "Context", "labels.paper")
    assert made.text.strip() == "| Delta | | | [Delta](https://arxiv.org/abs/2303.00001) |"


@pytest.mark.parametrize(
    ("text", "fields", "section", "reason"),
    [
        ("# A\n\n- [a](https://a.org)\n", {"name": "b"}, "B", "there are no rows below “B”"),
        ("# A\n\n- [a](https://a.org)\n", {"name": " "}, "A", "the row has no name"),
        ("- [a](https://a.org)\n\n## B\n", {"name": "b"}, "B", "there are no rows below “B”"),
        (
            "# A\n\n- [a](https://a.org)\n",
            {"name": "b", "links": {"site": "javascript:alert(1)"}},
            "A",
            "a link is not a web address",
        ),
        (
            "# A\n\n## [a](https://a.org)\ntext\n",
            {"name": "b", "links": {"site": "https://b.org"}},
            "A",
            "below “A” each entry has a form of its own",
        ),
        (
            "# A\n\n<table><tr><td rowspan=2>x</td><td><a href='https://a.org'>a</a></td></tr>\n"
            "<tr><td><a href='https://b.org'>b</a></td></tr></table>\n",
            {"name": "b", "links": {"site": "https://c.org"}},
            "A",
            "cells of this table reach over several rows",
        ),
    ],
)
def test_what_is_not_certain_is_refused(
    text: str, fields: dict[str, object], section: str, reason: str
) -> None:
    assert written(text, fields, section) == Refused(reason)


def test_the_home_writes_new_rows_after_the_other_edits() -> None:
    text = "# A\n\n- [a](https://a.org) - One.\n- [b](https://b.org) - Two.\n"
    row = NewRow(
        "c/row", "README.md",
        {"name": "c", "section": "A", "links": {"site": "https://c.org"}, "description": "Three"},
    )  # fmt: skip
    lost = NewRow("d/row", "README.md", {"name": "d", "section": "Z", "links": {}})
    moved = LinkEdit("a/site", Where("README.md", 3), "https://a.org", "https://aa.org")
    after, refused = README_HOME.edit({"README.md": text}, [row, lost, moved])
    assert refused == [lost]
    assert after["README.md"] == (
        "# A\n\n- [a](https://aa.org) - One.\n- [b](https://b.org) - Two.\n"
        "- [c](https://c.org) - Three.\n"
    )


@pytest.mark.parametrize("path", ["README", "README.MD", "README.mdx"])
def test_a_row_goes_into_a_file_whatever_its_suffix_of_markdown(path: str) -> None:
    text = "# A\n\n- [Ray](https://github.com/ray/ray)\n- [Yap](https://github.com/yap/yap)\n"
    fields = {"section": "A", "name": "Zed", "links": {"code": "https://github.com/zed/zed"}}
    made = write_row({path: text}, NewRow("x/row", "", fields))
    assert isinstance(made, Insertion)
    assert made.path == path
