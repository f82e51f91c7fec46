"""Who we say we are."""

from __future__ import annotations

from importlib import metadata

PROJECT = "https://github.com/GPT-Alternatives/gpt_alternatives"


def user_agents() -> tuple[str, str]:
    """Two honest names: a plain one, and one in the form that pattern filters expect.

    Some servers answer 403 or 404 to whatever does not begin with `Mozilla/5.0`; "compatible" is
    how robots have long named themselves to those.
    """
    name = f"listkeeper/{_version()}"
    return f"{name} (+{PROJECT})", f"Mozilla/5.0 (compatible; {name}; +{PROJECT})"


def _version() -> str:
    try:
        return metadata.version("listkeeper")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
