"""Administration: people and their roles, the plan of reviewing, tokens, webhooks, the audit record."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

from promisecheck.app.admin import audit, people, plan, programs  # noqa: E402, F401 - they add their routes
