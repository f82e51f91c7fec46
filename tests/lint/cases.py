"""Small invented lists, by rule: those with a finding, and their likes without one."""

from __future__ import annotations


def listed(*names: str, end: str = "") -> str:
    """A list of links with these names."""
    return "".join(f"- [{name}](https://{name.lower()}.example/){end}\n" for name in names)


def table(*rows: str, head: str = "| a | b | c |\n|---|---|---|\n") -> str:
    """A table of three columns."""
    return head + "".join(f"{row}\n" for row in rows)


FRUIT = ("Apple", "Banana", "Cherry", "Date", "Elder", "Fig", "Grape", "Hazel", "Ivy", "Juniper")
STOPPED = listed(*FRUIT, end=" - Sweet to eat.")
OPEN = listed(*FRUIT, end=" - Sweet to eat")
HUB, REPO, PAPER = (
    "https://huggingface.co/acme/alpha",
    "https://github.com/acme/alpha",
    "https://arxiv.org/abs/2301.00001",
)
FULL = ("| x | y | z |",) * 6

WRONG: tuple[tuple[str, str, list[int]], ...] = (
    ("duplicates", f"- [Alpha]({REPO})\n- [Beta](https://b.example)\n- [ALPHA]({REPO})\n", [3]),
    ("duplicates", f"- [Alpha]({REPO})\n- [Alpha]({REPO}/) - again\n", [2]),
    ("duplicates", "- [A b](http://www.a.example/x/)\n- [A b](https://a.example/x)\n", [2]),
    ("duplicates", f"- Title one. [[paper]({PAPER})]\n- Title one. [[paper]({PAPER}v2)]\n", [2]),
    ("duplicates", f"- [One title]({PAPER})\n- [Another one]({PAPER})\n", [2]),
    ("duplicates", f"| a | b |\n|---|---|\n| X | [x]({HUB}) |\n| X | [x]({HUB}) |\n", [4]),
    ("duplicates", "- [A b](https://A.example/x)\n- [A b](https://a.EXAMPLE/x)\n", [2]),
    ("order", listed("Apple", "Zebra", *FRUIT[1:]), [2]),
    ("order", listed(*FRUIT, "Ahorn"), [11]),
    ("order", listed(*FRUIT[:3], "Épée", *FRUIT[3:]), [4]),
    ("endings", STOPPED + listed("Kiwi", end=" - Sour"), [11]),
    ("endings", OPEN + listed("Kiwi", end=" - Sour."), [11]),
    (
        "endings",
        STOPPED + "- [Kiwi](https://k.example) - Sour ![s](https://s.example/b.svg)\n",
        [11],
    ),
    ("anchors", "[Go](#nowhere)\n\n# Here\n", [1]),
    ("anchors", "- [二](#中文二)\n\n# 中文\n", [1]),
    ("anchors", "- [A](#a-2)\n\n# A\n# A\n", [1]),
    ("anchors", "- [A](#rocket-fast)\n\n# 🚀 Fast\n", [1]),
    ("headings", "## 3 Data\n\n### 4 Tools\n", [3]),
    ("headings", "### 2.1 One\n\n#### 2.2. Two\n", [3]),
    ("size", f"# Big\n\n{'x' * 400_000}\n", [1]),
    ("shifted-rows", table(*FULL, "| a | b | or | c |"), [9]),
    ("shifted-rows", table(*FULL, "| a | b |"), [9]),
    ("shifted-rows", table(*FULL, "| a | b | c | |"), [9]),
    ("shifted-rows", table(*FULL, "| a \\ | b | c |"), [9]),
    ("shifted-rows", table(*FULL, "a | `b | c` | d"), [9]),
    (
        "shifted-rows",
        "| a | b |\n|---|---|\n| x | y | or | z |\n| x | y \\| z |\n| x | y | z |\n",
        [3, 5],
    ),
    ("split-rows", table(*FULL, "| one | two and | |", "| three | four | |"), [10]),
    ("split-rows", table(*FULL, *FULL, "| one | | |", "| two | three | |"), [16]),
    ("split-rows", table(*FULL) + "\n| p | q | r |\n", [10]),
    ("brackets", "- Title [paper] (https://a.example/x)\n", [1]),
    ("brackets", "- Title [[paper]] (https://a.example/x)\n", [1]),
    ("brackets", "- Title paper](https://a.example/x)\n", [1]),
    ("brackets", "- Title [paper](https://a.example/x and more\n", [1]),
    ("brackets", "- Title [paper]{https://a.example/x}\n", [1]),
    ("brackets", "- Title [code & models](https://a.example/x)]\n", [1]),
    ("brackets", "- Title [[code](https://a.example/x)\n", [1]),
    ("brackets", "| a |\n|---|\n| [[code](https://a.example/x) |\n", [3]),
    ("brackets", "| a |\n|---|\n| ShareGPT(https://a.example/x) |\n", [3]),
    ("latex", "| a |\n|---|\n| \\textasciitilde 15k |\n", [3]),
    ("latex", "- [X](https://x.example) \\textbf{bold} words\n", [1]),
    ("latex", '- [X](https://x.example) Ekin Aky{\\"{u}}rek\n', [1]),
    ("empty-links", "- [X](https://x.example) [[code]()]\n", [1]),
    ("empty-links", '- <a href="">Web</a> site\n', [1]),
    ("empty-links", "- [X](https://x.example)[](https://y.example)\n", [1]),
    ("empty-links", "- [ ](https://x.example) X\n- [][x]\n\n[x]: https://y.example\n", [1, 2]),
    ("schemes", "- [Ray](github.com/ray/ray)\n", [1]),
    ("schemes", "- [P](phind.com)\n", [1]),
    ("schemes", "- [A](https:github.com/a/b)\n- [B](http:/b.example)\n", [1, 2]),
    ("schemes", "- [A](https//github.com/a/b)\n- [B](htps://b.example)\n", [1, 2]),
    ("schemes", "- [A](https://https://a.example)\n", [1]),
    (
        "arxiv-forms",
        f"- A. [[paper]({PAPER})]\n- B. [[paper](https://arxiv.org/pdf/2301.00001)]\n",
        [2],
    ),
    ("arxiv-forms", f"- A. [[paper]({PAPER})]\n- B. [[paper]({PAPER}v2)]\n", [2]),
    ("labels", f"- Alpha. [[github]({HUB})]\n", [1]),
    ("labels", f"- Alpha. [[paper]({REPO})]\n", [1]),
    ("labels", f"- [GitHub]({HUB})\n- [Paper]({REPO})\n- [arXiv]({HUB}) - Words.\n", [1, 2, 3]),
    ("labels", f"- Alpha. [[code]({PAPER})]\n", [1]),
    ("labels", "- Alpha. [[GitHub](https://gitee.example/a/b)]\n", [1]),
    ("labels", f"- Alpha. [[arXiv](https://openreview.net/forum?id=1)] [[hf]({REPO})]\n", [1, 1]),
)
"""Rule, list, and the lines on which it finds something."""

