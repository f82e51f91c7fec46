"""Addresses as they are asked: one spelling, absolute, without a user name. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

import httpx

_UNASKED = re.compile(r"[@#]")


@lru_cache(maxsize=4096)
def parsed(address: str) -> httpx.URL:
    """An address as it is asked: without user name and fragment.

    Raises httpx.InvalidURL, ValueError or TypeError for what is none. Remembered, because the same
    few addresses are taken apart again and again.
    """
    url = httpx.URL(address)
    return url.copy_with(userinfo=b"", fragment=None) if _UNASKED.search(address) else url


def join(url: httpx.URL, location: str) -> str:
    """The address a Location means, spelled as it will be asked. Raises httpx.InvalidURL."""
    try:
        return str(url.join(location).copy_with(userinfo=b""))
    except ValueError as error:
        raise httpx.InvalidURL(str(error)) from error


def spelled_address(address: str) -> str:
    """One spelling for addresses that are asked alike; what is no address stays as it is."""
    try:
        return str(parsed(address))
    except (httpx.InvalidURL, ValueError, TypeError):
        return address


def host_of(address: str) -> str:
    """The host of an address, "" when it has none."""
    try:
        return parsed(address).host
    except (httpx.InvalidURL, ValueError, TypeError):
        return ""
