"""What programs hand in, and the shapes of lists."""

from __future__ import annotations

from typing import Any, Final

from apiflask import Schema, fields
from apiflask.validators import Length, OneOf, Range
from marshmallow import ValidationError, pre_load

from promisecheck.review.actors import ROLES
from promisecheck.review.models import ANSWERS, CHANNELS, KINDS

MOST_ID: Final = 2**31 - 1


class Given(Schema):
    """A body or query; text in it must be text that can be stored."""

    @pre_load
    def storable(self, data: Any, **_: Any) -> Any:
        """Refuse characters that are half of one, and NUL."""
        if not _is_storable(data):
            raise ValidationError("text holds a character that cannot be stored")
        return data


def _is_storable(data: Any) -> bool:
    if isinstance(data, str):
        return "\0" not in data and not any("\ud800" <= character <= "\udfff" for character in data)
    if isinstance(data, dict):
        return all(_is_storable(key) and _is_storable(value) for key, value in data.items())
    return all(map(_is_storable, data)) if isinstance(data, list) else True


def text(most: int = 2_000, *, least: int = 0, required: bool = False, default: str = "") -> fields.Field[Any]:
    """A text of limited length."""
    if required:
        return fields.String(required=True, validate=Length(max(least, 1), most))
    return fields.String(load_default=default, validate=Length(least, most))


class Query(Given):
    """A query without anything in it."""


class ListQuery(Given):
    """Which list of the inbox."""

    list = fields.String(load_default="waiting", validate=OneOf(["waiting", "yours", "decided"]))


class CopyIn(Given):
    """The copy of a version."""

    copy = fields.String(required=True, validate=Length(1, 1_000_000))
    kind = fields.String(load_default="text", validate=OneOf(KINDS))
    source = text(500)


class AboutIn(Given):
    """What is said about a piece."""

    title = text(200, required=True)
    channel = fields.String(required=True, validate=OneOf(CHANNELS))
    runs_from = fields.Date(required=True)
    runs_until = fields.Date(load_default=None, allow_none=True)
    campaign = text(200)
    places = fields.List(fields.String(validate=Length(1, 100)), load_default=["*"], validate=Length(1, 5_000))
    tier = fields.String(load_default=None, allow_none=True, validate=Length(1, 100))
    languages = fields.List(fields.String(validate=OneOf(["en", "ar"])), load_default=[], validate=Length(0, 2))
    due_at = fields.AwareDateTime(load_default=None, allow_none=True)


class PieceIn(AboutIn, CopyIn):
    """A new piece with its first version."""


class SaveIn(CopyIn):
    """A new state of the copy."""

    based_on = fields.Integer(required=True, validate=Range(1, MOST_ID))
    note = text()


class CheckIn(CopyIn):
    """Copy to be checked and not kept."""

    places = fields.List(fields.String(validate=Length(1, 100)), load_default=["*"], validate=Length(1, 5_000))
    tier = fields.String(load_default=None, allow_none=True, validate=Length(1, 100))
    languages = fields.List(fields.String(validate=OneOf(["en", "ar"])), load_default=[], validate=Length(0, 2))
    runs_from = fields.Date(load_default=None, allow_none=True)
    runs_until = fields.Date(load_default=None, allow_none=True)


class VersionQuery(Given):
    """One version by its number; the newest without."""

    version = fields.Integer(load_default=None, allow_none=True, validate=Range(1, MOST_ID))


class DiffQuery(Given):
    """Two versions."""

    old = fields.Integer(required=True, validate=Range(1, MOST_ID))
    new = fields.Integer(required=True, validate=Range(1, MOST_ID))


class ReasonIn(Given):
    """A reason, or an answer in words."""

    reason = text()


class PublishIn(Given):
    """Where it is out."""

    place = text(500)


class SwitchIn(Given):
    """On or off."""

    on = fields.Boolean(load_default=True)


class AnswerIn(Given):
    """One answer for one promise; the key "" is the piece as a whole."""

    claim_key = fields.String(required=True, validate=Length(0, 100))
    answer = fields.String(required=True, validate=OneOf(ANSWERS))
    reason = text()
    level = fields.Dict(keys=fields.String(), values=fields.Raw(), load_default=None, allow_none=True)
    condition = text(500)


class AnswersIn(Given):
    """Answers to one question."""

    answers = fields.List(fields.Nested(AnswerIn), required=True, validate=Length(1, 2_000))


