from __future__ import annotations

import datetime as dt
from pathlib import Path

from promisecheck.importing.incoming import Incoming, Read
from promisecheck.importing.memory import Memory, memory_text
from promisecheck.importing.outcome import Plan
from promisecheck.importing.plan import work_out
from promisecheck.importing.targets import targets_for
from promisecheck.standards import load_organisation

DAY = dt.date(2026, 11, 25)
SPEC = """\
# Bakeries of the old harbour. Asked of every branch each spring.
organisation: Harbour Bakery   # as on the door
languages: [en, ar]
services:
  bakery: {names: {en: [bakery], ar: [مخبز]}}

locations:
  # the first one
  quay:   {names: {en: [Quay], ar: [الرصيف]}, groups: [coast]}
  market: {names: {en: [Market]},
           url: "https://bakery.example/market"}

groups:
  coast: {names: {en: [Coast, Seaview], ar: [الساحل]}}

standards:
  hours:
    service: bakery
    measure: opening_hours
    hours: "Mo-Sa 06:00-18:00"     # the ovens need the night
    by_location:
      quay: {hours: "Mo-Su 05:00-12:00", reason: {en: fishermen}}   # never touch
    owner: ovens@bakery.example

  area:
    service: bakery
    measure: coverage
    areas: [coast, Old Town]
"""


def imported(folder: Path, *branches: Incoming, memory: Memory | None = None, write: bool = True, **more: bool) -> Plan:
    """Import into a folder, writing what the plan says."""
    organisation = load_organisation(folder)
    memory = memory or Memory()
    read = Read("table", branches)
    targets = targets_for(organisation, read, {}, memory, None, lambda *_: None, DAY)
    plan = work_out(read, organisation, folder, targets, memory, day=DAY, **more)
    if write:
        for path, (_, after) in plan.texts.items():
            path.write_text(after, encoding="utf-8")
    return plan


def remembered(plan: Plan) -> str:
    return memory_text(plan.memory)