RIGHT: tuple[tuple[str, str], ...] = (
    ("duplicates", f"| a | [O]({REPO}) | [O]({REPO}) |\n|---|---|---|\n| x | 1 | 2 |\n"),
    ("duplicates", "- [A b](https://a.example/X)\n- [C d](https://a.example/x)\n"),
    (
        "labels",
        "- [Paper](https://github.com/PaperMC/Paper)\n- [Slides](https://github.com/a/slides)\n",
    ),
    (
        "shifted-rows",
        "| a | b |\n|---|---|\n" + "| x | y | z |\n" * 4,
    ),
    ("duplicates", f"- [Alpha]({REPO}/tree/main/a)\n- [Beta]({REPO}/tree/main/b)\n"),
    ("duplicates", "- [Ann](https://org.example) made it\n- [Bob](https://org.example) too\n"),
    ("duplicates", f"## A\n- [Git]({REPO})\n  - [GitHub]({REPO})\n"),
    (
        "duplicates",
        f"- One. [[paper](https://a.example/1)] [[code]({REPO})]\n"
        f"- Two. [[paper](https://a.example/2)] [[code]({REPO})]\n",
    ),
    (
        "duplicates",
        f"| a | b | c |\n|---|---|---|\n| X | 1B | [x]({HUB}) |\n| X | 7B | [x]({HUB}) |\n",
    ),
    ("duplicates", f"## A\n- [hatch]({REPO})\n- [hatchling]({REPO})\n"),
    ("duplicates", f"## A\n- [Survey]({PAPER})\n\n## B\n- [One long title]({PAPER})\n"),
    ("order", listed(*reversed(FRUIT))),
    ("order", listed("Pinned", *FRUIT)),
    ("order", listed("Zebra", "Apple", "Yak", *FRUIT[:4])),
    ("order", listed("apple", "Banana", "cherry", "Date", "elder", "Fig", "grape", "Hazel")),
    ("order", listed(*FRUIT, "Ähre")),
    ("order", listed(*(f"v{number}" for number in range(1, 13)))),
    ("endings", STOPPED + listed("Kiwi", end=" - Sour!")),
    ("endings", STOPPED + listed("Kiwi")),
    ("endings", STOPPED + listed("Kiwi", end=" - `MIT`")),
    ("endings", OPEN + listed("Kiwi", end=" - Java, C++, etc.")),
    ("endings", OPEN + listed("Kiwi", end=" - Sour. Do not eat it.")),
    ("endings", listed(*FRUIT[:5], end=" - a.") + listed(*FRUIT[5:], end=" - b")),
    (
        "anchors",
        "[A](#a) [B](#a-1) [C](#-fast) [D](#中文-b) [E](#x) [F](#user-content-x) [T](#)\n\n"
        "# A\n# A\n# 🚀 Fast\n## 中文 (B)\n<a name='x'></a>\n",
    ),
    (
        "anchors",
        "[Top](#readme) [A](#A-b) [H](#html) [Badge](#list-) [L](#with-link)\n\n# A_b\n# A b\n"
        "<h2>HTML</h2>\n\n# List [![b](https://b.example/b.svg)](https://b.example)\n"
        "# With [link](https://l.example)\n",
    ),
    ("anchors", "[A](other.md#nowhere) [B](#%E4%B8%AD)\n\n# 中\n"),
    ("headings", "## 1 One\n### 1.1 Part\n### 1.2 Part\n## 2 Two\n"),
    ("headings", "## 2023\n\n#### 2024\n"),
    ("size", f"# Big\n\n{'x' * 390_000}\n"),
    ("shifted-rows", table(*FULL, "| a | b \\| c | d |", "a | b | c")),
    ("shifted-rows", table(*(["| x | y | z | [//]: #note"] * 6))),
    ("shifted-rows", table(*(["| x | y | |"] * 6), "| a | b |")),
    ("split-rows", table(*FULL, "| one | | |", "| x | y | z |")),
    ("split-rows", table(*(["| one | two | |"] * 8))),
    ("split-rows", table("| **Part** | | |", "| x | y | |", *FULL)),
    ("split-rows", table(*FULL) + "\nWords | and | more\n"),
    ("brackets", "- [1] (https://a.example) [x] (see https://a.example)\n"),
    (
        "brackets",
        "- \\[[paper](https://a.example)\\] [2023] [[a](https://a.example)], `[x] (https://a.example)`\n",
    ),
    ("brackets", "- [ ] [task](https://a.example)\n- half-open [0, 1)\n"),
    ("brackets", "- Word (https://a.example) and [a [nested] one](https://a.example)\n"),
    ("brackets", "| a |\n|---|\n| \\[[🤗HF\\]](https://a.example) |\n"),
    ("latex", "- [X](https://x.example) $\\textbf{x}$ `\\textasciitilde` snake\\_case\n"),
    ("latex", "```\n\\textbf{x}\n```\n"),
    ("empty-links", "- [`x`](https://x.example) [📄](https://y.example) <https://z.example>\n"),
    ("empty-links", "- [![](https://b.example/b.svg)](https://x.example) [*x*](/y) [](#top)\n"),
    ("empty-links", "- [Coming soon]() [TBA]() [-]() [![b](https://b.example/b.svg)]()\n"),
    (
        "schemes",
        "- [A](docs/a.md) [B](README.md) [C](/a/b) [D](#x) [E](mailto:a@b.com) [F](script.py)\n",
    ),
    ("schemes", "- [A](//github.com/a/b) [B](https://x.com/https://y.com)\n"),
    ("arxiv-forms", f"- [A]({PAPER}) ([PDF](https://arxiv.org/pdf/2301.00001))\n- [A]({PAPER})\n"),
    (
        "arxiv-forms",
        "- A. [[paper](https://arxiv.org/pdf/2301.00001.pdf)]\n"
        "- B. [[paper](https://arxiv.org/pdf/2301.00001)]\n",
    ),
    ("labels", f"- [abstract]({REPO}) - A package.\n"),
    (
        "labels",
        f"- Alpha. [[paper]({REPO}/blob/main/paper.pdf)] [[github]({REPO})] [[hf]({HUB})]\n",
    ),
    (
        "labels",
        "- Alpha. [[Github](https://alpha.github.io)] [[arXiv](https://huggingface.co/papers/2301.00001)]\n",
    ),
)
"""Rule, and a list in which it finds nothing."""
