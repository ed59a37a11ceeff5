"""How long pages take, beside peers that do part of the work. Prints tables for docs/performance.md.

    python benchmarks/pages/run.py [--locations 1000] [--rounds 7] [--quantulum]

One process, pages in memory (site_pages.py: half in Arabic), every contestant in every round in turn, medians of
processor time. Each round has pages that nobody saw before; what stands on every page of the site is remembered from
one to the next, by who remembers. What each does:

- selectolax, lxml: parse the HTML and nothing else.
- bs4: `BeautifulSoup(page, "html.parser").get_text()`.
- bs4 + spaCy Matcher: the same text through `spacy.blank("en")` and a Matcher with five patterns of quantities.
- quantulum3 (with --quantulum; in an environment of its own, it needs older numpy): quantities of the same text.
- promisecheck: HTML to blocks, to claims, to verdicts at every location, to findings with wordings that hold.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from site_pages import page, write_specs

HERE = Path(__file__).resolve().parent
DAY = dt.date(2026, 11, 23)
VERDICTS = "promisecheck, HTML to verdicts"
Contestants = Mapping[str, Callable[[Sequence[str]], object]]


def contestants(specs: Path) -> Contestants:
    """Name -> what is timed; everything that is loaded once is loaded before."""
    import spacy
    from bs4 import BeautifulSoup
    from lxml import html as lxml_html
    from selectolax.lexbor import LexborHTMLParser
    from spacy.matcher import Matcher

    from promisecheck.engine import Run, check_documents
    from promisecheck.extract import Extractor
    from promisecheck.judge import judge
    from promisecheck.judge.whereabouts import document_locations
    from promisecheck.rules import load_rules
    from promisecheck.sources import parse_html
    from promisecheck.standards import load_organisation

    nlp = spacy.blank("en")
    matcher = Matcher(nlp.vocab)
    units = (["minutes", "minute", "min"], ["hours", "hour"], ["days", "day"], ["jod", "usd"], ["%", "percent"])
    for unit in units:
        matcher.add(unit[0], [[{"LIKE_NUM": True}, {"LOWER": {"IN": unit}}]])
    organisation, rules = load_organisation(specs), load_rules()
    extractors = {name: Extractor(rules, organisation) for name in ("claims", "verdicts", "findings")}

    def claims(pages: Sequence[str]) -> object:
        return [extractors["claims"].claims(parse_html(text, source="p.html")) for text in pages]

    def verdicts(pages: Sequence[str]) -> object:
        found = []
        for text in pages:
            document = parse_html(text, source="p.html")
            reach = document_locations(document, organisation)
            for claim in extractors["verdicts"].claims(document):
                found.append(judge(claim, organisation, reach=reach, start=DAY))
        return found

    def findings(pages: Sequence[str]) -> object:
        documents = [parse_html(text, source=f"{n}.html") for n, text in enumerate(pages)]
        return check_documents(documents, organisation, rules, Run(DAY, DAY), extractor=extractors["findings"])

    return {
        "selectolax, bare parse": lambda pages: [LexborHTMLParser(text) for text in pages],
        "lxml, bare parse": lambda pages: [lxml_html.document_fromstring(text) for text in pages],
        "BeautifulSoup.get_text": lambda pages: [BeautifulSoup(text, "html.parser").get_text() for text in pages],
        "bs4 + spaCy Matcher": lambda pages: [
            matcher(nlp(BeautifulSoup(text, "html.parser").get_text(" "))) for text in pages
        ],
        "promisecheck, HTML to blocks": lambda pages: [parse_html(text, source="p.html") for text in pages],
        "promisecheck, HTML to claims": claims,
        VERDICTS: verdicts,
        "promisecheck, HTML to findings and wordings": findings,
    }


def timed(run: Callable[[], object]) -> float:
    """Seconds of processor time of one run, child processes included: what others do on the machine hardly shows."""
    gc.collect()
    started = spent()
    run()
    return spent() - started


def spent() -> float:
    """Processor time of this process and of the finished ones it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def in_turn(runs: Contestants, rounds: int, pages: int) -> dict[str, float]:
    """Median seconds a page of each contestant."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(-1, rounds):  # the first round is not counted
        fresh = [page(n) for n in range((number + 1) * pages, (number + 2) * pages)]
        for name, run in runs.items():
            seconds = timed(lambda run=run, fresh=fresh: run(fresh))
            if number >= 0:
                taken[name].append(seconds / pages)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


# ------------------------------------------------------------------------------------------------ whole processes
def hook(folder: Path, rounds: int) -> dict[str, float]:
    """Seconds of whole processes: `import spacy`, and a hook on 12 pages without and with a warm cache.

    Once with pages of one language, once with both. Byte code is compiled before, as installing a package does.
    """
    runs = {"import spacy": [sys.executable, "-c", "import spacy"]}
    for name, step in (("12 English pages", 2), ("12 pages, half of them Arabic", 1)):
        here = folder / f"step-{step}"
        here.mkdir()
        files = [here / f"{n}.html" for n in range(12)]
        for n, file in enumerate(files):
            file.write_text(page(step * n), encoding="utf-8")
        check = [sys.executable, "-m", "promisecheck", "check", *map(str, files), "--specs", str(folder / "specs")]
        check += ["--fail-on", "never"]
        runs[f"hook, {name}, no cache"] = [*check, "--no-cache"]
        runs[f"hook, {name}, warm cache"] = [*check, "--cache-dir", str(here / "cache")]
    own = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PROMISECHECK_CACHE_DIR": str(folder / "patterns")}
    environment = {**{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}, **own}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(-2, rounds):
        for name, command in runs.items():
            seconds = timed(lambda command=command: quietly(command, environment))
            if number >= 0:
                taken[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def quietly(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a command; its output is read and thrown away."""
    subprocess.run(command, check=True, capture_output=True, env=environment)


