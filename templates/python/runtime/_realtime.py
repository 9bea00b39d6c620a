# The runtime of fal-codegen, from templates/python/runtime/_realtime.py: edit it there.
"""The realtime protocol, without I/O: where to connect, and what goes over the websocket.

Requests and answers are msgpack in binary frames, and what the service says of the connection is
JSON in text frames (official clients).
"""

import json
from importlib import import_module
from typing import Any, Generic, NamedTuple, TypeGuard, cast
from urllib.parse import urlencode

from ._errors import FalError, UnexpectedAnswer, api_error
from ._flow import Flow, read_exactly, receive
from ._model import Request, T
from ._options import RealtimeOptions, check_options
from ._response import keep_response
from ._spending import check_budget
from ._wire import Call, Reply, SetDeadline
from ._work import Arguments, Work, app_of, check_against_contract, work_of

EXTRA = "a realtime connection needs the extra realtime: websockets and msgpack"
PERMISSION = "fal_jwt_token"
"""The parameter of an address that opens a connection."""
_VALID = 120
"""Seconds that a token is valid for (official clients); a connection that is open stays open."""


class Channel(NamedTuple, Generic[T]):
    """A realtime connection that may be opened: what it answers, and where it is."""

    endpoint: str
    output_type: type[T]
    direct: str
    rest: str
    platform: str
    options: RealtimeOptions

    def __str__(self) -> str:
        """Say what is connected to."""
        return f"{self.endpoint} -> {self.output_type.__qualname__}"

    @property
    def place(self) -> str:
        """The address, without the token that opens it."""
        host = self.direct.replace("http", "ws", 1)
        path = self.options.get("path")
        below = "realtime" if path is None else path.strip("/")
        return f"{host}/{self.endpoint}" + (f"/{below}" if below else "")

    def url(self) -> Flow[str]:
        """Ask for a token, and give the address that it opens."""
        check_options(self.options, RealtimeOptions)
        if "timeout" in self.options:
            yield SetDeadline(self.options["timeout"])
        yield from check_budget(self.platform, self.endpoint)
        body: dict[str, Any] = {"allowed_apps": [self._alias], "token_expiration": _VALID}
        token = _token((yield from receive(Call("POST", f"{self.rest}/tokens/", body))))
        query = {PERMISSION: token}
        if max_buffering := self.options.get("max_buffering"):
            query["max_buffering"] = str(max_buffering)
        return f"{self.place}?{urlencode(query)}"

    @property
    def _alias(self) -> str:
        return app_of(self.endpoint).rpartition("/")[2]

    def message(self, request: Request[T] | Arguments) -> bytes:
        """Spell a request; raises `TypeError` for one of another endpoint."""
        if isinstance(request, Request):
            if request.endpoint != self.endpoint:
                raise TypeError(
                    f"a request of {request.endpoint}, on a connection to {self.endpoint}"
                )
            body = request.body()
        else:
            work: Work[Any] = work_of(self.endpoint, request)
            check_against_contract(work, self.endpoint)
            body = work.body(None)
        packed: bytes = msgpack().packb(body)
        return packed

    def read(self, message: str | bytes) -> T | None:
        """Read what came; None for what is no answer. Raises `FalError`."""
        value = _decoded(message)
        if not _is_object(value):
            return self._answer(value)
        if value.get("type") == "x-fal-message":
            return None
        if value.get("type") == "x-fal-error":
            if value.get("error") == "TIMEOUT":
                return None  # nothing was asked for a while; the connection is closed next
            raise api_error(_refusal(400, value))
        if value.get("status") == "error" and value.get("error") == "Unauthorized":
            raise api_error(_refusal(401, value))
        answer: Any = self._answer(value)
        request_id = value.get("request_id")
        said = request_id if isinstance(request_id, str) else None
        keep_response(answer.__dict__, {}, said, None)
        return cast("T", answer)

    def _answer(self, value: Any) -> T:
        answer = read_exactly(self.output_type, value)
        if answer is not None:
            return answer
        from ._lenient import read_value  # rarely needed

        kind: Any = self.output_type
        answer = cast("T | None", read_value(kind, value))
        if answer is None:
            raise UnexpectedAnswer(Reply(200), f"{type(value).__name__}, and no object")
        return answer


def msgpack() -> Any:
    """Give the package; raises `FalError` where it is not installed."""
    try:
        return import_module("msgpack")
    except ImportError:
        raise FalError(EXTRA) from None


def _token(reply: Reply) -> str:
    """Read a token: a text of JSON, or an object that has it (official clients)."""
    try:
        data: Any = json.loads(reply.body)
    except (ValueError, RecursionError):
        data = None
    token = data.get("token") if _is_object(data) else data
    if not isinstance(token, str) or not token.isprintable():  # half a surrogate pair is not
        raise UnexpectedAnswer(reply._replace(body=b""), "no token")
    return token


def _decoded(message: str | bytes) -> Any:
    if isinstance(message, str):
        try:
            return json.loads(message)
        except (ValueError, RecursionError) as error:
            raise UnexpectedAnswer(Reply(200), f"a text that is no JSON: {error}") from None
    try:
        return msgpack().unpackb(message)
    except (ValueError, TypeError, RecursionError) as error:
        raise UnexpectedAnswer(Reply(200), f"no msgpack: {error!r:.200}") from None


def _refusal(status: int, value: dict[str, Any]) -> Reply:
    said = f"{value.get('error')}: {value.get('reason', '')}".strip(": ")
    kind = value.get("error")
    data = {"detail": value.get("detail", said), "error_type": kind, "message": value}
    return Reply(status, body=json.dumps(data, default=repr).encode())


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)
