"""The unified diff of a file, plain or in the terminal's colours."""

from __future__ import annotations

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def difference(before: str, after: str, path: str) -> str:
    """A unified diff of one file."""
    import difflib  # most files are up to date

    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"a/{path}", f"b/{path}", lineterm="", n=1
    )
    return "\n".join(lines)


def coloured(diff: str) -> str:
    """The diff in the terminal's colours."""
    from rich.markup import escape  # a diff without colours needs no rich

    lines = []
    for line in diff.splitlines():
        colour = _COLOURS.get(line[:1], "")
        lines.append(f"[{colour}]{escape(line)}[/]" if colour else escape(line))
    return "\n".join(lines)
