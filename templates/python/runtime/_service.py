# The runtime of fal-codegen, from templates/python/runtime/_service.py: edit it there.
"""The service: where it is, and the flows of what it can be asked for."""

import json
import math
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Self, cast, get_args
from urllib.parse import quote, urlencode

from pydantic import JsonValue

from ._errors import ApiError, UnexpectedAnswer, api_error, failure_error
from ._files import File, LocalFiles, data_uri
from ._flow import (
    Event,
    EventFlow,
    Flow,
    fetch,
    fetch_answer,
    parse_answer,
    send,
)
from ._model import Answer, T
from ._options import (
    LEAST_START_TIMEOUT,
    IdOptions,
    Options,
    RealtimeOptions,
    check_flag,
    check_options,
    is_number,
    option_headers,
)
from ._queue import Job, OnTimeout, Status
from ._realtime import Channel
from ._shown import shown_address
from ._spending import Bill, check_budget, count
from ._storage import Content, Progress, UploadOptions, upload, upload_all
from ._text import TEXT_ALONE, is_text
from ._webhook import Delivery, Keyring, verify
from ._wire import Call, Failure, Method, OpenStream, ReadEvent, Reply, SetDeadline
from ._work import Work, app_of, at_its_place, check_against_contract

_STREAM = "/stream"
_URL = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)

_LARGEST_INLINE = 256 * 2**10
"""Bytes. A local file up to this size travels inside the request, a larger one is uploaded."""


class Submission(Answer):
    """The queue's reply to a request; a URL in an unknown form costs no job."""

    model_config = TEXT_ALONE

    request_id: str
    status_url: JsonValue = None
    response_url: JsonValue = None
    cancel_url: JsonValue = None


