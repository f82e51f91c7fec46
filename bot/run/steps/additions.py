"""Write new entries into the folder, propose them on GitHub, or answer the issue."""

from __future__ import annotations

from collections.abc import Mapping

from bot.lists.read import home_of, read_state
from bot.model.change import Proposal
from bot.model.dashboard import Sender
from bot.model.values.addition import Additions, Requester
from bot.publish.base import Publisher, PublishResult
from bot.render.bodies.additions import added_body, added_title, refused_comment


def additions_proposal(
    documents: Mapping[str, str], additions: Additions, asker: Requester, sender: Sender
) -> Proposal:
    """One pull request for all of them; that of an issue lives on a branch of its own."""
    topic = f"add-{asker.issue}" if asker.issue else f"add-{additions.added[0].id}"
    registry = read_state({**documents, **additions.files}).registry
    drawn = registry if home_of(documents).is_drawn else None
    body = added_body(documents, drawn, additions, asker, sender)
    return Proposal(topic, added_title(additions), body, additions.files)


def publish_additions(
    documents: Mapping[str, str],
    additions: Additions,
    publisher: Publisher,
    asker: Requester,
    sender: Sender,
) -> PublishResult | None:
    """Write or propose the new entries. Raises PublishError.

    None without any; the issue is then answered with the reasons.
    """
    if not additions.added:
        if asker.issue:
            publisher.answer(asker.issue, refused_comment(additions.refused))
        return None
    proposal = additions_proposal(documents, additions, asker, sender)
    proposal = proposal.titled(publisher.title_prefix)
    originals = {path: documents[path] for path in proposal.files if path in documents}
    return publisher.propose(proposal, originals)