class CommentIn(Given):
    """A remark: on a promise, on a selection of the copy, or on the piece."""

    body = text(4_000, required=True)
    claim_key = fields.String(load_default=None, allow_none=True, validate=Length(1, 100))
    start = fields.Integer(load_default=None, allow_none=True, validate=Range(0, MOST_ID))
    end = fields.Integer(load_default=None, allow_none=True, validate=Range(0, MOST_ID))
    quote = text()


class InviteIn(Given):
    """Whom to invite, and until when."""

    mail = fields.Email(required=True, validate=Length(3, 200))
    name = text(100, required=True)
    expires_at = fields.AwareDateTime(required=True)
    language = fields.String(load_default="en", validate=OneOf(["en", "ar"]))


class GateQuery(Given):
    """The hash of a text, as `promisecheck gate` works it out."""

    content = fields.String(required=True, validate=Length(1, 128))
    language = fields.String(load_default="en", validate=OneOf(["en", "ar"]))


class ApprovalsQuery(Given):
    """Keys of promises, as reports give them."""

    key = fields.List(fields.String(validate=Length(1, 100)), required=True, validate=Length(1, 100))


class RegisterQuery(Given):
    """What of the register to show."""

    verdict = fields.String(load_default=None, validate=OneOf(["over", "undeclared", "unsure", "kept"]))
    location = fields.String(load_default=None, validate=Length(1, 100))
    service = fields.String(load_default=None, validate=Length(1, 100))
    measure = fields.String(load_default=None, validate=Length(1, 100))
    campaign = fields.String(load_default=None, validate=Length(1, 200))
    channel = fields.String(load_default=None, validate=OneOf(CHANNELS))
    words = fields.String(load_default=None, validate=Length(1, 200))
    lost = fields.Boolean(load_default=False)


class GapsQuery(Given):
    """Of one campaign."""

    campaign = fields.String(load_default=None, validate=Length(1, 200))


class StandardsQuery(Given):
    """Where, for which tier, on which day."""

    location = fields.String(required=True, validate=Length(1, 100))
    tier = fields.String(load_default=None, validate=Length(1, 100))
    on = fields.Date(load_default=None)


class ChangesQuery(Given):
    """Proposals in one state, or of one standard."""

    state = fields.String(load_default=None, validate=OneOf(["proposed", "accepted", "rejected"]))
    standard = fields.String(load_default=None, validate=Length(1, 100))


class ChangeIn(Given):
    """A proposal. body: keys of the service spec with their values, as written there."""

    kind = fields.String(required=True, validate=OneOf(["standard", "notice"]))
    standard = text(100, required=True)
    locations = fields.List(fields.String(validate=Length(1, 100)), load_default=[], validate=Length(0, 5_000))
    body = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    tier = fields.String(load_default=None, allow_none=True, validate=Length(1, 100))
    reason = text(required=True)


class AuditQuery(Given):
    """Which events, newest first; `before` pages on."""

    piece = fields.Integer(load_default=None, validate=Range(1, MOST_ID))
    action = fields.String(load_default=None, validate=Length(1, 100))
    person = fields.Integer(load_default=None, validate=Range(1, MOST_ID))
    before = fields.Integer(load_default=None, validate=Range(1, MOST_ID))
    limit = fields.Integer(load_default=100, validate=Range(1, 1_000))


class PersonIn(Given):
    """A new person."""

    login = text(200, required=True)
    name = text(100, required=True)
    language = fields.String(load_default="en", validate=OneOf(["en", "ar"]))
    password = fields.String(load_default=None, allow_none=True, validate=Length(1, 500))


class RoleIn(Given):
    """A role; a reviewer's names a stage and a place."""

    role = fields.String(required=True, validate=OneOf(ROLES))
    stage = text(60)
    place = text(100)


class WebhookIn(Given):
    """Where events go."""

    url = text(500, required=True)
    events = fields.List(fields.String(validate=Length(1, 100)), required=True, validate=Length(1, 100))


class Refusal(Schema):
    """Why something was not done."""

    code = fields.String()
    message = fields.String()
    detail = fields.Raw()


class Free(Schema):
    """An answer whose shape is said in words: it goes out as it is."""

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:  # noqa: ARG002 - marshmallow's signature
        """The plain data itself."""
        return obj
