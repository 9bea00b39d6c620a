"""The service: where it is, and how a request is brought to it."""

import json
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote, urlencode

from pydantic import JsonValue

from ._conversation import Conversation, News, Telling, ask, reach, read, silently
from ._errors import UnexpectedAnswer, failure, refusal
from ._events import Events
from ._files import File, Luggage, data_uri
from ._model import Answer, Request, T
from ._options import Lifecycle, Options, option_headers
from ._queue import Job, Status
from ._storage import Progress, Source, upload
from ._webhook import Delivery, Keyring, verify
from ._wire import Call, Fault, Listen, Next, Reply

_NAMESPACES = ("workflows", "comfy")

_SMALL = 256 * 2**10
"""Bytes. A local file up to this size travels inside the request, a larger one is uploaded."""


class Ticket(Answer):
    """What the queue answers to a request."""

    request_id: str
    status_url: str | None = None
    response_url: str | None = None
    cancel_url: str | None = None


class Service(NamedTuple):
    """Its hosts: one answers at once, one keeps a queue, and one has storage and public keys."""

    direct: str = "https://fal.run"
    queue: str = "https://queue.fal.run"
    rest: str = "https://rest.fal.ai"

    @classmethod
    def behind(cls, gateway: str) -> Self:
        """Reach the same hosts through one URL, which takes a host as its first path segment."""
        front = gateway.rstrip("/")
        return cls(f"{front}/fal.run", f"{front}/queue.fal.run", f"{front}/rest.fal.ai")

    @classmethod
    def around(cls, gateway: str | None) -> Self:
        """Find it behind a gateway, or where the environment says.

        That is FAL_GATEWAY; else FAL_RUN_HOST and FAL_QUEUE_RUN_HOST, as in the official client.
        """
        if front := gateway or os.environ.get("FAL_GATEWAY"):
            return cls.behind(front)
        direct = os.environ.get("FAL_RUN_HOST") or "fal.run"
        queue = os.environ.get("FAL_QUEUE_RUN_HOST") or f"queue.{direct}"
        return cls(f"https://{direct}", f"https://{queue}")

    def run(self, request: Request[T], options: Options) -> Conversation[T]:
        """Send a request and stay on the line until it is answered."""
        call = yield from self._work(self.direct, request, options)
        return (yield from ask(call, request.answer()))

    def stream(self, request: Request[T], options: Options) -> Telling[JsonValue, T]:
        """Send a request and hear what the endpoint tells meanwhile; the last is the answer."""
        call = yield from self._work(self.direct, request, options, "/stream")
        reply = yield from reach(Listen(call, math.inf))
        if not reply.ok:
            raise refusal(reply)
        events, last = Events(), reply.body
        while bit := (yield Next()):
            if isinstance(bit, Fault):
                raise failure(call, bit)
            assert isinstance(bit, bytes)
            for last in events.feed(bit):
                yield News(_json(reply, last))
        return read(Reply(reply.status, reply.headers, last), request.answer())

    def submit(
        self, request: Request[T], options: Options, webhook_url: str | None = None
    ) -> Conversation[Job[T]]:
        """Put a request into the queue."""
        query = f"?{urlencode({'fal_webhook': webhook_url})}" if webhook_url else ""
        call = yield from self._work(self.queue, request, options, query)
        ticket = yield from ask(call, Ticket)
        job = self.job(type(request), ticket.request_id)
        return Job(
            answer=job.answer,
            request_id=job.request_id,
            status_url=self._ours(ticket.status_url) or job.status_url,
            response_url=self._ours(ticket.response_url) or job.response_url,
            cancel_url=self._ours(ticket.cancel_url) or job.cancel_url,
        )

    def subscribe(
        self, request: Request[T], options: Options, *, logs: bool = False
    ) -> Telling[Status, T]:
        """Put a request into the queue and wait for its answer."""
        job = yield from self.submit(request, options)
        return (yield from job.wait(logs=logs))

    def job(self, kind: type[Request[T]], request_id: str) -> Job[T]:
        """Find a job by the class of its request and the id that the queue gave it.

        The queue keeps jobs under owner and alias, without what follows them in the id; the
        namespaces `workflows` and `comfy` have one segment more (official clients; recorded traffic
        shows 405 for the whole id).
        """
        segments = kind.endpoint.split("/")
        app = "/".join(segments[: 3 if segments[0] in _NAMESPACES else 2])
        place = f"{self.queue}/{app}/requests/{quote(request_id, safe='')}"
        return Job(kind.answer(), request_id, f"{place}/status", place, f"{place}/cancel")

    def upload(self, source: Source, lifecycle: Lifecycle | None) -> Telling[Progress, str]:
        """Bring a file to the service's storage."""
        return upload(self.rest, source, lifecycle)

    def verify(
        self, keyring: Keyring, body: bytes, headers: Mapping[str, str], now: float
    ) -> Conversation[Delivery]:
        """Read a webhook, if it is from the service."""
        return verify(self.rest, keyring, body, headers, now)

    def _work(
        self, host: str, request: Request[T], options: Options, rest: str = ""
    ) -> Conversation[Call]:
        """Write the call that has a request carried out, its local files brought along."""
        _refuse_other(request)
        luggage = Luggage({})
        body = request.body(luggage)
        if luggage.missing:
            urls: dict[File, str] = {}
            for file in dict.fromkeys(luggage.missing):
                urls[file] = yield from self._bring(file)
            body = request.body(Luggage(urls))
        url = f"{host}/{request.endpoint}{rest}"
        return Call("POST", url, body, headers=option_headers(options), repeatable=False)

    def _bring(self, file: File) -> Conversation[str]:
        size = file.stat().st_size if isinstance(file, Path) else len(file)
        if size <= _SMALL:
            return data_uri(file)
        return (yield from silently(upload(self.rest, Source.of(file), None)))

    def _ours(self, url: str | None) -> str | None:
        """Keep a URL that stays on the queue's host: the key goes nowhere else."""
        ours = re.escape(self.queue) + r"(?:/\w[\w.~-]*)+"  # and no way up
        return url if url and re.fullmatch(ours, url, re.ASCII) else None


def _refuse_other(request: object) -> None:
    if not isinstance(request, Request):
        kind = type(request).__name__
        raise TypeError(f"a request is the Input(…) of an endpoint's module, not a {kind}")


def _json(reply: Reply, event: bytes) -> JsonValue:
    try:
        value: JsonValue = json.loads(event)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(reply, f"an event that is no JSON: {error}") from None
    return value
