"""What maintainers did by hand, from the histories of their lists.

    python -m benchmarks.histories CLONES [OUT.json]

Two kinds of work are found, both by comparing the README of a commit with that of its parent:
venue upgrades (one label of a preprint became a venue, and nothing else of the row changed), and
rows that were added to a region that was there. Same clones, same result.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from benchmarks.clones import Clone, MissingCloneError, find_clones
from benchmarks.rows import Row, day, plain_name, read_rows

LISTS = (
    "HuangOwen/Awesome-LLM-Compression",
    "BradyFU/Awesome-Multimodal-Large-Language-Models",
    "Hannibal046/Awesome-LLM",
    "eugeneyan/open-llms",
    "WooooDyy/LLM-Agent-Paper-List",
    "codefuse-ai/Awesome-Code-LLM",
    "Xnhyacinth/Awesome-LLM-Long-Context-Modeling",
)
WITH_ROWS = LISTS[:-1]
"""The lists whose new rows are replayed. In the last one, what a week brought is nested again."""
README = "README.md"
MOST_NEW, MOST_GONE = 10, 20
"""A commit that adds or drops more rows is a rewrite, and no row of it was added by hand alone."""
_PREPRINT = re.compile(r"(?:arxiv|preprint|openreview|under review|submitted)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+|\s+|.", re.DOTALL)
_YEAR_BEHIND = re.compile(r"[ ,'’]*(?:(?:19|20)\d\d|\d\d(?=\W))")
_LABEL = re.compile(r"[A-Z][^\n|<>\[\]`*]{1,80}")


@dataclass(frozen=True)
class Commit:
    sha: str
    parent: str
    day: str


@dataclass(frozen=True)
class Upgrade:
    """A preprint's label that became a venue; both rows whole, `label` as the list now has it."""

    repository: str
    commit: str
    parent: str
    day: str
    file: str
    line: int
    before: str
    after: str
    label_before: str
    label: str


@dataclass(frozen=True)
class Addition:
    """A row that was new. `position` of `rows`: how many of the old rows stand before it.

    `rules` are those that its place follows; `steady` is the one that at least 8 of the region's 10
    additions before it followed, if there was one.
    """

    repository: str
    commit: str
    parent: str
    day: str
    file: str
    region: tuple[str, ...]
    row: str
    position: int
    rows: int
    rules: tuple[str, ...]
    steady: str = ""


def commits(clone: Clone) -> list[Commit]:
    """All commits to the README that have one parent and a person as author, oldest first."""
    form = "--format=%H%x00%P%x00%cs%x00%an"
    log = clone.git("log", "--no-merges", "--reverse", form, clone.commit, "--", README)
    found = []
    for line in log.decode("utf-8", errors="replace").splitlines():
        sha, parent, when, author = line.split("\0")
        if parent and not author.endswith("[bot]"):
            found.append(Commit(sha, parent, when))
    return found


@lru_cache(maxsize=4)
def _page(clone: Clone, commit: str) -> tuple[Row, ...]:
    text = clone.read(README, commit).decode("utf-8", errors="replace")
    return tuple(read_rows(text))


def pages(clone: Clone) -> Iterator[tuple[Commit, Sequence[Row], Sequence[Row]]]:
    """Each commit with the rows before and after it; not where the README was made or moved."""
    for commit in commits(clone):
        try:
            yield commit, _page(clone, commit.parent), _page(clone, commit.sha)
        except MissingCloneError:
            continue


