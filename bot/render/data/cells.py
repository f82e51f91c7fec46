"""Single cells of tables of data, and addresses as they may stand in them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from bot.render.markdown import printable

_FORMULA = tuple("=+-@")
_BREAK = re.compile(r"[\t\r\n\v\f]+")
_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of letters that stand for no byte."""


def plain_cell(text: str) -> str:
    """A text in one line that no spreadsheet runs as a formula, blanks before the sign or not.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = _BREAK.sub(" ", whole_text(text))
    seen = unicodedata.normalize("NFKC", text).lstrip()
    return f"'{text}" if seen.startswith(_FORMULA) else text


def whole_text(text: str) -> str:
    """Bytes that are no UTF-8 as the sign that stands for them: JSON cannot hold them."""
    if text.isascii():  # as most are
        return text
    return _HALF.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def text_line(text: str) -> str:
    """Text from outside in one line, without what terminals obey or nobody sees."""
    return " ".join(printable(whole_text(text)).split())


def web_address(url: str) -> str:
    """The address as an attribute may hold it; empty for what is no address of the web.

    https://url.spec.whatwg.org/#valid-url-string
    """
    written = quote(whole_text(url), safe="/:?#@!$&'*+,;=%~-._[]()")
    return written if written.lower().startswith(("https://", "http://")) else ""
