"""The screens in a real browser: no accessibility fault, nothing refused by the policy, no sideways scroll, keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from promisecheck.app import create_app, demo
from promisecheck.app.settings import read_settings

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
SCREENS = {
    "omar": ("/", "/yours", "/decided", "/settings", "/pieces/11", "/pieces/12"),
    "lina": ("/", "/yours", "/pieces/1/versions", "/pieces/write", "/pieces/15/edit", "/pieces/10"),
    "dana": ("/register/", "/standards/", "/standards/takeaway-time/petra", "/standards/changes", "/gaps/"),
    "rami": ("/standards/changes/new", "/standards/changes/new?kind=notice"),
    "huda": ("/admin/people", "/admin/plan", "/admin/tokens", "/admin/webhooks", "/admin/audit?verify=1"),
}

pytestmark = pytest.mark.slow


@dataclass
class Stage:
    """The demonstration on an address, and a browser to look at it."""

    address: str
    browser: Any
    services: Any

    def page(self, who: str, *, language: str = "en", width: int = 1366, scheme: str = "light") -> Any:
        context = self.browser.new_context(viewport={"width": width, "height": 768}, color_scheme=scheme)
        context.add_cookies([{"name": "lang", "value": language, "url": self.address}])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{self.address}/login")
        page.click(f'button[value="{who}@darnaranj.example"]')
        page.wait_for_load_state()
        return page


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    from playwright.sync_api import sync_playwright

    folder: Path = tmp_path_factory.mktemp("demo")
    app = create_app(
        read_settings(
            specs=demo.sample_specs(folder),
            instance=folder / "instance",
            environment={},
            demo=True,
            rate_limits=False,
            clock=lambda: demo.START,
        )
    )
    app.config["DEMO_PASSWORD"] = demo.populate(app.extensions["promisecheck"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Stage(f"http://127.0.0.1:{server.server_port}", browser, app.extensions["promisecheck"])
        browser.close()
    server.shutdown()


def _violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_screen_is_accessible(stage: Stage, language: str, width: int, scheme: str) -> None:
    wrong = []
    for who, paths in SCREENS.items():
        page = stage.page(who, language=language, width=width, scheme=scheme)
        for path in paths:
            answer = page.goto(stage.address + path)
            assert answer.status == 200, path
            assert page.get_attribute("html", "lang") == language
            wrong += [f"{path}: {one}" for one in (*_violations(page), *page.faults)]
            page.faults.clear()
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if sideways > 0:
                wrong.append(f"{path}: {sideways} px sideways")
        page.context.close()
    assert wrong == []


def test_the_door_is_accessible(stage: Stage) -> None:
    page = stage.browser.new_page()
    page.goto(f"{stage.address}/login")
    assert _violations(page) == []
    page.close()


def test_keys_go_by_their_place_and_rest_in_fields(stage: Stage) -> None:
    page = stage.page("dana")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/register/")
    page.evaluate(
        """for (const code of ["KeyG", "KeyS"])
             document.dispatchEvent(new KeyboardEvent("keydown", {code, key: "س", bubbles: true}))"""
    )
    page.wait_for_url("**/standards/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "words"
    page.keyboard.type("gr")
    assert page.input_value('[name="words"]') == "gr"
    assert page.url.endswith("/standards/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("dialog#keys")
    page.check("[data-keys-off]")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("g")
    page.wait_for_timeout(300)
    assert page.url.endswith("/standards/")
    page.context.close()


def test_an_owner_accepts_and_the_register_opens_again(stage: Stage) -> None:
    before = stage.services.judge.organisation().digest
    page = stage.page("dana", language="ar")
    page.goto(f"{stage.address}/standards/changes")
    page.click("text=قبول")
    page.wait_for_selector(".told.done")
    assert stage.services.judge.organisation().digest != before
    page.context.close()


def test_without_script_filters_still_work(stage: Stage) -> None:
    context = stage.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{stage.address}/login")
    page.click('button[value="fadi@darnaranj.example"]')
    page.goto(f"{stage.address}/register/")
    page.select_option('[name="verdict"]', "over")
    page.click('form.filters button[type="submit"]')
    page.wait_for_url("**verdict=over**")
    page.wait_for_selector("table.tl tbody tr")
    assert page.locator(".chip.v-kept").count() == 0
    context.close()


def test_rich_text_is_pasted_with_its_structure(stage: Stage) -> None:
    page = stage.page("lina")
    page.goto(f"{stage.address}/pieces/write")
    page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.setData("text/html", "<h2>Tonight</h2><ul><li>Takeaway is ready in <b>15</b> minutes</li></ul>");
        data.setData("text/plain", "Tonight Takeaway is ready in 15 minutes");
        const field = document.getElementById("copy");
        field.focus();
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.wait_for_selector("details.promise")
    assert page.input_value("#copy") == "## Tonight\n\n- Takeaway is ready in **15** minutes"
    assert page.input_value("[name=kind]") == "markdown"
    assert page.faults == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_piece_is_answered_and_finished_by_keys_alone(stage: Stage, language: str) -> None:
    from playwright.sync_api import expect

    title = {"en": "Breakfast in Weibdeh", "ar": "Rainy evening push"}[language]
    page = stage.page("omar", language=language)
    link = page.locator("main a", has_text=title).first
    _by_tabs(page, link)
    cards = page.locator("#decide details.promise")
    page.wait_for_load_state("networkidle")
    expect(cards.first).to_have_attribute("open", "")
    count = cards.count()
    assert count > 1
    for done in range(count):
        assert cards.nth(done).get_attribute("open") is not None  # the next without an answer opens by itself
        page.keyboard.press("a")
        expect(page.locator("[data-unanswered]")).to_have_count(count - done - 1)
        if done + 1 < count:
            expect(cards.nth(done + 1).locator("summary")).to_be_focused()
    here = page.url
    _by_tabs(page, page.locator("#decide button[data-key=Enter]").first)
    expect(page).not_to_have_url(here)
    page.goto(f"{stage.address}/decided")
    expect(page.locator("main")).to_contain_text(title)
    assert page.faults == []
    page.context.close()


def _by_tabs(page: Any, wanted: Any) -> None:
    """Walk to a link or button with the Tab key, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
