"""A filled-in issue form, as GitHub writes it into the issue: `### Label`, then the answer.

https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.errors import InputError, Where

_HEADING = re.compile(r"### (?P<label>[^\r\n]+?)\s*\Z")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`]+")
_NOTHING = "_No response_"
"""GitHub's text for a field that was left empty."""
LINK, SECTION = "link", "section"


@dataclass(frozen=True)
class Form:
    """A request to add a link."""

    url: str
    section: str = ""


def read_form(path: str, text: str) -> Form:
    """The first link under `### Link`, and the section if one is named.

    The first heading of each label counts: what people write below cannot pass for another field.
    Raises InputError when there is no link.
    """
    answers = _answers(text)
    found = _ADDRESS.search(answers.get(LINK, ""))
    if not found:
        message = "there is no web address under '### Link'"
        raise InputError(Where(path), message, hint="write one link that begins with https://")
    section = answers.get(SECTION, "").strip()
    return Form(found[0].rstrip(".,;:!?"), "" if section == _NOTHING else section[:80])


def _answers(text: str) -> dict[str, str]:
    """Label → answer, both of the first heading with that label."""
    answers: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            lines = []
            answers.setdefault(heading["label"].strip().lower(), lines)
        else:
            lines.append(line)
    return {label: "\n".join(answer).strip() for label, answer in answers.items()}
