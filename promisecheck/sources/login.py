"""What opens a site that asks who is there: headers and cookies, sent to the site's own hosts and to nobody else.

Nothing here is ever written to a report, a log or an error; values of headers come from the environment where they are
secret, since the command line of a program can be read by everybody on the machine.
"""

from __future__ import annotations

import http.cookiejar
import re
import urllib.request
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from promisecheck.errors import Fault, InputError

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_FROM_VARIABLE: Final = re.compile(rf"^({_NAME})=([A-Za-z_]\w*)$")
_LITERAL: Final = re.compile(rf"^({_NAME}):[ \t]*(.*)$", re.DOTALL)
_SECRET: Final = re.compile(r"auth|cookie|token|key|secret|session|password", re.IGNORECASE)
_OURS: Final = frozenset(("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "upgrade"))
_VALUE: Final = re.compile(r"[\x20-\x7e\x80-\xff\t]*")
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Login:
    """Headers and cookies for the site at `start`. They go to its host and port alone, and never from TLS to plain."""

    start: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: http.cookiejar.CookieJar | None = field(default=None, repr=False)

    def headers_for(self, address: str) -> dict[str, str]:
        """What is sent along to an address; nothing when it is not the site's own."""
        if not self._own(address):
            return {}
        sent = dict(self.headers)
        if self.cookies is not None:
            request = urllib.request.Request(address)  # noqa: S310 - never opened, it carries the address to the jar
            self.cookies.add_cookie_header(request)
            cookie = request.get_header("Cookie")
            if cookie:
                sent["Cookie"] = cookie
        return sent

    def _own(self, address: str) -> bool:
        try:
            own, other = urlsplit(self.start), urlsplit(address)
            same = own.hostname == other.hostname and _port(own.port, own.scheme) == _port(other.port, other.scheme)
            usual = own.port is None and other.port is None and own.hostname == other.hostname
        except ValueError:
            return False
        return (same and own.scheme == other.scheme) or (usual and (own.scheme, other.scheme) == ("http", "https"))


def _port(port: int | None, scheme: str) -> int | None:
    return port if port is not None else _PORTS.get(scheme)


def read_headers(given: Iterable[str], environment: Mapping[str, str]) -> dict[str, str]:
    """Headers as they are given on the command line: `NAME=VARIABLE` takes the value from the environment.

    `NAME: VALUE` is for what is no secret. Raises InputError for one that cannot be read, a variable that is not set,
    and a secret on the command line; no message holds a value.
    """
    out: dict[str, str] = {}
    for number, one in enumerate(given, 1):
        from_variable, literal = _FROM_VARIABLE.match(one), _LITERAL.match(one)
        if from_variable:
            name, variable = from_variable[1], from_variable[2]
            value = environment.get(variable, "")
            if not value:
                raise InputError(Fault(f"the variable {variable} of the header '{name}' is not set"))
        elif literal:
            name, value = literal[1], literal[2]
            if _SECRET.search(name):
                hint = f"put the value into a variable and write --header {name}=VARIABLE"
                raise InputError(
                    Fault(f"the header '{name}' is secret; a command line can be read by others", hint=hint)
                )
        else:
            hint = "write --header NAME=VARIABLE, or --header 'NAME: VALUE' for what is no secret"
            raise InputError(Fault(f"header number {number} cannot be read", hint=hint))
        if name.lower() in _OURS:
            raise InputError(Fault(f"the header '{name}' is set by the crawl itself"))
        value = value.strip()
        if not value or not _VALUE.fullmatch(value):
            message = f"the value of the header '{name}' is empty, or holds characters that no header may have"
            raise InputError(Fault(message))
        out[name] = value
    return out


def read_cookies(file: Path) -> http.cookiejar.CookieJar:
    """The cookies of a file in Netscape's format, as browsers' extensions and curl write it.

    Raises InputError for a file that cannot be read or holds none that is still valid; no message holds a cookie.
    """
    jar = http.cookiejar.MozillaCookieJar()
    hint = "Netscape format: a first line '# Netscape HTTP Cookie File', then seven fields with tabs a line"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns of broken lines, and then raises as well
            jar.load(str(file), ignore_discard=True, ignore_expires=True)
    except http.cookiejar.LoadError:
        raise InputError(Fault("this is no cookie file", str(file), hint=hint)) from None
    except OSError as error:
        raise InputError(Fault(f"cannot read the cookies: {error.strerror}", str(file))) from None
    except (ValueError, UnicodeDecodeError):
        raise InputError(Fault("this is no cookie file", str(file), hint=hint)) from None
    for cookie in list(jar):
        if cookie.expires == 0:  # curl's way to write that a cookie has no end
            cookie.expires = None
    jar.clear_expired_cookies()
    if not len(jar):
        raise InputError(Fault("no cookie in this file is still valid", str(file), hint="log in again and save it"))
    return jar
