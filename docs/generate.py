"""Write docs/reference/ from the code; with `--check` exit 1 where a page is out of date."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

REFERENCE = Path(__file__).resolve().parent / "reference"
_NOTE = "<!-- Written by docs/generate.py from the code; edit the code instead. -->\n\n"


def commands_page() -> str:
    """Every command with its help as the terminal shows it."""
    from promisecheck.cli import cli

    def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[str]:
        context = click.Context(command, info_name=" ".join(path), terminal_width=100)
        yield f"## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n"
        if isinstance(command, click.Group):
            for name in sorted(command.commands):
                yield from walk(command.commands[name], (*path, name))

    return "# Commands\n\n" + _NOTE + "\n".join(walk(cli, ("promisecheck",)))


def measures_page() -> str:
    """The measure vocabulary as a table."""
    from promisecheck.measures import measures

    lines = [
        "# Measures",
        "",
        _NOTE.strip(),
        "",
        "| measure | characteristic | declared with | about |",
        "|---|---|---|---|",
    ]
    for m in measures().values():
        lines.append(f"| `{m.id}` | {m.characteristic} | {', '.join(f'`{key}`' for key in m.levels)} | {m.about} |")
    return "\n".join(lines) + "\n"


def rules_page() -> str:
    """Every rule with its reason, its source and one example in each language."""
    from promisecheck.rules import load_rules

    lines = ["# Rules", "", _NOTE.strip(), ""]
    for rule in sorted(load_rules().rules.values(), key=lambda r: (r.kind, r.name)):
        lines += [
            f"## {rule.name}",
            "",
            f"*{rule.kind}* · {rule.title['en']} · {rule.title['ar']}",
            "",
            rule.why["en"],
            "",
        ]
        lines += [f"Source: {rule.source}", ""]
    return "\n".join(lines)


def formats_page() -> str:
    """The output formats, from their modules' docstrings."""
    from promisecheck.reports import formats

    lines = ["# Output formats", "", _NOTE.strip(), ""]
    for name, module in sorted(formats().items()):
        lines += [f"## {name}", "", (module.__doc__ or "").strip(), ""]
    return "\n".join(lines)


def inputs_page() -> str:
    """The kinds of input, from their modules' docstrings."""
    from promisecheck.sources import kinds

    lines = ["# What can be read", "", _NOTE.strip(), "", "## Text: promises have a line and a column", ""]
    for text in kinds.by_name().values():
        lines += [f"**{', '.join(text.extensions)}** · {(text.__doc__ or '').strip()}", ""]
    lines += ['## Other files: promises have a place in words, such as "page 3, box 40,80 to 300,96"', ""]
    lines += [
        "These need the extra `documents` (`pip install 'promisecheck[documents]'`) and are read in a process of their",
        "own, with little memory and time. A folder gives them when `--include '*.pdf'` asks for them.",
        "",
    ]
    for binary in kinds.binaries_by_name().values():
        lines += [f"**{', '.join(binary.extensions)}** · {(binary.__doc__ or '').strip()}", ""]
    return "\n".join(lines)


def settings_page() -> str:
    """The keys of the settings file."""
    from promisecheck import config

    doc = (config.__doc__ or "").strip()
    lines = [
        "# Settings",
        "",
        _NOTE.strip(),
        "",
        doc,
        "",
        "Keys: " + ", ".join(f"`{key}`" for key in config.KEYS) + ".",
        "",
    ]
    return "\n".join([*lines, (config.Config.__doc__ or "").strip(), ""])


def spec_page() -> str:
    """The keys of a spec, from the list that the validator uses."""
    from promisecheck.standards import spec_reference

    return f"# The keys of a spec\n\n{_NOTE}{spec_reference()}"


def schema_pages() -> dict[str, str]:
    """The JSON Schemas of the report and of a spec."""
    from promisecheck.reports.schema import report_schema
    from promisecheck.standards import spec_schema

    def text(schema: object) -> str:
        return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"

    return {"report.schema.json": text(report_schema()), "spec.schema.json": text(spec_schema())}


def pages() -> dict[str, str]:
    """All generated pages by file name."""
    return {
        "commands.md": commands_page(),
        "measures.md": measures_page(),
        "rules.md": rules_page(),
        "formats.md": formats_page(),
        "inputs.md": inputs_page(),
        "settings.md": settings_page(),
        "spec.md": spec_page(),
        **schema_pages(),
    }


def main() -> int:
    """Write or check the pages."""
    stale = []
    for name, text in pages().items():
        path = REFERENCE / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.stdout.write(f"{'out of date' if '--check' in sys.argv else 'written'}: {', '.join(stale)}\n")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
