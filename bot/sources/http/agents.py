"""Who we say we are."""

from __future__ import annotations

from importlib import metadata

PROJECT = "https://github.com/GPT-Alternatives/gpt_alternatives"


_BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"


def user_agents() -> tuple[str, str, str]:
    """Three honest names: a plain one, and two in the forms that pattern filters expect.

    Some servers answer 403 to whatever does not begin with `Mozilla/5.0`; "compatible" is how
    robots have long named themselves to those. Some answer 404 to whatever has the words of a
    robot: before a page is called gone, it is asked for in the words of a browser, at whose end
    our name stands all the same.
    """
    name = f"listkeeper/{_version()}"
    return (
        f"{name} (+{PROJECT})",
        f"Mozilla/5.0 (compatible; {name}; +{PROJECT})",
        f"{_BROWSER} Chrome/141.0.0.0 Safari/537.36 {name}",
    )


def _version() -> str:
    try:
        return metadata.version("listkeeper")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