class Service(NamedTuple):
    """Its hosts: one answers at once, one keeps a queue, one has storage, one tells prices."""

    direct: str = "https://fal.run"
    queue: str = "https://queue.fal.run"
    rest: str = "https://rest.fal.ai"
    platform: str = "https://api.fal.ai"

    @classmethod
    def behind_gateway(cls, gateway: str) -> Self:
        """Reach the same hosts through one URL, which takes a host as its first path segment."""
        if not (_URL.match(gateway) and is_text(gateway)):
            raise ValueError(
                f"the gateway is an http or https URL, not {shown_address(gateway)!r:.80}"
            )
        front = gateway.rstrip("/")
        hosts = "fal.run", "queue.fal.run", "rest.fal.ai", "api.fal.ai"
        return cls(*(f"{front}/{host}" for host in hosts))

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

    def run(self, work: Work[T], options: IdOptions) -> Flow[T]:
        """Have work done and read the answer from the same connection."""
        call = yield from self._work_call(self.direct, work, options)
        call = call._replace(idle_timeout=math.inf)  # nothing comes until the model is done
        with Bill(work.endpoint):
            answer = yield from fetch_answer(call, work.output_type)
            count(work.endpoint, answer)
        return answer

    def stream(self, work: Work[T], options: IdOptions) -> EventFlow[JsonValue, T]:
        """Have work done and read the endpoint's events; the last is the answer."""
        own = options.get("path") is not None
        below = "" if own or work.endpoint.endswith(_STREAM) else _STREAM
        call = yield from self._work_call(self.direct, work, options, below)
        with Bill(work.endpoint):
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
            answer = parse_answer(reply._replace(body=last), work.output_type)
            count(work.endpoint, answer)
        return answer

    def submit(
        self, work: Work[T], options: IdOptions, webhook_url: str | None = None
    ) -> Flow[Job[T]]:
        """Put work into the queue."""
        if webhook_url is not None and not (_URL.match(webhook_url) and is_text(webhook_url)):
            raise ValueError("webhook_url is an http or https URL")
        query = urlencode({"fal_webhook": webhook_url}) if webhook_url else ""
        call = yield from self._work_call(self.queue, work, options, query=query)
        with Bill(work.endpoint) as bill:
            submission = yield from fetch(call, Submission)
            bill.becomes(submission.request_id)
        job = self.job(work.endpoint, work.output_type, submission.request_id)
        return Job(
            endpoint=work.endpoint,
            output_type=job.output_type,
            request_id=job.request_id,
            status_url=self._on_our_host(submission.status_url) or job.status_url,
            response_url=self._on_our_host(submission.response_url) or job.response_url,
            cancel_url=self._on_our_host(submission.cancel_url) or job.cancel_url,
        )

    def subscribe(
        self, work: Work[T], options: IdOptions, *, logs: bool, on_timeout: OnTimeout
    ) -> EventFlow[Job[T] | Status, T]:
        """Put work into the queue and wait for its answer; the first event is the job."""
        if on_timeout not in get_args(OnTimeout):
            raise ValueError(f"on_timeout is 'cancel' or 'leave', not {on_timeout!r}")
        check_flag(logs=logs)
        own = _started_in_time(options) if on_timeout == "cancel" else options
        job = yield from self.submit(work, own)
        yield Event(job)
        try:
            return (yield from job.wait(logs=logs, on_timeout=on_timeout))
        except ApiError as error:
            if own is options or not error.reply.not_begun:
                raise
        raise job.not_begun(own.get("timeout"))

    def job(self, endpoint: str, output_type: type[T], request_id: str) -> Job[T]:
        """Find a job by the id of its endpoint and the id that the queue gave it.

        The queue keeps jobs under owner and alias, without what follows them in the id (recorded
        traffic shows 405 for the whole id).
        """
        id_ = quote(request_id, safe="", errors="replace")
        place = f"{self.queue}/{app_of(endpoint)}/requests/{id_}"
        urls = f"{place}/status", place, f"{place}/cancel"
        return Job(endpoint, output_type, request_id, *urls)

    def channel(self, endpoint: str, output_type: type[T], options: RealtimeOptions) -> Channel[T]:
        """Give a realtime connection, to be opened."""
        return Channel(endpoint, output_type, self.direct, self.rest, self.platform, options)

    def upload(self, content: Content, options: UploadOptions) -> EventFlow[Progress, str]:
        """Upload a file to the service's storage."""
        check_options(options, UploadOptions)
        if "timeout" in options:
            yield SetDeadline(options["timeout"])
        return (yield from upload(self.rest, content, options.get("lifecycle")))

    def verify(
        self, keyring: Keyring, body: bytes, headers: Mapping[str, str], now: float
    ) -> Flow[Delivery]:
        """Read a webhook, if it is from the service."""
        return verify(self.rest, keyring, body, headers, now)

    def _work_call(
        self, host: str, work: Work[T], options: IdOptions, below: str = "", query: str = ""
    ) -> Flow[Call]:
        """Upload the large local files of a body, and give the call that has the work done."""
        place, method = work.endpoint, "POST"
        if options or work.by_id:
            check_options(options, IdOptions if work.by_id else Options)
            method = (options.get("method") or method).upper()
            path, _, own_query = (options.get("path") or "").partition("?")
            query = "&".join(filter(None, (own_query, query)))
            if path:
                place += f"/{path.lstrip('/')}"
            if work.by_id and method == "POST":
                check_against_contract(work, place.rstrip("/"))
            if "timeout" in options:
                yield SetDeadline(options["timeout"])
        yield from check_budget(self.platform, work.endpoint)
        files = LocalFiles({})
        body = work.body(files)
        if files.without_url:
            body = work.body(LocalFiles((yield from self._urls(files.without_url, work))))
        return Call(
            cast("Method", method),
            f"{host}/{place}{below}" + (f"?{query}" if query else ""),
            None if method == "GET" else body,
            headers=option_headers(options) if options else {},
            idempotent=False,
        )

    def _urls(self, files: Iterable[File], work: Work[T]) -> Flow[dict[File, str]]:
        """Give files as URLs: the small ones hold them, the large ones are uploaded."""
        urls, large = dict[File, str](), list[File]()
        for file in dict.fromkeys(files):
            try:
                size = file.stat().st_size if isinstance(file, Path) else len(file)
                if size > _LARGEST_INLINE:
                    large.append(file)
                else:
                    urls[file] = data_uri(file)
            except OSError as error:
                raise at_its_place(error, file, work.body) from None

        def unreadable(error: OSError, content: Content) -> OSError:
            return at_its_place(error, large[contents.index(content)], work.body)

        contents = [Content.of(file) for file in large]
        if contents:
            uploaded = yield from upload_all(self.rest, contents, unreadable)
            urls.update(zip(large, uploaded, strict=True))
        return urls

    def _on_our_host(self, url: JsonValue) -> str | None:
        """Keep a URL that stays on the queue's host: the key goes nowhere else."""
        ours = re.escape(self.queue) + r"(?:/\w[\w.~-]*)+"  # and no way up
        return url if isinstance(url, str) and re.fullmatch(ours, url, re.ASCII) else None


def _started_in_time(options: IdOptions) -> IdOptions:
    """Let no work begin that is to be cancelled, whatever becomes of us (official client)."""
    seconds = options.get("timeout")
    if seconds is None or not is_number(seconds) or seconds <= LEAST_START_TIMEOUT:
        return options
    return options if options.get("start_timeout") else {**options, "start_timeout": seconds}


def _json(reply: Reply, event: bytes) -> JsonValue:
    try:
        value: JsonValue = json.loads(event)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(reply, f"an event that is no JSON: {error}") from None
    return value
