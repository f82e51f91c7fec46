"""All topics' proposals as one, for a folder, which cannot hold them side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.model.change import Proposal
from bot.model.decision import Topic
from bot.run.steps.outcome import Outcome

ALL = "all"
"""Used in place of a topic where all topics are published as one."""


def combined_proposal(
    outcome: Outcome,
    documents: Mapping[str, str],
    decide: Callable[[Mapping[str, str], frozenset[Topic]], Outcome],
) -> Proposal | None:
    """All proposals as one, as if they were merged one after the other.

    `decide` gives the outcome for other files, with the proposals of some topics.
    """
    current, proposals = dict(documents), outcome.proposals
    taken: list[Proposal] = []
    later = list(Topic)
    while later:
        topic = later.pop(0)
        proposal = next((one for one in proposals if one.topic == topic), None)
        if proposal:
            taken.append(proposal)
            current |= proposal.files
            proposals = decide(current, frozenset(later)).proposals if later else ()
    return _as_one(taken) if taken else None


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