def quantulum(pages: Sequence[str], environments: Path) -> float:
    """Seconds a page that quantulum3 takes for the quantities of the same texts."""
    from promisecheck.sources import parse_html

    python = environments / "quantulum3" / "bin" / "python"
    if not python.exists():
        venv.create(environments / "quantulum3", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "quantulum3==0.10.0"], check=True)
    texts = [["en", b.text] for text in pages for b in parse_html(text, source="p").blocks if b.role != "structured"]
    job = json.dumps({"texts": texts, "rounds": 1})
    peers = HERE.parent / "quantities" / "peers.py"
    done = subprocess.run([python, peers, "quantulum3"], input=job, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["seconds"]) / len(pages)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locations", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--quantulum", action="store_true")
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "promisecheck-benchmarks")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_specs(folder / "specs", given.locations)
        runs = contestants(folder / "specs")
        gc.freeze()  # what was loaded is not looked through again, for no contestant
        medians = in_turn(runs, given.rounds, given.pages)
        english = [page(n) for n in range(0, 2 * given.pages, 2)]
        if given.quantulum:
            medians["quantulum3, English pages"] = quantulum(english, given.environments)
        size = sum(len(page(n).encode()) for n in range(given.pages)) / given.pages / 1000
        print(
            f"Python {platform.python_version()}, {given.pages} pages of {size:.0f} kB, {given.locations} locations\n"
        )
        print("| in one process | ms a page | HTML to verdicts takes |\n|---|---:|---:|")
        for contestant, seconds in medians.items():
            print(f"| {contestant} | {seconds * 1000:.2f} | {medians[VERDICTS] / seconds:.2f}x |")
        whole = hook(folder, min(given.rounds, 5))
        print("\n| whole process | s | beside `import spacy` |\n|---|---:|---:|")
        for contestant, seconds in whole.items():
            print(f"| {contestant} | {seconds:.2f} | {seconds / whole['import spacy']:.2f}x |")


if __name__ == "__main__":
    main()
