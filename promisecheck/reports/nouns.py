"""Nouns as they stand beside a number: one form for each plural category of a language (CLDR).

Arabic forms already hold what stands beside the number, so that 2 is a dual and 1 needs no figure.
"""

from __future__ import annotations

from typing import Final

from promisecheck.model import Language

COUNTED: Final[dict[str, dict[Language, dict[str, str]]]] = {
    "promise": {
        "en": {"one": "{n} promise", "other": "{n} promises"},
        "ar": {
            "zero": "لا وعود",
            "one": "وعد واحد",
            "two": "وعدان",
            "few": "{n} وعود",
            "many": "{n} وعداً",
            "other": "{n} وعد",
        },
    },
    "branch": {
        "en": {"one": "{n} branch", "other": "{n} branches"},
        "ar": {
            "zero": "لا فروع",
            "one": "فرع واحد",
            "two": "فرعان",
            "few": "{n} فروع",
            "many": "{n} فرعاً",
            "other": "{n} فرع",
        },
    },
    "area": {
        "en": {"one": "{n} area", "other": "{n} areas"},
        "ar": {
            "zero": "لا مناطق",
            "one": "منطقة واحدة",
            "two": "منطقتان",
            "few": "{n} مناطق",
            "many": "{n} منطقة",
            "other": "{n} منطقة",
        },
    },
    "page": {
        "en": {"one": "{n} document", "other": "{n} documents"},
        "ar": {
            "zero": "لا وثائق",
            "one": "وثيقة واحدة",
            "two": "وثيقتان",
            "few": "{n} وثائق",
            "many": "{n} وثيقة",
            "other": "{n} وثيقة",
        },
    },
    "rendered page": {
        "en": {"one": "{n} as a browser made it", "other": "{n} as a browser made them"},
        "ar": {
            "zero": "لا شيء منها مما يبنيه المتصفح",
            "one": "واحدة منها كما بناها المتصفح",
            "two": "اثنتان منها كما بناهما المتصفح",
            "few": "{n} منها كما بناها المتصفح",
            "many": "{n} منها كما بناها المتصفح",
            "other": "{n} منها كما بناها المتصفح",
        },
    },
    "word": {
        "en": {"one": "{n} word", "other": "{n} words"},
        "ar": {
            "zero": "بلا كلمات",
            "one": "كلمة واحدة",
            "two": "كلمتان",
            "few": "{n} كلمات",
            "many": "{n} كلمة",
            "other": "{n} كلمة",
        },
    },
    "row": {
        "en": {"one": "{n} row", "other": "{n} rows"},
        "ar": {
            "zero": "لا صفوف",
            "one": "صف واحد",
            "two": "صفان",
            "few": "{n} صفوف",
            "many": "{n} صفاً",
            "other": "{n} صف",
        },
    },
    "case": {
        "en": {"one": "{n} case", "other": "{n} cases"},
        "ar": {
            "zero": "بلا حالات",
            "one": "حالة واحدة",
            "two": "حالتان",
            "few": "{n} حالات",
            "many": "{n} حالة",
            "other": "{n} حالة",
        },
    },
    "finding": {
        "en": {"one": "{n} finding", "other": "{n} findings"},
        "ar": {
            "zero": "لا ملاحظات",
            "one": "ملاحظة واحدة",
            "two": "ملاحظتان",
            "few": "{n} ملاحظات",
            "many": "{n} ملاحظة",
            "other": "{n} ملاحظة",
        },
    },
    "problem": {
        "en": {"one": "{n} problem", "other": "{n} problems"},
        "ar": {
            "zero": "لا مشكلات",
            "one": "مشكلة واحدة",
            "two": "مشكلتان",
            "few": "{n} مشكلات",
            "many": "{n} مشكلة",
            "other": "{n} مشكلة",
        },
    },
    "over": {
        "en": {"other": "{n} over"},
        "ar": {"other": "{n} زائد"},
    },
    "undeclared": {"en": {"other": "{n} undeclared"}, "ar": {"other": "{n} بلا معيار"}},
    "unsure": {"en": {"other": "{n} unsure"}, "ar": {"other": "{n} غير محسوم"}},
    "kept": {"en": {"other": "{n} kept"}, "ar": {"other": "{n} يُوفى به"}},
    "error": {
        "en": {"one": "{n} error", "other": "{n} errors"},
        "ar": {
            "zero": "لا أخطاء",
            "one": "خطأ واحد",
            "two": "خطآن",
            "few": "{n} أخطاء",
            "many": "{n} خطأً",
            "other": "{n} خطأ",
        },
    },
    "warning": {
        "en": {"one": "{n} warning", "other": "{n} warnings"},
        "ar": {
            "zero": "لا تحذيرات",
            "one": "تحذير واحد",
            "two": "تحذيران",
            "few": "{n} تحذيرات",
            "many": "{n} تحذيراً",
            "other": "{n} تحذير",
        },
    },
    "note": {
        "en": {"one": "{n} note", "other": "{n} notes"},
        "ar": {
            "zero": "لا ملاحظات",
            "one": "ملاحظة واحدة",
            "two": "ملاحظتان",
            "few": "{n} ملاحظات",
            "many": "{n} ملاحظة",
            "other": "{n} ملاحظة",
        },
    },
    "standard": {
        "en": {"one": "{n} standard", "other": "{n} standards"},
        "ar": {
            "zero": "لا معايير",
            "one": "معيار واحد",
            "two": "معياران",
            "few": "{n} معايير",
            "many": "{n} معياراً",
            "other": "{n} معيار",
        },
    },
    "difference": {
        "en": {"one": "{n} difference", "other": "{n} differences"},
        "ar": {
            "zero": "لا اختلافات",
            "one": "اختلاف واحد",
            "two": "اختلافان",
            "few": "{n} اختلافات",
            "many": "{n} اختلافاً",
            "other": "{n} اختلاف",
        },
    },
    "without_reason": {
        "en": {"other": "{n} without a reason"},
        "ar": {
            "zero": "لكل منها سبب",
            "one": "واحد منها بلا سبب",
            "two": "اثنان منها بلا سبب",
            "few": "{n} منها بلا سبب",
            "many": "{n} منها بلا سبب",
            "other": "{n} منها بلا سبب",
        },
    },
    "far": {
        "en": {"other": "{n} far from the others"},
        "ar": {
            "zero": "لا بعيد عن البقية",
            "one": "واحد بعيد عن البقية",
            "two": "اثنان بعيدان عن البقية",
            "few": "{n} بعيدة عن البقية",
            "many": "{n} بعيدة عن البقية",
            "other": "{n} بعيدة عن البقية",
        },
    },
    "topic": {
        "en": {"one": "{n} topic", "other": "{n} topics"},
        "ar": {
            "zero": "لا مواضيع",
            "one": "موضوع واحد",
            "two": "موضوعان",
            "few": "{n} مواضيع",
            "many": "{n} موضوعاً",
            "other": "{n} موضوع",
        },
    },
    "more_case": {
        "en": {"one": "{n} more case", "other": "{n} more cases"},
        "ar": {
            "zero": "لا حالة أخرى",
            "one": "حالة أخرى",
            "two": "حالتان أخريان",
            "few": "{n} حالات أخرى",
            "many": "{n} حالة أخرى",
            "other": "{n} حالة أخرى",
        },
    },
}
