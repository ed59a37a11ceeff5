"""The lists of words.yaml that are read word by word rather than within patterns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import get_args

from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.rules import RuleSet


@dataclass(frozen=True, slots=True)
class PlainWords:
    """Folded words by what they do, those of all languages together; each field is the list of its name.

    stop: function words, which name nothing.
    joins: words that only join, with which no quote begins or ends; kept_first: those it may begin with.
    goes_with: words with which a thing goes on: no quote ends right before them ("a terrace | with heaters").
    halts, clause_starts, clause_ends: words that part the subject of a promise, or a clause, from what stands before or
    behind it. counts: words before what an amount is counted by ("per"); counted: those that say it alone ("monthly").
    leads_amount: words that lead in an amount. How much these count for the ends of a quote is learnt (quotes.py).
    no_subject: words with which no subject of a level begins; subject_ends: verbs and other words that end one;
    verbs_first: verbs that stand before their subject, as Arabic ones do ("يستغرق | دهان الشقة | يومين");
    articles, objects: words before a noun, and pronouns, that verbs stand before; no_kind: nouns that name no kind.
    rider: words of a sentence that only says on what condition another one holds ("This applies to ...").
    says_yes, says_free, says_closed: all that a table cell says; a bare "yes" only tells what a thing is like.
    free_adjective: said of one thing alone. costs: what one pays; a thing free of it costs less ("interest-free").
    bounds: words of a label that say from where on or up to where; bounded: what they bound; weights: units of weight.
    list_joins: words before the last thing in a list; or_joins: those that say "or".
    exemplifies: words before mere parts of what was said ("all of Leeds, including Headingley").
    quantifiers: words that say for how much of its scope a promise holds: "at every branch".
    own_waw: beginnings of Arabic words whose first letter is no "and".
    """

    stop: frozenset[str]
    joins: frozenset[str]
    kept_first: frozenset[str]
    goes_with: frozenset[str]
    halts: frozenset[str]
    clause_starts: frozenset[str]
    clause_ends: frozenset[str]
    counts: frozenset[str]
    counted: frozenset[str]
    leads_amount: frozenset[str]
    no_subject: frozenset[str]
    subject_ends: frozenset[str]
    verbs_first: frozenset[str]
    articles: frozenset[str]
    objects: frozenset[str]
    no_kind: frozenset[str]
    rider: frozenset[str]
    says_yes: frozenset[str]
    says_free: frozenset[str]
    says_closed: frozenset[str]
    free_adjective: frozenset[str]
    costs: frozenset[str]
    bounds: frozenset[str]
    bounded: frozenset[str]
    weights: frozenset[str]
    list_joins: frozenset[str]
    or_joins: frozenset[str]
    exemplifies: frozenset[str]
    quantifiers: frozenset[str]
    own_waw: frozenset[str]


def plain_words(rules: RuleSet) -> PlainWords:
    """The lists of a rule set; one that no pack has is empty."""
    return PlainWords(*(_list(rules, field.name) for field in fields(PlainWords)))


def _list(rules: RuleSet, name: str) -> frozenset[str]:
    words: set[str] = set()
    for language in get_args(Language):
        node = rules.words.get(language, {}).get(name)
        if node is not None:
            words.update(fold(word).text.strip() for word in (node.scalar or "").strip("() ").split("|"))
    return frozenset(words - {""})
