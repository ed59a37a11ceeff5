"""`gate`: ask the review app whether a file may be out, before it goes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from promisecheck.errors import Fault, InputError

EXIT_SHUT = 1


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--server", metavar="URL", envvar="PROMISECHECK_SERVER", required=True, help="Address of the review app.")
@click.option(
    "--token", envvar="PROMISECHECK_TOKEN", help="An API token with the scope 'gate'; better in the variable."
)
@click.option("--allow-host", "allow_hosts", multiple=True, metavar="NAME", help="Where the app is on a private host.")
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Language of reasons.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def gate(
    files: tuple[Path, ...], server: str, token: str | None, allow_hosts: tuple[str, ...], lang: str, output_format: str
) -> int:
    """Ask whether the text of FILES is approved and still holds. Exits 0 when all may be out, 1 when one may not.

    The text is known by the hash of what visitors see and hear; nothing of it is sent.
    """
    from promisecheck.quiet.review_app import ReviewApp

    hashes = {str(file): visible_hash(file) for file in files}
    with ReviewApp(server, token, allow_hosts=allow_hosts) as app:
        answers = {name: app.gate(content, lang) for name, content in hashes.items()}
    if output_format == "json":
        click.echo(json.dumps(answers, ensure_ascii=False, indent=1))
    else:
        for name, answer in answers.items():
            _print(name, answer)
    return 0 if all(answer["open"] for answer in answers.values()) else EXIT_SHUT


def visible_hash(file: Path) -> str:
    """The hash of a file's visible text, as the app keeps it. Raises InputError for a file that cannot be read."""
    from promisecheck.review.content import content_hash
    from promisecheck.sources import parse_html, parse_markdown, parse_text

    parsers: dict[str, Any] = {".html": parse_html, ".htm": parse_html, ".md": parse_markdown}
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(Fault(f"cannot read it: {error.strerror}", str(file))) from None
    except UnicodeDecodeError:
        raise InputError(Fault("not UTF-8", str(file), hint="save the file as UTF-8")) from None
    return content_hash(parsers.get(file.suffix.lower(), parse_text)(text, source=str(file)))


def _print(name: str, answer: dict[str, Any]) -> None:
    if answer["open"]:
        click.echo(f"{name}: open · {answer['title']}, version {answer['version']}")
        return
    click.echo(f"{name}: shut")
    for reason in answer["reasons"]:
        click.echo(f"  {reason['message']}")
