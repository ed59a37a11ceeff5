"""Fetch pages from the public web, and from nowhere else.

Copy is untrusted: an address in it, or a redirect, must not lead into a private network. Every hop is checked where it
cannot be changed any more: the host is resolved once, its addresses are judged, and the connection goes to the judged
address itself. A private host can be opened by name; it is then reached only when asked for directly or from another
open host, never through a redirect from elsewhere. Size, time, redirects and types are capped; proxies of the
environment are not used, since behind one nothing can be judged.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from typing import TYPE_CHECKING, Final

import httpcore
import httpx

from promisecheck.sources.addresses import resolve, written_out
from promisecheck.sources.guarded import Deadline, GuardedBackend, Resolver
from promisecheck.sources.guarded import FetchError as FetchError

if TYPE_CHECKING:
    from promisecheck.sources.login import Login

PAGE_TYPES: Final = frozenset(
    ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown", "")
)
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_RATIO_FROM: Final = 1024 * 1024
_DECODERS: Final = {"": None, "identity": None, "gzip": 47, "x-gzip": 47, "deflate": 47}
"""Content codings, with zlib's window bits (47 finds out whether gzip or zlib)."""


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
        login: Login | None = None,
    ) -> None:
        """allow_hosts: names or addresses of private hosts that may be asked. resolver: for tests.

        login: what is sent along to its own site, judged anew at each redirect.
        """
        self._limits = limits or Limits()
        self._agent = agent
        self._open_hosts = frozenset(map(written_out, allow_hosts))
        self._login = login
        self._deadline = Deadline()
        guarded = GuardedBackend(resolver, frozenset(), self._deadline)
        opened = GuardedBackend(resolver, self._open_hosts, self._deadline)
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
        self,
        address: str,
        headers: Mapping[str, str] | None = None,
        types: frozenset[str] | None = PAGE_TYPES,
        *,
        seconds: float | None = None,
        asked_by: str | None = None,
    ) -> Fetched:
        """The answer at `address`, redirects followed.

        headers: sent along, e.g. `If-None-Match`, to wherever a redirect leads. types: media types whose body is read
        ("" for none given); None for all. seconds: a shorter time than the limit. asked_by: the address of the copy
        that asks, where no person does; it is sent to private hosts only from one of them. An answer other than 200
        comes back without its body. Raises FetchError.
        """
        self._deadline.start(min(self._limits.seconds, seconds or self._limits.seconds))
        url = _checked(address)
        hops: list[str] = []
        trusted = asked_by is None or written_out(_checked(asked_by).host) in self._open_hosts
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
        login = self._login.headers_for(str(url)) if self._login is not None else {}
        named = {name.lower() for name in (*login, *headers)}
        usual = {"Host": url.netloc.decode("ascii"), "User-Agent": self._agent, "Accept-Encoding": "gzip"}
        sent = {name: value for name, value in usual.items() if name.lower() not in named} | dict(headers) | login
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        seconds = self._limits.seconds
        timeout = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}
        try:
            headed = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent.items()]
            with pool.stream("GET", target, headers=headed, extensions={"timeout": timeout}) as response:
                yield response
        except (UnicodeEncodeError, httpcore.LocalProtocolError):  # their words hold the value, which may be a secret
            raise FetchError("the request cannot be sent: a header or cookie holds characters it may not") from None
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
