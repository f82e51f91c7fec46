"""Which IP addresses belong to the public internet. Pure.

Python's own tables differ from version to version and hold only what IANA registers
(https://www.iana.org/assignments/iana-ipv4-special-registry/,
https://www.iana.org/assignments/iana-ipv6-special-registry/); what clouds answer secrets at is
public by those.
"""

from __future__ import annotations

import ipaddress

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NOT_PUBLIC = tuple(
    ipaddress.ip_network(text)
    for text in (
        # Azure's platform, on every machine there
        # (https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16)
        "168.63.129.16/32",
        # protocols' own (https://www.rfc-editor.org/rfc/rfc6890#section-2.2.2); Oracle's cloud has
        # its metadata at 192.0.0.192
        "192.0.0.0/24",
        "192.88.99.0/24",  # relays of 6to4 (https://www.rfc-editor.org/rfc/rfc7526)
        "fec0::/10",  # site-local (https://www.rfc-editor.org/rfc/rfc3879)
        "3fff::/20",  # documentation (https://www.rfc-editor.org/rfc/rfc9637)
        "5f00::/16",  # segment routing (https://www.rfc-editor.org/rfc/rfc9602)
        "64:ff9b:1::/48",  # a network's own NAT64 (https://www.rfc-editor.org/rfc/rfc8215)
    )
)
# Carries an IPv4 address in its last 32 bits (https://www.rfc-editor.org/rfc/rfc6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# So does what has this before them (https://www.rfc-editor.org/rfc/rfc5214#section-6.1).
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also where it hides another one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_plainly_public(one) for one in [parsed, *_carried(parsed)])


def _plainly_public(address: _Address) -> bool:
    if address.version == 6 and (address.ipv4_mapped or address in _NAT64):
        return True  # the address it carries decides
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _carried(address: _Address) -> list[_Address]:
    """The IPv4 addresses inside an IPv6 address (mapped, 6to4, Teredo, NAT64, ISATAP)."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inside: list[ipaddress.IPv4Address | None] = [address.ipv4_mapped, address.sixtofour]
    inside += list(address.teredo or ())
    if address in _NAT64 or int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inside if one is not None]
