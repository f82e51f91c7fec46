"""Which release this copy of listkeeper is; a release fills it in, a checkout leaves it empty."""

from __future__ import annotations

REPOSITORY = ""
"""owner/name of the repository that published it."""
COMMIT = ""
"""The commit that was published, all forty digits."""
