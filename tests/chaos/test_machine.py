"""Days, merges, closes, ticks, outages, commits by hand and two runs at once, in any order.

`make days` plays more and longer ones than `make test` (`CHAOS=1`).
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.publish.github.comments import HELD
from bot.publish.github.dashboard import MARK
from tests.build import LIST, README, documents
from tests.living import Living
from tests.world.fixtures import settle
from tests.world.hub import HubSite
from tests.world.world import World

pytestmark = pytest.mark.loopback
LONG = bool(os.environ.get("CHAOS"))

SITE = "https://two.example/tour"
TOOLS = f"""\
entries:
  - id: one
    kind: tool
    name: One
    section: tools
    description: Firstword of a person.
    links: {{code: https://github.com/old/one}}
  - id: two
    kind: tool
    name: Two
    section: tools
    description: Secondword of a person.
    licence: MIT
    links: {{code: https://github.com/acme/two, site: {SITE}}}
  - id: three
    kind: tool
    name: Three
    section: tools
    links: {{hub: https://huggingface.co/acme/a}}
"""
FILE = "registry/tools.yml"
WATCHED = f"""\
{LIST}\
  - {{id: models, title: Models, kinds: [model], columns: [name, sizes, licence]}}
watches: {{accounts: [acme]}}
"""
MODELS = "<!-- listkeeper:begin models -->\n<!-- listkeeper:end models -->\n"
PAGE = {"title": "A tour", "text": "A tour. This page tells about Two at some length."}
MODEL = {"downloads": 4300, "license": "mit"}
GONE = {"status": 404, "title": "Not found"}
HOSTS = ("huggingface.co", "two.example", "web.archive.org")
_BOX = re.compile(r"- \[x\] <!-- listkeeper:change (\S+ \w+)")
_OPEN = re.compile(r"- \[ \] (<!-- listkeeper:(?:accept|decline|return|run|rebuild)[^>]* -->)")


def _files() -> dict[str, str]:
    table = '{% include "_table.md.j2" %}\n'
    more = {"registry/list.yml": WATCHED, "templates/models.md.j2": table}
    return documents(**{FILE: TOOLS, "README.md": README + MODELS, **more})


class Days(RuleBasedStateMachine):
    """One list on GitHub. What must hold stands below `invariant`."""

    @initialize()
    def open_the_list(self) -> None:
        self.folder = TemporaryDirectory(prefix="machine-", ignore_cleanup_errors=True)
        here = Path(self.folder.name)
        scenario: dict[str, Any] = {
            "repository": {"name": "octo/list", "files": _files()},
            "repos": {
                "old/one": {"stars": 500, "id": 11},
                "acme/two": {"stars": 8312, "license": "Apache-2.0"},
            },
            "hub": {"models": {"acme/a": dict(MODEL)}},
            "pages": {"pages": {SITE: PAGE}},
            "wayback": {SITE: [["20250101000000", 200]]},
        }
        self.patch = pytest.MonkeyPatch()
        self.world = World(scenario, here / "world", strict=False).__enter__()
        settle(self.world, self.patch)
        self.patch.setattr("bot.sources.archive.wayback._SPACING", 0.0)
        self.list = Living(self.world, here / "list")
        self.other = Living(self.world, here / "other")
        self.words = {"Firstword", "Secondword", "Words of a person."}
        self.rejected: set[str] = set()
        self.settled: set[str] = set()
        self.by_hand: set[str] = set()
        """Branches with a commit of a person that nobody gave back to the bot."""
        self.head = self.list.site.git.resolve("main")

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.__exit__(None, None, None)
            self.patch.undo()
            self.folder.cleanup()

    # what the world does

    @rule(stars=st.sampled_from([400, 8312, 9900, 20_000]))
    def stars_change(self, stars: int) -> None:
        self.list.site.repos.find("acme/two").stars = stars

    @rule(name=st.sampled_from(["new/one", "newer/one"]))
    def a_repository_is_renamed(self, name: str) -> None:
        if not self.list.site.repos.find(name):
            self.list.site.repos.rename(11, name)

    @rule(page=st.sampled_from([PAGE, GONE]))
    def a_page_goes_or_comes_back(self, page: dict[str, Any]) -> None:
        self.world.web.pages[SITE] = page

    @rule(name=st.sampled_from(["b-7b", "c-13b"]))
    def a_model_comes(self, name: str) -> None:
        hub = next(site for site in self.world.sites if isinstance(site, HubSite))
        hub.part["models"][f"acme/{name}"] = {**MODEL, "created": "2026-03-01"}

    @rule(host=st.sampled_from(HOSTS), body=st.sampled_from(["null", "<html>", "[{}]"]))
    def an_outage(self, host: str, body: str) -> None:
        self.world.fault(host, status=403, body=body)

    @rule()
    def the_outages_end(self) -> None:
        self.world.clear_faults()

    # what people do

    def _any_open(self, pick: int) -> str:
        topics = sorted(self.list.open())
        return topics[pick % len(topics)]

    @precondition(lambda self: hasattr(self, "list") and self.list.open())
    @rule(pick=st.integers(0, 9))
    def a_merge(self, pick: int) -> None:
        topic = self._any_open(pick)
        try:
            self.list.merge(topic)
        except ValueError:
            return  # conflicts, as GitHub says
        self.words |= {"Mine."} if f"listkeeper/{topic}" in self.by_hand else set()
        self.by_hand.discard(f"listkeeper/{topic}")
        self.head = self.list.site.git.resolve("main")

    @precondition(lambda self: hasattr(self, "list") and self.list.open())
    @rule(pick=st.integers(0, 9))
    def a_close(self, pick: int) -> None:
        topic = self._any_open(pick)
        if topic != "metadata":  # that one rests as a whole
            self.rejected |= set(_BOX.findall(self.list.open()[topic].body))
        self.list.close(topic)
        self.by_hand.discard(f"listkeeper/{topic}")

    @precondition(lambda self: hasattr(self, "list") and self.list.open())
    @rule(pick=st.integers(0, 9))
    def an_unticked_box(self, pick: int) -> None:
        pull = self.list.open()[self._any_open(pick)]
        boxes = _BOX.findall(pull.body)
        if boxes:
            box = f"<!-- listkeeper:change {boxes[0]}"
            body = pull.body.replace(f"- [x] {box}", f"- [ ] {box}")
            self.list.site.edit_body(pull.number, body)
            self.rejected.add(boxes[0])

    def board(self) -> Any:
        """The open dashboard, None while there is none."""
        boards = (one for one in self.list.site.issues if MARK in one.body and one.state == "open")
        return next(boards, None)

    @precondition(lambda self: hasattr(self, "list") and self.board())
    @rule(pick=st.integers(0, 40))
    def a_tick(self, pick: int) -> None:
        """Of any box of the dashboard; what it asks for is done at once, as a workflow does it."""
        issue = self.board()
        boxes = _OPEN.findall(issue.body)
        box = boxes[pick % len(boxes)]
        self.list.site.edit_body(issue.number, issue.body.replace(f"[ ] {box}", f"[x] {box}"))
        _, what, *rest = box.split()
        if what.endswith(":return"):
            self.rejected.discard(" ".join(rest[:2]))
            self.settled.discard(box.replace(":return", ":decline"))
        elif what.endswith(":decline"):
            self.settled.add(box)
        self._checked(self.list.rebuild() if what != "listkeeper:run" else self.list.refresh())

    @precondition(lambda self: hasattr(self, "list") and self.list.open())
    @rule(pick=st.integers(0, 9))
    def a_branch_is_given_back(self, pick: int) -> None:
        """The box in the comment that explains why the bot leaves a pull request alone."""
        pull = self.list.open()[self._any_open(pick)]
        for comment in self.list.site.comments(pull.number):
            if HELD in comment.body:
                comment.body = comment.body.replace("- [ ]", "- [x]")
                self.by_hand.discard(pull.head)

    @rule(word=st.sampled_from(["Apples", "Bridges", "Cameras"]))
    def a_commit_by_hand(self, word: str) -> None:
        files = self.list.site.files()
        if f"id: {word.lower()}" not in files[FILE]:
            row = f"  - {{id: {word.lower()}, kind: tool, name: {word}, section: tools, "
            row += f"description: {word} of a person., links: {{site: {SITE}}}}}\n"
            self.list.site.push("main", {FILE: files[FILE] + row})
            self.head = self.list.site.git.resolve("main")
        self.words.add(f"{word} of a person.")

    @precondition(lambda self: hasattr(self, "list") and self.list.open())
    @rule(pick=st.integers(0, 9))
    def a_commit_on_the_bots_branch(self, pick: int) -> None:
        branch = f"listkeeper/{self._any_open(pick)}"
        text = self.list.site.files(branch)["README.md"]
        self.list.site.push(branch, {"README.md": text + "\nMine.\n"})
        self.by_hand.add(branch)

    # what the bot does

    @rule(days=st.integers(1, 4))
    def a_run(self, days: int) -> None:
        self.list.pass_days(days)
        run = self.list.refresh()
        self._checked(run)

    @rule()
    def a_rebuild(self) -> None:
        self._checked(self.list.rebuild())

    @rule()
    def two_runs_at_once(self) -> None:
        self.other.now = self.list.now
        self.list.site.store.clock = lambda: self.list.now
        with ThreadPoolExecutor(2) as pool:
            for run in [pool.submit(one.refresh) for one in (self.list, self.other)]:
                run.result()

    def _checked(self, run: Any) -> None:
        failed = [one.note for one in run.results if one.operation == "failed"]
        assert not failed, failed
        for topic, pull in self.list.open().items():
            again = self.rejected & set(_BOX.findall(pull.body))
            assert not again, f"{topic} brings back {again}"
        body = self.board().body if self.board() else ""
        assert not re.search(r"- \[[xX]\] ", body), "a tick stays, as if nobody had read it"
        assert not [box for box in self.settled if box in body], "a settled question is back"

    # what must hold

    @invariant()
    def no_word_of_a_person_is_lost(self) -> None:
        if hasattr(self, "list"):
            files = self.list.site.files()
            text = files[FILE] + files["README.md"]
            assert not [word for word in self.words if word not in text]

    @invariant()
    def only_people_move_the_main_branch(self) -> None:
        if hasattr(self, "list"):
            assert self.list.site.git.resolve("main") == self.head

    @invariant()
    def one_pull_request_a_topic_and_one_dashboard(self) -> None:
        if hasattr(self, "list"):
            heads = [one.head for one in self.list.site.pulls if one.state == "open"]
            assert len(heads) == len(set(heads))
            boards = [one for one in self.list.site.issues if MARK in one.body]
            assert len([one for one in boards if one.state == "open"]) <= 1

    @invariant()
    def commits_of_people_stay_on_branches(self) -> None:
        if hasattr(self, "list"):
            for branch in self.by_hand:
                topic = branch.removeprefix("listkeeper/")
                assert topic in self.list.open(), f"{branch} was closed"
                assert "Mine." in self.list.files(topic)["README.md"]


TestDays = Days.TestCase
TestDays.settings = settings(
    max_examples=10 if LONG else 2,
    stateful_step_count=30 if LONG else 10,
    derandomize=not LONG,
    database=None,
    phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
