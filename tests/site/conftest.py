"""A site on the loopback with pages of every bad kind."""

from __future__ import annotations

import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

SPEC = """\
organisation: Corner Kitchen
services:
  delivery: {names: {en: [delivery], ar: [التوصيل]}}
locations:
  harbour: {names: {en: [Harbour], ar: [الميناء]}}
  hill: {names: {en: [Hill], ar: [التل]}, pages: ["/hill/**"]}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
"""


@dataclass
class Site:
    """What a test site answers: path -> (status, headers, body); paths asked for are counted, with their headers."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def page(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {"Content-Type": "text/html; charset=utf-8"} | headers, data)


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            here.asked[self.path] += 1
            here.headers.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            time.sleep(here.slow.get(self.path, 0))
            status, headers, body = here.pages.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        here.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield here
        server.shutdown()


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "service_specs"
    folder.mkdir()
    (folder / "kitchen.yaml").write_text(SPEC, encoding="utf-8")
    return folder
