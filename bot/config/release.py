"""The release of this copy of listkeeper, filled in by a release and empty in a checkout."""

from __future__ import annotations

REPOSITORY = ""
"""owner/name of the repository that published it."""
COMMIT = ""
"""The commit that was published, all forty digits."""
