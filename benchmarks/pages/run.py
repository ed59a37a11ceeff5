"""How long pages take, beside peers that do part of the work. Prints the table of docs/performance.md.

    python benchmarks/pages/run.py [--locations 1000] [--rounds 5]

One process, pages in memory, every contestant in every round in turn, medians of processor time. What each does:

- selectolax: parses the HTML and nothing else.
- bs4: `BeautifulSoup(page, "html.parser").get_text()`.
- bs4 + spaCy Matcher: the same text through `spacy.blank("en")` and a Matcher with five patterns of quantities.
- promisecheck: HTML to verdicts at every location.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WORDS = (
    "Our kitchen opens its doors early and the ovens are warm before the street wakes. Bread, olives and good company, "
    "as every morning. We tell stories about the neighbourhood and the people who live in it. "
)
PROMISES = (
    "We deliver within {n} minutes.",
    "Free delivery on orders over {n} JOD.",
    "Open every day from 8 am to 11 pm.",
    "Call us and we answer within {n} hours.",
)


def page(number: int) -> str:
    """A page of about 20 kB with four promises and the usual chrome."""
    menu = "".join(f'<li class="item"><a href="/menu/{n}">Dish number {n}</a></li>' for n in range(60))
    text = "".join(f'<div class="row"><h2>Part {n}</h2><p>{WORDS}Story {number}-{n}.</p></div>' for n in range(40))
    promises = "".join(f"<p>{one.format(n=20 + number % 40)}</p>" for one in PROMISES)
    return f"<!doctype html><html lang=en><body><nav><ul>{menu}</ul></nav><main>{promises}{text}</main></body></html>"


def specs(folder: Path, locations: int) -> None:
    """Standards for so many locations, every tenth slower."""
    places = "\n".join(f"  l{n}: {{names: {{en: [Quarter {n}]}}}}" for n in range(locations))
    slower = ", ".join(f"l{n}: {{within: 60 min}}" for n in range(0, locations, 10))
    (folder / "kitchen.yaml").write_text(
        "organisation: Corner Kitchen\ncurrency: JOD\nservices:\n  delivery: {names: {en: [delivery]}}\n"
        f"  restaurant: {{names: {{en: [restaurant]}}}}\nlocations:\n{places}\nstandards:\n"
        f"  time: {{service: delivery, measure: delivery_time, within: 45 min, by_location: {{{slower}}}}}\n"
        '  hours: {service: restaurant, measure: opening_hours, hours: "Mo-Su 08:00-23:00"}\n'
    )


def contestants(pages: list[str], folder: Path) -> dict[str, Callable[[], object]]:
    """Name -> what is timed; everything that is loaded once is loaded before."""
    import spacy
    from bs4 import BeautifulSoup
    from selectolax.lexbor import LexborHTMLParser
    from spacy.matcher import Matcher

    from promisecheck.engine import Run, check_documents
    from promisecheck.extract import Extractor
    from promisecheck.rules import load_rules
    from promisecheck.sources import parse_html
    from promisecheck.standards import load_organisation

    nlp = spacy.blank("en")
    matcher = Matcher(nlp.vocab)
    number = {"LIKE_NUM": True}
    units = (["minutes", "minute", "min"], ["hours", "hour"], ["days", "day"], ["jod", "usd"], ["%", "percent"])
    for unit in units:
        matcher.add(unit[0], [[number, {"LOWER": {"IN": unit}}]])
    organisation, rules = load_organisation(folder), load_rules()
    extractor = Extractor(rules, organisation)
    day = dt.date(2026, 11, 23)

    def judged() -> object:
        documents = [parse_html(text, source=f"{n}.html") for n, text in enumerate(pages)]
        return check_documents(documents, organisation, rules, Run(day, day), extractor=extractor)

    return {
        "selectolax, bare parse": lambda: [LexborHTMLParser(text) for text in pages],
        "BeautifulSoup.get_text": lambda: [BeautifulSoup(text, "html.parser").get_text() for text in pages],
        "bs4 + spaCy Matcher": lambda: [
            matcher(nlp(BeautifulSoup(text, "html.parser").get_text(" "))) for text in pages
        ],
        "promisecheck, HTML to verdicts": judged,
    }


def timed(run: Callable[[], object]) -> float:
    """Seconds of processor time of one run, child processes included: what others do on the machine hardly shows."""
    gc.collect()
    started = _spent()
    run()
    return _spent() - started


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def hook(folder: Path, pages: list[str], rounds: int) -> dict[str, float]:
    """Seconds of whole processes: `import spacy`, and a hook on 12 pages without and with a warm cache."""
    for n, text in enumerate(pages[:12]):
        (folder / f"{n}.html").write_text(text)
    files = [str(folder / f"{n}.html") for n in range(12)]
    base = [
        sys.executable,
        "-m",
        "promisecheck",
        "check",
        *files,
        "--specs",
        str(folder / "specs"),
        "--fail-on",
        "never",
    ]
    runs = {
        "import spacy": [sys.executable, "-c", "import spacy"],
        "hook, 12 pages, no cache": [*base, "--no-cache"],
        "hook, 12 pages, warm cache": [*base, "--cache-dir", str(folder / "cache")],
    }
    for command in runs.values():
        subprocess.run(command, check=True, capture_output=True)
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, command in runs.items():
            taken[name].append(timed(lambda command=command: subprocess.run(command, check=True, capture_output=True)))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locations", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=12)
    given = parser.parse_args()
    pages = [page(number) for number in range(given.pages)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "specs").mkdir()
        specs(folder / "specs", given.locations)
        runs = contestants(pages, folder / "specs")
        for run in runs.values():
            run()
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(given.rounds):
            for contestant, run in runs.items():
                taken[contestant].append(timed(run))
        medians = {contestant: statistics.median(seconds) for contestant, seconds in taken.items()}
        ours = medians["promisecheck, HTML to verdicts"]
        size = sum(len(text) for text in pages) / len(pages) / 1000
        print(
            f"Python {platform.python_version()}, {given.pages} pages of {size:.0f} kB, {given.locations} locations\n"
        )
        print("| in one process | ms a page | promisecheck takes |\n|---|---:|---:|")
        for contestant, seconds in medians.items():
            print(f"| {contestant} | {seconds / len(pages) * 1000:.2f} | {ours / seconds:.2f}x |")
        whole = hook(folder, pages, min(given.rounds, 3))
        print("\n| whole process | s | beside `import spacy` |\n|---|---:|---:|")
        for contestant, seconds in whole.items():
            print(f"| {contestant} | {seconds:.2f} | {seconds / whole['import spacy']:.2f}x |")


if __name__ == "__main__":
    main()
