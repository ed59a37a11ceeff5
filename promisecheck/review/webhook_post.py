"""The POST that webhooks are sent with: to public addresses only, judged at the moment of connecting."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import httpcore

from promisecheck.sources.addresses import is_public, resolve, written_out

SECONDS: Final = 10.0


class NotDeliveredError(OSError):
    """The address is internal, unknown, or did not answer."""


class WebhookPoster:
    """Sends webhook bodies; redirects are not followed, the answer's body is not read.

    The host is resolved once, all its addresses are judged, and the connection goes to the judged address itself, so
    no second look-up can lead elsewhere. resolver, allow_hosts: for tests, and for a receiver on one's own network.
    """

    def __init__(
        self,
        *,
        allow_hosts: Sequence[str] = (),
        resolver: Callable[[str, int], Sequence[str]] = resolve,
        ssl_context: Any = None,
    ) -> None:
        backend = _PublicOnly(resolver, frozenset(map(written_out, allow_hosts)))
        self._pool = httpcore.ConnectionPool(
            network_backend=backend, ssl_context=ssl_context, max_keepalive_connections=0
        )

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer. Raises NotDeliveredError."""
        timeout = {"connect": SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS}
        sent = {**headers, "Connection": "close", "Content-Length": str(len(body)), "User-Agent": "promisecheck"}
        target = httpcore.URL(url)
        host = target.host if target.port is None else target.host + f":{target.port}".encode()
        sent["Host"] = host.decode("ascii")
        try:
            with self._pool.stream(
                "POST", target, headers=list(sent.items()), content=body, extensions={"timeout": timeout}
            ) as response:
                return response.status
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise NotDeliveredError(f"{type(error).__name__}: {error}") from None

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _PublicOnly(httpcore.NetworkBackend):
    def __init__(self, resolver: Callable[[str, int], Sequence[str]], open_hosts: frozenset[str]) -> None:
        self._resolver = resolver
        self._open_hosts = open_hosts
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A stream to a judged address of the host."""
        plain = written_out(host)
        try:
            addresses = [ipaddress.ip_address(one) for one in self._resolver(plain, port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise NotDeliveredError(f"no host {plain}: {error}") from None
        if not addresses:
            raise NotDeliveredError(f"no host {plain}")
        if plain not in self._open_hosts and not all(map(is_public, addresses)):
            raise NotDeliveredError(f"{plain} is on a private network")
        stream = self._inner.connect_tcp(str(addresses[0]), port, timeout, local_address, socket_options)
        return _Timed(stream, time.monotonic() + SECONDS)


class _Timed(httpcore.NetworkStream):
    """A stream that ends by a moment, so that a receiver cannot drip for ever."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """See httpcore."""
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """See httpcore."""
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        """See httpcore."""
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """See httpcore."""
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        """See httpcore."""
        return self._inner.get_extra_info(info)
