"""Connections to the public web only: the one place where an address is judged before anything is sent to it.

A host is resolved once, all its addresses are judged, and the connection goes to a judged address itself, so no second
look-up can lead elsewhere. Every step on a connection ends by a deadline, so that a server cannot drip for ever.
Proxies of the environment are not used, since behind one nothing can be judged.
"""

from __future__ import annotations

import contextlib
import ipaddress
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpcore

from promisecheck.sources.addresses import Address, is_public, written_out

Resolver = Callable[[str, int], Sequence[str]]


class FetchError(Exception):
    """A page that was not fetched: why, and what may help. passing: another try may go better."""

    def __init__(self, message: str, hint: str | None = None, *, passing: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.passing = passing


class Deadline(threading.local):
    """When the request under way in this thread must be done."""

    def __init__(self) -> None:
        self._at = 0.0

    def start(self, seconds: float) -> None:
        """A new request, which may take so long."""
        self._at = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds an operation may take. Raises httpcore.ReadTimeout when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to judged addresses only: public ones, and those of `open_hosts`. Raises FetchError for others.

    open_hosts: names as `written_out` gives them.
    """

    def __init__(self, resolver: Resolver, open_hosts: frozenset[str], deadline: Deadline) -> None:
        self._resolver = resolver
        self._open_hosts = open_hosts
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address of `host` that answers, all of them judged before."""
        plain = written_out(host)
        addresses = self._addresses(plain, port)
        if plain not in self._open_hosts and not all(map(is_public, addresses)):
            hint = f"open it with --allow-host {plain}; a redirect from elsewhere may never lead there"
            raise FetchError(f"{plain} is on a private network", hint=hint)
        for address in addresses[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connected(str(address), port, timeout, local_address, socket_options)
        return self._connected(str(addresses[-1]), port, timeout, local_address, socket_options)

    def _addresses(self, host: str, port: int) -> list[Address]:
        with contextlib.suppress(ValueError):
            return [ipaddress.ip_address(host)]
        try:
            found = [ipaddress.ip_address(address) for address in self._resolver(host, port)]
        except (OSError, ValueError, UnicodeError):
            found = []
        if not found:
            raise FetchError(f"there is no host '{host}'", hint="is the address spelt right, and this machine online?")
        return found

    def _connected(
        self, address: str, port: int, timeout: float | None, local_address: str | None, socket_options: Any
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
