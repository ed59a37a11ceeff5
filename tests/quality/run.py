"""Run the quality measurement on labelled data beside the checkout and hold it to the pinned floors.

    python tests/quality/run.py [--data DIR] [--sources even|odd] [--update]

The data (devset, scenarios and their scorer) is not part of the project; without it this says so and exits 2.
Floors are in floors.json: {part: {measure: {column: [bound, "min" or "max"]}}}. `--update` raises floors to what was
measured, never lowers one. A quarter of a point of slack is left below a measured figure, so that rounding is no alarm.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLOORS = HERE / "floors.json"
SLACK = 0.0025


def measure(data: Path, sources: str | None) -> dict[str, dict[str, dict[str, dict[str, float | None]]]]:
    """The scorer's figures; its table goes to standard output as it is printed."""
    command = Path(sys.executable).with_name("promisecheck")
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        args = [sys.executable, data / "quality" / "score.py", "--cmd", command, "--json", out.name]
        done = subprocess.run([str(a) for a in (*args, *(["--sources", sources] if sources else []))], check=False)
        if done.returncode != 0:
            sys.exit(f"the scorer ended with status {done.returncode}")
        return json.load(out)


def written(floors: dict[str, dict[str, dict[str, list[Any]]]]) -> str:
    """The floors as JSON, one measure a line, so that a change reads as what it is."""
    parts = []
    for part, measures in floors.items():
        lines = (f"  {json.dumps(name)}: {json.dumps(columns)}" for name, columns in measures.items())
        parts.append(f" {json.dumps(part)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> int:
    """Exit status 0 when every floor holds, 1 when one does not, 2 without data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--sources", choices=["even", "odd"])
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    if not (options.data / "devset").is_dir():
        sys.stderr.write(f"no labelled data at {options.data}: nothing was measured\n")
        return 2
    figures = measure(options.data, options.sources)
    if options.sources:
        return 0  # a half is for looking; the floors are pinned on the whole
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    fallen, checked = [], 0
    for part, by_measure in floors.items():
        for name, columns in by_measure.items():
            for column, (bound, side) in columns.items():
                got = figures[part]["measures"][name][column]
                checked += 1
                if got is None or (got < bound if side == "min" else got > bound):
                    fallen.append(f"{part}: {name} ({column}) is {got}, its floor is {bound}")
                elif options.update:
                    tight = round(got - SLACK, 4) if side == "min" else round(got + SLACK, 4)
                    columns[column][0] = max(bound, tight) if side == "min" else min(bound, tight)
    if options.update:
        FLOORS.write_text(written(floors), encoding="utf-8")
    for line in fallen:
        sys.stderr.write(line + "\n")
    sys.stdout.write(f"quality floors: {checked - len(fallen)} hold, {len(fallen)} do not\n")
    return 1 if fallen or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
