"""Fetching: the public web only, each hop judged at connect time, everything capped."""

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from promisecheck.sources import guarded
from promisecheck.sources.addresses import is_public, written_out
from promisecheck.sources.fetch import Fetcher, FetchError, Limits

LOOPBACK = {"open.example": "127.0.0.1", "inner.example": "127.0.0.1", "other.example": "127.0.0.1"}


class Site(BaseHTTPRequestHandler):
    """Answers with what the test put into `pages`: status, headers, body."""

    pages: Mapping[str, tuple[int, Mapping[str, str], bytes]]
    seen: list[tuple[str, str, str]]

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Host"], self.connection.getsockname()[0]))
        if self.headers["If-None-Match"] == '"v1"':
            self.send_response(304)
            self.end_headers()
            return
        status, headers, body = self.pages[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.path == "/drip":
            for _ in range(50):
                self.wfile.write(b"<p>")
                self.wfile.flush()
                time.sleep(0.05)
            return
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Server(ThreadingHTTPServer):
    """A server that does not mind clients that leave early."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        pass


HTML = {"Content-Type": "text/html; charset=windows-1256"}


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    handler = type("Handler", (Site,), {"pages": {}, "seen": []})
    server = Server(("0.0.0.0", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def serve(site: ThreadingHTTPServer, pages: Mapping[str, tuple[int, Mapping[str, str], bytes]]) -> str:
    """The port, with a colon, at which `pages` are served."""
    site.RequestHandlerClass.pages = pages  # type: ignore[attr-defined]
    return f":{site.server_address[1]}"


def seen(site: ThreadingHTTPServer) -> list[tuple[str, str, str]]:
    return site.RequestHandlerClass.seen  # type: ignore[attr-defined,no-any-return]


def fetcher(*allowed: str, limits: Limits | None = None) -> Fetcher:
    return Fetcher(allow_hosts=allowed, limits=limits, resolver=lambda host, port: [LOOPBACK[host]])


def test_a_page_with_its_headers(site: ThreadingHTTPServer) -> None:
    port = serve(site, {"/a?b=1": (200, {**HTML, "ETag": '"v1"'}, b"<p>Hi</p>")})
    with fetcher("open.example") as web:
        page = web.get(f"http://open.example{port}/a?b=1#part")
        again = web.get(f"http://open.example{port}/a?b=1", headers={"If-None-Match": page.headers["etag"]})
    assert (page.status, page.body, page.media_type, page.charset) == (200, b"<p>Hi</p>", "text/html", "windows-1256")
    assert page.address == f"http://open.example{port}/a?b=1"
    assert (again.status, again.body) == (304, b"")
    assert seen(site)[0][:2] == ("/a?b=1", f"open.example{port}")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0", "[::1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "inner.example"),
    ],
)
def test_hosts_inside_are_refused_however_they_are_written(site: ThreadingHTTPServer, host: str) -> None:
    port = serve(site, {"/": (200, HTML, b"secret")})
    resolver = {**LOOPBACK, "localhost": "127.0.0.1"}
    with (
        Fetcher(resolver=lambda name, _: [resolver[name]]) as web,
        pytest.raises(FetchError, match="is on a private network"),
    ):
        web.get(f"http://{host}{port}/")
    assert seen(site) == []


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with (
        Fetcher(resolver=lambda host, port: ["203.0.112.7", "10.0.0.1"]) as web,
        pytest.raises(FetchError, match="is on a private network"),
    ):
        web.get("http://mixed.example/")


def test_a_redirect_from_an_open_host_leads_to_open_hosts_only(site: ThreadingHTTPServer) -> None:
    port = serve(
        site,
        {
            "/": (302, {"Location": "/b"}, b""),
            "/b": (301, {"Location": f"http://other.example:{site.server_address[1]}/c"}, b""),
            "/c": (200, HTML, b"there"),
            "/in": (302, {"Location": f"http://inner.example:{site.server_address[1]}/c"}, b""),
        },
    )
    with fetcher("open.example", "other.example") as web:
        page = web.get(f"http://open.example{port}/")
        assert page.body == b"there"
        assert [hop.rpartition("/")[2] for hop in page.hops] == ["", "b", "c"]
        with pytest.raises(FetchError, match=r"inner\.example is on a private network"):
            web.get(f"http://open.example{port}/in")


def test_an_open_host_is_not_reached_through_a_redirect_from_elsewhere(
    site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = serve(
        site,
        {
            "/": (302, {"Location": f"http://open.example:{site.server_address[1]}/page"}, b""),
            "/page": (200, HTML, b"inside"),
        },
    )
    monkeypatch.setattr(guarded, "is_public", lambda address: str(address) == "127.0.0.2")
    addresses = {"public.example": "127.0.0.2", "open.example": "127.0.0.1"}
    with Fetcher(allow_hosts=["open.example"], resolver=lambda host, port: [addresses[host]]) as web:
        assert web.get(f"http://open.example{port}/page").body == b"inside"
        with pytest.raises(FetchError, match=r"open\.example is on a private network"):
            web.get(f"http://public.example{port}/")


def test_the_connection_goes_to_the_address_that_was_judged(
    site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = serve(site, {"/": (200, HTML, b"public")})
    answers = iter(["127.0.0.2", "127.0.0.1"])
    monkeypatch.setattr(guarded, "is_public", lambda address: str(address) == "127.0.0.2")
    with Fetcher(resolver=lambda host, port: [next(answers)]) as web:
        assert web.get(f"http://rebinding.example{port}/").body == b"public"
    assert [at for _, _, at in seen(site)] == ["127.0.0.2"]
    assert next(answers) == "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://open.example/", "'ftp' is not fetched"),
        ("file:///etc/passwd", "'file' is not fetched"),
        ("http:///x", "names no host"),
        ("http://user:pw@open.example/", "with a password"),
        ("http://①②⑦.⓪.⓪.①/", "is no address"),
        ("http://nowhere.example/", "there is no host 'nowhere.example'"),
    ],
)
def test_addresses_nobody_fetches(address: str, message: str) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with Fetcher(resolver=resolver) as web, pytest.raises(FetchError, match=message):
        web.get(address)


def test_redirects_end_and_keep_to_the_web(site: ThreadingHTTPServer) -> None:
    port = serve(site, {"/": (302, {"Location": "/"}, b""), "/file": (302, {"Location": "file:///etc/passwd"}, b"")})
    with fetcher("open.example") as web:
        with pytest.raises(FetchError, match="more than 5 redirects"):
            web.get(f"http://open.example{port}/")
        assert len(seen(site)) == 6
        with pytest.raises(FetchError, match="'file' is not fetched"):
            web.get(f"http://open.example{port}/file")


def test_types_and_statuses(site: ThreadingHTTPServer) -> None:
    port = serve(site, {"/img": (200, {"Content-Type": "image/png"}, b"x"), "/gone": (410, HTML, b"x")})
    with fetcher("open.example") as web:
        with pytest.raises(FetchError, match="image/png, which is no page"):
            web.get(f"http://open.example{port}/img")
        assert web.get(f"http://open.example{port}/img", types=None).body == b"x"
        assert web.get(f"http://open.example{port}/gone").status == 410


def test_sizes_are_capped_before_and_after_unpacking(site: ThreadingHTTPServer) -> None:
    packed = {**HTML, "Content-Encoding": "gzip"}
    port = serve(
        site,
        {
            "/long": (200, HTML, b"x" * 3000),
            "/packed": (200, packed, gzip.compress(b"y" * 900)),
            "/bomb": (200, packed, gzip.compress(bytes(20_000_000))),
            "/cut": (200, packed, gzip.compress(b"words " * 900)[:20]),
            "/broken": (200, packed, b"not gzip"),
            "/other": (200, {**HTML, "Content-Encoding": "br"}, b""),
        },
    )
    with fetcher("open.example", limits=Limits(size=1000)) as web:
        with pytest.raises(FetchError, match="longer than"):
            web.get(f"http://open.example{port}/long")
        assert web.get(f"http://open.example{port}/packed").body == b"y" * 900
    with fetcher("open.example") as web:
        for path, message in [
            ("bomb", "100 times its size"),
            ("cut", "ends too early"),
            ("broken", "packed wrongly"),
            ("other", "coding 'br'"),
        ]:
            with pytest.raises(FetchError, match=message):
                web.get(f"http://open.example{port}/{path}")


def test_a_server_that_drips_is_left(site: ThreadingHTTPServer) -> None:
    port = serve(site, {"/drip": (200, HTML, b"")})
    with (
        fetcher("open.example", limits=Limits(seconds=0.3)) as web,
        pytest.raises(FetchError, match="no complete answer within"),
    ):
        web.get(f"http://open.example{port}/drip")


def test_nothing_listens(site: ThreadingHTTPServer) -> None:
    with fetcher("open.example") as web, pytest.raises(FetchError, match=r"cannot connect to open\.example"):
        web.get("http://open.example:1/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *((address, True) for address in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")),
        *((address, False) for address in ("10.1.1.1", "172.16.0.1", "192.168.0.1", "127.8.9.1", "169.254.169.254")),
        *((address, False) for address in ("100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "0.0.0.0")),
        *((address, False) for address in ("224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "203.0.113.9")),
        *((address, False) for address in ("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254")),
        *((address, False) for address in ("fec0::1", "ff02::1", "2001:db8::1", "::7f00:1", "::ffff:10.0.0.1")),
        *((address, False) for address in ("64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "100::1")),
        ("2001:0:808:808:0:0:80ff:fffe", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    ("host", "plain"),
    [
        ("LOCALHOST.", "localhost"),
        ("staging.example:8080", "staging.example"),
        ("[::1]:80", "::1"),
        ("0x7F.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("7eleven.example", "7eleven.example"),
        ("::FFFF:7f00:1", "::ffff:7f00:1"),
    ],
)
def test_hosts_in_plain_notation(host: str, plain: str) -> None:
    assert written_out(host) == plain
