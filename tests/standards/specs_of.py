"""A spec folder from text, for the tests beside it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from promisecheck.standards import Organisation, load_organisation

HEAD = """
organisation: Test
languages: [en, ar]
currency: JOD
services: {delivery: {names: {en: [delivery], ar: [توصيل]}}, dining: {names: {en: [dining room]}}}
tiers: {standard: {price: 0}, plus: {names: {en: [Plus]}, price: 5 JOD per month}}
locations:
  abdoun: {names: {en: [Abdoun]}, groups: [amman]}
  khalda: {names: {en: [Khalda]}, groups: [amman]}
  husn: {names: {en: [Husn]}, groups: [irbid]}
  aqaba: {names: {en: [Aqaba]}}
groups:
  amman: {names: {en: [Amman]}, groups: [centre]}
  irbid: {names: {en: [Irbid]}, groups: [centre]}
  centre: {}
"""


def load(folder: Path, *specs: str, head: str = HEAD, **files: str) -> Organisation:
    """The organisation declared by a head and further texts, each a file of its own."""
    for number, text in enumerate((head, *specs)):
        text = dedent(text)
        if number:
            text = f"organisation: Test\n{text}"
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return load_organisation(folder)
