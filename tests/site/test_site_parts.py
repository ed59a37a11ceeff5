"""Addresses, sitemaps and the journal by themselves."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.site.addresses import Scope, leads_of, loops, plain, same_page
from promisecheck.site.alternates import Alternates, region_of
from promisecheck.site.journal import Journal, Page
from promisecheck.site.sitemap import SitemapError, read_sitemap


@pytest.mark.parametrize(
    ("address", "base", "wanted"),
    [
        ("HTTP://Shop.Example:80/a#top", None, "http://shop.example/a"),
        ("../b?x=1&utm_source=mail", "https://shop.example/a/c/", "https://shop.example/a/b?x=1"),
        ("//other.example", "https://shop.example/", "https://other.example/"),
        ("mailto:a@shop.example", "https://shop.example/", None),
        ("javascript:alert(1)", "https://shop.example/", None),
        ("https://user:word@shop.example/", None, None),
        ("http://[bad", "https://shop.example/", None),
        ("http://shop.example:99999/", None, None),
    ],
)
def test_an_address_is_written_one_way(address: str, base: str | None, wanted: str | None) -> None:
    assert plain(address, base) == wanted


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none_and_writing_it_again_changes_nothing(text: str) -> None:
    once = plain(text, "https://shop.example/a/")
    assert once is None or plain(once) == once


def test_what_belongs_to_a_site() -> None:
    scope = Scope("https://shop.example/", exclude=("/blog/",))
    assert scope.holds("https://shop.example/menu")
    assert not scope.holds("https://shop.example/blog/1")
    assert not scope.holds("https://shop.example/menu.PDF")
    assert not scope.holds("https://evil.example/menu")
    assert not scope.holds("https://shop.example.evil.example/")
    assert Scope("https://shop.example/", include=("/ar/",)).holds("https://shop.example/ar/x")
    assert not Scope("https://shop.example/", include=("/ar/",)).holds("https://shop.example/en/x")


def test_where_a_page_leads() -> None:
    page = (
        b"<base href='/en/'><link rel=canonical href='/en/a'><link rel=alternate hreflang=ar href='/ar/a'>"
        b"<link rel=stylesheet href='/x.css'><a href='b'>b</a><a href='b#c'>b</a><area href='c'><a>none</a>"
    )
    leads = leads_of(page, "https://shop.example/en/a?x=1")
    assert leads.canonical == "https://shop.example/en/a"
    assert set(leads.links) == {f"https://shop.example/{path}" for path in ("ar/a", "en/b", "en/c")}
    assert leads.alternates == (("ar", "https://shop.example/ar/a"),)
    assert not leads.asks_password
    assert leads_of(b"<input TYPE=Password>", "https://shop.example/").asks_password
    assert leads_of(b"<html><body></BODY></html ><a href=b>b</a>", "https://s.example/").links == (
        "https://s.example/b",
    )
    assert leads_of(b"\x00\x01", "https://shop.example/").links == ()
    assert leads_of(b"<a href=x>" * 3 + b"<div>" * 50_000, "https://s.example/", "no-such-charset").links


def test_loops_and_twins() -> None:
    assert loops("https://s.example/a/b/a/b/a/b/a/b/")
    assert not loops("https://s.example/2026/11/a/")
    assert same_page("https://s.example/a/index.html?x=1", "https://s.example/a/")
    assert not same_page("https://s.example/a", "https://s.example/")


def test_sitemaps_of_every_kind() -> None:
    listed = b"<urlset><url><loc> https://s.example/?a=1&amp;b=2 </loc></url></urlset>"
    assert read_sitemap(listed).addresses == ("https://s.example/?a=1&b=2",)
    assert read_sitemap(gzip.compress(listed)) == read_sitemap(listed)
    assert read_sitemap(b"<sitemapindex><sitemap><loc>https://s.example/1.xml</loc></sitemap></sitemapindex>").index
    assert read_sitemap(b"https://s.example/a\nhttps://s.example/b\n").addresses[1] == "https://s.example/b"


def test_sitemaps_tell_the_versions_of_a_page() -> None:
    page = b"<url><loc>https://s.example/a</loc>"
    page += b"<xhtml:link rel='alternate' hreflang='ar-JO' href='https://s.example/jo/a?x=1&amp;y=2'/>"
    page += (
        b'<xhtml:link href="https://s.example/a" hreflang="x-default" rel="alternate"/><xhtml:link href="/n"/></url>'
    )
    sitemap = read_sitemap(b"<urlset>" + page + b"</urlset>")
    assert sitemap.addresses == ("https://s.example/a",)
    assert sitemap.alternates == (
        ("ar-jo", "https://s.example/jo/a?x=1&y=2"),
        ("x-default", "https://s.example/a"),
    )


@pytest.mark.parametrize(
    ("tag", "region"),
    [("ar-JO", "jo"), ("en", None), ("x-default", None), ("zh-Hant-TW", "tw"), ("es-419", None), ("", None)],
)
def test_the_country_of_a_language_tag(tag: str, region: str | None) -> None:
    assert region_of(tag) == region


def test_what_a_page_says_of_itself_counts_first() -> None:
    home, away = "https://s.example/", "https://s.example/jo/"
    said = Alternates()
    said.say([("ar-sa", away), ("en-us", home)], Page(home, home, 200))
    assert said.regions(Page(away, away, 200)) == ("sa",)
    said.say([("ar-jo", away), ("ar-ae", away)], Page(away, away, 200))
    assert said.regions(Page(away, away, 200)) == ("ae", "jo")
    assert said.regions(Page(home, home, 200)) == ("us",)
    assert said.regions(Page("https://s.example/x", "https://s.example/x", 200)) == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>Not found</html>",
        gzip.compress(b"<a>" * 10_000_000),
        gzip.compress(b"<loc>x</loc>")[:-9],
        b"\x1f\x8bx",
    ],
    ids=["empty", "page", "bomb", "torn", "broken"],
)
def test_sitemaps_that_cannot_be_used(data: bytes) -> None:
    with pytest.raises(SitemapError):
        read_sitemap(data)


def test_a_journal_survives_a_torn_line_and_a_lost_body(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    name = journal.keep(b"bread")
    journal.add(Page("https://s.example/", "https://s.example/", 200, name, links=("https://s.example/a",)))
    with (tmp_path / "journal.jsonl").open("a") as file:
        file.write('{"address": "https://s.example/a", "fin')
    again = Journal(tmp_path)
    assert list(again.finished) == ["https://s.example/"]
    assert again.finished["https://s.example/"].links == ("https://s.example/a",)
    assert again.body(name) == b"bread"
    (tmp_path / "pages" / name).write_bytes(b"other")
    assert again.body(name) is None
    again.done()
    third = Journal(tmp_path)
    assert (list(third.finished), list(third.before)) == ([], ["https://s.example/"])
