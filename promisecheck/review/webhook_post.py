"""The POST that webhooks are sent with: to public addresses only, judged at the moment of connecting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpcore

from promisecheck.sources.addresses import resolve, written_out
from promisecheck.sources.guarded import Deadline, FetchError, GuardedBackend, Resolver

SECONDS: Final = 10.0


class NotDeliveredError(OSError):
    """The address is internal, unknown, or did not answer."""


class WebhookPoster:
    """Sends webhook bodies over guarded connections; redirects are not followed, the answer's body is not read.

    resolver, allow_hosts: for tests, and for a receiver on one's own network.
    """

    def __init__(
        self,
        *,
        allow_hosts: Sequence[str] = (),
        resolver: Resolver = resolve,
        ssl_context: Any = None,
    ) -> None:
        self._deadline = Deadline()
        backend = GuardedBackend(resolver, frozenset(map(written_out, allow_hosts)), self._deadline)
        self._pool = httpcore.ConnectionPool(
            network_backend=backend, ssl_context=ssl_context, max_keepalive_connections=0
        )

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer. Raises NotDeliveredError."""
        self._deadline.start(SECONDS)
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
        except FetchError as error:
            raise NotDeliveredError(error.message) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise NotDeliveredError(f"{type(error).__name__}: {error}") from None

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
