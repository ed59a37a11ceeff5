"""A sample organisation with people of every role and a queue of real pieces: what `serve --demo` starts with.

Everything goes through the services of `review`, at the moments it would have happened, so that the register, the gap
board and the audit record hold what a real installation's would.
"""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from promisecheck.app.services import Services
from promisecheck.paths import data_dir
from promisecheck.review import changes, checking, comments, deciding, drafts, gaps, inbox, people, publishing, register
from promisecheck.review.actors import Actor, Role
from promisecheck.review.deciding import Given
from promisecheck.review.drafts import About, Copy
from promisecheck.review.models import Channel, Draft, Kind
from promisecheck.review.spec_edit import SpecChange

START: Final = dt.datetime(2026, 11, 25, 6, 0, tzinfo=dt.UTC)
"""Nine in the morning in Amman, on a day for which the sample standards are declared."""
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the sample organisation. reviews: places of a reviewer."""

    name: str
    arabic: str
    language: str
    roles: tuple[Role, ...]
    reviews: tuple[str, ...] = ()

    @property
    def login(self) -> str:
        """The name to log in with."""
        return f"{self.name.lower()}@darnaranj.example"


PEOPLE: Final = (
    Someone("Huda", "هدى", "en", ("admin",)),
    Someone("Lina", "لينا", "en", ("submitter",)),
    Someone("Karim", "كريم", "en", ("submitter",)),
    Someone("Omar", "عمر", "en", ("reviewer",), ("weibdeh", "rainbow")),
    Someone("Salma", "سلمى", "ar", ("reviewer",), ("gardens", "dabouq", "jubeiha", "marj", "airport-road")),
    Someone("Rami", "رامي", "en", ("reviewer",), ("irbid",)),
    Someone("Aya", "آية", "ar", ("reviewer",), ("aqaba",)),
    Someone("Dana", "دانا", "en", ("owner",)),
    Someone("Fadi", "فادي", "en", ("observer",)),
    Someone("Tala", "تالا", "en", ("auditor",)),
)

FIRST: Final = "Omar"
"""Whom to begin as: the piece on top of his inbox needs nobody else's answer."""


@dataclass
class Stage:
    """Where the story plays: short ways to do at a past moment what people do on the screens."""

    services: Services
    password: str
    ids: dict[str, int]
    now: dt.datetime

    def actor(self, name: str) -> Actor:
        """A person as an actor, fresh from logging in."""
        return people.load_actor(self.services.db, self.ids[name], self.services.places(), fresh_at=self.now)

    def tick(self, minutes: float = 7) -> dt.datetime:
        """A little later."""
        self.now += dt.timedelta(minutes=minutes)
        return self.now

    def draft(
        self,
        title: str,
        text: str,
        channel: Channel,
        starts: int,
        lasts: int | None,
        *,
        by: str = "Lina",
        kind: Kind = "text",
        campaign: str = "",
        places: tuple[str, ...] = ("*",),
        source: str = "",
        due: float | None = None,
    ) -> Draft:
        """A new piece. starts: days from now; lasts: days, None for open-ended; due: hours from now."""
        first = self.now.date() + starts * _DAY
        about = About(
            title,
            channel,
            first,
            None if lasts is None else first + lasts * _DAY,
            campaign,
            places,
            due_at=None if due is None else self.now + dt.timedelta(hours=due),
        )
        db, here = self.services.db, self.services.places()
        return drafts.create(db, self.actor(by), about, Copy(text, kind, source), places=here, now=self.tick())

    def submit(self, draft: Draft, *, by: str = "Lina") -> Draft:
        """Hand it in and have it checked."""
        drafts.submit(self.services.db, self.actor(by), draft.id, now=self.tick())
        return checking.check_piece(self.services.db, self.services.judge, draft.id, now=self.tick()).draft

    def answer(self, name: str, draft_id: int, choose: Callable[[str, str], Given] | None = None) -> None:
        """Have somebody answer all they are asked about a piece, and finish. choose: from quote and verdict."""
        db, who = self.services.db, self.actor(name)
        for waiting in inbox.waiting(db, who, now=self.now):
            for question in waiting.questions if waiting.draft.id == draft_id else ():
                given = {
                    key: choose(at["quote"], at["verdict"]) if choose else Given("keep")
                    for key, at in question.asked.items()
                }
                deciding.decide(db, who, question.id, given, now=self.tick(2))
                deciding.finish(db, who, question.id, now=self.tick(1))

    def all_keep(self, draft_id: int) -> None:
        """Have everybody who is asked keep everything."""
        for person in PEOPLE:
            if "reviewer" in person.roles:
                self.answer(person.name, draft_id)

    def publish(self, draft_id: int, where: str, *, by: str = "Lina") -> None:
        """Say that it is out."""
        publishing.publish(self.services.db, self.actor(by), draft_id, where, now=self.tick())

    def count(self) -> None:
        """Count for the curve of the gap board."""
        gaps.tally(self.services.db, now=self.now)


