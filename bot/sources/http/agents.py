"""The names under which the bot sends requests to pages."""

from __future__ import annotations

from bot.config.release import user_agent

_BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"


def user_agents(contact: str = "") -> tuple[str, str, str]:
    """Three honest names: a plain one, and two in the forms that filters expect.

    `contact` is the address of the list whose links are checked. Some servers answer 403 to
    everything that does not begin with `Mozilla/5.0`; "compatible" is how robots have long named
    themselves to those. Some answer 404 to any name with the words of a robot: before a page is
    called gone, it is requested with the name of a browser, which still ends with the bot's own
    name.
    """
    name = user_agent()
    robot = f"compatible; {name}; +{contact}" if contact else f"compatible; {name}"
    return (
        user_agent(contact),
        f"Mozilla/5.0 ({robot})",
        f"{_BROWSER} Chrome/141.0.0.0 Safari/537.36 {name}",
    )
