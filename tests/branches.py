"""A publisher that keeps what is proposed, as open branches do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.change import Answers, Proposal
from bot.publish.base import PublishResult, Recall, Standing


@dataclass
class Branches:
    """A publisher of separate topics that keeps what is proposed, as open branches do."""

    separate = True
    title_prefix = ""
    open: dict[str, Proposal] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    memory: str | None = None
    evidence: str | None = None

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recall:
        pending = {
            topic: {path: text for path, text in one.files.items() if path in paths}
            for topic, one in self.open.items()
        }
        numbers = {topic: PublishResult(topic, "created", number=1) for topic in self.open}
        return Recall(self.memory, self.answers, pending, numbers, evidence=self.evidence)

    def propose(self, proposal: Proposal, originals: object) -> PublishResult:
        known = self.open.get(proposal.topic)
        self.open[proposal.topic] = proposal
        return PublishResult(proposal.topic, "unchanged" if known == proposal else "created")

    def standing(self, topic: str) -> Standing:
        return Standing(topic in self.open)

    def remember(self, memory: str, evidence: str = "") -> None:
        self.memory, self.evidence = memory, evidence

    def write(
        self, proposal: Proposal, originals: Mapping[str, str], memory: str, evidence: str = ""
    ) -> PublishResult:
        self.remember(memory, evidence)
        return self.propose(proposal, originals)

    def may_write(self, login: str) -> bool:
        return True

    def show(self, board: str) -> str:
        return ""

    def answer(self, issue: int, text: str) -> None: ...

    def withdraw(self, topic: str, why: str) -> PublishResult:
        raise AssertionError(f"{topic} is taken back: {why}")
