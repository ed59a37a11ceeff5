"""Sends the mails of `review.mail` by SMTP: plain text, no tracking, links to this app only."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from promisecheck.review.mail import Mail

TIMEOUT = 20.0
"""Seconds to wait for the mail server at each step."""


def sender(server: str, mail_from: str) -> Callable[[Mail], None]:
    """What sends one mail. server: `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte.

    With `smtp://` the connection turns to TLS where the server offers it; a password never goes out without.
    Raises OSError (smtplib's errors are) when a mail does not get through.
    """
    parts = urlsplit(server)

    def send(mail: Mail) -> None:
        message = compose(mail, mail_from)
        with _connect(parts.scheme, parts.hostname or "localhost", parts.port) as smtp:
            if parts.username:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
            smtp.send_message(message)

    return send


def compose(mail: Mail, mail_from: str) -> EmailMessage:
    """The mail as a message. A subject or name cannot add a header: line ends in them are refused by the library."""
    message = EmailMessage()
    message["From"] = mail_from
    user, _, host = mail.to.rpartition("@")
    message["To"] = Address(mail.name, user, host) if user else mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=context)
    smtp = smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=context)
    return smtp
