# The runtime of fal-codegen, from templates/python/runtime/_service.py: edit it there.
"""The service: where it is, and the flows of what it can be asked for."""

import json
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote, urlencode

from pydantic import JsonValue

from ._errors import UnexpectedAnswer, api_error, failure_error
from ._files import File, LocalFiles, data_uri
from ._flow import Event, EventFlow, Flow, fetch, fetch_answer, ignoring_events, parse_answer, send
from ._model import Answer, Request, T
from ._options import Lifecycle, Options, option_headers
from ._queue import Job, Status
from ._storage import Content, Progress, upload
from ._webhook import Delivery, Keyring, verify
from ._wire import Call, Failure, OpenStream, ReadEvent, Reply

_NAMESPACES = ("workflows", "comfy")

_SMALL = 256 * 2**10
"""Bytes. A local file up to this size travels inside the request, a larger one is uploaded."""


class Submission(Answer):
    """The queue's reply to a request."""

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
    def behind_gateway(cls, gateway: str) -> Self:
        """Reach the same hosts through one URL, which takes a host as its first path segment."""
        front = gateway.rstrip("/")
        return cls(f"{front}/fal.run", f"{front}/queue.fal.run", f"{front}/rest.fal.ai")

    @classmethod
    def from_environment(cls, gateway: str | None) -> Self:
        """Find it behind a gateway, or where the environment says.

        That is FAL_GATEWAY; else FAL_RUN_HOST and FAL_QUEUE_RUN_HOST, as in the official client.
        """
        if front := gateway or os.environ.get("FAL_GATEWAY"):
            return cls.behind_gateway(front)
        direct = os.environ.get("FAL_RUN_HOST") or "fal.run"
        queue = os.environ.get("FAL_QUEUE_RUN_HOST") or f"queue.{direct}"
        return cls(f"https://{direct}", f"https://{queue}")

    def run(self, request: Request[T], options: Options) -> Flow[T]:
        """Send a request and read its answer from the same connection."""
        call = yield from self._work_call(self.direct, request, options)
        call = call._replace(idle_timeout=math.inf)  # nothing comes until the model is done
        return (yield from fetch_answer(call, request.output_type()))

    def stream(self, request: Request[T], options: Options) -> EventFlow[JsonValue, T]:
        """Send a request and read the endpoint's events; the last is the answer."""
        call = yield from self._work_call(self.direct, request, options, "/stream")
        reply = yield from send(OpenStream(call._replace(idle_timeout=math.inf)))
        if not reply.ok:
            raise api_error(reply)
        last = reply.body
        while (event := (yield ReadEvent())) is not None:
            if isinstance(event, Failure):
                raise failure_error(call, event)
            assert isinstance(event, bytes)
            last = event
            yield Event(_json(reply, last))
        return parse_answer(Reply(reply.status, reply.headers, last), request.output_type())

    def submit(
        self, request: Request[T], options: Options, webhook_url: str | None = None
    ) -> Flow[Job[T]]:
        """Put a request into the queue."""
        query = f"?{urlencode({'fal_webhook': webhook_url})}" if webhook_url else ""
        call = yield from self._work_call(self.queue, request, options, query)
        submission = yield from fetch(call, Submission)
        job = self.job(type(request), submission.request_id)
        return Job(
            output_type=job.output_type,
            request_id=job.request_id,
            status_url=self._on_our_host(submission.status_url) or job.status_url,
            response_url=self._on_our_host(submission.response_url) or job.response_url,
            cancel_url=self._on_our_host(submission.cancel_url) or job.cancel_url,
        )

    def subscribe(
        self, request: Request[T], options: Options, *, logs: bool = False
    ) -> EventFlow[Status, T]:
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
        return Job(kind.output_type(), request_id, f"{place}/status", place, f"{place}/cancel")

    def upload(self, content: Content, lifecycle: Lifecycle | None) -> EventFlow[Progress, str]:
        """Upload a file to the service's storage."""
        return upload(self.rest, content, lifecycle)

    def verify(
        self, keyring: Keyring, body: bytes, headers: Mapping[str, str], now: float
    ) -> Flow[Delivery]:
        """Read a webhook, if it is from the service."""
        return verify(self.rest, keyring, body, headers, now)

    def _work_call(
        self, host: str, request: Request[T], options: Options, rest: str = ""
    ) -> Flow[Call]:
        """Upload a request's large local files, and give the call that has its work done."""
        _refuse_other(request)
        files = LocalFiles({})
        body = request.body(files)
        if files.without_url:
            urls: dict[File, str] = {}
            for file in dict.fromkeys(files.without_url):
                urls[file] = yield from self._url_of(file)
            body = request.body(LocalFiles(urls))
        url = f"{host}/{request.endpoint}{rest}"
        return Call("POST", url, body, headers=option_headers(options), idempotent=False)

    def _url_of(self, file: File) -> Flow[str]:
        size = file.stat().st_size if isinstance(file, Path) else len(file)
        if size <= _SMALL:
            return data_uri(file)
        return (yield from ignoring_events(upload(self.rest, Content.of(file), None)))

    def _on_our_host(self, url: str | None) -> str | None:
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
