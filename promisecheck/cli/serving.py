"""`serve`: the review app, on an embedded database or a team's own."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from promisecheck.cli.options import settings as project_settings
from promisecheck.errors import Fault, InputError, MissingExtraError

if TYPE_CHECKING:
    from apiflask import APIFlask

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--database", metavar="URL", help="sqlite:///FILE or postgresql://… Default: a file in the instance folder."
)
@click.option("--specs", type=click.Path(path_type=Path), help="Folder of standards. Default: the project's.")
@click.option("--instance", type=click.Path(path_type=Path), help="Folder for keys, jobs and the embedded database.")
@click.option("--base-url", metavar="URL", help="Where people reach the app; https makes cookies secure.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--demo", is_flag=True, help="A sample organisation with people of every role, in a temporary folder.")
def serve(
    host: str,
    port: int,
    database: str | None,
    specs: Path | None,
    instance: Path | None,
    base_url: str | None,
    threads: int,
    demo: bool,
) -> None:
    """Start the review app: drafts in, decisions out, nothing published that operations have not seen.

    The first start makes an administrator and prints their password, once. Settings can also be given as
    PROMISECHECK_* variables: DATABASE, SPECS, INSTANCE, BASE_URL, SMTP, MAIL_FROM, PROXIES, ALLOW_HOSTS.
    """
    try:
        import waitress
    except ModuleNotFoundError:
        raise MissingExtraError("'serve'", "app") from None
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only to print an address that opens
    address = base_url or f"http://{shown}:{port}"
    if demo:
        if host not in _LOOPBACK:
            raise InputError(Fault("--demo listens on this machine only", hint="leave --host out"))
        with tempfile.TemporaryDirectory(prefix="promisecheck-demo-") as folder:
            app = _demo(Path(folder), address)
            _run(waitress, app, host, port, threads)
        return
    from promisecheck.app import create_app
    from promisecheck.app.settings import read_settings

    folder_of_specs = specs or project_settings(None).specs
    app = create_app(read_settings(specs=folder_of_specs, instance=instance, database=database, base_url=address))
    _first_run(app, address)
    _run(waitress, app, host, port, threads)


def _run(waitress: Any, app: APIFlask, host: str, port: int, threads: int) -> None:
    from promisecheck.app.jobs import Consumer

    consumer = Consumer(app)
    consumer.start()
    try:
        waitress.serve(app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=False)
    except OSError as error:
        raise InputError(Fault(f"cannot listen on {host}:{port}: {error.strerror}", hint="try --port 8001")) from None
    finally:
        consumer.stop()


def _first_run(app: APIFlask, address: str) -> None:
    """Make the administrator of an empty database."""
    import secrets

    from promisecheck.review import people
    from promisecheck.review.errors import ForbiddenError

    here = app.extensions["promisecheck"]
    password = secrets.token_urlsafe(12)
    login = "admin@localhost"
    try:
        people.first_admin(
            here.db, login=login, name="Administrator", password=password, language="en", now=here.settings.clock()
        )
    except ForbiddenError:
        click.echo(f"promisecheck: {address}")
        return
    click.echo(f"promisecheck: {address}\n\nThe first administrator was made. This password is shown once:\n")
    click.echo(
        f"  name      {login}\n  password  {password}\n\nChange it under your name, then add people under Admin."
    )


def _demo(folder: Path, address: str) -> APIFlask:
    from promisecheck.app import create_app, demo
    from promisecheck.app.settings import read_settings

    click.echo("Preparing the sample organisation …", err=True)
    app = create_app(
        read_settings(
            specs=demo.sample_specs(folder),
            instance=folder / "instance",
            environment={},
            base_url=address,
            demo=True,
            clock=demo.clock(time.monotonic),
        )
    )
    password = demo.populate(app.extensions["promisecheck"])
    app.config["DEMO_PASSWORD"] = password
    lines = [f"promisecheck: {address}", "", f"It is {demo.START:%d %B %Y} here. Everybody's password: {password}", ""]
    for person in demo.PEOPLE:
        where = f" of {', '.join(person.reviews)}" if person.reviews else ""
        lines.append(f"  {person.login:<26} {', '.join(person.roles)}{where}")
    lines += [
        "",
        f"Open {address} and press a name; no password is needed. Begin as {demo.FIRST}: the first piece of the inbox",
        "waits for that answer alone. Ctrl+C ends it and leaves nothing behind.",
    ]
    click.echo("\n".join(lines))
    return app
