"""Secrets that must be read again (second factors, webhooks) are kept sealed: a copied database gives none away.

Each is encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA256) under a key that is derived by HKDF-SHA256
(RFC 5869) from the secret key of the installation. That key is not in the database, nor in a backup of it.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from promisecheck.errors import Fault, InputError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet, MultiFernet

MARK: Final = "sealed:"
"""What a sealed text begins with; no secret that was kept in the clear does."""
_PURPOSE: Final = b"promisecheck: secrets at rest"


class Seal:
    """Closes and opens secrets. key: at least 32 random characters; older: keys that texts may still be sealed with."""

    def __init__(self, key: str, older: Sequence[str] = ()) -> None:
        self._keys = (key, *older)

    def close(self, text: str) -> str:
        """The text, sealed. The same text looks different every time."""
        return MARK + self._all.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """What was sealed; a text from before there were seals as it is. Raises InputError for one of another key."""
        from cryptography.fernet import InvalidToken

        if not sealed.startswith(MARK):
            return sealed
        try:
            return self._all.decrypt(sealed.removeprefix(MARK)).decode()
        except InvalidToken:
            hint = "put back the file secret_key of the instance folder, or name it in PROMISECHECK_OLD_SECRET_KEYS"
            raise InputError(Fault("secrets in the database are sealed with another secret key", hint=hint)) from None

    def is_current(self, sealed: str) -> bool:
        """Whether the text is sealed, and with the newest key."""
        from cryptography.fernet import InvalidToken

        try:
            self._newest.decrypt(sealed.removeprefix(MARK))
        except InvalidToken:
            return False
        return sealed.startswith(MARK)

    @cached_property
    def _newest(self) -> Fernet:
        return _fernet(self._keys[0])

    @cached_property
    def _all(self) -> MultiFernet:
        from cryptography.fernet import MultiFernet

        return MultiFernet([self._newest, *map(_fernet, self._keys[1:])])


def reseal(con: sa.Connection, seal: Seal) -> int:
    """Bring every kept secret under the newest key, those in the clear, too; gives how many were changed.

    Raises InputError when one cannot be opened: then the key is not this database's, and nothing is changed.
    """
    from promisecheck.review.tables import people, webhooks

    changed = 0
    for column in (people.c.totp_secret, webhooks.c.secret):
        table = column.table
        for row in con.execute(sa.select(table.c.id, column.label("kept")).where(column.is_not(None))).all():
            if not seal.is_current(row.kept):
                again = seal.close(seal.open(row.kept))
                con.execute(sa.update(table).where(table.c.id == row.id).values({column.name: again}))
                changed += 1
    return changed


def _fernet(key: str) -> Fernet:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