def sample_specs(folder: Path) -> Path:
    """A copy of the sample organisation's standards that may be changed."""
    target = folder / "service_specs"
    shutil.copytree(data_dir("service_specs") / "dar-naranj", target)
    return target


def clock(started: Callable[[], float]) -> Callable[[], dt.datetime]:
    """A clock that begins at `START` and goes on from there. started: seconds of a steady clock."""
    zero = started()
    return lambda: START + dt.timedelta(seconds=started() - zero)


def populate(services: Services) -> str:
    """Fill an empty database. Gives the password that everybody in it has."""
    stage = Stage(services, secrets.token_urlsafe(9), {}, START - 70 * _DAY)
    _add_people(stage)
    _past(stage)
    _lately(stage)
    _queue(stage)
    return stage.password


def _add_people(stage: Stage) -> None:
    db, here = stage.services.db, stage.services.places()
    admin = PEOPLE[0]
    first = people.first_admin(
        db, login=admin.login, name=admin.name, password=stage.password, language="en", now=stage.now
    )
    stage.ids[admin.name] = first.id
    who = stage.actor(admin.name)
    for one in PEOPLE[1:]:
        person = people.add_person(
            db,
            who,
            login=one.login,
            name=one.arabic if one.language == "ar" else one.name,
            password=stage.password,
            language=one.language,
            now=stage.tick(1),
        )
        stage.ids[one.name] = person.id
        for role in one.roles:
            for place in one.reviews or ("",):
                people.grant(db, who, person.id, role, place=place, places=here, now=stage.now)


def _past(stage: Stage) -> None:
    """Ten weeks of campaigns that went well, and the counts of their Mondays."""
    texts: tuple[tuple[str, str, Channel, str, tuple[str, ...], int | None], ...] = (
        ("Takeaway, all branches", "Takeaway is ready in 20 minutes.", "web", "", ("*",), None),
        ("Delivery hours poster", "We deliver until midnight, every day of the week.", "print", "", ("*",), 120),
        ("Menu page", "There is a vegetarian menu in every restaurant.", "web", "", ("*",), None),
        ("Knafeh by text message", "كنافة بماء الزهر في جميع فروعنا. الدفع بالبطاقة أو نقداً.", "push", "", ("*",), 90),
        ("South coast radio", "South Beach is open every day from 8 am to 2 am.", "radio", "", ("south-beach",), 100),
        (
            "Weibdeh terrace",
            "A table on our terrace in Weibdeh, under the bitter-orange tree.",
            "social",
            "",
            ("weibdeh",),
            80,
        ),
        ("Gift vouchers", "You can return unused gift vouchers within 14 days.", "mail", "", ("*",), 75),
    )
    for title, text, channel, campaign, places, lasts in texts:
        piece = stage.submit(stage.draft(title, text, channel, 1, lasts, campaign=campaign or "House", places=places))
        stage.all_keep(piece.id)
        stage.now += 2 * _DAY
        if piece_state(stage, piece.id) == "approved":
            stage.publish(piece.id, "darnaranj.example")
        stage.count()
        stage.now += 6 * _DAY


def piece_state(stage: Stage, draft_id: int) -> str:
    """The state of a piece."""
    from promisecheck.review import views

    return views.view(stage.services.db, stage.actor("Huda"), draft_id).draft.state


