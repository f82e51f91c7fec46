"""Markdown as a reader sees it."""

from __future__ import annotations

import re


def visible(markdown: str) -> str:
    """What a reader sees of inline Markdown: link texts without addresses, no escapes."""
    text = re.sub(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"<(?!br>)[^>]*>", "", text)
    return re.sub(r"\\(.)", r"\1", text.replace("**", ""))
