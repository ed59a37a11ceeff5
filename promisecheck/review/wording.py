"""Every sentence the workflow says, in English and in Arabic, by code. Facts go in by name.

A sentence names the branch, the piece or the standard, never a fault of a person. Facts that are words of this program
(states, steps, fields) are said in the reader's language, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Sentences = Mapping[str, tuple[str, str]]

REFUSALS: Final[Sentences] = {
    "bad-code": ("This code does not fit. Wait for the next one.", "هذا الرمز غير صحيح. انتظر الرمز التالي."),
    "bad-login": ("Name, password or code do not fit.", "الاسم أو كلمة المرور أو الرمز غير صحيح."),
    "bad-number": ("{field}: a whole number from {least} to {most}.", "{field}: عدد صحيح من {least} إلى {most}."),
    "bad-stages": (
        "A plan needs at least one stage, and no two of the same name.",
        "تحتاج الخطة إلى مرحلة واحدة على الأقل، ولكل مرحلة اسم مختلف.",
    ),
    "bad-url": ("{url} is no address that can be called: {why}.", "لا يمكن الاتصال بالعنوان {url}: {why}."),
    "code-needed": ("Enter the code from your device as well.", "أدخل أيضًا الرمز الظاهر على جهازك."),
    "empty-can-if": (
        "Say what the branch can do: a level, a condition, or both.",
        "اذكر ما يستطيعه الفرع: مستوى أو شرطًا أو كليهما.",
    ),
    "ends-before-start": ("The last day lies before the first.", "اليوم الأخير يسبق اليوم الأول."),
    "bad-selection": ("The selection lies outside the text.", "التحديد خارج النص."),
    "expires-late": ("At most {days} days from now.", "خلال {days} يومًا على الأكثر."),
    "nothing-changed": ("The standards say this already.", "تقول المعايير هذا بالفعل."),
    "engine-failed": (
        "The check itself failed; nothing was judged. Try again, or tell an admin.",
        "فشل الفحص نفسه ولم يُحكم على شيء. حاول مجددًا أو أبلغ المدير.",
    ),
    "ended": ("A piece that is {state} is not changed any more.", "لا تتغيّر مادة حالتها «{state}»."),
    "live-piece": (
        "It is in public: answer “can’t”, or ask its author to withdraw it.",
        "المادة منشورة: أجب «لا نستطيع» أو اطلب من كاتبها سحبها.",
    ),
    "forbidden": ("Your roles do not cover this: {action}.", "صلاحياتك لا تشمل هذا: {action}."),
    "fresh-login": (
        "Signing off takes a login of the last {minutes} minutes. Enter your password again.",
        "يتطلب التوقيع تسجيل دخول خلال آخر {minutes} دقيقة. أدخل كلمة المرور من جديد.",
    ),
    "has-account": (
        "Somebody with this address has an account; they can be asked as a reviewer.",
        "لصاحب هذا العنوان حساب، ويمكن سؤاله بصفته مراجعًا.",
    ),
    "illegal-step": (
        "A piece that is {state} cannot take this step: {step}. Possible: {possible}.",
        "لا تقبل مادة حالتها «{state}» هذه الخطوة: {step}. الممكن: {possible}.",
    ),
    "last-admin": ("Somebody has to stay an admin.", "لا بد من بقاء مدير واحد على الأقل."),
    "link-over": (
        "This link has expired or was withdrawn. Ask for a new one.",
        "انتهت صلاحية هذا الرابط أو سُحب. اطلب رابطًا جديدًا.",
    ),
    "locked": (
        "Too many attempts. Try again after {until}.",
        "محاولات كثيرة. حاول مجددًا بعد {until}.",
    ),
    "logged-out": ("Log in again.", "سجّل الدخول من جديد."),
    "needed": ("{field} is missing.", "ينقص: {field}."),
    "newer-version": (
        "There is a newer version by now: number {number}. Look at it first.",
        "توجد نسخة أحدث: رقم {number}. اطّلع عليها أولًا.",
    ),
    "no-such-piece": ("There is no piece {id}.", "لا توجد مادة بالرقم {id}."),
    "no-such-thing": ("There is no {what} {id}.", "لا يوجد: {what} {id}."),
    "nobody-to-ask": (
        "Nobody can be asked at: {where}. An admin adds a reviewer there, or a fallback.",
        "لا يوجد من يُسأل في: {where}. يضيف المدير مراجعًا هناك أو بديلًا.",
    ),
    "not-a-submitter": ("Only somebody who submits pieces can take one over.", "لا يتسلّم مادة إلا من يقدّم المواد."),
    "not-approved": (
        "Only approved text is given out; this piece is {state}.",
        "لا يُسلَّم إلا النص الموافق عليه، وحالة هذه المادة: {state}.",
    ),
    "not-asked": ("This promise is not asked about here: {key}.", "هذا الوعد ليس من أسئلة هذا الفرع: {key}."),
    "not-first": ("There are people already; log in as an admin.", "يوجد مستخدمون بالفعل؛ سجّل الدخول مديرًا."),
    "not-in-review": ("This piece is not up for answers: {state}.", "لا تُستقبل إجابات عن هذه المادة: {state}."),
    "not-proposed": ("This proposal was answered already.", "أُجيب عن هذا الاقتراح من قبل."),
    "not-yourself": ("You cannot shut yourself out.", "لا يمكنك إيقاف حسابك بنفسك."),
    "one-of": ("{field} must be one of: {allowed}.", "يجب أن يكون {field} أحد: {allowed}."),
    "own-piece": (
        "Nobody decides on a piece they wrote. Another reviewer can.",
        "لا يقرّر أحد في مادة كتبها. يمكن لمراجع آخر ذلك.",
    ),
    "past": ("{field} lies in the past.", "{field} في الماضي."),
    "place-for-reviewers": (
        "Only a reviewer's role has a stage and a place.",
        "المرحلة والمكان لدور المراجع وحده.",
    ),
    "run-over": ("Its run ended on {until}. Change the dates first.", "انتهى عرضها في {until}. غيّر التواريخ أولًا."),
    "spec-changed": (
        "The file {file} was changed since this was proposed, and the change does not fit any more.",
        "تغيّر الملف {file} منذ تقديم الاقتراح ولم يعد التعديل ملائمًا.",
    ),
    "spec-invalid": ("The standards would not be valid: {why}", "لن تكون المعايير صالحة: {why}"),
    "taken": ("This {field} is there already.", "موجود بالفعل: {field}."),
    "too-long": ("{field} is longer than {most:,} characters.", "{field} أطول من {most:,} حرفًا."),
    "unanswered": (
        "Promises that have no answer yet: {count}.",
        "بقيت وعود بلا إجابة: {count}.",
    ),
    "unknown-people": ("Nobody active has these numbers: {ids}.", "لا يوجد مستخدم نشط بهذه الأرقام: {ids}."),
    "unknown-place": ("Not a declared location or group: {place}.", "ليس موقعًا ولا مجموعة معلنة في المعايير: {place}."),
    "unknown-standard": ("No standard is called {standard}.", "لا معيار بهذا الاسم: {standard}."),
    "weak-password": ("At least {least} characters.", "{least} حرفًا على الأقل."),
}

GATE: Final[Sentences] = {
    "gate-unknown": (
        "This text was never handed in for review.",
        "لم يُقدَّم هذا النص للمراجعة قط.",
    ),
    "gate-not-approved": (
        "This text is not approved. Still to answer: {locations}.",
        "لم يُوافَق على هذا النص. لم يُجب بعد: {locations}.",
    ),
    "gate-state": ("This text is not approved; its piece is {state}.", "لم يُوافَق على هذا النص، وحالة مادته: {state}."),
    "gate-replaced": (
        "Version {number} took the place of this text.",
        "حلّت النسخة {number} محل هذا النص.",
    ),
    "gate-ended": ("The piece is {state}.", "حالة المادة: {state}."),
    "gate-over": ("Its run ended on {until}.", "انتهى عرضها في {until}."),
    "gate-lost": (
        "Promises that were approved do not hold any more at: {locations}.",
        "وعود سبقت الموافقة عليها لم يعد يُوفى بها في: {locations}.",
    ),
    "gate-standards": (
        "The standards changed since; the register has to check them first.",
        "تغيّرت المعايير بعد الموافقة، ولا بد من فحصها في السجل أولًا.",
    ),
}

WORDS: Final[Sentences] = {
    "draft": ("a draft", "مسودة"),
    "checking": ("being checked", "قيد الفحص"),
    "in_review": ("in review", "قيد المراجعة"),
    "changes_requested": ("waiting for changes", "بانتظار التعديل"),
    "approved": ("approved", "موافق عليها"),
    "rejected": ("rejected", "مرفوضة"),
    "published": ("published", "منشورة"),
    "expired": ("expired", "منتهية"),
    "withdrawn": ("withdrawn", "مسحوبة"),
    "submit": ("submit", "تقديم"),
    "judged": ("take the report", "استلام التقرير"),
    "unreadable": ("send back as unreadable", "إعادة لتعذّر القراءة"),
    "request_changes": ("request changes", "طلب تعديل"),
    "approve": ("approve", "موافقة"),
    "reject": ("reject", "رفض"),
    "reconsider": ("reconsider", "إعادة نظر"),
    "revise": ("revise", "تنقيح"),
    "recheck": ("check again", "إعادة فحص"),
    "publish": ("publish", "نشر"),
    "expire": ("expire", "إنهاء"),
    "withdraw": ("withdraw", "سحب"),
    "login": ("login", "اسم الدخول"),
    "name": ("name", "الاسم"),
    "mail": ("mail address", "البريد"),
    "role": ("role", "الدور"),
    "language": ("language", "اللغة"),
    "languages": ("languages", "اللغات"),
    "digest": ("digest", "الملخص البريدي"),
    "kind": ("kind", "النوع"),
    "channel": ("channel", "القناة"),
    "answer": ("answer", "الإجابة"),
    "copy": ("copy", "النص"),
    "title": ("title", "العنوان"),
    "campaign": ("campaign", "الحملة"),
    "reason": ("reason", "السبب"),
    "condition": ("condition", "الشرط"),
    "note": ("note", "الملاحظة"),
    "body": ("text", "النص"),
    "place": ("place", "المكان"),
    "source": ("source", "المصدر"),
    "stage": ("stage", "المرحلة"),
    "scopes": ("scopes", "النطاقات"),
    "expires": ("expiry", "تاريخ الانتهاء"),
    "file": ("file", "ملف"),
    "person": ("person", "شخص"),
    "question": ("question", "سؤال"),
    "version": ("version", "نسخة"),
    "report": ("report", "تقرير"),
    "comment": ("comment", "تعليق"),
    "token": ("token", "رمز وصول"),
    "link": ("link", "رابط"),
    "webhook": ("webhook", "خطاف ويب"),
    "proposal": ("proposal", "اقتراح"),
    "write": ("write pieces", "كتابة المواد"),
    "see": ("see this piece", "رؤية هذه المادة"),
    "edit": ("edit this piece", "تحرير هذه المادة"),
    "decide": ("decide here", "القرار هنا"),
    "assign": ("assign reviewers", "تعيين المراجعين"),
    "nudge": ("remind reviewers", "تذكير المراجعين"),
    "invite": ("invite a guest", "دعوة ضيف"),
    "watch": ("watch", "متابعة"),
    "export": ("export", "تصدير"),
    "ask_gate": ("ask the gate", "سؤال البوابة"),
    "see_register": ("see the register", "رؤية السجل"),
    "see_gaps": ("see the gaps", "رؤية الفجوات"),
    "see_standards": ("see the standards", "رؤية المعايير"),
    "propose": ("propose changes to standards", "اقتراح تعديل المعايير"),
    "answer_proposal": ("answer proposals", "الرد على الاقتراحات"),
    "administer": ("administer", "الإدارة"),
    "see_audit": ("see the audit record", "رؤية سجل التدقيق"),
    "set_preferences": ("set preferences", "ضبط التفضيلات"),
}

SENTENCES: Final[Sentences] = {**REFUSALS, **GATE}
_WORD_FACTS: Final = ("state", "step", "field", "what", "action", "possible")


def say(code: str, language: str, **facts: object) -> str:
    """The sentence for `code` in "en" or "ar". Raises KeyError for a code or a fact that does not exist."""
    english, arabic = SENTENCES[code]
    shown = {name: _words(value, language) if name in _WORD_FACTS else value for name, value in facts.items()}
    text = (arabic if language == "ar" else english).format(**shown)
    return text[:1].upper() + text[1:]


def word(name: str, language: str) -> str:
    """A word of this program in the reader's language; one it does not know stays as it is."""
    if name not in WORDS:
        return name
    english, arabic = WORDS[name]
    return arabic if language == "ar" else english


def _words(value: object, language: str) -> str:
    return ("، " if language == "ar" else ", ").join(word(part, language) for part in str(value).split(", "))
