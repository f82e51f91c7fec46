"""One topic's offer → the files as they would be, and how that is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.judge.topics import RunState
from bot.lists.registry.edit_fields import apply_field_edits
from bot.lists.registry.edit_links import apply_link_edits
from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, parse_snapshot, snapshot_text
from bot.model.change import NewRow, Offer, Proposal, Ruling, Topic
from bot.model.entry import Registry
from bot.model.snapshot import Snapshot, entry_key
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import draw_body, draw_title
from bot.render.outputs import with_outputs


def draw_proposal(offer: Offer, case: RunState, news: News, readme: str) -> Proposal | None:
    """The files that differ, the outputs last; None when all stays as it is."""
    applied = tuple(change for change in offer.changes if change.ruling is Ruling.APPLY)
    if not applied and not offer.redraws:
        return None
    after = apply_link_edits(case.documents, offer.edits)[0]
    after = apply_field_edits(after, offer.requests)[0]
    registry, _ = load(after)
    if applied and offer.adopted is not None:
        adopted = _listed(offer.adopted, registry)
        if adopted != case.snapshot:
            after[OBSERVED] = snapshot_text(adopted)
    after = with_outputs(readme, after, registry, parse_snapshot(after.get(OBSERVED)))
    files = {path: text for path, text in after.items() if case.documents.get(path) != text}
    if not files:
        return None
    changes = (*applied, *offer.side_effects)
    reported = _news_of(offer, news, registry, files)
    return Proposal(
        offer.topic,
        draw_title(case.documents, reported, offer.topic),
        draw_body(case.documents, reported, offer.topic),
        files,
        changes,
    )


def _news_of(offer: Offer, news: News, registry: Registry, files: Mapping[str, str]) -> News:
    """Of all news just what one topic's reader must know."""
    return replace(
        news,
        registry=registry,
        changes=(*offer.changes, *offer.side_effects),
        doubts=offer.doubts,
        missed=news.missed if offer.topic is Topic.DEAD else (),
        outages=news.outages if offer.topic is Topic.METADATA else {},
        files=files,
        rows=[field_edit for field_edit in offer.requests if isinstance(field_edit, NewRow)],
        not_offered=offer.not_offered,
    )


def _listed(snapshot: Snapshot, registry: Registry) -> Snapshot:
    keys = {link.link.reference.key for _, link in registry.links()}
    keys |= {entry_key(entry.id) for entry in registry.entries}
    return Snapshot({key: fields for key, fields in snapshot.values.items() if key in keys})
