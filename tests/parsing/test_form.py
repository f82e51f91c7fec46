"""A filled-in form, as GitHub writes it and as people tamper with it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.errors import InputError
from bot.parsing.issue_form import Form, read_form

URL = "https://github.com/acme/a"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (f"### Link\n\n{URL}\n\n### Section\n\n_No response_\n", Form(URL)),
        (f"### Link\r\n\r\n{URL}\r\n\r\n### Section\r\n\r\nTools\r\n", Form(URL, "Tools")),
        (f"### Link\n\n<{URL}>.\n", Form(URL)),
        (f"### Link\n\n[it]({URL})\n", Form(URL)),
        (f"### Link\n\n{URL}\n\n### Why\n\n### Section\n\nx\n### Section\n\ny", Form(URL, "x")),
        (f"### Link\n\n{URL}\n\n### Why\n\n### Link\n\nhttps://evil.example", Form(URL)),
        (f"### Link\n\n{URL}\n\n### Section\n\n{'x' * 200}", Form(URL, "x" * 80)),
    ],
)
def test_forms(body: str, form: Form) -> None:
    assert read_form("issue.md", body) == form


@pytest.mark.parametrize("body", ["", URL, f"Link\n\n{URL}", "### Link\n\nplease\n", "### Link"])
def test_no_link(body: str) -> None:
    with pytest.raises(InputError, match=r"issue\.md: there is no web address"):
        read_form("issue.md", body)


@given(st.text(max_size=200))
def test_any_text_is_a_form_or_none(body: str) -> None:
    with suppress(InputError):
        assert read_form("issue.md", f"### Link\n{body}").url.startswith("http")
