"""`rules`, `explain` and `measures`: what the tool knows, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_RULES = click.option("--rules", "rule_dirs", type=_FOLDER, multiple=True, help="Rule packs added to the bundled ones.")
_LANG = click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
_FORMAT = click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group()
def rules() -> None:
    """List the rule packs, or run their own examples as tests."""


@rules.command("list")
@_RULES
@_LANG
@_FORMAT
def list_rules(rule_dirs: tuple[Path, ...], lang: str, output_format: str) -> None:
    """Every rule with its kind and title."""
    from promisecheck.rules import load_rules

    found = load_rules(*rule_dirs)
    rows = [(rule.name, rule.kind, rule.title.get(lang) or rule.title["en"]) for rule in found]
    if output_format == "json":
        click.echo(
            json.dumps([dict(zip(("rule", "kind", "title"), row, strict=True)) for row in rows], ensure_ascii=False)
        )
        return
    _table(rows)
    click.echo(f"{len(rows)} rules")


@rules.command("test")
@click.argument("names", nargs=-1, metavar="[RULE]...")
@_RULES
def test_rules(names: tuple[str, ...], rule_dirs: tuple[Path, ...]) -> int:
    """Run the rules' examples: those that must fire, and the near-misses that must not. Exits 1 where one fails."""
    from promisecheck.rule_tests import run_examples
    from promisecheck.rules import load_rules

    found = load_rules(*rule_dirs)
    wanted = {found.get(name).name for name in names}
    outcomes = [outcome for outcome in run_examples(found) if not wanted or outcome.rule in wanted]
    failed = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failed:
        click.echo(str(outcome))
    tested = len({outcome.rule for outcome in outcomes})
    click.echo(
        f"{tested} rules, {len(outcomes)} examples: {len(outcomes) - len(failed)} as they should, {len(failed)} not"
    )
    return int(bool(failed) or not outcomes)


@click.command()
@click.argument("rule_name", metavar="RULE")
@_RULES
@_LANG
def explain(rule_name: str, rule_dirs: tuple[Path, ...], lang: str) -> None:
    """A rule's page: what it says, why, where it comes from, what fires it and what does not."""
    from promisecheck.rules import load_rules

    rule = load_rules(*rule_dirs).get(rule_name)

    def words(texts: Mapping[str, str]) -> str:
        return (texts.get(lang) or texts["en"]).strip()

    heads = {
        "en": ("Why", "Mend", "Source", "Fires", "Does not fire"),
        "ar": ("لماذا", "العلاج", "المصدر", "ينطبق", "لا ينطبق"),
    }
    why, mend, source, fires, quiet = heads[lang]
    lines = [f"{rule.name} ({rule.kind})", words(rule.title), "", f"{why}: {words(rule.why)}"]
    if rule.mend:
        lines.append(f"{mend}: {words(rule.mend)}")
    lines.append(f"{source}: {rule.source.strip()}")
    examples = rule.examples[lang]
    for head, texts in ((fires, examples.fires), (quiet, examples.quiet)):
        lines += ["", f"{head}:", *(f"  {text.strip()}" for text in texts)]
    click.echo("\n".join(lines))


@click.command()
@click.argument("name", required=False, metavar="[MEASURE]")
@_LANG
@_FORMAT
def measures(name: str | None, lang: str, output_format: str) -> None:
    """The measure vocabulary: what a promise can be about and how its level is declared."""
    import difflib

    from promisecheck.errors import Fault, InputError
    from promisecheck.measures import measures as vocabulary

    known = vocabulary()
    if name is not None and name not in known:
        near = difflib.get_close_matches(name, known, 3)
        raise InputError(Fault(f"no measure is called '{name}'", hint=f"near: {', '.join(near)}" if near else None))
    chosen = [known[name]] if name else list(known.values())
    if output_format == "json":
        rows = [
            {
                "measure": m.id,
                "characteristic": m.characteristic,
                "levels": list(m.levels),
                "about": m.about,
                "names": dict(m.names),
            }
            for m in chosen
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    _table(
        [
            (m.id, m.characteristic, "/".join(m.levels), m.about if lang == "en" else "، ".join(m.names["ar"]))
            for m in chosen
        ]
    )


def _table(rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as they need to be; the last one runs on."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]) - 1)]
    for row in rows:
        start = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        click.echo(f"{start}  {row[-1]}")