def changed(before: Sequence[Row], after: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows whose text is there no more, and those whose text is new."""
    old, new = {row.text for row in before}, {row.text for row in after}
    return [row for row in before if row.text not in new], [
        row for row in after if row.text not in old
    ]


def label_change(before: str, after: str) -> tuple[str, str] | None:
    """The two labels, where one run of words is all that differs, and a venue took its place."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    same = next((i for i, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1), None)
    if same is None:
        return None
    back = 0
    while back < min(len(old), len(new)) - same and old[-1 - back] == new[-1 - back]:
        back += 1
    one = "".join(old[same : len(old) - back]).strip()
    two = "".join(new[same : len(new) - back]).strip()
    year = _YEAR_BEHIND.match("".join(new[len(new) - back :]))
    tail = year[0] if year and not re.search(r"\d{4}", two) else ""
    is_venue = _LABEL.fullmatch(two) and not _PREPRINT.search(two) and "http" not in two
    return (one + tail, two + tail) if _PREPRINT.match(one) and is_venue else None


@dataclass
class History:
    """What the commits of one list did by hand, found in one pass over them."""

    clone: Clone
    upgrades: list[Upgrade] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    _past: dict[tuple[str, ...], list[tuple[str, ...]]] = field(default_factory=dict)
    _texts: set[str] = field(default_factory=set)

    def read(self) -> History:
        """Look at all commits, oldest first."""
        for commit, before, after in pages(self.clone):
            self._upgrades(commit, before, after)
            self._additions(commit, before, after)
        return self

    def _upgrades(self, commit: Commit, before: Sequence[Row], after: Sequence[Row]) -> None:
        """Rows of which only the label of a preprint changed, and into a venue."""
        gone, new = changed(before, after)
        for row in new:
            old = next((one for one in gone if _is_upgrade(one, row)), None)
            labels = label_change(old.text, row.text) if old else None
            if old and labels:
                gone.remove(old)
                where = (README, old.line + 1)
                stamp = _stamp(self.clone, commit)
                self.upgrades.append(Upgrade(*stamp, *where, old.text, row.text, *labels))

    def _additions(self, commit: Commit, before: Sequence[Row], after: Sequence[Row]) -> None:
        """Rows whose links were nowhere on the page, in regions that had rows."""
        for row, position, others in new_rows(before, after):
            if row.text in self._texts:
                continue
            self._texts.add(row.text)
            rules = rules_of(row, position, others)
            seen = self._past.setdefault(row.region, [])
            stamp = (*_stamp(self.clone, commit), README, row.region, row.text)
            place = (position, len(others), rules, steady_rule(seen))
            self.additions.append(Addition(*stamp, *place))
            seen.append(rules)


def _is_upgrade(old: Row, new: Row) -> bool:
    same = bool(new.references) and old.references == new.references
    return same and label_change(old.text, new.text) is not None


def _stamp(clone: Clone, commit: Commit) -> tuple[str, str, str, str]:
    return clone.repository, commit.sha, commit.parent, commit.day


def new_rows(
    before: Sequence[Row], after: Sequence[Row]
) -> Iterator[tuple[Row, int, tuple[Row, ...]]]:
    """Each added row, how many of the region's old rows stand before it, and those old rows."""
    gone, new = changed(before, after)
    known = {key for row in before for key in row.references}
    added = [row for row in new if row.references and not row.references & known]
    if not added or len(added) > MOST_NEW or len(gone) > MOST_GONE:
        return
    homes: dict[str, set[tuple[str, ...]]] = {}
    for row in before:
        homes.setdefault(row.text, set()).add(row.region)
    names = {plain_name(row.text) for row in gone}
    for row in added:
        region = [one for one in after if one.region == row.region]
        others = tuple(one for one in region if one.text in homes)
        one_home = set.intersection(*(homes[one.text] for one in others)) if others else None
        if not one_home or plain_name(row.text) in names:
            continue  # a new region, rows of several, or a row that got other links
        yield row, sum(one.index < row.index for one in others), others


def rules_of(row: Row, position: int, others: Sequence[Row]) -> tuple[str, ...]:
    """The rules that a place follows: top, bottom, and each order that the region is in."""
    rules = ["top"] if position == 0 else []
    rules += ["bottom"] if position == len(others) else []
    for rule, key, is_falling in (
        ("alphabetical", plain_name, False),
        ("oldest first", day, False),
        ("newest first", day, True),
    ):
        keys = [key(one.text) for one in others]
        if len(keys) > 2 and all((*keys, key(row.text))) and is_sorted(keys, falling=is_falling):
            near = [*keys[max(position - 1, 0) : position], key(row.text), *keys[position:][:1]]
            if near == sorted(near, reverse=is_falling):
                rules.append(rule)
    return tuple(rules)


def is_sorted(keys: Sequence[str], *, falling: bool) -> bool:
    """Whether at most one neighbour in twenty is out of order, and not all are the same."""
    pairs = list(pairwise(keys))
    wrong = sum((one < two) if falling else (one > two) for one, two in pairs)
    return wrong <= len(pairs) / 20 and keys[0] != keys[-1]


LAST, MOST_OF_LAST = 10, 8


def steady_rule(past: Sequence[tuple[str, ...]]) -> str:
    """The rule that at least 8 of the last 10 additions to a region followed, or none."""
    last = past[-LAST:]
    if len(last) < LAST:
        return ""
    count = {rule: sum(rule in rules for rules in last) for rules in last for rule in rules}
    best = max(count, key=lambda rule: (count[rule], rule), default="")
    return best if count.get(best, 0) >= MOST_OF_LAST else ""


def main(words: Sequence[str]) -> None:
    found: dict[str, list[object]] = {"upgrades": [], "additions": []}
    for name in LISTS:
        clones, _ = find_clones(Path(words[0]), name)
        for clone in clones:
            history = History(clone).read()
            changes, rows = history.upgrades, history.additions if name in WITH_ROWS else []
            found["upgrades"] += map(asdict, changes)
            found["additions"] += map(asdict, rows)
            steady = sum(bool(row.steady) for row in rows)
            print(f"{name}: {len(changes)} venues, {len(rows)} rows ({steady} by a steady rule)")
    if words[1:]:
        Path(words[1]).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
