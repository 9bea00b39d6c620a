"""A service that keeps the contract but for one bug, over HTTP: whom censuses are tried on.

`python -m tests.interop.seeded_service [BUG]` prints its URL and serves; it counts what it is sent.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator import Model, running
from fal_codegen.judge import Judge
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.documents import family

ID = EndpointId("fal-ai/nano-banana-2/edit")
DOCUMENT = family()[ID]
_JUDGE = Judge(DOCUMENT)
LONGEST = 50_000
_INT32 = 2**31 - 1
_PLANE = 0xFFFF
Body = dict[str, Json]
Bug = Callable[[Body], bool]
"""Tells whether a body is taken."""


def sound(body: Body) -> bool:
    """Tell whether a body keeps the contract."""
    return _JUDGE.admits(_JUDGE.places.input_pointer, body)


def _with(name: str, read: Callable[[Json], Json]) -> Bug:
    """Read a field in a way of its own before it is looked at."""
    return lambda body: sound({**body, name: read(body[name])} if name in body else body)


def _without(name: str, refused: Callable[[Json], bool]) -> Bug:
    """Refuse values of a field that are allowed."""
    return lambda body: sound(body) and not (name in body and refused(body[name]))


def _cut(text: Json) -> Json:
    return text[:-1] if isinstance(text, str) and len(text) == LONGEST + 1 else text


def _listed(value: Json, read: Callable[[str], str]) -> Json:
    """Find the listed value that a text is read as."""
    return read(value) if isinstance(value, str) else value


SEEDED: Mapping[str, Bug] = {
    "the maximum and one is taken": _with("num_images", lambda v: 4 if v == 5 else v),
    "the maximum is refused": _without("num_images", lambda v: v == 4),
    "a listed value is missing": _without("aspect_ratio", lambda v: v == "21:9"),
    "listed values are not looked at": _with("output_format", lambda _: "png"),
    "the longest text is refused": _without("prompt", lambda v: len(str(v)) == LONGEST),
    "a text too long by one is taken": _with("prompt", _cut),
    "a text is read as a number": _with(
        "num_images", lambda v: int(v) if isinstance(v, str) and v.isdecimal() else v
    ),
    "true is read as one": _with("num_images", lambda v: 1 if v is True else v),
    "case is ignored": _with("aspect_ratio", lambda v: _listed(v, str.lower)),
    "spaces are ignored": _with("aspect_ratio", lambda v: _listed(v, str.strip)),
    "NUL is refused": _without("prompt", lambda v: "\0" in str(v)),
    "letters beyond the first plane are refused": _without(
        "prompt", lambda v: any(ord(letter) > _PLANE for letter in str(v))
    ),
    "large integers are refused": _without("seed", lambda v: isinstance(v, int) and v > _INT32),
    "one pair is refused": lambda body: (
        sound(body) and not (body.get("num_images") == 4 and body.get("resolution") == "4K")
    ),
}
"""What services get wrong, each alone."""


class SeededService:
    """Answers every POST; GET tells how many came, and the seconds from the first to the last."""

    def __init__(self, takes: Bug = sound) -> None:
        self._takes = takes
        outcome = Model(DOCUMENT).perform({"prompt": "a red door"}, "http://127.0.0.1/files")
        self._answer = json.dumps(outcome.body).encode()
        self._times: list[float] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            return
        if scope["method"] == "POST":
            answer = self.respond(await Request(scope, receive).body())
            self._times.append(time.perf_counter())
        else:
            lasted = self._times[-1] - self._times[0] if self._times else 0.0
            answer = JSONResponse({"requests": len(self._times), "seconds": lasted})
            self._times.clear()
        await answer(scope, receive, send)

    def respond(self, data: bytes) -> Response:
        """Take a body, or refuse it."""
        try:
            body: Json = json.loads(data)
        except ValueError:
            body = None
        if isinstance(body, dict) and self._takes(body):
            return Response(self._answer, media_type="application/json")
        return JSONResponse(
            {"detail": [{"loc": ["body"], "msg": "no", "type": "value_error"}]}, 422
        )


def main() -> None:
    """Serve until killed."""
    with running(SeededService(SEEDED[sys.argv[1]] if sys.argv[1:] else sound)) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
