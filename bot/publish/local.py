"""Publishers without GitHub: one only shows proposals, one writes into the working tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.lists.files import write_files, write_whole
from bot.lists.memory import MEMORY
from bot.lists.snapshot import EVIDENCE
from bot.model.change import Proposal
from bot.model.errors import PublishError
from bot.publish.base import Publisher, PublishResult, Recall, Standing


class DryRunPublisher(Publisher):
    """The dry run: reads what the real publisher reads, and writes nothing."""

    def __init__(self, real: Publisher) -> None:
        self._real = real

    @property
    def separate(self) -> bool:
        """As in the real publisher."""
        return self._real.separate

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

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recall:  # noqa: ARG002
        """What is kept in this folder; there are no pull requests to read answers from."""
        return Recall(memory=self._kept(MEMORY), evidence=self._kept(EVIDENCE))

    def _kept(self, path: str) -> str | None:
        try:
            # what is not UTF-8 is no memory: who reads it says so, and starts again
            return (self._root / path).read_bytes().decode("utf-8", errors="replace")
        except OSError:
            return None  # losing it costs only time

    def standing(self, topic: str) -> Standing:  # noqa: ARG002
        """A folder has no pull requests."""
        return Standing()

    def remember(self, memory: str, evidence: str = "") -> None:
        """Keep both beside the list. Raises PublishError."""
        for path, text in ((MEMORY, memory), (EVIDENCE, evidence)):
            if text and self._kept(path) != text:
                write_whole(self._root / path, text)

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:
        """Write the files, the README last. Raises PublishError.

        If somebody saved one of the files since the run began, nothing is written.
        """
        moved = [path for path in proposal.files if not self._is_still(path, originals.get(path))]
        if moved:
            note = f"{', '.join(moved)} changed while the run was under way; run it again"
            return PublishResult(proposal.topic, "held", proposal.title, note=note)
        last = next(reversed(list(proposal.files)), "")  # the README, whatever its name
        changed = write_files(self._root, proposal.files, last)
        return PublishResult(proposal.topic, "written" if changed else "unchanged", proposal.title)

    def _is_still(self, path: str, original: str | None) -> bool:
        place = self._root / path
        if not place.resolve().is_relative_to(self._root.resolve()):
            raise PublishError(f"{path} lies outside of the list's folder")
        try:
            return place.read_bytes() == (original or "").encode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return original is None
        except OSError as error:
            raise PublishError(f"{place} cannot be read: {error.strerror}") from error
