"""What the rules miss, and what they find that is none, class by class, on the marked passages.

    python benchmarks/trained/classes.py [--rows N]

--rows prints so many of each class, to read. See tests/extract/marked for the passages.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import get_args

from passages import Passage, passages
from score import Span, matched

from promisecheck.extract import Extractor
from promisecheck.model import Characteristic, Claim
from promisecheck.rules import load_rules
from promisecheck.sources import parse_markdown


def missed(passage: Passage, labels: list[Span], claims: list[Claim]) -> Iterator[tuple[str, str]]:
    """Class and words of each marked promise that no claim answers, or answers loosely or under another name."""
    found = [(claim.place.start or 0, claim.place.end or 0, claim.characteristic) for claim in claims]
    loose = dict(matched(passage.text, labels, found, tight=False))
    tight = dict(matched(passage.text, labels, found, tight=True))
    for number, (start, end, kind) in enumerate(labels):
        words = passage.text[start:end]
        if number in tight:
            if found[tight[number]][2] != kind:
                yield f"{kind} called {found[tight[number]][2]}", words
        elif number in loose:
            claim = claims[loose[number]]
            yield (
                f"quote of {kind} too {'short' if len(claim.quote) < len(words) else 'long'}",
                f"{words} / {claim.quote}",
            )
        else:
            yield f"{kind} missed", words


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=0)
    rows = parser.parse_args().rows
    extractor = Extractor(load_rules())
    for language in ("en", "ar"):
        classes: defaultdict[str, list[str]] = defaultdict(list)
        marked: Counter[str] = Counter()
        hit: Counter[str] = Counter()
        finds: Counter[str] = Counter()
        for passage in passages():
            if passage.language != language:
                continue
            claims = list(extractor.claims(parse_markdown(passage.text, source=passage.file)))
            labels = [(label.start, label.end, label.characteristic) for label in passage.labels]
            found = [(claim.place.start or 0, claim.place.end or 0, claim.characteristic) for claim in claims]
            pairs = matched(passage.text, labels, found, tight=False)
            marked.update(kind for _, _, kind in labels)
            hit.update(labels[number][2] for number, _ in pairs)
            finds.update(claim.rule for claim in claims)
            for name, words in missed(passage, labels, claims):
                classes[name].append(words)
            answered = {number for _, number in pairs}
            where = "beside promises" if labels else "where nothing is promised"
            for number, claim in enumerate(claims):
                if number not in answered:
                    classes[f"false, {where}: {claim.rule}"].append(claim.quote)
        print(f"\n{language}: recall by characteristic")
        for kind in sorted(get_args(Characteristic), key=lambda one: -marked[one]):
            print(f"  {kind:14} {hit[kind] / max(marked[kind], 1):.2f} of {marked[kind]}")
        print(f"{language}: what is wrong, the most frequent first")
        for name, words in sorted(classes.items(), key=lambda item: -len(item[1])):
            rule = name.rpartition(": ")[2]
            of = f" of {finds[rule]}" if name.startswith("false") else ""
            print(f"  {len(words):4}{of} {name}")
            for one in words[:rows]:
                print(f"         {' '.join(one.split())}")


if __name__ == "__main__":
    main()
