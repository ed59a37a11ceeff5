"""Numbers in words: "a hundred and twenty", "forty-five", خمسة وأربعين, ألف ومئتان.

Grammar, not wording: how the parts add up. The words are written as folding leaves them.
"""

from __future__ import annotations

from typing import Final

from promisecheck.model import Number

# ------------------------------------------------------------------------------------------------ English
_SMALL_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TEN_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL: Final = {word: value for value, word in enumerate(_SMALL_WORDS.split())}
_TENS: Final = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)} | {"fourty": 40}
SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_ARTICLES: Final = ("a", "an")

ENGLISH: Final = frozenset((*_SMALL, *_TENS, *SCALES, "couple"))
"""Words an English number can begin with, the article left out."""


def read_english(words: list[str], index: int) -> tuple[Number, int] | None:
    """The number in English words that begins at `index`, and the index after it; None where there is none."""
    at = index + 1 if words[index] in _ARTICLES else index
    if words[at] == "couple":
        return 2, at + 2 if words[at + 1] == "of" else at + 1
    if words[at] in SCALES and (at > index or words[at] != "dozen"):
        total, group, end = 0, 1, at
    elif at > index:
        return None
    else:
        total, group, end = 0, 0, at
    room = 100  # what may still be added to the group must be smaller than this
    while True:
        word = words[end]
        if word in _TENS and room > 10:
            group, room, end = group + _TENS[word], 10, end + 1
            if words[end] == "-" and 0 < _SMALL.get(words[end + 1], 0) < 10:
                end += 1
        elif word in _SMALL and (_SMALL[word] < room if room == 10 else room == 100):
            if words[end - 1] in SCALES and end > at and _begins_anew(words, end):
                break
            group, room, end = group + _SMALL[word], 0, end + 1
        elif word in SCALES and group:
            scale = SCALES[word]
            end += 1
            if scale == 100:
                group, room = group * 100, 100
            elif scale == 12:
                return total + group * 12, end
            else:
                total, group, room = total + group * scale, 0, 100
        elif word == "and" and words[end - 1] in SCALES and (words[end + 1] in _SMALL or words[end + 1] in _TENS):
            end += 1
        else:
            break
    return (total + group, end) if end > at else None


def _begins_anew(words: list[str], index: int) -> bool:
    """Whether a small number after "hundred" or "thousand" is one of its own: "a thousand five-star reviews"."""
    return words[index + 1] == "-" or (words[index - 1] != "hundred" and words[index + 1] != "hundred")


# ------------------------------------------------------------------------------------------------ Arabic
def _arabic() -> dict[str, tuple[int, str]]:
    """Folded word -> (value, part), part being unit, teen, ten, hundred or scale."""
    found: dict[str, tuple[int, str]] = {}

    def add(part: str, value: int, words: str) -> None:
        for word in words.split():
            found[word] = (value, part)

    units = {
        1: "واحد واحده واحدا",
        2: "اثنان اثنين اثنتان اثنتين اتنين تنين",
        3: "ثلاثه ثلاث تلاته تلات تلت ثلاثا",
        4: "اربعه اربع اربعا",
        5: "خمسه خمس خمسا",
        6: "سته ست",
        7: "سبعه سبع سبعا",
        8: "ثمانيه ثماني ثمان ثمانيا تمانيه تماني تمن",
        9: "تسعه تسع تسعا",
        10: "عشره عشر",
    }
    for value, words in units.items():
        add("unit", value, words)
    add("half", 1, "احد احدي")  # only before عشر
    add("half", 2, "اثنا اثني اثنتا اثنتي")
    teens = (
        "احداشر حداشر احدعشر",
        "اتناشر اطناشر اثناعشر",
        "تلتاشر تلطاشر",
        "اربعتاشر",
        "خمستاشر خمسطاشر",
        "ستاشر سطاشر",
        "سبعتاشر",
        "تمنتاشر",
        "تسعتاشر",
    )
    for value, words in enumerate(teens, start=11):
        add("teen", value, words)
    tens = "عشر ثلاث اربع خمس ست سبع ثمان تسع"
    for value, stem in enumerate(tens.split(), start=2):
        add("ten", value * 10, f"{stem}ون {stem}ين")
    add("ten", 30, "تلاتين")
    add("ten", 80, "تمانين")
    add("hundred", 100, "ميه مايه ميت")
    add("hundred", 200, "ميتان ميتين مايتان مايتين ميتا مايتا ميتي مايتي")
    hundreds = "ثلاث اربع خمس ست سبع ثماني تسع"
    for value, stem in enumerate(hundreds.split(), start=3):
        add("hundred", value * 100, f"{stem}ميه {stem}مايه")
    add("hundred", 300, "تلاتميه تلتميه")
    add("hundred", 800, "ثمانميه ثمانمايه تمنميه")
    add("scale", 1000, "الف الاف الفا")
    add("scale", 1_000_000, "مليون ملايين مليونا")
    add("double", 2000, "الفان الفين الفا الفي")
    found["الفا"] = (1000, "scale")
    add("double", 2_000_000, "مليونان مليونين مليوني")
    return found


