"""The rules for hand-written lists: what each looks for, why, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.lint.written.addresses import empty_links, missing_schemes
from bot.lint.written.anchors import broken_anchors
from bot.lint.written.brackets import lost_brackets
from bot.lint.written.duplicates import arxiv_forms, duplicates
from bot.lint.written.endings import wrong_endings
from bot.lint.written.headings import wrong_levels
from bot.lint.written.labels import wrong_labels
from bot.lint.written.latex import latex_residue
from bot.lint.written.order import out_of_order
from bot.lint.written.page import Find
from bot.lint.written.tables import shifted_rows, split_rows


@dataclass(frozen=True, slots=True)
class ListRule:
    """One thing that is looked for.

    finds     what it reports
    why       what is bad about it for readers, and when it is left alone
    repairs   what `--fix` does about it; empty where a person must decide
    """

    name: str
    finds: str
    why: str
    find: Find
    repairs: str = ""


RULES = (
    ListRule(
        "duplicates",
        "Two rows of one file about the same thing: the same paper, repository, model or page.",
        "Rows are compared by what their first link leads to and by their names. Two rows in one "
        "section are a problem, and so is a row that has the address of quite another one. A row "
        "that other sections list as well is only reported: it may be meant so. Translations of a "
        "file are no duplicates. Nothing is ever merged.",
        duplicates,
    ),
    ListRule(
        "order",
        "A row out of place in a list or table that is in alphabetical order.",
        "A region is in alphabetical order if at least 8 rows stand in it and at most one in 8 is "
        "out of place, whichever way one sorts: with capitals or without, by words or letters, "
        "without articles. Rows at the very top may be pinned and are left alone.",
        out_of_order,
    ),
    ListRule(
        "endings",
        "A row without a full stop where nearly all rows of its list end with one, or the other "
        "way round.",
        "A rule needs 10 rows whose ends are plain text, and 90 % of them. Rows that end with a "
        "link, code, `!` or `?` are not counted. Where full stops are not the rule, abbreviations "
        "and rows of several sentences keep theirs.",
        wrong_endings,
        "adds or removes the full stop where at least 95 % of the rows agree",
    ),
    ListRule(
        "anchors",
        "A link into the same file, as in a table of contents, that leads to no heading.",
        "Anchors are made as GitHub makes them: of headings in Markdown and HTML, the second of "
        "the same name with `-1`, and of every `id` and `<a name>`.",
        broken_anchors,
    ),
    ListRule(
        "headings",
        "A numbered heading on another level than the one before it: `## 3 …`, then `### 4 …`.",
        "Readers, outlines and tables of contents take it for a part of the section before it.",
        wrong_levels,
    ),
    ListRule(
        "shifted-rows",
        r"A row of a table with more or fewer cells than the header, or a cell that ends with `\`.",
        "GitHub drops the cells that are too many, and a stray pipe moves all cells behind it into "
        "the wrong columns. A form that a quarter of a table's rows share is left alone, and so "
        "are last cells that are mostly empty anyway.",
        shifted_rows,
        "removes empty cells behind the last column",
    ),
    ListRule(
        "split-rows",
        "One row of a table broken over two lines, or a blank line between a table and its rows.",
        "A line break ends a row: the rest of it stands in the wrong columns. Two neighbours count "
        "as one row if the cells they fill add up to the columns of the table, and empty cells "
        "are rare in it.",
        split_rows,
    ),
    ListRule(
        "brackets",
        "A link that lost a bracket: `[label] (https:…)`, `label](https:…)`, `[label](https:…`, "
        "`word(https:…)`, `[label](https:…)]`.",
        "Readers see the brackets and the bare address, or no link at all.",
        lost_brackets,
        "removes the blank of `[label] (https:…)`",
    ),
    ListRule(
        "latex",
        r"Commands of LaTeX in the text: `\textasciitilde`, `\textbf{…}`, `{\"u}`.",
        "Readers see the command. Formulas between `$` and code are left alone.",
        latex_residue,
        r"writes the letter that a command like `\textasciitilde` stands for",
    ),
    ListRule(
        "empty-links",
        "A link whose address is empty: `[paper]()`.",
        "A click on it leads nowhere. Labels that say so (`coming soon`, `TBA`, `-`) and pictures "
        "are left alone; more than 20 in one file are one reminder, for they seem to be meant.",
        empty_links,
    ),
    ListRule(
        "schemes",
        "An address without a scheme, or with a misspelt one: `github.com/owner/name`, "
        "`https:/github.com/owner/name`.",
        "GitHub takes it for a file of the repository.",
        missing_schemes,
        "writes `https://` where the host is a well-known one or begins with `www.`",
    ),
    ListRule(
        "arxiv-forms",
        "One paper of arXiv linked in two forms: as `abs` in one row and as `pdf` in another, or "
        "with a version and without.",
        "Such links are not found by a search for the other. Both forms in each row, or a label "
        "that names the form (`[pdf]`), are fine.",
        arxiv_forms,
    ),
    ListRule(
        "labels",
        "A label that does not fit its address: `github` on Hugging Face, `paper` on a repository.",
        "Mostly the wrong address was copied. Only labels that name a kind of thing or a site are "
        "looked at, and names of rows are not.",
        wrong_labels,
    ),
)
RULE_NAMES = tuple(rule.name for rule in RULES)


def rules_that_apply(switches: Mapping[str, bool]) -> list[ListRule]:
    """The rules without those that are switched off by name."""
    return [rule for rule in RULES if switches.get(rule.name, True)]
