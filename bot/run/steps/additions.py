"""Write new entries into the folder, propose them on GitHub, or answer the issue."""

from __future__ import annotations

from collections.abc import Mapping

from bot.lists.registry.load import load
from bot.model.addition import Additions, Requester
from bot.model.change import Proposal
from bot.publish.base import Publisher, PublishResult
from bot.render.bodies.additions import added_body, added_title, refused_comment


def additions_proposal(
    documents: Mapping[str, str], additions: Additions, asker: Requester
) -> Proposal:
    """One pull request for all of them; for a request in an issue on a branch of its own."""
    registry, _ = load({**documents, **additions.files})
    topic = f"add-{asker.issue}" if asker.issue else f"add-{additions.added[0].id}"
    body = added_body(documents, registry, additions, asker)
    return Proposal(topic, added_title(additions), body, additions.files)


def publish_additions(
    documents: Mapping[str, str], additions: Additions, publisher: Publisher, asker: Requester
) -> PublishResult | None:
    """Write or propose the new entries. Raises PublishError.

    None without any; the issue is then answered with the reasons.
    """
    if not additions.added:
        if asker.issue:
            publisher.answer(asker.issue, refused_comment(additions.refused))
        return None
    proposal = additions_proposal(documents, additions, asker)
    originals = {path: documents[path] for path in proposal.files if path in documents}
    return publisher.propose(proposal, originals)
