"""Markdown as GitHub shows it, as a page that a browser opens by itself."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment
from markdown_it import MarkdownIt
from markupsafe import Markup

_READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})
_MEDIA = {None: "(prefers-color-scheme: dark)", True: "all", False: "not all"}
_TASK = re.compile(r"<li>(\s*<p>)?\[([ xX])\] ")


def page(
    title: str,
    meta: str,
    markdown: str,
    *,
    number: int = 0,
    state: str = "",
    dark: bool | None = None,
) -> str:
    """A whole HTML page: the title, a line below it, and the text.

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
            content=_content(markdown),
        )
    )


def _content(markdown: str) -> Markup:
    html = _TASK.sub(_task, _READER.render(markdown))
    html = html.replace("<table>", '<div class="table"><table>')
    return Markup(html.replace("</table>", "</table></div>"))


def _task(item: re.Match[str]) -> str:
    ticked = "" if item[2] == " " else " checked"
    return f'<li class="task">{item[1] or ""}<input type="checkbox"{ticked}> '
