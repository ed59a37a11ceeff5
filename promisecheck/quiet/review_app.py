"""What a check asks of the review app, over the guarded client: its token goes to that host alone, and over TLS.

Whatever is no clear answer is an error: an app that is down, a token that has ended and a page of somebody else must
never read as a yes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from promisecheck.errors import Fault, InputError
from promisecheck.quiet.approvals import Approval
from promisecheck.sources.addresses import written_out
from promisecheck.sources.fetch import Fetcher, FetchError
from promisecheck.sources.login import Login

_JSON: Final = frozenset(("application/json",))
_AT_ONCE: Final = 50
"""Keys in one question, so that its address stays short."""
_REFUSED: Final = {
    401: ("does not know this token", "it may have ended; make one with the scope 'gate' in the app"),
    403: ("does not let this token ask", "make one with the scope 'gate' in the app"),
    404: ("has no such page", "is this the address of the review app, and is the app as new as this program?"),
    429: ("is asked too often", "try again in a minute"),
}


class ReviewApp:
    """The review app at an address. Use it in one thread, in a `with` block."""

    def __init__(self, server: str, token: str | None, *, allow_hosts: Sequence[str] = ()) -> None:
        """allow_hosts: private hosts that may be asked, and those that may be asked without TLS.

        Raises InputError without a token, and for an address that the token cannot be sent to.
        """
        if not token:
            hint = "make one with the scope 'gate' in the app and set PROMISECHECK_TOKEN"
            raise InputError(Fault("no token to ask the review app with", hint=hint))
        self._server = server.rstrip("/")
        try:
            parts = urlsplit(self._server)
            host = written_out(parts.hostname or "")
        except ValueError:
            raise InputError(Fault("this is no address", server, hint="write it as https://review.example")) from None
        if parts.scheme != "https" and host not in set(map(written_out, allow_hosts)):
            hint = f"write https://, or open a host of your own with --allow-host {host}"
            raise InputError(Fault("a token is sent over https only", server, hint=hint))
        login = Login(self._server, {"Authorization": f"Bearer {token}"})
        self._fetcher = Fetcher(allow_hosts=allow_hosts, login=login)

    def __enter__(self) -> ReviewApp:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fetcher.close()

    def gate(self, content: str, language: str) -> dict[str, Any]:
        """The gate's answer on the text with this hash. Raises InputError where there is none."""
        answer = self._asked("gate", [("content", content), ("language", language)])
        if not isinstance(answer.get("open"), bool):
            raise self._strange()
        return answer

    def approvals(self, keys: Iterable[str]) -> tuple[Approval, ...]:
        """What is approved, and holds as approved, of the promises with these keys.

        Raises InputError without an answer.
        """
        wanted = sorted(set(keys))
        found: list[Approval] = []
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            answer = self._asked("approvals", [("key", key) for key in some])
            try:
                found += [one for one in map(_approval, answer["approvals"]) if one.key in some]
            except (KeyError, TypeError, ValueError):
                raise self._strange() from None
        return tuple(sorted(found))

    def _asked(self, path: str, query: Sequence[tuple[str, str]]) -> dict[str, Any]:
        address = f"{self._server}/api/v1/{path}"
        try:
            answer = self._fetcher.get(f"{address}?{urlencode(query)}", types=_JSON)
        except FetchError as error:
            raise InputError(
                Fault(f"the review app did not answer: {error.message}", address, hint=error.hint)
            ) from None
        if answer.status != 200:
            said, hint = _REFUSED.get(answer.status, (f"answers with status {answer.status}", "its log says why"))
            raise InputError(Fault(f"the review app {said}", address, hint=hint))
        try:
            body = json.loads(answer.body)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise self._strange()
        return body

    def _strange(self) -> InputError:
        return InputError(Fault("this is not the answer of a review app", self._server, hint="is the address right?"))


def _approval(values: dict[str, Any]) -> Approval:
    judged = values["judged"]
    texts = [values[name] for name in ("key", "location", "expires", "piece", "quote")]
    if not all(isinstance(one, str) for one in (*texts, *judged)) or not isinstance(judged, list):
        raise TypeError("an approval is made of texts")
    key, location, expires, piece, quote = texts
    return Approval(key, location, tuple(judged), dt.date.fromisoformat(expires), piece=piece, quote=quote)
