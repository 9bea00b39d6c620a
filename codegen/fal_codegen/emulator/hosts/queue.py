"""queue.fal.run: submit, poll or stream the status, fetch, cancel."""

import math
from collections.abc import AsyncIterator

from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from fal_codegen.contract import NAMESPACES, EndpointId, Json
from fal_codegen.emulator.address import QUEUE, base
from fal_codegen.emulator.faults.fault import fault_of
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.job import Job
from fal_codegen.emulator.jobs.webhooks import Webhooks
from fal_codegen.emulator.outcome import Outcome, platform_error
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.stream import PING, Events, event
from fal_codegen.emulator.wire import (
    ServiceResponse,
    endpoint_id,
    parse_number,
    remembered,
    reply,
    start_timeout,
)

_EARLY = Outcome(400, {"detail": "Request is still in progress"})
_BUSY = platform_error(
    429,
    "concurrent_requests_limit",
    "Too many requests are in the queue.",
    (("x-fal-needs-retry", "1"),),  # documentation page
)


class _App(PathConvertor):
    """Owner and alias in a path, behind a namespace where there is one."""

    regex = f"(?:(?:{'|'.join(NAMESPACES)})/)?[^/]+/[^/]+"


register_url_convertor("app", _App())


class Queue:
    """Takes requests, and answers status, result and cancel.

    A request is found under owner and alias of its endpoint; the full id of an endpoint with a
    subpath takes nothing but POST, and answers 405 (recorded traffic).
    """

    def __init__(self, state: AppState, backlog: Backlog, webhooks: Webhooks) -> None:
        self._state = state
        self._jobs = backlog
        self._webhooks = webhooks

    def routes(self) -> list[Route]:
        """List what it answers."""
        ticket = "/{app:app}/requests/{request_id}"
        tickets = [
            Route(f"{ticket}{path}{slash}", answer, methods=[method])
            for path, answer, method in (
                ("/status", self._status, "GET"),
                ("/status/stream", self._stream, "GET"),
                ("/cancel", self._cancel, "PUT"),
                ("/response", self._result, "GET"),  # third-party clients ask so
                ("", self._result, "GET"),
            )
            for slash in ("", "/")  # service's source
        ]
        return [*tickets, Route("/{id:path}", self._submit, methods=["POST"])]

    async def _submit(self, request: Request) -> ServiceResponse:
        endpoint = self._endpoint(request.path_params["id"])
        longest, receiver = _longest(request), self._webhooks.receiver(request)
        within = start_timeout(request)
        work, body = await self._state.work(endpoint, request)
        fault, began = fault_of(request), self._state.clock.now()
        number, ids = next(self._state.numbers), self._state.ids
        shown = remembered(request, body)
        job = Job(number, endpoint, work, fault.pace(within), began, len(body), shown, ids=ids)
        crowded = longest < math.inf and self._jobs.waiting(endpoint) > longest
        if crowded or not self._jobs.add(job):
            return reply(_BUSY, job.id)
        if receiver is not None and not fault.lost_webhook:
            unspelt = fault.payload_error
            self._webhooks.announce(self._jobs.watch(job), receiver, unspelt=unspelt)
        taken = self._jobs.now(job)
        return reply(Outcome(200, self._ticket(request, taken, logs=False)), job.id)

    async def _status(self, request: Request) -> ServiceResponse:
        """Answer 202 until the job is done, then 200 (service's source, documentation page)."""
        found = self._find(request)
        if found is None:
            return _not_found()
        job = self._jobs.poll(found)
        ticket = self._ticket(request, job, logs=_logs(request))
        return reply(Outcome(200 if job.done else 202, ticket), job.id)

    async def _stream(self, request: Request) -> Events:
        job = self._found(request)
        return Events(self._news(request, job), job.id)

    async def _news(self, request: Request, job: Job) -> AsyncIterator[bytes]:
        """Tell each change of a job once, and of its logs the new lines (official client)."""
        last: dict[str, Json] = {}
        async for seen in self._jobs.watch(job):
            ticket = self._ticket(request, seen, logs=_logs(request))
            fresh = ticket | {"logs": _beyond(last.get("logs"), ticket["logs"])}
            yield PING if ticket == last else event(fresh)
            last = ticket

    async def _result(self, request: Request) -> ServiceResponse:
        job = self._found(request)
        return reply(job.result or _EARLY, job.id)

    async def _cancel(self, request: Request) -> ServiceResponse:
        job = self._find(request)
        if job is None:
            return _not_found()
        if job.done:
            return reply(Outcome(400, {"status": "ALREADY_COMPLETED"}), job.id)
        self._jobs.cancel(job)
        return reply(Outcome(202, {"status": "CANCELLATION_REQUESTED"}), job.id)

    def _endpoint(self, text: str) -> EndpointId:
        if text not in self._state.models:
            raise HTTPException(404, "")  # an empty body: recorded traffic
        return endpoint_id(text)

    def _found(self, request: Request) -> Job:
        job = self._find(request)
        if job is None:
            raise HTTPException(404, "There is no such request.")
        return job

    def _find(self, request: Request) -> Job | None:
        return self._jobs.find(request.path_params["app"], request.path_params["request_id"])

    def _ticket(self, request: Request, job: Job, *, logs: bool) -> dict[str, Json]:
        address = f"{base(request, QUEUE)}/{job.endpoint.app}/requests/{job.id}"
        waits = job.stage == "IN_QUEUE"
        ahead = self._jobs.waiting(job.endpoint, ahead_of=job) if waits else 0
        return {
            "status": job.stage,
            "request_id": job.id,
            "response_url": address,
            "status_url": f"{address}/status",
            "cancel_url": f"{address}/cancel",
            **job.progress(position=ahead, logs=logs),
        }


def _not_found() -> ServiceResponse:
    return ServiceResponse({"status": "NOT_FOUND"}, 404)


def _longest(request: Request) -> float:
    """Read how many waiting requests the sender puts up with."""
    asked = request.query_params.get("fal_max_queue_length")
    longest = math.inf if asked is None else parse_number(asked)
    if longest is None:
        raise HTTPException(400, "fal_max_queue_length is a number of requests.")
    return longest


def _logs(request: Request) -> bool:
    return request.query_params.get("logs", "").lower() in {"1", "true"}


def _beyond(sent: Json, lines: Json) -> Json:
    known = len(sent) if isinstance(sent, list) else 0
    return lines[known:] if isinstance(lines, list) else lines
