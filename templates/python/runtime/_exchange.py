# The runtime of fal-codegen, from templates/python/runtime/_exchange.py: edit it there.
"""HTTP exchanges, as far as waiting and awaiting are alike: what is sent, and what came of it."""

import json
import math
from collections.abc import Mapping
from functools import lru_cache, partial

import httpx
from pydantic import JsonValue, ValidationError

from ._body import ACCEPTED, Body, BodyError, Decoder
from ._config import Config
from ._deadline import Deadline
from ._log import CallLog
from ._network import TimeLimit
from ._sse import EventParser
from ._text import refuse_no_text
from ._wire import Call, Failure, OpenStream, Reply

ERRORS = (httpx.HTTPError, httpx.InvalidURL, BodyError, ValueError, OverflowError, TimeoutError)
"""What an exchange raises, whatever the service sends, and whatever it calls a URL."""

_written = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_EVENTS = "text/event-stream"
_CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection; after that, a retry is better than more waiting."""
_NO_TLS = "WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"
"""What OpenSSL says of a server that does not speak TLS."""
_LAST_PORT = 2**16 - 1
_LONGEST_REASON = 300  # characters; it may hold what the service sent


class Exchanges:
    """The exchanges of one flow, one after the other."""

    def __init__(
        self,
        http: httpx.Client | httpx.AsyncClient,
        config: Config,
        deadline: Deadline | None = None,
    ) -> None:
        self._http = http
        self._config = config
        self._deadline = deadline or Deadline(config)
        self._time = 0.0  # that the exchange at hand had at its beginning, in seconds
        self._limit = TimeLimit(0, 0)
        self._log = CallLog()
        accepted = http.headers.get("Accept-Encoding") == ACCEPTED
        self._headers = {} if accepted else {"Accept-Encoding": ACCEPTED}

    @property
    def seconds_left(self) -> float:
        """The seconds that are left of the exchange; of the flow, if none has begun."""
        return self._deadline.seconds_left()

    def beside(self) -> "Exchanges":
        """Give exchanges that go on at the same time, with the same deadline."""
        return Exchanges(self._http, self._config, self._deadline.shared())

    def set_deadline(self, seconds: float | None) -> None:
        """Let the flow be over in so many seconds; None for no end."""
        self._deadline.set(math.inf if seconds is None else seconds)

    def prepare(self, call: Call) -> Failure | None:
        """Prepare for a call; a failure if no time is left. Raises `FalError` without a key."""
        if self._with_key(call):
            self._config.key.check()
        return self._deadline.begin_call(call.delay)

    def begin(self, call: Call) -> Failure | None:
        """Start the time of an exchange; a failure if none is left."""
        return self._deadline.begin_exchange(waits_for_model=math.isinf(call.idle_timeout))

    def begin_event(self) -> Failure | None:
        """Start the time of an event; a failure if none is left."""
        failure = self._deadline.begin_exchange()
        self._limit.restart(self.seconds_left)
        return failure

    def request(self, call: Call, *, stream: bool) -> httpx.Request:
        """Build the request of a call, with the timeouts that are left to it.

        Raises `pydantic.ValidationError` for text in it that cannot be sent.
        """
        content = call.content if call.json is None else _json_bytes(call.json)
        self._log.begin()
        self._time = left = self.seconds_left
        self._limit = TimeLimit(call.idle_timeout, left)
        connect = TimeLimit(_CONNECT_TIMEOUT, left)
        timeouts = {"connect": connect, "read": self._limit, "write": self._limit, "pool": left}
        headers = {**self._headers, **call.headers}
        if call.json is not None:
            headers["Content-Type"] = "application/json"
        if call.authenticated:
            headers = {**self._config.headers, **headers}
        return self._http.build_request(
            call.method,
            _url(call.url),
            content=content,
            headers={**headers, "Accept": _EVENTS} if stream else headers or None,
            extensions={"timeout": timeouts},
        )

    def auth(self, call: Call) -> httpx.Auth:
        """Give what authenticates a call: the key or nothing, whatever httpx would add."""
        return self._config.key if self._with_key(call) else httpx.Auth()

    def _with_key(self, call: Call) -> bool:
        return call.authenticated and not (call.open_to_all and self._config.key.missing)

    def body(self, response: httpx.Response) -> Body:
        """Give what the body of a reply is put together in."""
        return Body(_encoding(response), self._config.max_reply_bytes)

    def events(self, response: httpx.Response) -> "Events":
        """Give what the events of a stream are put together in."""
        return Events(_encoding(response), self._config)

    def passed(self) -> Failure | None:
        """Give a failure if the time is over."""
        return self._deadline.passed()

    def reply(self, response: httpx.Response, body: bytes = b"") -> Reply:
        """Give what came back, without the key, should the service repeat it."""
        hide = partial(self._config.key.hide, all_spellings=not response.is_success)
        headers = response.headers
        text = b"\n".join([part for pair in headers.raw for part in pair])
        if hide(text) != text:
            headers = httpx.Headers([(hide(name), hide(value)) for name, value in headers.raw])
        return Reply(response.status_code, headers, hide(body), response.url.netloc.decode("ascii"))

    def logged(self, step: object, outcome: Reply | Failure) -> Reply | Failure:
        """Log what came of a call, and pass it on."""
        if isinstance(step, OpenStream):
            self._log.end(step.call, outcome)
        elif isinstance(step, Call):
            self._log.end(step, outcome)
        return outcome

    def failure(self, error: Exception) -> Failure:
        """Give what an error means; the error itself holds the request, and so the key.

        That a request cannot be is no failure: it is raised.
        """
        if isinstance(error, ValidationError):
            raise error
        if isinstance(error, TimeoutError):
            return self._deadline.failure()
        unconnected = isinstance(
            error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError | httpx.PoolTimeout
        )
        another = isinstance(error, httpx.ConnectTimeout) and self._time > _CONNECT_TIMEOUT
        ours = isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol)
        text = str(error) if isinstance(error, BodyError) else f"{type(error).__name__}: {error}"
        if any(each in text for each in _NO_TLS):
            text += ": is its address http, not https?"
        reason = self._config.key.hide(text.encode(errors="replace"), all_spellings=True)
        failure = Failure(
            reason.decode(errors="replace")[:_LONGEST_REASON],
            delivered=not unconnected,
            timed_out=isinstance(error, httpx.TimeoutException) and not another,
            final=ours or not isinstance(error, httpx.TransportError),
        )
        return self._deadline.attributed(failure)


class Events:
    """Puts the events of a stream together, one at a time: many may come in one chunk."""

    def __init__(self, encoding: str, config: Config) -> None:
        self._decoder = Decoder(encoding)
        self._parser = EventParser(config.max_reply_bytes)
        self._key = config.key
        self._complete = iter(list[bytes]())

    def feed(self, chunk: bytes) -> None:
        """Take what came, once all events before it were taken out."""
        pieces = self._decoder.feed(chunk)
        self._complete = iter(event for piece in pieces for event in self._parser.feed(piece))

    def next(self) -> bytes | None:
        """Take out the next event that is complete; raises `BodyError`."""
        event = next(self._complete, None)
        return event if event is None else self._key.hide(event)


def is_stream(response: httpx.Response) -> bool:
    """Tell whether a reply is a stream of events, and no refusal."""
    kind: str = response.headers.get("content-type", "")
    return response.is_success and kind.lower().startswith(_EVENTS)


def _encoding(response: httpx.Response) -> str:
    encoding: str = response.headers.get("content-encoding", "")
    return encoding.strip()


def _json_bytes(value: Mapping[str, JsonValue]) -> bytes:
    """Write JSON as httpx does, of which each version writes text that cannot be sent otherwise.

    Raises `pydantic.ValidationError` for that.
    """
    try:
        return _written(value).encode()
    except UnicodeEncodeError:
        refuse_no_text(value, "request")
        raise


@lru_cache(64)
def _url(text: str) -> httpx.URL:
    """Read a URL; httpx spends a third of its time on a request on that.

    Raises `httpx.InvalidURL`, for a port that is none too: the system would take another in its
    place, or fail under asyncio with an error that is no error of httpx.
    """
    url = httpx.URL(text)
    if (url.port or 0) > _LAST_PORT:
        raise httpx.InvalidURL(f"a port is at most {_LAST_PORT}")
    return url
