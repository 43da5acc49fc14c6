"""Which machines may be connected to? Public ones; judged on the very address that the connection goes to."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from kg.errors import LitkgError

Resolve = Callable[[str, int], Iterator[str]]
"""The internet addresses of a host, best first."""

#: seconds that one attempt to connect may take
_CONNECT = 15.0
_UNICAST = IPv6Network("2000::/3")
#: IPv4 addresses as networks write them that know IPv6 only (RFC 6052)
_NAT64 = IPv6Network("64:ff9b::/96")


class PrivateError(LitkgError):
    """A host has no address but ones that are not public."""


def is_url(name: str) -> bool:
    """Whether this names something by an address with a scheme, not a file.

    >>> is_url("https://example.org/a"), is_url("file:///etc/passwd"), is_url("C:/a.txt"), is_url("a.html")
    (True, True, False, False)
    """
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", name) is not None


def is_public(address: str) -> bool:
    """Whether this internet address is one that anybody in the world may be reached at.

    Those of this machine, of private and link-local networks, of groups and reserved ones are not, nor are tunnels;
    of an IPv4 address that is written as IPv6 the former decides.

    >>> [is_public(a) for a in ("8.8.8.8", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if inner := _written_within(found):
            return is_public(str(inner))
        if found not in _UNICAST or found.sixtofour or found.teredo:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _written_within(address: IPv6Address) -> IPv4Address | None:
    return address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None)


def resolve(host: str, port: int) -> Iterator[str]:
    """The addresses that the system knows of a host."""
    for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        yield str(place[0])


def connect(host: str, port: int, until: float, resolve: Resolve, allow_private: bool) -> socket.socket:
    """A connection to the first address of a host that is public and answers.

    The host is looked up once and the address that was judged is the one connected to, so that a name which
    answers differently the next time gains nothing.

    :param until: when `time.monotonic` reaches this, no further attempt is made
    :raises PrivateError: if no address is public and only public ones are allowed
    :raises OSError: if there is no such host, or none of its addresses answers
    """
    found = list(dict.fromkeys(resolve(host, port)))
    allowed = [address for address in found if allow_private or is_public(address)]
    if found and not allowed:
        raise PrivateError(f"{host} is {found[0]}, which is not a public address")
    failure: OSError = OSError(f"no address of {host} is known")
    for address in allowed:
        try:
            return socket.create_connection(
                (address, port), min(_CONNECT, max(until - time.monotonic(), 0.1))
            )
        except OSError as error:
            failure = error
    raise failure
