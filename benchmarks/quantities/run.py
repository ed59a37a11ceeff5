"""Compare promisecheck's quantities with the Python libraries that read some of them, and write README.md.

    python benchmarks/quantities/run.py

Installs each library into an environment of its own (kept in the temporary folder, or --environments DIR).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

from promisecheck.model import Quantity
from promisecheck.quantities import find_quantities
from promisecheck.yaml_lines import read_yaml

HERE = Path(__file__).parent
KINDS = ("duration", "money", "percent", "count")
LANGUAGES = ("en", "ar")
SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
SAME_LENGTH = {2592000.0: 2678400.0, 31536000.0: 31104000.0}
"""Months of 30 or 31 days and years of 365 or 360: libraries differ, neither is wrong."""
MARK = "<!-- figures -->"

Answer = list  # [operator, value, higher end or None, unit]


@dataclass(frozen=True)
class Case:
    """A text with the answer it should get; None where it holds no quantity."""

    kind: str
    language: str
    text: str
    answer: Answer | None


def in_seconds(op: str, low: float, high: float | None, unit: str | None) -> Answer:
    """An answer as peers give it: durations in seconds."""
    times = SECONDS.get(unit or "")
    if times is None:
        return [op, low, high, unit]
    return [op, low * times, None if high is None else high * times, "seconds"]


def expected(text: str) -> Answer | None:
    """ "<= 30 min", "3..5 day" or nothing."""
    if not text:
        return None
    *value, unit = text.split()
    unit_or_none = None if unit == "?" else unit
    if ".." in value[0]:
        low, high = map(float, value[0].split(".."))
        return in_seconds("range", low, high, unit_or_none)
    return in_seconds(value[0], float(value[1]), None, unit_or_none)


def cases() -> list[Case]:
    found = []
    for kind, by_language in read_yaml((HERE / "cases.yaml").read_text(encoding="utf-8"), "cases.yaml"):
        for language, items in by_language:
            for item in items.items or ():
                found += [Case(kind, language, text, expected(answer.scalar or "")) for text, answer in item]
    return found


def ours(quantity: Quantity) -> Answer:
    if quantity.op == "range":
        return in_seconds("range", quantity.min or 0, quantity.max, quantity.unit)
    return in_seconds(quantity.op or "=", quantity.value or 0, None, quantity.unit)


def ask_ours(texts: list[list[str]], rounds: int) -> dict:
    answers = [[ours(q) for q in find_quantities(text, language)] for language, text in texts]
    start = time.process_time()
    for _ in range(rounds):
        for language, text in texts:
            list(find_quantities(text, language))
    return {"answers": answers, "seconds": (time.process_time() - start) / rounds}


def ask_peer(name: str, install: list[str], folder: Path, texts: list[list[str]], rounds: int) -> dict:
    python = folder / name / "bin" / "python"
    if not python.exists():
        print(f"installing {' '.join(install)}", file=sys.stderr)
        venv.create(folder / name, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *install], check=True, stdout=subprocess.DEVNULL)
    job = json.dumps({"texts": texts, "rounds": rounds})
    done = subprocess.run([python, HERE / "peers.py", name], input=job, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def same(want: Answer, got: Answer) -> tuple[bool, bool]:
    """Value and unit right (the outer end of a span will not do); the direction too."""
    op, low, high, unit = want
    if got[0] == "crash" or (unit is not None and got[3] != unit):
        return False, False

    def near(a: float | None, b: float | None) -> bool:
        if a is None or b is None:
            return a is b
        return abs(a - b) <= 1e-6 * max(1, abs(a)) or any(
            abs(a / x * y - b) < 1 for x, y in SAME_LENGTH.items() if unit == "seconds" and a % x == 0
        )

    right = near(low, got[1]) and near(high, got[2])
    return right, right and (op == got[0] or high is not None)


def score(chosen: list[Case], answers: list[list[Answer]]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(kind, language) -> (values right, directions right too, cases)."""
    table: dict[tuple[str, str], tuple[int, int, int]] = {}
    for case, got in zip(chosen, answers, strict=True):
        if case.answer is None:
            value = both = not got
        else:
            pairs = [same(case.answer, one) for one in got]
            value, both = any(v for v, _ in pairs), any(b for _, b in pairs)
        a, b, n = table.get((case.kind, case.language), (0, 0, 0))
        table[case.kind, case.language] = a + value, b + both, n + 1
    return table


def cell(figures: tuple[int, int, int] | None) -> str:
    if figures is None:
        return "-"
    value, both, n = figures
    return f"{100 * value / n:.0f} / {100 * both / n:.0f}"


def linear() -> list[str]:
    """How the time grows with the text."""
    pieces = {
        "English, a quantity every 80 characters": "We deliver within 30 minutes or your money back, for less than "
        "you think, seven days a week. Our ovens are fired with oak. ",
        "Arabic, a quantity every 80 characters": "نوصل طلبك خلال ٣٠ دقيقة كحد أقصى إلى جميع مناطق المدينة. خبزنا من "
        "طحين محلي ونخبزه كل صباح على الحطب. ",
        "English, none": "We love what we do, and the people who walk through our door are the reason why we do it. ",
    }
    lines = ["| text | 1 KB | 10 KB | 100 KB | 100 KB / 10 KB | MB/s |", "| --- | --- | --- | --- | --- | --- |"]
    for name, piece in pieces.items():
        times = []
        for size in (1_000, 10_000, 100_000):
            text = piece * (size // len(piece.encode()) + 1)
            text = text.encode()[:size].decode(errors="ignore")
            best = min(_once(text) for _ in range(5))
            times.append(best)
        shown = " | ".join(f"{1000 * t:.1f} ms" for t in times)
        lines.append(f"| {name} | {shown} | {times[2] / times[1]:.1f} | {0.1 / times[2]:.1f} |")
    return lines


def _once(text: str) -> float:
    start = time.process_time()
    list(find_quantities(text))
    return time.process_time() - start


def report(results: dict[str, tuple[dict, list[Case]]]) -> str:
    columns = [(kind, language) for kind in (*KINDS, "none") for language in LANGUAGES]
    counts = {column: sum((case.kind, case.language) == column for case in cases()) for column in columns}
    head = " | ".join(f"{kind} {language} ({counts[kind, language]})" for kind, language in columns)
    lines = [f"| library | {head} | texts/s |", "| --- " * (len(columns) + 2) + "|"]
    for name, (result, chosen) in results.items():
        table = score(chosen, result["answers"])
        row = " | ".join(cell(table.get(column)) for column in columns)
        lines.append(f"| {name} | {row} | {len(chosen) / result['seconds']:,.0f} |")
    return "\n".join([*lines, "", *linear()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "promisecheck-benchmarks")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    everything = cases()
    texts = [[case.language, case.text] for case in everything]
    results = {"**promisecheck**": (ask_ours(texts, 20), everything)}
    for name, peer in read_yaml((HERE / "peers.yaml").read_text(encoding="utf-8"), "peers.yaml"):
        values = {key: [item.scalar or "" for item in node.items or ()] for key, node in peer}
        chosen = [
            case
            for case in everything
            if case.language in values["languages"] and case.kind in (*values["kinds"], "none")
        ]
        texts = [[case.language, case.text] for case in chosen]
        results[name] = ask_peer(name, values["install"], options.environments, texts, options.rounds), chosen
    readme = HERE / "README.md"
    before, _, _ = readme.read_text(encoding="utf-8").partition(MARK)
    readme.write_text(f"{before}{MARK}\n{report(results)}\n", encoding="utf-8")
    print(report(results))


if __name__ == "__main__":
    main()
