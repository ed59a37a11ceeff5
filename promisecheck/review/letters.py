"""What messages say, in English and in Arabic: one line in a list, the same line in a mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

LINES: Final[Mapping[str, tuple[str, str]]] = {
    "asked": (
        "“{title}” waits for your answer: {where}. Decide by {due}.",
        "«{title}» بانتظار إجابتك: {where}. آخر موعد {due}.",
    ),
    "asked-again": (
        "“{title}”: you are asked again, {where}. {reason}",
        "«{title}»: يُطلب رأيك من جديد، {where}. {reason}",
    ),
    "reminder-before": ("“{title}” is due soon: {where}, by {due}.", "اقترب موعد «{title}»: {where}، حتى {due}."),
    "reminder-at": ("“{title}” is due now: {where}.", "حان موعد «{title}»: {where}."),
    "reminder-after": ("“{title}” is overdue: {where}, since {due}.", "تأخر موعد «{title}»: {where}، منذ {due}."),
    "nudged": ("{by} asks you to look at “{title}”: {where}.", "يطلب {by} أن تطّلع على «{title}»: {where}."),
    "escalated": ("“{title}” still waits for an answer: {where}.", "ما زالت «{title}» بلا إجابة: {where}."),
    "changes-requested": (
        "“{title}” has to change; answers from: {where}.",
        "تحتاج «{title}» إلى تعديل؛ إجابات من: {where}.",
    ),
    "approved": ("“{title}” is approved.", "وُوفق على «{title}»."),
    "rejected": ("“{title}” was rejected. {reason}", "رُفضت «{title}». {reason}"),
    "published": ("“{title}” is out. {place}", "نُشرت «{title}». {place}"),
    "expired": ("The run of “{title}” has ended.", "انتهى عرض «{title}»."),
    "withdrawn": ("“{title}” was withdrawn. {reason}", "سُحبت «{title}». {reason}"),
    "unreadable": ("“{title}” could not be checked: {problem}", "تعذّر فحص «{title}»: {problem}"),
    "handed-over": ("“{title}” is yours now.", "صارت «{title}» في عهدتك."),
    "shared": ("{by} shares “{title}” with you.", "شاركك {by} المادة «{title}»."),
    "stuck": (
        "“{title}” waits at {where}, where nobody can be asked any more.",
        "«{title}» عالقة في {where}، ولم يعد هناك من يُسأل.",
    ),
    "lost": (
        "“{title}”: {count} promises in public do not hold any more.",
        "«{title}»: وعود منشورة لم يعد يُوفى بها: {count}.",
    ),
    "reopened": (
        "Standards changed; “{title}” is asked about again.",
        "تغيّرت المعايير، وأُعيدت «{title}» إلى المراجعة.",
    ),
    "holds-again": ("“{title}” was confirmed as it stands.", "ثُبّتت «{title}» كما هي."),
    "mentioned": ("{by} mentions you in “{title}”: {body}", "ذكرك {by} في «{title}»: {body}"),
    "commented": ("{by} on “{title}”: {body}", "تعليق من {by} على «{title}»: {body}"),
    "proposed": ("{by} proposes a change to {standard}. {reason}", "يقترح {by} تعديل المعيار {standard}. {reason}"),
    "proposal-accepted": (
        "{by} accepted the change to {standard}. {reason}",
        "قبل {by} تعديل المعيار {standard}. {reason}",
    ),
    "proposal-rejected": (
        "{by} turned down the change to {standard}. {reason}",
        "لم يقبل {by} تعديل المعيار {standard}. {reason}",
    ),
}
"""kind of message -> its line. `where` are the locations, "the whole piece" for none."""

SUBJECT_ONE: Final = ("promisecheck: {line}", "promisecheck: {line}")
SUBJECT_DIGEST: Final = ("promisecheck: what is new ({count})", "promisecheck: مستجدات ({count})")
QUOTED: Final = ("- “{quote}” ({title}): {where}", "- «{quote}» ({title}): {where}")
GREETING: Final = ("Hello {name},", "مرحبًا {name}،")
BULLETIN: Final = (
    "Promised to customers in your branch's name since {since}:",
    "ما وُعد به الزبائن باسم فرعك منذ {since}:",
)
FOOT: Final = (
    "You can choose one mail a day, one for each event, or none: {link}",
    "يمكنك اختيار رسالة واحدة يوميًا أو رسالة لكل حدث أو إيقافها: {link}",
)
_WHOLE: Final = ("the whole piece", "المادة كلها")


def line(kind: str, facts: Mapping[str, Any], language: str, places: Mapping[str, str] | None = None) -> str:
    """One message as a sentence. places: location ids -> names to show. Raises KeyError for an unknown kind."""
    arabic = language == "ar"
    shown = {"reason": "", "place": "", "where": "", "due": "", **{k: str(v) for k, v in facts.items()}}
    locations = facts.get("locations")
    if locations is not None:
        names = [(places or {}).get(one, one) or _WHOLE[arabic] for one in locations]
        shown["where"] = ("، " if arabic else ", ").join(names)
    shown["due"] = shown["due"][:16].replace("T", " ")
    return LINES[kind][arabic].format(**shown).strip()


def text(parts: tuple[str, str], language: str, **facts: object) -> str:
    """One of this module's fixed texts."""
    return parts[language == "ar"].format(**facts)
