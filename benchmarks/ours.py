"""listkeeper's web source on the links of a file: `python -m benchmarks.ours FILE AT_ONCE`.

Prints how many are alive.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.model.observation import Found
from bot.model.reference import Query, read_link
from bot.sources.web.checker import Web


def main(path: str, at_once: int) -> None:
    links = [read_link(url) for url in Path(path).read_text(encoding="utf-8").split()]
    queries = [Query(link.reference, link.url) for link in links]
    web = Web(workers=at_once, allow_private=True)
    alive = sum(isinstance(seen, Found) for seen in web.look(queries, datetime.now(UTC)))
    web.close()
    print(alive)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
