"""The reader's language, and how dates, places and counts are said in it. These are what templates call."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import g, request
from markupsafe import Markup

from promisecheck.app import texts
from promisecheck.app.services import maybe_actor, once, services
from promisecheck.errors import InputError
from promisecheck.measures import measures
from promisecheck.model import Language
from promisecheck.reports import words
from promisecheck.review import wording
from promisecheck.review.reasons import reason_in

COOKIE: Final = "lang"
_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def language() -> Language:
    """The language of this request: what was chosen last, else the person's, else what the browser asks for."""
    if "actor" in g:  # who is asking, and so what they prefer, does not change any more
        return cast(Language, once("language", _language))
    return _language()


def _language() -> Language:
    chosen = request.cookies.get(COOKIE) or g.get("person_language")
    if chosen not in texts.LANGUAGES:
        chosen = request.accept_languages.best_match(texts.LANGUAGES, "en")
    return "ar" if chosen == "ar" else "en"


def t(key: str, **facts: object) -> str:
    """A sentence of the screens in the reader's language."""
    return texts.text(key, language(), **facts)


def th(key: str, **facts: object) -> Markup:
    """A sentence that holds markup."""
    return texts.markup(key, language(), **facts)


def word(name: str) -> str:
    """A word of the workflow (a state, a role, a field)."""
    return wording.word(name, language())


def zone() -> str:
    """The organisation's time zone; UTC while its standards cannot be read."""

    def find() -> str:
        try:
            return services().places().zone
        except InputError:
            return "UTC"

    return str(once("zone", find))


def today() -> dt.date:
    """Today, at the organisation."""
    return services().settings.clock().astimezone(ZoneInfo(zone())).date()


def day(when: dt.date | dt.datetime | None, *, year: bool = False, weekday: bool = True) -> str:
    """A day as people say it: "Wed 25 Nov"; the year where it is not this one or is asked for."""
    if when is None:
        return "—"
    if isinstance(when, dt.datetime):
        when = when.astimezone(ZoneInfo(zone())).date()
    full = words.date(when, language(), zone())
    number, *month, its_year = full.split(" ")
    name = " ".join(month)
    if language() == "en":
        name = name[:3]
    said = f"{number} {name}" + (f" {its_year}" if year or when.year != today().year else "")
    if not weekday:
        return said
    return f"{words.DAYS[language()][_DAYS[when.weekday()]]} {said}"


def month(when: dt.date) -> str:
    """The name of a month, short."""
    return " ".join(words.date(when, language(), zone()).split(" ")[1:-1])[: 3 if language() == "en" else None]


def moment(when: dt.datetime | None) -> str:
    """A day with its time: "Wed 25 Nov, 14:00"; "today, 14:00"."""
    if when is None:
        return "—"
    local = when.astimezone(ZoneInfo(zone()))
    said = t("app.today") if local.date() == today() else day(local)
    return t("app.moment", day=said, time=f"{local:%H:%M}")


def span(start: dt.date, end: dt.date | None) -> str:
    """A run: "1 Dec – 31 Jan 2027", "from 1 Dec"."""
    if end is None:
        return t("app.from_day", day=day(start, weekday=False))
    if start == end:
        return day(start, weekday=False)
    return f"{day(start, weekday=False)} – {day(end, weekday=False)}"


def place(id_: str) -> str:
    """What a location or group is called; its id when it is not declared any more; the whole piece for ""."""
    if not id_:
        return t("app.whole_piece")
    if id_ == "*":
        return t("app.everywhere")
    return _names().get(id_, id_)


def places(ids: Any, most: int = 4) -> str:
    """Several places in a row; the rest as a number."""
    names = [place(one) for one in ids]
    comma = "، " if language() == "ar" else ", "
    if len(names) <= most:
        return comma.join(names)
    return t("app.and_more", names=comma.join(names[: most - 1]), n=len(names) - most + 1)


def service(id_: str | None) -> str:
    """What a service is called."""
    return _names().get(f"service:{id_}", id_ or "") if id_ else t("app.no_service")


def measure(id_: str | None) -> str:
    """What a measure is called."""
    if not id_:
        return t("app.no_measure")
    known = measures().get(id_)
    return first_name(known.names, language()) if known else id_.replace("_", " ")


def reason(of: Any) -> Markup:
    """Why a promise stands as it does, in the language of the interface where it is known in that.

    of: has `because` and `reasons`.
    """
    said, code = reason_in(of.because, of.reasons, language())
    return Markup('<bdi lang="{}">{}</bdi>').format(code, said) if code else Markup("<bdi>{}</bdi>").format(said)


def cap(text: str) -> str:
    """The text with a capital first letter, for the beginning of a line."""
    return text[:1].upper() + text[1:]


def tier(id_: str | None) -> str:
    """What a tier is called."""
    return _names().get(f"tier:{id_}", id_ or "") if id_ else ""


def location_names() -> dict[str, str]:
    """The names of all places by id."""
    return {id_: name for id_, name in _names().items() if ":" not in id_}


def _names() -> dict[str, str]:
    def find() -> dict[str, str]:
        try:
            organisation = services().organisation()
        except InputError:
            return {}
        found: dict[str, str] = {}
        kinds: list[tuple[str, Any]] = [
            ("", organisation.groups),
            ("", organisation.locations),
            ("service:", organisation.services),
            ("tier:", organisation.tiers),
        ]
        for prefix, things in kinds:
            for id_, thing in things.items():
                found[prefix + id_] = first_name(thing.names, language()) or id_
        return found

    names: dict[str, str] = once("names", find)
    return names


def first_name(names: Any, wanted: Language) -> str:
    """The first name in the wanted language, else in any."""
    for said in (names.get(wanted), *names.values()):
        if said:
            return said if isinstance(said, str) else str(said[0])
    return ""


def direction(wanted: str) -> str:
    """The direction of a language."""
    return "rtl" if wanted == "ar" else "ltr"


def who() -> str:
    """Who is here, as the bar shows it: name and where they review."""
    somebody = maybe_actor()
    if somebody is None:
        return ""
    comma = "، " if language() == "ar" else ", "
    reviewed = [place(grant.place) for grant in somebody.grants if grant.role == "reviewer"]
    if somebody.link is not None:
        reviewed = [place(somebody.link.location)]
    return somebody.name + (f" · {comma.join(dict.fromkeys(reviewed))}" if reviewed else "")
