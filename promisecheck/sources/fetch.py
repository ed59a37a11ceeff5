"""Fetch pages from the public web, and from nowhere else.

Copy is untrusted: an address in it, or a redirect, must not lead into a private network. Every hop is checked where it
cannot be changed any more: the host is resolved once, its addresses are judged, and the connection goes to the judged
address itself. A private host can be opened by name; it is then reached only when asked for directly or from another
open host, never through a redirect from elsewhere. Size, time, redirects and types are capped; proxies of the
environment are not used, since behind one nothing can be judged.
"""

from __future__ import annotations

import contextlib
import ipaddress
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from typing import Any, Final

import httpcore
import httpx

from promisecheck.sources.addresses import is_public, resolve, written_out

Resolver = Callable[[str, int], Sequence[str]]

PAGE_TYPES: Final = frozenset(
    ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown", "")
)
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_RATIO_FROM: Final = 1024 * 1024
_DECODERS: Final = {"": None, "identity": None, "gzip": 47, "x-gzip": 47, "deflate": 47}
"""Content codings, with zlib's window bits (47 finds out whether gzip or zlib)."""


class FetchError(Exception):
    """A page that was not fetched: why, and what may help. passing: another try may go better."""

    def __init__(self, message: str, hint: str | None = None, *, passing: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one fetch. size: bytes of the decoded body; ratio: decoded to sent; seconds: all hops together."""

    size: int = 10 * 1024 * 1024
    ratio: int = 100
    seconds: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. address: the last one, after redirects. headers: names in lower case. hops: all addresses asked."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    hops: tuple[str, ...]

    @property
    def media_type(self) -> str:
        """The type the server gives, "" for none."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding the server gives."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        charset = message.get_param("charset")
        return charset if isinstance(charset, str) else None


class Fetcher:
    """Fetches pages over connections it keeps. Use it in one thread; close it, or use it in a `with` block."""

    def __init__(
        self,
        *,
        allow_hosts: Sequence[str] = (),
        limits: Limits | None = None,
        resolver: Resolver = resolve,
        agent: str = "promisecheck",
    ) -> None:
        """allow_hosts: names or addresses of private hosts that may be asked. resolver: for tests."""
        self._limits = limits or Limits()
        self._agent = agent
        self._open_hosts = frozenset(map(written_out, allow_hosts))
        self._deadline = _Deadline()
        guarded = _Backend(resolver, frozenset(), self._deadline)
        opened = _Backend(resolver, self._open_hosts, self._deadline)
        self._guarded = httpcore.ConnectionPool(network_backend=guarded)
        self._opened = httpcore.ConnectionPool(network_backend=opened)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._guarded.close()
        self._opened.close()

    def get(
        self, address: str, headers: Mapping[str, str] | None = None, types: frozenset[str] | None = PAGE_TYPES
    ) -> Fetched:
        """The answer at `address`, redirects followed.

        headers: sent along, e.g. `If-None-Match`. types: media types whose body is read ("" for none given); None for
        all. An answer other than 200 comes back without its body. Raises FetchError.
        """
        self._deadline.start(self._limits.seconds)
        url = _checked(address)
        hops: list[str] = []
        trusted = True
        for _ in range(self._limits.redirects + 1):
            trusted = trusted and written_out(url.host) in self._open_hosts
            hops.append(str(url))
            with self._asked(url, headers or {}, self._opened if trusted else self._guarded) as response:
                given = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                target = given.get("location")
                if response.status not in _REDIRECTS or target is None:
                    answer = Fetched(str(url), response.status, given, b"", tuple(hops))
                    if response.status != 200:
                        return answer
                    if types is not None and answer.media_type not in types:
                        raise FetchError(f"the server sends {answer.media_type}, which is no page")
                    body = self._body(response, given.get("content-encoding", "").strip().lower())
                    return Fetched(str(url), 200, given, body, tuple(hops))
            url = _checked(target, url)
        raise FetchError(f"more than {self._limits.redirects} redirects", hint="give the address it should end at")

    @contextlib.contextmanager
    def _asked(
        self, url: httpx.URL, headers: Mapping[str, str], pool: httpcore.ConnectionPool
    ) -> Iterator[httpcore.Response]:
        sent = {"Host": url.netloc.decode("ascii"), "User-Agent": self._agent, "Accept-Encoding": "gzip"}
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        seconds = self._limits.seconds
        timeout = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}
        try:
            with pool.stream(
                "GET", target, headers=[*{**sent, **headers}.items()], extensions={"timeout": timeout}
            ) as response:
                yield response
        except httpcore.TimeoutException:
            raise FetchError(f"no complete answer within {self._limits.seconds:g} seconds", passing=True) from None
        except httpcore.ConnectError as error:
            raise FetchError(f"cannot connect to {url.host}: {error}", passing=True) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchError(f"the connection to {url.host} broke: {error}", passing=True) from None

    def _body(self, response: httpcore.Response, coding: str) -> bytes:
        if coding not in _DECODERS:
            raise FetchError(f"the server sends the coding '{coding}', which was not asked for")
        bits = _DECODERS[coding]
        unpack = zlib.decompressobj(bits) if bits else None
        limit, sent, size = self._limits.size, 0, 0
        parts: list[bytes] = []
        for chunk in response.iter_stream():
            sent += len(chunk)
            while chunk:
                try:
                    part = unpack.decompress(chunk, 1 << 16) if unpack else chunk
                except zlib.error as error:
                    raise FetchError(f"the answer is packed wrongly: {error}") from None
                chunk = unpack.unconsumed_tail if unpack else b""
                size += len(part)
                if size > limit:
                    raise FetchError(f"longer than {limit / 1024 / 1024:g} MB, the most that is read of one page")
                if size > _RATIO_FROM and size > sent * self._limits.ratio:
                    raise FetchError(f"unpacks to more than {self._limits.ratio} times its size")
                parts.append(part)
        if unpack:
            parts.append(unpack.flush())
            if not unpack.eof:
                raise FetchError("the answer ends too early")
        return b"".join(parts)


def _checked(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that may be asked for; a redirect's is relative to `base`."""
    try:
        url = base.join(address) if base else httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"'{address[:200]}' is no address: {error}") from None
    if url.scheme not in ("http", "https"):
        raise FetchError(f"'{url.scheme}' is not fetched", hint="only http and https are")
    if not url.host:
        raise FetchError(f"'{address[:200]}' names no host", hint="write it as https://host/path")
    if url.userinfo:
        raise FetchError("addresses with a password are not fetched", hint="leave out what stands before the @")
    return url.copy_with(fragment=None)


class _Deadline:
    """When the fetch under way must be done."""

    def __init__(self) -> None:
        self._at = 0.0

    def start(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds an operation may take. Raises httpcore.ReadTimeout when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)


class _Backend(httpcore.NetworkBackend):
    """Connects to judged addresses only: public ones, and those of `open_hosts`."""

    def __init__(self, resolver: Resolver, open_hosts: frozenset[str], deadline: _Deadline) -> None:
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

    def _addresses(self, host: str, port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
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
    """A stream whose every step ends by the deadline, so that a server cannot drip for ever."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
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
