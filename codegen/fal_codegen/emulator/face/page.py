"""emulator/: a page on which people see the queue move, and try what goes wrong.

No host of the service is like it. It asks no network for anything, and reads without JavaScript.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator, Mapping
from hashlib import sha256
from hmac import compare_digest
from importlib.resources import files
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from fal_codegen.contract import EndpointId, Json, one_line
from fal_codegen.emulator.access.callers import from_elsewhere
from fal_codegen.emulator.address import MEDIA, OWN
from fal_codegen.emulator.face.fields import fields_of
from fal_codegen.emulator.faults.schedule import Schedule
from fal_codegen.emulator.hosts.request_log import RequestLog, Seen
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.job import Job
from fal_codegen.emulator.served import Served
from fal_codegen.emulator.wire import receive_body

_FAULTS = (
    "status=429, retry-after=1",
    "status=503",
    "status=500, ingress",
    "reset",
    "reset, after",
    "truncated",
    "latency=3",
    "takes=20",
    "never",
    "fail=content_policy_violation",
    "fail=runner_disconnected",
)
_SHOWN_JOBS, _PICTURES = 50, 8
_LARGEST = 4_096
_HOME = f"/{OWN}/"


class Face:
    """The page. `key` is what it asks for as a password, where there is one."""

    def __init__(
        self,
        served: Served,
        backlog: Backlog,
        log: RequestLog,
        schedule: Schedule,
        key: str,
    ) -> None:
        self._served = served
        self._backlog = backlog
        self._log = log
        self._schedule = schedule
        self._key = key
        self._style, self._script = _file("style.css"), _file("page.js")
        self._jinja = Environment(
            loader=FunctionLoader(_file),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters["plain"] = one_line

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [
            Route("/", self._page),
            Route("/fault", self._switch, methods=["POST"]),
            Route("/change", self._change, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        chosen = request.query_params.get("endpoint", "")
        documents, changed = self._served.documents, self._served.changed
        known = {str(id_): id_ for id_ in documents}
        id_ = known.get(chosen) or next(iter(documents), None)
        text = self._jinja.get_template("page.html.jinja").render(
            endpoints=[*known],
            chosen=id_ or "",
            fields=fields_of(documents[id_]) if id_ else [],
            changes=self._served.names(id_) if id_ else [],
            changed=changed.get(id_, "") if id_ else "",
            others=[(str(each), name) for each, name in changed.items() if each != id_],
            jobs=[_job(job) for job in [*self._backlog][: -_SHOWN_JOBS - 1 : -1]],
            requests=[_request(seen) for seen in reversed(self._log.last) if not _is_poll(seen)],
            faults=_FAULTS,
            fault=self._schedule.switched,
            keyed=bool(self._key),
            style=self._style,
            script=self._script,
        )
        return HTMLResponse(text, headers=self._headers())

    async def _switch(self, request: Request) -> Response:
        """Switch a fault on for every call that makes work, or off."""
        if refusal := self._refusal(request):
            return refusal
        fields = await _fields(request)
        try:
            self._schedule.switch(fields.get("fault", ""))
        except ValueError as error:
            return self._wrong(error)
        return RedirectResponse(_HOME, 303)

    async def _change(self, request: Request) -> Response:
        """Serve an endpoint with one promise changed, or as it was."""
        if refusal := self._refusal(request):
            return refusal
        fields = await _fields(request)
        try:
            id_ = EndpointId(fields.get("endpoint", ""))
            self._served.change(id_, fields.get("change", ""))
        except ValueError as error:
            return self._wrong(error)
        return RedirectResponse(f"{_HOME}?{urlencode({'endpoint': id_})}", 303)

    def _wrong(self, error: ValueError) -> Response:
        return HTMLResponse(f"<pre>{self._escaped(str(error))}</pre>", 400, self._headers())

    def _escaped(self, text: str) -> str:
        return self._jinja.from_string("{{ text | plain }}").render(text=text)

    def _refusal(self, request: Request) -> Response | None:
        """Refuse who has no key; where none is asked for, who comes from elsewhere."""
        if not self._key:
            elsewhere = from_elsewhere(request.scope)
            said = "This is shown on the emulator's own machine, or with a --key."
            return HTMLResponse(said, 403) if elsewhere else None
        if compare_digest(_password(request), self._key.encode()):
            return None
        asked = {"www-authenticate": 'Basic realm="fal-codegen emulator", charset="UTF-8"'}
        return HTMLResponse("The emulator's key is the password.", 401, asked)

    def _headers(self) -> dict[str, str]:
        style, script = map(_source, (self._style, self._script))
        policy = (
            f"default-src 'none'; style-src '{style}'; script-src '{script}'; "
            "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        return {"content-security-policy": policy, "cache-control": "no-store"}


async def to_face(_: Request) -> Response:
    """Lead people from the emulator's address to its page."""
    return RedirectResponse(_HOME, 303)


async def _fields(request: Request) -> dict[str, str]:
    """Read the fields of a form, the first of each name."""
    text = (await receive_body(request, _LARGEST)).decode(errors="replace")
    return {name: values[0] for name, values in parse_qs(text).items()}


def _file(name: str) -> str:
    return (files("fal_codegen.emulator") / "face" / name).read_text("utf-8")


def _source(text: str) -> str:
    """Give the source by which a content security policy knows a text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _password(request: Request) -> bytes:
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return b64decode(sent, validate=True).partition(b":")[2]
    except (Error, ValueError):
        return b""


def _is_poll(seen: Seen) -> bool:
    """Tell whether a request only looked at a job; this page does so every second."""
    return seen.method == "GET" and seen.path.endswith("/status") and not seen.why


def _request(seen: Seen) -> Mapping[str, object]:
    return {
        "status": seen.status or "none",
        "line": f"{seen.method} {seen.host}{seen.path}",
        "why": _reason(seen.why),
    }


def _reason(why: str) -> str:
    """Say which fields were refused and why; another refusal is given as it stands."""
    try:
        errors = json.loads(why)["detail"]
        return "; ".join(f"{'/'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in errors)
    except (ValueError, KeyError, TypeError, IndexError):
        return why


def _job(job: Job) -> Mapping[str, object]:
    outcome = job.result
    body = None if outcome is None else outcome.body
    said = "" if outcome is None else json.dumps(body, ensure_ascii=False)[:2_000]
    return {
        "id": job.id,
        "endpoint": str(job.endpoint),
        "stage": job.stage,
        "status": "" if outcome is None else str(outcome.status),
        "said": said,
        "pictures": [*_pictures(body)][:_PICTURES],
    }


def _pictures(value: Json) -> Iterator[str]:
    """Give the paths here of the pictures that an answer names."""
    match value:
        case dict():
            for each in value.values():
                yield from _pictures(each)
        case list():
            for each in value:
                yield from _pictures(each)
        case str() if f"{MEDIA}/" in value and value.startswith("http"):
            path = value.partition(f"{MEDIA}/")[2]
            if path.partition("?")[0].lower().endswith((".png", ".jpg", ".jpeg", ".webp")):
                yield f"/{MEDIA}/{path}"
        case _:
            pass
