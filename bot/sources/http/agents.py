"""The names under which the bot sends requests."""

from __future__ import annotations

from importlib import metadata

PROJECT = "https://github.com/GPT-Alternatives/gpt_alternatives"


_BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"


def user_agents() -> tuple[str, str, str]:
    """Three honest names: a plain one, and two in the forms that filters expect.

    Some servers answer 403 to everything that does not begin with `Mozilla/5.0`; "compatible" is
    how robots have long named themselves to those. Some answer 404 to any name with the words of a
    robot: before a page is called gone, it is requested with the name of a browser, which still
    ends with the bot's own name.
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
