from __future__ import annotations

from bot.render.outline import readable

BODY = """\
- [x] <!-- listkeeper:change a/b 0123456789ab --> **A** · code: x → y<br>renamed
- [ ] <!-- listkeeper:rebuild --> Draw it anew

<details open><summary>Tools &amp; toys: 1 row</summary>

| | Name |
| --- | --- |
| new | A<br>code |

</details>
"""


def test_a_body_reads_well_in_a_terminal() -> None:
    assert readable(BODY) == (
        "- ☑ **A** · code: x → y\\\n  renamed\n- ☐ Draw it anew\n\n**Tools & toys: 1 row**\n\n"
        "| | Name |\n| --- | --- |\n| new | A · code |\n\n\n"
    )
