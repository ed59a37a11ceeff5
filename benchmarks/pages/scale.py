"""How time grows: with locations, with processes, with the size of a text; and how long a writer waits. Prints tables.

    python benchmarks/pages/scale.py [--locations 50000] [--pages 300]

- locations: the verdicts on one claim, in columns and as a loop over an object for each location (reference.py);
  processor time, medians.
- processes: whole commands on generated pages with --jobs 1 and --jobs 2, by the clock, in turn.
- size: text, Markdown and HTML of 1, 10 and 100 kB, from characters to claims, nothing remembered; the best of several.
- writing: a piece of 300 words checked again after every change, everything loaded; the 95th percentile.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from reference import answers_one_by_one
from site_pages import EN, page, write_specs

from promisecheck.engine import Run, check_documents
from promisecheck.extract import Extractor
from promisecheck.judge import judge
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html, parse_markdown, parse_text
from promisecheck.standards import load_organisation

DAY = dt.date(2026, 11, 23)
SIZES = (1_000, 10_000, 100_000)


def seconds(
    run: Callable[[], object], rounds: int = 5, taken: Callable[[list[float]], float] = statistics.median
) -> float:
    """Processor time of a run."""
    found = []
    for _ in range(rounds):
        gc.collect()
        started = time.process_time()
        run()
        found.append(time.process_time() - started)
    return taken(found)


def locations(folder: Path, count: int) -> Iterator[str]:
    """Columns against a loop over objects."""
    write_specs(folder, count)
    organisation = load_organisation(folder)
    extractor = Extractor(load_rules(), organisation)
    document = parse_text("We deliver within 30 minutes.\n\nOpen daily from 7 am to 10 pm.", source="ad")
    yield f"| {count:,} locations | columns, ms | a loop over objects, ms | ratio |\n|---|---:|---:|---:|"
    for claim in extractor.claims(document):
        columns = seconds(lambda claim=claim: judge(claim, organisation, start=DAY))
        loop = seconds(
            lambda claim=claim: answers_one_by_one(claim, organisation, organisation.location_ids, DAY, None), 3
        )
        yield f"| {claim.quote} | {columns * 1000:.2f} | {loop * 1000:,.0f} | {loop / columns:,.0f}x |"


def processes(folder: Path, pages: int, rounds: int) -> Iterator[str]:
    """One process against two."""
    copy = folder / "copy"
    copy.mkdir(parents=True)
    for n in range(pages):
        (copy / f"{n}.html").write_text(page(n), encoding="utf-8")
    write_specs(folder / "specs", 100)
    command = [sys.executable, "-m", "promisecheck", "check", str(copy), "--specs", str(folder / "specs"), "--no-cache"]
    command += ["--fail-on", "never", "--no-progress", "--output-format", f"json={folder / 'report.json'}", "--jobs"]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PROMISECHECK_CACHE_DIR": str(folder / "patterns")}
    taken: dict[str, list[float]] = {"1": [], "2": []}
    for number in range(-1, rounds):
        for jobs, found in taken.items():
            started = time.perf_counter()
            subprocess.run([*command, jobs], check=True, capture_output=True, env=environment)
            if number >= 0:
                found.append(time.perf_counter() - started)
    one, two = (statistics.median(found) for found in taken.values())
    yield f"| {pages} pages, by the clock | s |\n|---|---:|\n| one process | {one:.1f} |\n| two processes | {two:.1f} |"
    yield f"| ratio | {one / two:.2f}x |"


def size(folder: Path) -> Iterator[str]:
    """Ten times the text, how much more time."""
    write_specs(folder, 10)
    organisation = load_organisation(folder)
    extractor = Extractor(load_rules(), organisation)
    words = [text for n in range(400) for text in texts_of(n)]
    yield "| characters to claims | 1 kB, ms | 10 kB, ms | 100 kB, ms | 10 to 100 kB |\n|---|---:|---:|---:|---:|"
    for name, parse, joined in (
        ("text", parse_text, "\n\n".join),
        ("Markdown", parse_markdown, lambda some: "\n\n".join(f"## Part\n\n- {text}" for text in some)),
        ("HTML", parse_html, lambda some: "".join(f"<section><h2>Part</h2><p>{text}</p></section>" for text in some)),
    ):
        whole = joined(words)
        found = []
        for characters in SIZES:
            copy = whole[:characters]

            def run(copy: str = copy, parse: Callable[..., object] = parse) -> object:
                extractor._readings._kept.clear()
                return extractor.claims(parse(copy, source="copy"))

            run()
            found.append(seconds(run, 7, min))
        shown = " | ".join(f"{one * 1000:.1f}" for one in found)
        yield f"| {name} | {shown} | {found[2] / found[1]:.1f}x |"


def texts_of(number: int) -> list[str]:
    """Paragraphs that no other number has."""
    own = [text.format(who=EN["who"][number % 7], what=EN["what"][number // 7 % 7]) for text in EN["own"]]
    promises = [text.format(m=20 + number, a=10 + number, h=2 + number) for text in EN["promises"]]
    return [f"{text} That was story {number}." for text in (*own, *promises)]


def writing(folder: Path) -> str:
    """What a writer waits for a check of 300 words after each change."""
    write_specs(folder, 1000)
    organisation, rules = load_organisation(folder), load_rules()
    extractor = Extractor(rules, organisation)
    text = "\n\n".join(text for n in range(3) for text in texts_of(n))
    text = " ".join(text.split(" ")[:300])
    found = []
    for n in range(60):
        piece = f"{text} We deliver within {20 + n} minutes, as promised."
        document = parse_text(piece, source="draft")
        started = time.process_time()
        check_documents([document], organisation, rules, Run(DAY, DAY), extractor=extractor)
        found.append(time.process_time() - started)
    late = statistics.quantiles(found[5:], n=20)[-1]
    middle = statistics.median(found)
    return f"300 words at 1,000 locations, checked again: median {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locations", type=int, default=50_000)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("\n".join(locations(folder / "many", given.locations)), end="\n\n")
        print("\n".join(processes(folder / "jobs", given.pages, given.rounds)), end="\n\n")
        print("\n".join(size(folder / "size")), end="\n\n")
        print(writing(folder / "writing"))


if __name__ == "__main__":
    main()
