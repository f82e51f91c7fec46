"""`listkeeper` without the second that GitHub asks for between writes; else the real command."""

from __future__ import annotations

from functools import partial
from unittest.mock import patch

from bot.cli.main import main
from bot.publish.github.access import connect_writer

if __name__ == "__main__":
    quick = partial(connect_writer, seconds_between_writes=0)
    with patch("bot.publish.github.access.connect_writer", quick):
        main()
