"""1,000 promises at 5,000 locations against a record of 10 million rows: time and memory.

    .venv/bin/python benchmarks/evidence/run.py [--rows 10_000_000] [--whole-minutes] [--parquet]

Prints one line for each step with seconds of processor time, all threads together, and the greatest memory the
process ever held (VmHWM). The record is made first, by another process, and is not counted. Values have four decimals,
so that nearly every row is a value of its own: the worst case for what is kept in memory; `--whole-minutes` is the
usual one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROMISES, LOCATIONS = 1_000, 5_000
DAY = dt.date(2026, 11, 25)
SPECS = """
organisation: Big
services: {delivery: {names: {en: [delivery]}}}
locations: {file: branches.csv}
standards:
  delivery-time:
    service: delivery
    measure: delivery_time
    within: 45 min
    measured: {file: record.FORMAT, location: branch, value: minutes, unit: min, time: at, window: 300 days}
"""
MAKE = """
import duckdb, sys
rows, digits, path, format = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
connection = duckdb.connect(config={"threads": 2})
connection.execute("SET enable_progress_bar = false")
connection.execute(
    f"COPY (SELECT 'b' || (hash(i) % 5000) AS branch,"
    f" round(20 + 28 * sqrt((hash(i + 7) % 1000000) / 1e6), {digits}) AS minutes,"
    f" TIMESTAMP '2026-02-01' + INTERVAL (i % 297) DAY AS at FROM range({rows}) r(i)) TO '{path}' (FORMAT {format})"
)
"""


def peak() -> float:
    """MB this process held at most."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--whole-minutes", action="store_true")
    parser.add_argument("--parquet", action="store_true")
    options = parser.parse_args()
    kind = "parquet" if options.parquet else "csv"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "specs.yaml").write_text(SPECS.replace("FORMAT", kind))
        (folder / "branches.csv").write_text("id,name_en\n" + "".join(f"b{n},Branch {n}\n" for n in range(LOCATIONS)))
        digits = 0 if options.whole_minutes else 4
        made = [sys.executable, "-c", MAKE, str(options.rows), str(digits), str(folder / f"record.{kind}"), kind]
        subprocess.run(made, check=True)
        size = (folder / f"record.{kind}").stat().st_size / 1e6
        copy = folder / "ad.txt"
        copy.write_text("\n\n".join(f"Delivery within {25 + n / 40:g} minutes." for n in range(PROMISES)))
        print(f"{options.rows:,} rows, {size:.0f} MB of {kind}, {'whole minutes' if digits == 0 else 'four decimals'}")
        measure(folder, copy)


def measure(folder: Path, copy: Path) -> None:
    from promisecheck import engine
    from promisecheck.evidence import Evidence
    from promisecheck.reports.records import record_words
    from promisecheck.standards import load_organisation

    organisation = load_organisation(folder)
    standard = organisation.resolve(organisation.declarations[0], "b0", None, DAY)
    evidence = Evidence(organisation, DAY, specs=folder)
    start = time.process_time()
    held = evidence.records.of(standard)
    words = record_words(held.record.summary(), "en")
    print(f"one pass over the record: {time.process_time() - start:.1f} s, {peak():.0f} MB; {words}")
    start = time.process_time()
    plain = engine.check([copy], specs=organisation, start=DAY)
    without = time.process_time() - start
    print(f"{len(plain.claims)} promises judged without the record: {without:.1f} s")
    start = time.process_time()
    report = engine.check([copy], specs=organisation, start=DAY, record=evidence)
    verdicts = sum(len(one.verdicts) for one in report.claims)
    spent = time.process_time() - start
    print(f"{verdicts:,} verdicts with the record: {spent:.1f} s ({spent - without:.1f} s of it the record)")
    delivered = {ruling.delivered for one in report.claims for ruling in one.verdicts.rulings}
    print(f"outcomes: {sorted(str(one) for one in delivered)}; greatest memory {peak():.0f} MB")


if __name__ == "__main__":
    main()
