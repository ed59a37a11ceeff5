"""Which network addresses the public may be sent to: none inside a network, on this machine, or in disguise."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_EMBEDDING: Final = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")))
"""IPv6 networks whose last 32 bits are an IPv4 address: NAT64 (RFC 6052, 8215), IPv4-compatible, SIIT (RFC 2765)."""
_SIX_TO_FOUR: Final = ipaddress.IPv6Network("2002::/16")
_TEREDO: Final = ipaddress.IPv6Network("2001::/32")
_NOT_FOR_THE_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the host agent of a large cloud; formally a public address
        "192.0.0.0/24",  # protocol assignments (RFC 6890); one cloud answers for its machines here
        "192.88.99.0/24",  # 6to4 relays, retired (RFC 7526)
        "fec0::/10",  # site-local, retired (RFC 3879) but still routed inside some networks
        "100::/64",  # discard (RFC 6666)
        "5f00::/16",  # segment routing (RFC 9602)
    )
)


def is_public(address: Address) -> bool:
    """Whether an address is reachable for everybody, and so is what it carries inside."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        inner = _inside(address)
        if inner is not None:
            return is_public(inner)
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address in network for network in _NOT_FOR_THE_PUBLIC if network.version == address.version)


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    if address in _TEREDO and address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def written_out(host: str) -> str:
    """A host in plain notation: "0x7f.1", "2130706433" and "[::ffff:7f00:1]" become the addresses they mean.

    A port behind it is left out.
    """
    host = host.rpartition(":")[0] if host.count(":") == 1 or "]:" in host else host
    host = host.strip("[]").rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host)) if host[:1].isdigit() else host
    except OSError:
        return host


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, in the system's order. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
