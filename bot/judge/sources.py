"""The sources that topics query by name, as `sources/table.py` calls them."""

from __future__ import annotations

from bot.model.kinds import REFERENCE_KINDS

ARCHIVE = "wayback"
"""Its observations are about archived copies, not of the references themselves."""
ARXIV = "arxiv"
"""In the second round it is asked for papers that a card or repository names."""
CARDS = "card"
"""Reads a card or readme for its licence and for what it links to."""
CROSSREF, SCHOLAR = "crossref", "semanticscholar"
"""They know where papers of arXiv appeared."""
GITHUB = "github"
HISTORY = "history"
"""Knows a repository's first commit and release."""
HUB = "hub"
"""The source that searches for models."""
LINK_SOURCES = tuple(sorted({kind.source for kind in REFERENCE_KINDS.values()}))
"""One of these is asked about a link itself."""
