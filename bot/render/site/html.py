"""Pages: HTML out of templates, in which every value is escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from bot.model.values.plain import plural
from bot.render.data.cells import web_address, whole_text
from bot.render.markdown import printable
from bot.render.sandbox import BoundedEnvironment, made
from bot.render.templates import draw, template_loader

_ENDING = ".html.j2"


def draw_site_page(name: str, files: Mapping[str, str], **values: Any) -> str:
    """One page. Raises InputError with the template's file and line."""
    texts = {path: text for path, text in files.items() if path.endswith(_ENDING)}
    return draw(_environment(tuple(sorted(texts.items()))), name + _ENDING, **values)


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> BoundedEnvironment:
    env = BoundedEnvironment(
        loader=template_loader(dict(templates)),
        autoescape=True,
        finalize=_finalized,
    )
    env.add_filters({"plural": plural, "data": data, "address": web_address})
    return env


def _finalized(value: Any) -> Any:
    """What is written of a value: without what no document may hold or what turns letters round."""
    if isinstance(value, str) and not isinstance(value, Markup):
        value = printable(whole_text(value))
    return made(value)


def data(value: Any) -> Markup:
    """A value as JSON inside a `script` element, which nothing in it can end.

    https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(whole_text(text))  # noqa: S704 - no sign of HTML is left in it
