"""The page in a real browser: axe finds nothing, nothing is scrolled sideways, nothing is loaded."""

from pathlib import Path

import pytest
import sample_report as sample

from promisecheck.reports import html_report

pytestmark = pytest.mark.slow

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
REPORTS = {
    "english": sample.english,
    "arabic": sample.arabic,
    "mixed": sample.mixed,
    "extraction": sample.extraction,
    "empty": sample.empty,
}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    written = {}
    for name, make in REPORTS.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(html_report.write(make()), encoding="utf-8")
    return written


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [1366, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_page_fits(browser, pages, name, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    # the page forbids every script; the policy is set aside so that axe itself may run
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    results = Axe().run(page)
    found = [(violation["id"], violation["nodes"][0]["html"]) for violation in results.response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == []
    assert wide <= width


def test_under_its_own_policy_the_style_applies_and_nothing_is_refused_or_fetched(browser, pages):
    page = browser.new_page()
    messages, requests = [], []
    page.on("console", lambda message: messages.append(message.text))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(pages["mixed"].as_uri())
    background = page.evaluate("getComputedStyle(document.querySelector('.finding')).borderInlineStartWidth")
    page.close()
    assert background == "4px"
    assert messages == []
    assert requests == [pages["mixed"].as_uri()]


def test_a_mark_is_reached_by_keyboard_and_leads_to_its_finding(browser, pages):
    page = browser.new_page()
    page.goto(pages["english"].as_uri())
    mark = page.locator("a.hl", has_text="Free pickup on every order")
    mark.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#f3")
    outline = page.evaluate("getComputedStyle(document.querySelector('#f3')).outlineStyle")
    page.close()
    assert outline == "solid"
