from __future__ import annotations

from rich.text import Text

from bot.model.entry import Registry
from bot.model.observation import Tally
from bot.render.bodies.news import News
from bot.render.reports.terminal import readable, sources_table

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


def test_the_sources_stand_in_columns() -> None:
    tallies = [
        Tally("hub", asked=86, found=83, moved=3, requests=55, seconds=0.31),
        Tally("semanticscholar", asked=1218, found=11, unsure=1, requests=1, notes=("[slow]",)),
    ]
    news = News(Registry("A list", (), ()), outages={"hub": "nothing was answered"})
    assert Text.from_markup(sources_table(tallies, news)).plain.splitlines() == [
        "  hub                86 queried   83 found   3 moved   0 gone   0 unsure   55 requests    "
        "0.3 s outage: nothing was answered",
        "  semanticscholar  1218 queried   11 found   0 moved   0 gone   1 unsure    1 requests    "
        "0.0 s",
        "                   [slow]",
    ]
