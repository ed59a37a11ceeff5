"""The comments of one pull or merge request, on the forge whose job this is: found, written, and never written twice.

A comment is known by a hidden mark in its first line, and taken for an own one only when this job's account wrote it:
anybody else could write the mark, and edit the comment afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from promisecheck.errors import Fault, InputError

_AT_ONCE: Final = 100
_MOST_PAGES: Final = 50
_SECONDS: Final = 30.0
_HINT: Final = "run it in the job of a pull request on GitHub, or of a merge request on GitLab"
_REFUSED: Final = "the job needs the permission pull-requests: write; requests from forks cannot have it"


@dataclass(frozen=True, slots=True)
class Thread:
    """Where the comments of a request are. comments: lists and creates; one: what stands before the number of one.

    headers: what opens it. update: the method that changes one. most: characters a comment may have. own: whether this
    job's account wrote a comment; it is given who it is, None where the forge is not asked (`me`).
    """

    comments: str
    one: str
    headers: Mapping[str, str]
    update: str
    most: int
    own: Callable[[Mapping[str, Any], Any], bool]
    me: str | None = None


def thread_of(env: Mapping[str, str], author: str) -> Thread:
    """The thread of the job whose variables are `env`. author: the login that GitHub's token comments as.

    Raises InputError outside such a job, and for a variable that is missing.
    """
    if env.get("GITHUB_ACTIONS") == "true":
        return _github(env, author)
    if env.get("GITLAB_CI") == "true":
        return _gitlab(env)
    raise InputError(Fault("there is no request to comment on", hint=_HINT))


def _github(env: Mapping[str, str], author: str) -> Thread:
    token = _needed(env, "GITHUB_TOKEN", "pass it to this step: env: GITHUB_TOKEN: ${{ github.token }}")
    try:
        event = json.loads(Path(_needed(env, "GITHUB_EVENT_PATH", _HINT)).read_text(encoding="utf-8"))
        number = int(event["pull_request"]["number"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(Fault("this job is not about a pull request", hint="on: pull_request")) from None
    api = env.get("GITHUB_API_URL") or "https://api.github.com"
    issues = f"{api}/repos/{_needed(env, 'GITHUB_REPOSITORY', _HINT)}/issues"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}

    def own(comment: Mapping[str, Any], _: Any) -> bool:
        user = comment.get("user")
        return isinstance(user, dict) and user.get("login") == author

    return Thread(f"{issues}/{number}/comments", f"{issues}/comments", headers, "PATCH", 65_536, own)


def _gitlab(env: Mapping[str, str]) -> Thread:
    hint = (
        "make a project access token (role Reporter, scope api) and set the masked variable PROMISECHECK_GITLAB_TOKEN"
    )
    token = _needed(env, "PROMISECHECK_GITLAB_TOKEN", hint)
    api = _needed(env, "CI_API_V4_URL", _HINT)
    if "CI_MERGE_REQUEST_IID" not in env:
        raise InputError(Fault("this job is not about a merge request", hint="run it in merge request pipelines"))
    project, number = _needed(env, "CI_MERGE_REQUEST_PROJECT_ID", _HINT), env["CI_MERGE_REQUEST_IID"]
    notes = f"{api}/projects/{project}/merge_requests/{number}/notes"

    def own(note: Mapping[str, Any], me: Any) -> bool:
        writer = note.get("author")
        return isinstance(writer, dict) and isinstance(me, dict) and writer.get("id") == me.get("id") is not None

    return Thread(notes, notes, {"PRIVATE-TOKEN": token}, "PUT", 1_000_000, own, f"{api}/user")


def _needed(env: Mapping[str, str], name: str, hint: str) -> str:
    if not env.get(name):
        raise InputError(Fault(f"the variable {name} is not set", hint=hint))
    return env[name]


# ------------------------------------------------------------------------------------------------ writing
def put(thread: Thread, mark: str, text: str, *, only_over: bool) -> str:
    """Write the comment with this mark: over the own one that is there, else a new one. Tells what was done.

    only_over: no new one. Raises InputError when the forge refuses or does not answer, and for a text that is too long.
    """
    import httpx

    body = f"{mark}\n{text}"
    if len(body) > thread.most:
        raise InputError(Fault(f"a comment has {thread.most:,} characters at most, this has {len(body):,}"))
    with httpx.Client(headers=dict(thread.headers), timeout=_SECONDS) as client:
        me = _asked(client, "GET", thread.me) if thread.me else None
        mine = (one for one in _comments(client, thread) if str(one.get("body", "")).startswith(mark))
        found = next((one for one in mine if thread.own(one, me)), None)
        if found is not None:
            if found["body"].replace("\r\n", "\n").rstrip() == body.rstrip():
                return "the comment says so already"
            _asked(client, thread.update, f"{thread.one}/{int(found['id'])}", {"body": body})
            return "the comment was updated"
        if only_over:
            return "nothing to say, and no comment to update"
        _asked(client, "POST", thread.comments, {"body": body})
        return "the comment was written"


def _comments(client: Any, thread: Thread) -> Iterator[Mapping[str, Any]]:
    for page in range(1, _MOST_PAGES + 1):
        some = _asked(client, "GET", f"{thread.comments}?per_page={_AT_ONCE}&page={page}")
        if not isinstance(some, list):
            raise InputError(Fault("the forge's answer is no list of comments", thread.comments))
        yield from (one for one in some if isinstance(one, dict))
        if len(some) < _AT_ONCE:
            return


def _asked(client: Any, method: str, address: str, given: Mapping[str, str] | None = None) -> Any:
    import httpx

    try:
        answer = client.request(method, address, json=given)
        body = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise InputError(Fault(f"the forge did not answer: {type(error).__name__}", address)) from None
    if not answer.is_success:
        said = str(body.get("message", ""))[:200] if isinstance(body, dict) else ""
        hint = _REFUSED if answer.status_code in (401, 403, 404) else None
        raise InputError(Fault(f"the forge refused: {answer.status_code} {said}".strip(), address, hint=hint))
    return body
