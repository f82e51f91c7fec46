"""Addresses as they are asked: one spelling, absolute, without a user name. Pure."""

from __future__ import annotations

import httpx


def join(url: httpx.URL, location: str) -> str:
    """The address a Location means, spelled as it will be asked. Raises httpx.InvalidURL."""
    try:
        return str(url.join(location).copy_with(userinfo=b""))
    except ValueError as error:
        raise httpx.InvalidURL(str(error)) from error


def spelled(address: str) -> str:
    """One spelling for addresses that are asked alike; what is no address stays as it is."""
    try:
        return str(httpx.URL(address).copy_with(userinfo=b"", fragment=None))
    except (httpx.InvalidURL, ValueError, TypeError):
        return address


def host_of(address: str) -> str:
    """The host of an address, "" when it has none."""
    try:
        return httpx.URL(address).host
    except (httpx.InvalidURL, ValueError, TypeError):
        return ""
