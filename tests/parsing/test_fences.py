"""Which fence is open after each line of a Markdown text."""

from __future__ import annotations

import pytest

from bot.parsing.fences import fence_after


@pytest.mark.parametrize(
    ("lines", "fences"),
    [
        (["a", "```", "b", "```", "c"], ["", "```", "```", "", ""]),
        (["~~~sh", "```", "~~~"], ["~~~", "~~~", ""]),
        (["````", "```", "`````"], ["````", "````", ""]),
        (["   ```", "    ```", "```"], ["```", "```", ""]),
        (["``", "~~"], ["", ""]),
    ],
)
def test_a_fence_ends_with_one_of_its_kind_that_is_as_long(
    lines: list[str], fences: list[str]
) -> None:
    found, fence = [], ""
    for line in lines:
        fence = fence_after(fence, line)
        found.append(fence)
    assert found == fences
