"""Words put in their place: through entities, tags and marks, and nothing else touched."""

import pytest
from fixing_helpers import parsed
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.fixing.edits import Edit, UnwritableError, applied, overlap, together, written_again
from promisecheck.fixing.judged import Moved
from promisecheck.fixing.placing import changes, edits_for


def put(original, old, new, form="html"):
    """The original once the words `old` read `new`; None where that cannot be."""
    document = parsed(original, form)
    number, at = next((n, block.text.find(old)) for n, block in enumerate(document.blocks) if old in block.text)
    edits = edits_for(document, number, (at, at + len(old)), new)
    return None if edits is None else applied(original, edits)


@pytest.mark.parametrize(
    ("original", "old", "new", "expected"),
    [
        ("<p>In 30&nbsp;minutes.</p>", "30 minutes", "45 minutes", "<p>In 45&nbsp;minutes.</p>"),
        ("<p>In <b>30</b> minutes.</p>", "30 minutes", "45 minutes", "<p>In <b>45</b> minutes.</p>"),
        ("<p>In <b>30 minutes</b>.</p>", "30 minutes", "30 minutes or so", "<p>In <b>30 minutes</b> or so.</p>"),
        ("<p>In <b>30 minutes</b></p>", "30 minutes", "30 minutes or so", "<p>In <b>30 minutes</b> or so</p>"),
        ("<p><a href='/'>In 30 minutes</a></p>", "30 minutes", "an hour", "<p><a href='/'>In an hour</a></p>"),
        ("<p>In half <b>an hour</b>.</p>", "half an hour", "40 minutes", "<p>In <b>40 minutes</b>.</p>"),
        ("<p>In <b>half</b> <i>an hour</i>.</p>", "half an hour", "40 minutes", None),
        ("<p>In\n  half\n  an hour.</p>", "half an hour", "40 minutes", "<p>In\n  40\n  minutes.</p>"),
        ("<p>Fish</p>", "Fish", "Fish & <chips>", "<p>Fish &amp; &lt;chips></p>"),
        ('<img alt="In 30 minutes">', "30 minutes", '30 "real" minutes', '<img alt="In 30 &quot;real&quot; minutes">'),
        ("<img alt='In 30 minutes'>", "30 minutes", "o'clock & more", "<img alt='In o&#39;clock &amp; more'>"),
        (
            "<p>30&nbsp;minutes<sup>1</sup></p>",
            "30 minutes¹",
            "30 minutes more¹",
            "<p>30&nbsp;minutes more<sup>1</sup></p>",
        ),
        ("<title>In 30 minutes</title>", "30", "45", "<title>In 45 minutes</title>"),
    ],
)
def test_words_are_put_into_html(original, old, new, expected):
    assert put(original, old, new) == expected


@pytest.mark.parametrize(
    ("original", "old", "new", "expected"),
    [
        ("In **30** minutes.", "30 minutes", "45 minutes", "In **45** minutes."),
        ("In **30 minutes**.", "30 minutes", "30 minutes or so", "In **30 minutes** or so."),
        ("In **30 minutes**", "30 minutes", "30 minutes or so", "In **30 minutes** or so"),
        ("In [30 minutes](/x).", "30 minutes", "45 minutes", "In [45 minutes](/x)."),
        ("In *half* an hour.", "half an hour", "40 minutes", "In *40 minutes*."),
        ("In half *an hour*.", "half an hour", "40 minutes", "In *40 minutes*."),
        ("In half an hour.", "half an hour", "40 *real* minutes", "In 40 \\*real\\* minutes."),
        ("| a | b |\n|---|---|\n| 30 min | x |", "30 min", "45 min | 5", "| a | b |\n|---|---|\n| 45 min \\| 5 | x |"),
        ("---\ntitle: In 30 minutes\n---\nHello", "30", "45", "---\ntitle: In 45 minutes\n---\nHello"),
        ("---\ntitle: In 30 minutes\n---\nHello", "30 minutes", "two: hours", None),
    ],
)
def test_words_are_put_into_markdown(original, old, new, expected):
    assert put(original, old, new, "markdown") == expected


