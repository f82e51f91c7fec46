"""Markdown as GitHub shows it, as a page that a browser opens by itself."""

from __future__ import annotations

import re
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from jinja2 import Environment
from markupsafe import Markup

_FILE = Options.CMARK_OPT_UNSAFE
# Comments on GitHub break lines where their text does.
_COMMENT = _FILE | Options.CMARK_OPT_HARDBREAKS
_MEDIA = {None: "(prefers-color-scheme: dark)", True: "all", False: "not all"}
_TASK = re.compile(r'<li>(\s*<p>)?<input type="checkbox"( checked="")? disabled="" />')


def page(
    title: str,
    meta: str,
    markdown: str,
    *,
    number: int = 0,
    state: str = "",
    dark: bool | None = None,
    is_file: bool = False,
) -> str:
    """A whole HTML page: the title, a line below it, and the text: a comment's, or a file's.

    `dark` chooses the colours; None leaves that to the reader's browser.
    """
    template = (Path(__file__).parent / "page.html.j2").read_text(encoding="utf-8")
    return (
        Environment(autoescape=True)
        .from_string(template)
        .render(
            title=title,
            meta=meta,
            number=number,
            state=state,
            media=_MEDIA[dark],
            content=_content(markdown, _FILE if is_file else _COMMENT),
        )
    )


def _content(markdown: str, options: int) -> Markup:
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, options)
    html = _TASK.sub(_task, html)
    html = html.replace("<table>", '<div class="table"><table>')
    return Markup(html.replace("</table>", "</table></div>"))


def _task(item: re.Match[str]) -> str:
    ticked = " checked" if item[2] else ""
    return f'<li class="task">{item[1] or ""}<input type="checkbox"{ticked}>'
