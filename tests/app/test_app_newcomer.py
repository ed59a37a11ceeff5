"""Somebody who has read nothing: does what is printed and what stands on the screens, and approves a first piece."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.slow

WORDS = {
    "en": ("Begin here", "Decide", "Keep the", "Finish", "the piece is approved"),
    "ar": ("ابدأ من هنا", "قرّر", "أكّد الوعود", "إنهاء", "واعتُمدت المادة"),
}


@pytest.fixture
def printed() -> Iterator[str]:
    """What the demonstration prints once it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "promisecheck", "serve", "--demo", "--port", port]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl+C" in line:
            break
    try:
        yield "".join(lines)
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_piece_is_approved_by_following_the_words(printed: str, language: str) -> None:
    from playwright.sync_api import expect, sync_playwright

    begin, decide, keep, finish, approved = WORDS[language]
    address = re.search(r"Open (http\S+) and press a name", printed)
    assert address
    with httpx.Client(transport=httpx.HTTPTransport(retries=20)) as client:
        assert client.get(f"{address[1]}/readyz", timeout=60).status_code == 200
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        try:
            page: Any = browser.new_context(locale=language).new_page()
            page.goto(address[1])
            expect(page.locator(":focus")).to_have_count(0)
            page.get_by_role("listitem").filter(has_text=begin).get_by_role("button").click()
            page.get_by_role("link", name=re.compile(f"^{decide} ")).first.click()
            page.get_by_role("button", name=re.compile(f"^{keep}")).click()
            page.get_by_role("button", name=re.compile(f"^{finish}")).click()
            expect(page.get_by_text(approved)).to_be_visible()
        finally:
            browser.close()