def _lately(stage: Stage) -> None:
    """A kitchen is rebuilt: a notice is proposed and accepted, and the register asks again what it touches."""
    stage.now = max(stage.now, START - 6 * _DAY)
    here, db = stage.services, stage.services.db
    notice = SpecChange(
        "notice",
        "takeaway-time",
        ("petra",),
        {
            "from": "2026-11-20",
            "until": "2026-12-12",
            "within": "35 min",
            "reason": {"en": "the kitchen is rebuilt", "ar": "تجديد المطبخ"},
            "disclose": {
                "en": "Until 12 December takeaway in Petra Street takes up to 35 minutes.",
                "ar": "حتى 12 كانون الأول قد يستغرق الاستلام من فرع شارع البتراء 35 دقيقة.",
            },
        },
    )
    why = "One cooker instead of three while the kitchen is rebuilt"
    wish = changes.propose(
        db, stage.actor("Rami"), notice, why, specs=here.settings.specs, places=here.places(), now=stage.tick()
    )
    changes.accept(db, stage.actor("Dana"), wish.id, "Agreed", specs=here.settings.specs, now=stage.tick(90))
    stage.now = START - 5 * _DAY
    register.recheck(db, here.judge, now=stage.now)
    stage.count()
    open_wish = SpecChange("standard", "drive-through", ("gardens",), {"offered": "true"})
    stage.now = START - 2 * _DAY
    changes.propose(
        db,
        stage.actor("Salma"),
        open_wish,
        "The new window opens on 1 December",
        specs=here.settings.specs,
        places=here.places(),
        now=stage.tick(),
    )


def _queue(stage: Stage) -> None:
    """What waits today."""
    examples = data_dir("examples") / "dar-naranj"

    def example(name: str) -> str:
        return (examples / name).read_text(encoding="utf-8")

    db = stage.services.db
    stage.now = START - 3 * _DAY
    push = stage.draft("Rainy evening push", _RAIN, "push", 4, 2, campaign="Winter", places=("amman",), due=76)
    stage.submit(push)
    mail = stage.draft(
        "November newsletter",
        example("mail/newsletter.md"),
        "mail",
        6,
        20,
        kind="markdown",
        campaign="Winter",
        source="newsletter.md",
        due=110,
    )
    stage.submit(mail)
    comments.comment(
        db,
        stage.actor("Lina"),
        mail.id,
        "We count the pop-up kitchens as restaurants here. @omar is that fair?",
        now=stage.tick(),
    )
    ad = stage.draft(
        "Fast dinner", example("search/fast-dinner.txt"), "search", 5, 30, campaign="Winter", places=("amman",)
    )
    stage.submit(ad)
    stage.answer("Omar", ad.id, _no_over)
    stage.now = START - 2 * _DAY
    page = stage.draft(
        "Branch page, Weibdeh",
        example("site/branches/weibdeh.html"),
        "web",
        7,
        None,
        kind="html",
        campaign="House",
        places=("weibdeh",),
        source="branches/weibdeh.html",
    )
    stage.submit(page)
    first = stage.draft(
        "Breakfast in Weibdeh", _BREAKFAST, "social", 3, 10, campaign="House", places=("weibdeh",), due=51
    )
    stage.submit(first)
    offer = stage.draft(
        "Catering offer, school in Irbid", _OFFER, "proposal", 12, 1, by="Karim", campaign="Sales", places=("irbid",)
    )
    stage.submit(offer, by="Karim")
    stage.now = START - _DAY
    chairs = stage.draft(
        "Step-free access, note for the site", _ACCESS, "web", 8, None, campaign="House", places=("aqaba",)
    )
    stage.submit(chairs)
    stage.answer("Aya", chairs.id)
    stage.draft("Circle, second try", example("search/circle.txt"), "search", 14, 30, campaign="Circle")
    stage.now = START - dt.timedelta(hours=1)
    stage.count()


def _no_over(quote: str, verdict: str) -> Given:
    """What a branch that stands by its standards answers."""
    if verdict == "kept":
        return Given("keep")
    if "30 min" in quote:
        level = {"op": "<=", "value": 40, "unit": "min"}
        return Given("can_if", "Two riders after nine in the evening", level, "orders of 8 JOD or more")
    return Given("cannot", "Not declared here")


_RAIN: Final = (
    "ليلة ماطرة؟ طلبك على بابك خلال 30 دقيقة.\n"
    "توصيل مجاني للطلبات من 15 ديناراً. قد يتأخر التوصيل في الأحوال الجوية السيئة.\n"
)
_BREAKFAST: Final = "Breakfast in Weibdeh on the terrace.\nFree Wi-Fi, and a play corner for children.\n"
_OFFER: Final = (
    "Dear Ms Haddad,\n\nfor your school's open day our catering in Irbid is ready within two business days.\n"
    "We answer every message within 15 minutes, and the delivery is free from 15 JOD.\n"
)
_ACCESS: Final = "Both restaurants in Aqaba have step-free access and outdoor seating.\n"