def test_a_wrapped_line_of_text_stays_wrapped():
    copy = (
        "We cook what the harbour lands in the morning, and we bring it in half an\n"
        "hour to every door of the town, hot, in boxes that we take back the next\n"
        "time we come, because nobody needs another box.\n"
    )
    found = put(copy, "half an hour", "45 good minutes", "text")
    assert found.splitlines()[0].endswith("in 45 good")
    assert found.splitlines()[1].startswith("minutes to every door")


def put_into_data(data, old, new):
    page = f'<script type="application/ld+json">{{"@type": "Store", {data}}}</script><p>x</p>'
    document = parsed(page, "html")
    number = next(n for n, block in enumerate(document.blocks) if block.role == "structured")
    at = document.blocks[number].text.index(old)
    edits = edits_for(document, number, (at, at + len(old)), new)
    return applied(page, edits) if edits is not None else None


def test_a_string_of_structured_data_is_written():
    assert '"Mo-Su 08:00-22:00"' in put_into_data('"openingHours": "Mo-Su 08:00-24:00"', "24:00", "22:00")


def test_what_json_would_have_to_escape_is_not_written():
    assert put_into_data('"openingHours": "Mo-Su 08:00-24:00"', "24:00", '22:00"') is None
    hours = '"openingHoursSpecification": {"dayOfWeek": "Monday", "opens": "08:00", "closes": "24:00"}'
    assert put_into_data(hours, "24:00", "22:00") is None


@given(st.text("ab 1", max_size=12), st.text("ab 1", max_size=12))
def test_changes_turn_one_wording_into_another(old, new):
    text = old
    for change in reversed(changes(old, new)):
        text = text[: change.start] + change.text + text[change.end :]
    assert text == new


@given(st.data())
@settings(max_examples=200)
def test_edits_touch_nothing_else(data):
    text = data.draw(st.text("ab\r\n<", max_size=30))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    edits = [Edit(a, b, data.draw(st.text("xy", max_size=3))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    after = applied(text, edits)
    moved = Moved(edits)
    for edit in edits:
        behind = moved(edit.end, behind=True)
        assert after[behind:][: len(text) - edit.end].startswith(text[edit.end : next_start(edits, edit, text)])
    one = together(text, edits)
    assert applied(text, [one]) == after
    assert after[: one.start] == text[: one.start]


def next_start(edits, edit, text):
    return min((other.start for other in edits if other.start >= edit.end and other is not edit), default=len(text))


def test_edits_that_overlap_are_refused():
    with pytest.raises(ValueError, match="overlaps"):
        applied("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])
    assert overlap([Edit(0, 3, "")], [Edit(3, 5, "")])
    assert not overlap([Edit(0, 3, "")], [Edit(4, 5, "")])


@pytest.mark.parametrize(
    ("encoding", "bom"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("cp1256", b"")]
)
def test_encoding_bom_and_line_ends_stay(encoding, bom):
    before, after = "نوصل خلال 30 دقيقة.\r\nأهلاً\rوسهلاً", "نوصل خلال 45 دقيقة.\r\nأهلاً\rوسهلاً"
    mark = "\ufeff" if bom else ""
    written = written_again(bom + before.encode(encoding), mark + before, mark + after, markup=False)
    assert written == bom + after.encode(encoding)


def test_what_an_encoding_does_not_have():
    before, after = "In 30 minutes – café", "In ٤٥ minutes – café"
    data = before.encode("cp1252")
    with pytest.raises(UnwritableError, match="cp1252"):
        written_again(data, before, after, markup=False)
    assert b"&#1636;&#1637;" in written_again(data, before, after, markup=True)


def test_a_file_that_is_not_what_was_read_is_not_written():
    with pytest.raises(UnwritableError, match="changed since"):
        written_again(b"other words", "some words", "new words", markup=False)
    with pytest.raises(UnwritableError, match="not all of it"):
        written_again(b"caf\xe9 \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", "caf\ufffd éééé", "x", markup=False)
