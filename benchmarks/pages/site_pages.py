"""Pages of an invented bakery with branches, as its site might have them, and its standards; the same by every number.

What real pages of small businesses look like was the measure: about 15 of 100 bytes are seen, two thirds of the texts
stand on every page (menu, cards, foot), the rest is the page's own. Odd pages are in Arabic. Every tenth has broken
mark-up. A page makes ten promises or so: in sentences, a table, a list, the foot and its structured data.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

EN = {
    "menu": ["Home", "Our bread", "Cakes", "Branches", "For offices", "Stories", "Jobs", "Contact"],
    "title": "Sanabel bakery, page {n}",
    "lead": "Bread from our own mill, baked while the street is still asleep. This is page {n} of many.",
    "cards": [
        ("Country loaf", "Rye and wheat, a dark crust, keeps for days."),
        ("Sesame rings", "Warm from the oven, with cheese or by themselves."),
        ("Celebration cake", "Tell us the name and we write it by hand."),
        ("Office breakfast", "A basket for the whole team, with coffee if you like."),
    ],
    "own": [
        "That autumn the flour came late, and {who} learned to wait for {what}.",
        "Our miller shows {who} why slow stones make {what} better.",
        "Guests asked {who} for the recipe of {what}; here is what we told them.",
        "The photograph of {who} shows the old oven before {what} moved to the new house.",
    ],
    "who": [
        "Salma",
        "Karim",
        "the apprentice",
        "our neighbour",
        "Nadia and her sons",
        "the baker from the port",
        "Yusuf",
    ],
    "what": ["the dark loaf", "sesame bread", "olive twists", "date cake", "the morning rolls", "flat bread", "rye"],
    "when": [
        "in spring",
        "before the feast",
        "on a quiet evening",
        "after the rain",
        "when the market opens",
        "at dawn",
    ],
    "promises": [
        "We deliver within {m} minutes.",
        "Orders over {a} JOD are delivered free of charge.",
        "We answer every message within {h} hours.",
    ],
    "table": ("Where", "Delivery", [("Old town", "{m} minutes"), ("Harbour", "{l} minutes")]),
    "list": ["Fresh every morning", "Cakes ready in {h} hours", "Pay by card or cash"],
    "foot": ["Open daily from 7 am to 10 pm", "Sanabel bakery, since 1988", "Written by our bakers"],
    "label": "Cookie settings",
}
AR = {
    "menu": ["الرئيسية", "خبزنا", "الكعك", "الفروع", "للمكاتب", "حكايات", "وظائف", "تواصلوا معنا"],
    "title": "مخبز سنابل، صفحة {n}",
    "lead": "خبز من طاحونتنا، نخبزه والشارع ما زال نائماً. هذه الصفحة {n} من صفحات كثيرة.",
    "cards": [
        ("رغيف القرية", "قمح وجاودار وقشرة داكنة، يبقى طازجاً أياماً."),
        ("كعك بالسمسم", "ساخن من الفرن، مع الجبنة أو وحده."),
        ("كعكة المناسبات", "اذكروا الاسم ونكتبه بخط اليد."),
        ("فطور المكاتب", "سلة تكفي الفريق كله، ومعها القهوة لمن يحب."),
    ],
    "own": [
        "تأخر الطحين في ذلك الخريف وتعلّم {who} انتظار {what}.",
        "يشرح الطحّان أمام {who} كيف يجعل الحجر البطيء {what} أطيب.",
        "سأل الضيوف {who} عن وصفة {what}، وهذا ما قلناه لهم.",
        "في صورة {who} يظهر الفرن القديم قبل أن ينتقل {what} إلى البيت الجديد.",
    ],
    "who": ["سلمى", "كريم", "المتدرّب", "جارنا", "نادية وأولادها", "خبّاز الميناء", "يوسف"],
    "what": ["الرغيف الأسمر", "خبز السمسم", "لفائف الزيتون", "كعك التمر", "خبز الصباح", "الرقاق", "خبز الجاودار"],
    "when": ["في الربيع", "قبل العيد", "في مساء هادئ", "بعد المطر", "حين يفتح السوق", "عند الفجر"],
    "promises": [
        "نوصل طلبكم خلال {m} دقيقة.",
        "التوصيل مجاني للطلبات فوق {a} ديناراً.",
        "نرد على كل رسالة خلال {h} ساعات.",
    ],
    "table": ("المنطقة", "التوصيل", [("البلدة القديمة", "{m} دقيقة"), ("الميناء", "{l} دقيقة")]),
    "list": ["طازج كل صباح", "الكعك جاهز خلال {h} ساعات", "الدفع بالبطاقة أو نقداً"],
    "foot": ["مفتوح يومياً من 7 صباحاً إلى 10 مساءً", "مخبز سنابل منذ 1988", "كتبها خبّازونا"],
    "label": "إعدادات ملفات الارتباط",
}
STYLE = "".join(
    f".u-{n}{{display:grid;gap:{n % 7}px;padding:{n % 5}rem;color:#{n * 4369 % 4096:03x}}}" for n in range(30)
)
SCRIPT = "".join(f"window.q{n}=window.q{n}||function(){{(q{n}.a=q{n}.a||[]).push(arguments)}};" for n in range(16))
ICON = (
    '<svg class="icon icon--small" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 12h18M12 3v18M5 5l14 14"/></svg>'
)


def page(number: int) -> str:
    """Page number `number` of the site."""
    arabic = number % 2 == 1
    words = AR if arabic else EN
    values = {
        "n": number,
        "m": 20 + 5 * (number % 9),
        "l": 40 + 10 * (number % 5),
        "a": 10 + number % 4 * 5,
        "h": 3 + number % 6,
    }

    def say(text: str, **more: str) -> str:
        return text.format(**values, **more)

    head = (
        f"<title>{say(words['title'])}</title><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f'<meta name="description" content="{say(words["lead"])}"><link rel="stylesheet" href="/assets/site.css?v=9">'
        f"<style>{STYLE}</style><script>{SCRIPT}</script>"
        f'<script type="application/ld+json">{_structured(arabic)}</script>'
    )
    parts = [
        _menu(words),
        f'<main class="page page--wide" id="content"><h1 class="headline">{say(words["title"])}</h1>',
    ]
    parts.append(f'<p class="lead lead--large u-3">{say(words["lead"])}</p>')
    parts += [f'<p class="text text--body u-{k}">{say(one)}</p>' for k, one in enumerate(words["promises"])]
    draw = random.Random(number)
    for k, one in enumerate(words["own"] * 4):
        told = say(one, who=draw.choice(words["who"]), what=draw.choice(words["what"]))
        text = f"{told.removesuffix('.')} {draw.choice(words['when'])}."
        parts.append(f'<section class="story u-{k}"><p class="text text--body">{text}</p></section>')
    parts += [_cards(words), _table(words, say), _list(words, say), "</main>", _foot(words)]
    body = "".join(parts)
    if number % 10 == 9:
        body = _broken(body, number)
    direction = ' lang="ar" dir="rtl"' if arabic else ' lang="en"'
    return f"<!doctype html>\n<html{direction}>\n<head>{head}</head>\n<body class='site u-1'>\n{body}\n</body></html>\n"


def _menu(words: dict) -> str:
    items = "".join(
        f'<li class="menu__item menu__item--level-1"><a class="menu__link" href="/p/{k}" data-track="menu-{k}">'
        f"{ICON}<span>{name}</span></a></li>"
        for k, name in enumerate(words["menu"])
    )
    nav = f'<nav class="menu" aria-label="main"><ul class="menu__list">{items}</ul></nav>'
    return f'<header class="top u-2">{nav}</header>'


def _cards(words: dict) -> str:
    cards = "".join(
        f'<div class="grid__cell u-{k}"><div class="card card--shadow"><img class="card__image" src="/img/{k}.webp" '
        f'width="320" height="200" alt=""><h3 class="card__title">{name}</h3><p class="card__text">{text}</p>'
        "</div></div>"
        for k, (name, text) in enumerate(words["cards"])
    )
    return f'<div class="grid grid--four u-4">{cards}</div>'


def _table(words: dict, say: Callable[..., str]) -> str:
    where, what, rows = words["table"]
    head = f'<tr><th scope="col">{where}</th><th scope="col">{what}</th></tr>'
    body = "".join(f'<tr class="row"><th scope="row">{place}</th><td>{say(time)}</td></tr>' for place, time in rows)
    return f'<table class="table table--zebra"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _list(words: dict, say: Callable[..., str]) -> str:
    items = "".join(f'<li class="ticks__item">{ICON}{say(one)}</li>' for one in words["list"])
    return f'<ul class="ticks">{items}</ul>'


def _foot(words: dict) -> str:
    texts = "".join(f'<p class="foot__text">{one}</p>' for one in words["foot"])
    links = "".join(f'<a class="foot__link" rel="noopener" href="/f/{k}">{ICON}</a>' for k in range(6))
    button = f'<button class="button">{words["label"]}</button>'
    return f'<footer class="foot u-5"><div class="foot__row">{texts}{links}{button}</div></footer>'


def _structured(arabic: bool) -> str:
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "Bakery",
            "name": "مخبز سنابل" if arabic else "Sanabel bakery",
            "openingHours": "Mo-Su 07:00-22:00",
            "telephone": "+962 6 555 0100",
            "image": [f"https://sanabel.example/img/{k}.webp" for k in range(4)],
        },
        ensure_ascii=False,
    )


def _broken(body: str, number: int) -> str:
    """Mark-up as people write it in a hurry: tags left open, closed twice, cut off, attributes without an end."""
    draw = random.Random(number)
    for old, new in (
        ("</p>", ""),
        ("</div>", "</div></div>"),
        ("</li>", ""),
        ("</td>", ""),
        (
            'class="',
            "class=",
        ),
        ("<section", "<p><section"),
        ("</h3>", "</h2>"),
    ):
        places = [at for at in range(len(body)) if body.startswith(old, at)]
        for at in sorted(draw.sample(places, min(2, len(places))), reverse=True):
            body = body[:at] + new + body[at + len(old) :]
    return body if number % 20 == 9 else body[: int(len(body) * 0.9)]


def write_specs(folder: Path, locations: int) -> None:
    """Standards for so many branches, in ten districts; every tenth branch delivers more slowly."""
    districts = "\n".join(f"  d{n}: {{names: {{en: [District {n}], ar: [المنطقة {n}]}}}}" for n in range(10))
    places = "\n".join(
        f"  l{n}: {{groups: [d{n % 10}], names: {{en: [Branch {n}], ar: [فرع {n}]}}}}" for n in range(locations)
    )
    slower = ", ".join(f"l{n}: {{within: 60 min}}" for n in range(0, locations, 10))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bakery.yaml").write_text(
        "organisation: Sanabel\ncurrency: JOD\nlanguages: [en, ar]\nservices:\n"
        "  delivery: {names: {en: [delivery], ar: [التوصيل]}}\n  bakery: {names: {en: [bakery], ar: [مخبز]}}\n"
        "  care: {names: {en: [customer care], ar: [خدمة الزبائن]}}\n"
        f"groups:\n{districts}\nlocations:\n{places}\nstandards:\n"
        f"  time: {{service: delivery, measure: delivery_time, within: 45 min, by_location: {{{slower}}}}}\n"
        "  fee: {service: delivery, measure: fee, at_most: 0 JOD, conditions: [{order_value: 15 JOD}]}\n"
        "  answer: {service: care, measure: response_time, within: 6 h}\n"
        '  hours: {service: bakery, measure: opening_hours, hours: "Mo-Su 07:00-22:00"}\n',
        encoding="utf-8",
    )