ARABIC: Final = _arabic()
_PREFIXES: Final = ("", "و", "ب", "ل", "ف", "ك", "ال", "وال", "بال", "لل", "فال", "وب", "ول")
ARABIC_STARTS: Final = {
    prefix + word: value
    for prefix in reversed(_PREFIXES)
    for word, value in ARABIC.items()
    if not (prefix and word in ("ست", "ميت"))
}
"""Words an Arabic number can begin with, particles and article in front included."""
_TEEN_MARKS: Final = ("عشر", "عشره")
_BELOW: Final = {"unit": 1, "teen": 1, "ten": 10, "hundred": 100, "scale": 1000, "double": 1000}
"""The size of a part: what may follow it with "and" must be smaller, except that units come before tens."""


def _part(words: list[str], index: int, first: bool) -> tuple[int, str, int] | None:
    """One part (value, kind, index after it): a unit, a teen in two words, a hundred in two words, a ten, a scale."""
    entry = (ARABIC_STARTS if first else ARABIC).get(words[index])
    if entry is None and not first:
        for prefix in ("ال", "و", "وال"):
            if words[index].startswith(prefix) and (entry := ARABIC.get(words[index][len(prefix) :])):
                break
    if entry is None:
        return None
    value, part = entry
    following = words[index + 1]
    if part in ("half", "unit") and value < 10 and following in _TEEN_MARKS:
        return value + 10, "teen", index + 2
    if part == "half":
        tens = _joined(words, index + 1)  # إحدى وتسعين
        return (value, "unit", index + 1) if tens is not None and _is_ten(words[tens]) else None
    if part == "unit" and 3 <= value <= 9 and following in ("ميه", "مايه"):
        return value * 100, "hundred", index + 2
    return value, part, index + 1


def _is_ten(word: str) -> bool:
    return ARABIC.get(word.removeprefix("و").removeprefix("ال"), (0, ""))[1] == "ten"


def _joined(words: list[str], index: int) -> int | None:
    """The index of a part joined with "and": written onto it (the same index) or alone (the next one)."""
    if words[index] == "و":
        return index + 1
    word = words[index]
    if word in ("واحد", "واحدي") and words[index + 1] in _TEEN_MARKS:
        return index  # و + أحد عشر
    if word[:1] == "و" and (word not in ARABIC) and (word[1:] in ARABIC or word[1:].removeprefix("ال") in ARABIC):
        return index
    return None


def read_arabic(words: list[str], index: int) -> tuple[Number, int] | None:
    """The number in Arabic words that begins at `index`, and the index after it; None where there is none."""
    part = _part(words, index, first=True)
    if part is None:
        return None
    total, limit = 0, 10**12
    group, kind, end = part
    if kind in ("scale", "double"):
        total, group, limit = group, 0, _BELOW[kind]
    last = kind
    while True:
        scale = ARABIC.get(words[end])
        if group and scale and scale[1] == "scale" and scale[0] < limit:
            total, group, limit, last, end = total + group * scale[0], 0, scale[0], "scale", end + 1
            continue
        at = _joined(words, end)
        following = _part(words, at, first=False) if at is not None else None
        if following is None:
            break
        value, kind, after = following
        fits = {
            "unit": kind == "ten" and last == "unit" and group % 10 not in (0,),
            "teen": False,
            "ten": False,
            "hundred": kind in ("unit", "teen", "ten"),
            "scale": kind in ("unit", "teen", "ten", "hundred"),
            "double": kind in ("unit", "teen", "ten", "hundred"),
        }[last]
        if not fits:
            break
        if last == "hundred" and kind == "unit" and value == 10:
            kind = "ten"
        group, last, end = group + value, kind, after
    return total + group, end
