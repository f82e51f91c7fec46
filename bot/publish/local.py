"""Publishers without GitHub: one only shows proposals, one writes into the working tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bot.lists.disk.reading import read_inside
from bot.lists.files import write_files
from bot.lists.join_kept import join_kept
from bot.lists.memory import MEMORY
from bot.lists.snapshot import EVIDENCE
from bot.model.change import Proposal
from bot.model.errors import ChangedFilesError, InputError
from bot.publish.base import Operation, Publisher, PublishResult, Recall, Standing


class DryRunPublisher(Publisher):
    """The dry run: reads what the real publisher reads, and writes nothing."""

    def __init__(self, real: Publisher) -> None:
        self._real = real

    @property
    def separate(self) -> bool:
        """As in the real publisher."""
        return self._real.separate

    @property
    def title_prefix(self) -> str:
        """As in the real publisher."""
        return self._real.title_prefix

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recall:
        """What the real publisher reads."""
        return self._real.recall(topics, paths)

    def standing(self, topic: str) -> Standing:
        """As the real publisher knows it."""
        return self._real.standing(topic)

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:  # noqa: ARG002
        """Report that it was shown; the caller draws it."""
        return PublishResult(proposal.topic, "shown", proposal.title)


class FolderPublisher(Publisher):
    """Writes proposals into the list's folder, for a person to look at and commit."""

    separate = False

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, str] = {}
        """What was kept when this run began, or what it has written since."""

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recall:  # noqa: ARG002
        """What is kept in this folder; there are no pull requests to read answers from."""
        self._read = self._kept()
        kept = {path: _readable(text) for path, text in self._read.items()}
        return Recall(memory=kept.get(MEMORY), evidence=kept.get(EVIDENCE))

    def _kept(self) -> dict[str, str]:
        kept = {}
        for path in (MEMORY, EVIDENCE):
            with suppress(OSError, InputError):  # losing it costs only time
                kept[path] = read_inside(self._root, path).decode("utf-8", "surrogateescape")
        return kept

    def standing(self, topic: str) -> Standing:  # noqa: ARG002
        """A folder has no pull requests."""
        return Standing()

    def remember(self, memory: str, evidence: str = "") -> None:
        """Keep both beside the list. Raises PublishError."""
        self._write({}, {}, memory, evidence)

    def write(
        self, proposal: Proposal, originals: Mapping[str, str], memory: str, evidence: str = ""
    ) -> PublishResult:
        """Write the files, the README last, and what is remembered with them: all or nothing.

        If somebody saved one of the files since the run began, none of them is written. Raises
        PublishError.
        """
        try:
            changed = self._write(proposal.files, originals, memory, evidence)
        except ChangedFilesError as error:
            if memory or evidence:
                self.remember(memory, evidence)
            return PublishResult(proposal.topic, "held", proposal.title, note=str(error))
        operation: Operation = "written" if {*changed} & {*proposal.files} else "unchanged"
        return PublishResult(proposal.topic, operation, proposal.title)

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:
        """The same, with nothing new to remember. Raises PublishError."""
        return self.write(proposal, originals, "")

    def _write(
        self, files: Mapping[str, str], originals: Mapping[str, str], memory: str, evidence: str
    ) -> list[str]:
        """Write all; what another run has remembered meanwhile is joined. Raises PublishError."""
        last = next(reversed(list(files)), "")  # the README, whatever its name
        kept = {path: text for path, text in ((MEMORY, memory), (EVIDENCE, evidence)) if text}
        while True:
            try:
                changed = write_files(
                    self._root, {**files, **kept}, last, {**originals, **self._read}
                )
            except ChangedFilesError as error:
                if not {*error.paths} <= {*kept}:
                    raise
                self._read = self._kept()
                others = {path: _readable(self._read[path]) for path in kept if path in self._read}
                kept = join_kept(kept, others)
            else:
                self._read |= kept
                return changed


def _readable(text: str) -> str:
    """What is not UTF-8 is no memory: who reads it says so, and starts again."""
    shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text if shown == text else shown  # one text in memory, not two
