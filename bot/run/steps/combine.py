"""All topics' proposals as one, for a folder, which cannot hold them side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.model.change import Proposal
from bot.model.decision import Topic
from bot.model.snapshot import Snapshot

ALL = "all"
"""Used in place of a topic where all topics are published as one."""


Decided = tuple[Sequence[Proposal], Snapshot]
"""What is proposed for some files, and who said what they show."""


def combined_proposal(
    decided: Decided,
    documents: Mapping[str, str],
    decide: Callable[[Mapping[str, str], frozenset[Topic]], Decided],
) -> tuple[Proposal | None, Snapshot]:
    """All proposals as one, as if they were merged one after the other; the evidence after that.

    `decide` decides for other files, with the proposals of some topics.
    """
    current, taken, later = dict(documents), list[Proposal](), list(Topic)
    proposals, evidence = decided
    while later:
        topic = later.pop(0)
        proposal = next((one for one in proposals if one.topic == topic), None)
        if proposal:
            taken.append(proposal)
            current |= proposal.files
            if later:  # the last one is the attic, of registries alone: they keep no evidence
                proposals, evidence = decide(current, frozenset(later))
    return _as_one(taken) if taken else None, evidence


def _as_one(taken: Sequence[Proposal]) -> Proposal:
    files = {path: text for one in taken for path, text in one.files.items()}
    readme = list(taken[-1].files)[-1]  # the README is written last
    files[readme] = files.pop(readme)
    return Proposal(
        ALL,
        ", ".join(one.title for one in taken),
        "\n".join(one.body for one in taken),
        files,
        tuple(change for one in taken for change in one.changes),
        [row for one in taken for row in one.rows],
    )
