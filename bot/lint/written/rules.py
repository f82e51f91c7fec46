"""The rules for hand-written lists: what each looks for, why, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.lint.written.addresses import empty_links, missing_schemes
from bot.lint.written.anchors import broken_anchors
from bot.lint.written.brackets import lost_brackets
from bot.lint.written.duplicates import arxiv_forms, duplicates
from bot.lint.written.endings import wrong_endings
from bot.lint.written.headings import large_files, wrong_levels
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
        "Rows are compared by what their first link leads to and by their names. Two such rows in "
        "one section are a problem, and so is a row with the address of an unrelated one. A row "
        "that another section lists as well is only a reminder: that may be intended. Translations "
        "of a file are not duplicates. Nothing is ever merged.",
        duplicates,
    ),
    ListRule(
        "order",
        "A row out of place in a list or table that is in alphabetical order.",
        "A list counts as alphabetical if it has at least 8 rows and at most one in 8 is out of "
        "place, under any common way to sort: with or without capitals, by words or letters, "
        "without articles. Rows at the very top may be pinned and are left alone.",
        out_of_order,
    ),
    ListRule(
        "endings",
        "A row without a full stop if nearly all rows of its list end with one, or the other way "
        "round.",
        "This needs 10 rows that end with plain text, 90 % of which agree. Rows that end with a "
        "link, code, `!` or `?` are not counted. If the list uses no full stops, abbreviations and "
        "rows of several sentences keep theirs.",
        wrong_endings,
        "adds or removes the full stop if at least 95 % of the rows agree",
    ),
    ListRule(
        "anchors",
        "A link into the same file, as in a table of contents, that leads to no heading.",
        "Anchors follow GitHub's rules: from headings in Markdown and HTML, with `-1` for the "
        "second of the same name, and from every `id` and `<a name>`.",
        broken_anchors,
    ),
    ListRule(
        "headings",
        "A numbered heading on another level than the one before it: `## 3 …`, then `### 4 …`.",
        "Readers, outlines and tables of contents show it as part of the section before it.",
        wrong_levels,
    ),
    ListRule(
        "shifted-rows",
        r"A row of a table with more or fewer cells than the header, or a cell that ends with `\`.",
        "GitHub drops surplus cells, and a stray pipe shifts all cells after it into the wrong "
        "columns. A form that a quarter of a table's rows share is left alone, and so is a last "
        "column that is mostly empty anyway.",
        shifted_rows,
        "removes empty cells after the last column",
    ),
    ListRule(
        "split-rows",
        "One row of a table broken over two lines, or a blank line between a table and its rows.",
        "A line break ends a row, so the rest of it is in the wrong columns. Two neighbouring "
        "lines count as one row if the cells they fill add up to the columns of the table, and "
        "empty cells are rare in it.",
        split_rows,
    ),
    ListRule(
        "brackets",
        "A link with a missing bracket: `[label] (https:…)`, `label](https:…)`, `[label](https:…`, "
        "`word(https:…)`, `[label](https:…)]`.",
        "Readers see the brackets and the bare address, or no link at all.",
        lost_brackets,
        "removes the space in `[label] (https:…)`",
    ),
    ListRule(
        "latex",
        r"LaTeX commands in the text: `\textasciitilde`, `\textbf{…}`, `{\"u}`.",
        "Readers see the command. Formulas between `$` and code are left alone.",
        latex_residue,
        r"writes the letter that a command like `\textasciitilde` stands for",
    ),
    ListRule(
        "empty-links",
        "A link whose address is empty, `[paper]()`, or that has no text: `[](https://…)`.",
        "A click on the first leads nowhere; the second cannot be seen. Labels that say so "
        "(`coming soon`, `TBA`, `-`) and images are left alone; more than 20 without an address in "
        "one file are one reminder, because they seem intended.",
        empty_links,
    ),
    ListRule(
        "schemes",
        "An address without a scheme, or with a misspelt one: `github.com/owner/name`, "
        "`https:/github.com/owner/name`.",
        "GitHub treats it as a file in the repository.",
        missing_schemes,
        "adds `https://` if the host is well known or begins with `www.`",
    ),
    ListRule(
        "arxiv-forms",
        "One arXiv paper linked in two forms: as `abs` in one row and as `pdf` in another, or "
        "with and without a version.",
        "A search for one form does not find the other. Both forms in each row, or a label that "
        "names the form (`[pdf]`), are fine.",
        arxiv_forms,
    ),
    ListRule(
        "labels",
        "A label that does not fit its address: `github` on Hugging Face, `paper` on a repository.",
        "Usually the wrong address was copied. Only labels that name a kind of thing or a site are "
        "checked; a row's name is reported only if its address has nothing of it.",
        wrong_labels,
    ),
    ListRule(
        "size",
        "A file of 400 kB or more.",
        "GitHub shows the first 512 kB of a README and leaves out the rest. It is a reminder with "
        "the largest sections, so that one can be moved to a file of its own in time; further "
        "files that the README links to are kept up to date as well.",
        large_files,
    ),
)
RULE_NAMES = tuple(rule.name for rule in RULES)


def rules_that_apply(switches: Mapping[str, bool]) -> list[ListRule]:
    """The rules without those that are switched off by name."""
    return [rule for rule in RULES if switches.get(rule.name, True)]
