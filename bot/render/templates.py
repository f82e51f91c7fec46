"""Templates: a sandbox in which everything that is not Markdown is escaped."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache
from html import escape as escape_html
from typing import Any

from jinja2 import FunctionLoader, TemplateNotFound, pass_environment
from jinja2.exceptions import TemplateSyntaxError

from bot.model.errors import InputError, Where
from bot.model.values.plain import plural
from bot.render.figures.text import visible
from bot.render.markdown import Md, escape, fenced, link, printable, prose
from bot.render.sandbox import SOURCE_LENGTH, BoundedEnvironment, bounded_drawing, made

_FOLDER = "templates/"
_FIGURE = ".svg.j2"
_WIDE = 72
"""Longest address in characters that is displayed in full."""


class Svg(str):
    """Text that is XML already; everything else is escaped where a figure is drawn."""

    __slots__ = ()


def environment(documents: Mapping[str, str]) -> BoundedEnvironment:
    """The list's own templates, sandboxed. Plain text is escaped as it is put in.

    Templates are compiled once: the same texts give the same environment.
    """
    templates = ((path, text) for path, text in documents.items() if path.startswith(_FOLDER))
    return _environment(tuple(sorted(templates)), is_svg=False)


def svg_environment(documents: Mapping[str, str]) -> BoundedEnvironment:
    """The same for `*.svg.j2`: plain text is escaped for XML, what nobody sees is left out."""
    templates = ((path, text) for path, text in documents.items() if path.endswith(_FIGURE))
    return _environment(tuple(sorted(templates)), is_svg=True)


def template_loader(texts: Mapping[str, str]) -> FunctionLoader:
    """Finds templates by their names; one that is too long raises InputError with its path."""

    def find(name: str) -> tuple[str, str, None] | None:
        path = f"{_FOLDER}{name}"
        if len(texts.get(path, "")) > SOURCE_LENGTH:
            raise InputError(Where(path), f"a template has at most {SOURCE_LENGTH:,} characters")
        return (texts[path], path, None) if path in texts else None

    return FunctionLoader(find)


@lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, str], ...], *, is_svg: bool) -> BoundedEnvironment:
    env = BoundedEnvironment(
        loader=template_loader(dict(templates)),
        autoescape=False,
        finalize=_finalized_svg if is_svg else _finalized,
    )
    env.add_filters(
        {
            "link": link,
            "label": label,
            "plural": plural,
            "md": _markdown,
            "svg": Svg,
            "defuse": _without_mentions,
            "address": address,
            "prose": prose,
            "copied_on": copied_on,
            "days_and_span": days_and_span,
            "plain": plain_line,
            "fenced": fenced,
            "html": html,
            "code": code_span,
            "tight": tight_cell,
        }
    )
    return env


@pass_environment
def _finalized(_: BoundedEnvironment, value: Any) -> Any:
    """What is written of a value. It is given the environment so that constants wait for it."""
    return made(escape(value) if isinstance(value, str) else value)


@pass_environment
def _finalized_svg(_: BoundedEnvironment, value: Any) -> Any:
    """The same in a figure; a whole number is written without its zero behind the point."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return made(escape_svg(value) if isinstance(value, str) else value)


def escape_svg(text: str) -> Svg:
    """Plain text for XML, as content or in quotes. Svg stays unchanged."""
    return text if isinstance(text, Svg) else Svg(escape_html(visible(text)))


def _markdown(text: object) -> Md:
    """Text that is Markdown already."""
    return Md(text)


def _without_mentions(markdown: str) -> Md:
    from bot.render.mentions import defuse_mentions  # its patterns are only for what GitHub posts

    return defuse_mentions(markdown)


def draw(env: BoundedEnvironment, name: str, **values: Any) -> str:
    """One template with its values. Raises InputError with the template's file and line."""
    try:
        with bounded_drawing():
            return env.get_template(name).render(**values)
    except TemplateSyntaxError as error:
        where = Where(f"{_FOLDER}{error.name or name}", error.lineno)
        raise InputError(where, f"template error: {error.message}") from None
    except TemplateNotFound as error:
        where = Where(f"{_FOLDER}{error.name}")
        raise InputError(where, "this template is missing", hint="restore or write it") from None
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - people write templates, and they may do anything
        raise InputError(_place(error, name), f"template error: {error}") from None


def _place(error: Exception, name: str) -> Where:
    frames = traceback.extract_tb(error.__traceback__)
    drawn = [frame for frame in frames if frame.filename.startswith(_FOLDER)]
    return Where(drawn[-1].filename, drawn[-1].lineno or 0) if drawn else Where(_FOLDER + name)


def label(text: object) -> Md:
    """Text for a Mermaid label, without the characters of Mermaid's grammar."""
    return Md(re.sub(r"\s+", " ", re.sub(r'["`;:#<>{}\[\]|\\]', " ", str(text))).strip())


def address(url: str) -> Md:
    """A link with its address as the text, without the usual scheme, shortened in the middle."""
    text = url.removeprefix("https://").rstrip("/")
    return link(text if len(text) <= _WIDE else f"{text[:48]}…{text[-22:]}", url)


def plain_line(text: str) -> Md:
    """Foreign text as one line that holds nothing a comment in YAML may not hold."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return Md(line if len(line) <= _WIDE * 2 else line[: _WIDE * 2 - 1] + "…")


def days_and_span(days: tuple[int, int]) -> str:
    """`3 days over a week`: on how many days, and from the first to the last of them."""
    count, over = days
    weeks, rest = divmod(over, 7)
    span = (
        plural(over, "day") if rest or not weeks else "a week" if weeks == 1 else f"{weeks} weeks"
    )
    return plural(count, "day") + (f" over {span}" if over else "")


def code_span(text: str) -> Md:
    """Text that a person copies, as code on one line."""
    line = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence, gap = "`" * (longest + 1), " " if "`" in line else ""
    return Md(f"{fence}{gap}{line}{gap}{fence}")


def html(text: str) -> Md:
    """Plain text within an HTML element, where Markdown's escapes would be seen."""
    return Md(escape_html(" ".join(printable(text).split())))


def tight_cell(text: str) -> str:
    """The text without its blank lines."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def copied_on(url: str) -> str:
    """The day (YYYY-MM-DD) of a Wayback Machine's copy, from its address."""
    found = re.search(r"/web/(\d{4})(\d\d)(\d\d)", url)
    return "-".join(found.groups()) if found else "another day"
