"""What a service refuses, each with a code that names the sentence in `wording`.

Callers show `str(error)` (English) or `error.say(language)`; `code` and `facts` are for programs.
"""

from __future__ import annotations

from promisecheck.review.wording import say


class ReviewError(Exception):
    """A request that was not carried out; nothing was changed."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(say(code, "en", **facts))

    def say(self, language: str) -> str:
        """The sentence in "en" or "ar"."""
        return say(self.code, language, **self.facts)


class NotFoundError(ReviewError):
    """There is no such thing, or the actor may not know of it."""


class ForbiddenError(ReviewError):
    """The actor may not do this."""


class FreshLoginError(ForbiddenError):
    """The organisation asks for a fresh login before a sign-off."""


class TransitionError(ReviewError):
    """The piece is in a state from which this step does not lead anywhere."""


class StaleError(ReviewError):
    """Somebody changed it meanwhile: look again before going on."""


class InvalidError(ReviewError):
    """What was handed in cannot be used: a missing reason, an unknown channel, an impossible date."""


class NobodyError(ReviewError):
    """No one is there to decide: a location has no reviewer and there is no fallback."""
