"""queue.fal.run: submit, poll, fetch, cancel."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from codegen.contract import Json
from codegen.emulator.hosts import QUEUE, origin
from codegen.emulator.jobs import Job, Jobs
from codegen.emulator.outcome import Outcome
from codegen.emulator.wire import Reply, endpoint_id, reply
from codegen.emulator.workshop import Workshop


class Queue:
    """The host that hands out tickets.

    A request is found under owner and alias of its endpoint; the full id of an endpoint with a
    subpath takes nothing but POST, and answers 405 (recorded traffic).
    """

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._jobs = Jobs()

    def routes(self) -> list[Route]:
        """List what it answers."""
        ticket = "/{app:path}/requests/{request_id}"
        return [
            Route(f"{ticket}/status", self._status, methods=["GET"]),
            Route(f"{ticket}/cancel", self._cancel, methods=["PUT"]),
            Route(ticket, self._result, methods=["GET"]),
            Route("/{id:path}", self._submit, methods=["POST"]),
        ]

    async def _submit(self, request: Request) -> Reply:
        endpoint = endpoint_id(request.path_params["id"])
        outcome = await self._workshop.perform(endpoint, request)
        job = Job(next(self._workshop.numbers), endpoint, outcome)
        self._jobs.keep(job)
        return reply(Outcome(200, _ticket(request, job, logs=False)), job.id)

    async def _status(self, request: Request) -> Reply:
        job = self._found(request).polled()
        self._jobs.keep(job)
        logs = request.query_params.get("logs", "").lower() in {"1", "true"}
        return reply(Outcome(200, _ticket(request, job, logs=logs)), job.id)

    async def _result(self, request: Request) -> Reply:
        job = self._found(request)
        early = Outcome(400, {"detail": "Request is still in progress"})
        return reply(job.outcome if job.done else early, job.id)

    async def _cancel(self, request: Request) -> Reply:
        job = self._find(request)
        if job is None:
            return Reply({"status": "NOT_FOUND"}, 404)
        if job.done:
            return reply(Outcome(400, {"status": "ALREADY_COMPLETED"}), job.id)
        self._jobs.keep(job.cancelled())
        return reply(Outcome(202, {"status": "CANCELLATION_REQUESTED"}), job.id)

    def _found(self, request: Request) -> Job:
        job = self._find(request)
        if job is None:
            raise HTTPException(404, "There is no such request.")
        return job

    def _find(self, request: Request) -> Job | None:
        app = request.path_params["app"]
        if endpoint_id(app).app != app:
            raise HTTPException(405, headers={"allow": "POST"})
        return self._jobs.find(app, request.path_params["request_id"])


def _ticket(request: Request, job: Job, *, logs: bool) -> dict[str, Json]:
    address = f"{origin(request)}{QUEUE}/{job.endpoint.app}/requests/{job.id}"
    return {
        "status": job.stage,
        "request_id": job.id,
        "response_url": address,
        "status_url": f"{address}/status",
        "cancel_url": f"{address}/cancel",
        **job.progress(logs=logs),
    }
