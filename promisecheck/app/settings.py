"""What an installation sets: given by hand, else by the environment, else by default."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from promisecheck.errors import Fault, InputError

PREFIX: Final = "PROMISECHECK_"
_TEXTS: Final = {
    "database": "DATABASE",
    "base_url": "BASE_URL",
    "smtp": "SMTP",
    "mail_from": "MAIL_FROM",
}


def utc_now() -> dt.datetime:
    """The present moment, UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one installation of the app.

    instance: folder for what the app keeps: secret key, jobs, and the database unless `database` names another.
    specs: folder of the standards. rules: folders of rule packs added to the bundled ones. base_url: where people
    reach the app; with https, cookies are secure. old_secret_keys: keys that were in use before; what is sealed
    under one of them is sealed anew at the next start. smtp: `smtp://user:password@host:port` or `smtps://…`; empty:
    no mail. proxies: how many reverse proxies stand before the app and set X-Forwarded-*. rate_limits: off only for
    measuring and tests. allow_hosts: private hosts that a snapshot of an address may come from.
    """

    specs: Path
    instance: Path
    database: str
    secret_key: str = field(repr=False)
    old_secret_keys: tuple[str, ...] = field(default=(), repr=False)
    base_url: str = "http://127.0.0.1:8000"
    smtp: str = field(default="", repr=False)
    mail_from: str = "promisecheck@localhost"
    rules: tuple[Path, ...] = ()
    proxies: int = 0
    rate_limits: bool = True
    allow_hosts: tuple[str, ...] = ()
    demo: bool = False
    clock: Callable[[], dt.datetime] = utc_now

    @property
    def is_https(self) -> bool:
        """Whether people reach the app over TLS."""
        return urlsplit(self.base_url).scheme == "https"


def read_settings(
    *,
    specs: Path | None = None,
    instance: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    **given: Any,
) -> Settings:
    """Settings from arguments, then `PROMISECHECK_*` variables, then defaults.

    The variables: SPECS, INSTANCE, DATABASE, BASE_URL, SMTP, MAIL_FROM, SECRET_KEY, OLD_SECRET_KEYS (separated by
    commas), PROXIES, RULES (folders, separated by the system's path separator), ALLOW_HOSTS (separated by commas). The
    secret key is made on the first start and kept in the instance folder, readable by its owner only. Raises InputError
    for values that cannot be used.
    """
    folder = instance or Path(environment.get(f"{PREFIX}INSTANCE", "instance"))
    standards = specs or Path(environment.get(f"{PREFIX}SPECS", "service_specs"))
    if not standards.exists():
        hint = "name it with --specs, or start one with: promisecheck init"
        raise InputError(Fault(f"no standards: there is no folder '{standards}'", hint=hint))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    values: dict[str, Any] = {
        name: environment[PREFIX + variable] for name, variable in _TEXTS.items() if environment.get(PREFIX + variable)
    }
    if PREFIX + "PROXIES" in environment:
        values["proxies"] = _whole(environment[PREFIX + "PROXIES"])
    if environment.get(PREFIX + "RULES"):
        values["rules"] = tuple(Path(one) for one in environment[PREFIX + "RULES"].split(os.pathsep) if one)
    if environment.get(PREFIX + "ALLOW_HOSTS"):
        values["allow_hosts"] = tuple(one.strip() for one in environment[PREFIX + "ALLOW_HOSTS"].split(","))
    if environment.get(PREFIX + "OLD_SECRET_KEYS"):
        values["old_secret_keys"] = tuple(one.strip() for one in environment[PREFIX + "OLD_SECRET_KEYS"].split(","))
    values |= {name: value for name, value in given.items() if value is not None}
    values.setdefault("database", _beside(folder))
    values.setdefault("secret_key", environment.get(PREFIX + "SECRET_KEY") or _kept_key(folder / "secret_key"))
    settings = Settings(specs=standards, instance=folder, **values)
    _check(settings)
    return replace(settings, base_url=settings.base_url.rstrip("/"))


def read_database(database: str | None, instance: Path | None, environment: Mapping[str, str] = os.environ) -> str:
    """The URL of the database alone: as `read_settings` finds it, for what needs nothing else."""
    folder = instance or Path(environment.get(f"{PREFIX}INSTANCE", "instance"))
    return database or environment.get(f"{PREFIX}DATABASE") or _beside(folder)


def _beside(instance: Path) -> str:
    return f"sqlite:///{instance.resolve() / 'review.db'}"


def _check(settings: Settings) -> None:
    parts = urlsplit(settings.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        hint = "write it like https://review.example.com"
        raise InputError(Fault(f"'{settings.base_url}' is no address of the app", hint=hint))
    if settings.smtp and urlsplit(settings.smtp).scheme not in ("smtp", "smtps"):
        raise InputError(Fault("the mail server's address cannot be used", hint="smtp://host:25 or smtps://host:465"))
    if len(settings.secret_key) < 32:
        raise InputError(Fault("the secret key is too short", hint="at least 32 random characters"))


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) > 9:
        raise InputError(Fault(f"{PREFIX}PROXIES cannot be '{text}'", hint="how many reverse proxies: 0 to 9"))
    return int(text)


def _kept_key(file: Path) -> str:
    """The key in the file; on the first start a new one. Two programs starting at once end up with the same."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key)
    return key
