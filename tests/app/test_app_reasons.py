"""Why a promise does not hold, in the language of whoever decides, whatever the language of the piece."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from promisecheck.review import pieces, register_view
from promisecheck.review.deciding import Given, decide, finish
from promisecheck.review.tables import asks, register, versions

Site = Any
ENGLISH = "Takeaway is ready in 20 minutes, always.\nDelivery in 20 minutes.\n"
ARABIC = "التوصيل خلال ٢٠ دقيقة.\n"
TOLD = {"en": "promises 20 min; declared", "ar": "الوعد 20 دقيقة، والمعيار"}


def _read(site: Site, path: str, language: str) -> str:
    reader = site.client("aya")
    reader.get(f"/language/{language}?next=/")
    page = reader.get(path).get_data(as_text=True)
    assert f'lang="{language}"' in page
    return str(page)


@pytest.mark.parametrize("copy", [ENGLISH, ARABIC])
@pytest.mark.parametrize(("language", "other"), [("en", "ar"), ("ar", "en")])
def test_the_review_screen_and_the_inbox_give_the_reason_in_the_readers_language(
    site: Site, copy: str, language: str, other: str
) -> None:
    piece = site.in_review(copy, places=("aqaba",))
    for path in (f"/pieces/{piece.id}", "/"):
        page = _read(site, path, language)
        assert TOLD[language] in page, path
        assert TOLD[other] not in page, path


def test_the_stored_report_keeps_the_language_of_the_copy_for_programs(site: Site) -> None:
    piece = site.in_review(ARABIC, places=("aqaba",))
    with site.here.db.read() as con:
        stored = pieces.report(con, pieces.latest(con, piece).id)
    assert stored is not None
    said = {verdict["because"] for claim in stored["claims"] for verdict in claim["verdicts"]}
    assert said
    assert all(one.startswith(TOLD["ar"]) for one in said)
    assert all("reasons" not in verdict for claim in stored["claims"] for verdict in claim["verdicts"])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_version_stored_before_is_read_in_the_language_of_its_copy(site: Site, language: str) -> None:
    piece = site.in_review(ENGLISH, places=("aqaba",))
    with site.here.db.write() as con:
        con.execute(sa.update(versions).values(reasons=None))
        for row in con.execute(sa.select(asks.c.id, asks.c.asked)).all():
            old = {key: {name: at[name] for name in at if name != "reasons"} for key, at in row.asked.items()}
            con.execute(sa.update(asks).where(asks.c.id == row.id).values(asked=old))
    for path in (f"/pieces/{piece.id}", "/"):
        assert TOLD["en"] in _read(site, path, language)


def test_the_register_tells_it_in_both_and_reads_rows_from_before(site: Site) -> None:
    piece = site.in_review(ENGLISH, places=("weibdeh",))
    omar = site.actor("omar")
    for question in site.asks(piece.id).values():
        decide(site.here.db, omar, question.id, {key: Given("keep") for key in question.asked}, now=site.clock.now)
        finish(site.here.db, omar, question.id, now=site.clock.now)
    dana = site.actor("dana")
    entry = register_view.history(site.here.db, dana, piece.id, next(iter(_keys(site, piece.id))))[0]
    assert entry.reasons is not None
    assert set(entry.reasons) == {"en", "ar"}
    path = f"/register/{piece.id}/{entry.claim_key}"
    client = site.client("dana")
    assert client.get("/language/ar?next=/").status_code in (302, 303)
    assert entry.reasons["ar"] in client.get(path).get_data(as_text=True)
    with site.here.db.write() as con:
        con.execute(sa.update(register).values(reasons=None))
    assert entry.because in client.get(path).get_data(as_text=True)


def _keys(site: Site, draft_id: int) -> set[str]:
    with site.here.db.read() as con:
        return set(con.scalars(sa.select(register.c.claim_key).where(register.c.draft_id == draft_id)))
