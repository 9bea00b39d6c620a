"""The service: where it is, and how a request is brought to it."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from ._conversation import Conversation, ask
from ._model import Answer, Request, T
from ._queue import Job, OnUpdate
from ._wire import Call

_NAMESPACES = ("workflows", "comfy")


class Ticket(Answer):
    """What the queue answers to a request."""

    request_id: str
    status_url: str | None = None
    response_url: str | None = None
    cancel_url: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """The two hosts that take requests: one answers at once, the other keeps a queue."""

    direct: str = "https://fal.run"
    queue: str = "https://queue.fal.run"

    @classmethod
    def behind(cls, gateway: str) -> Self:
        """Reach the same hosts through one URL, which takes a host as its first path segment."""
        front = gateway.rstrip("/")
        return cls(f"{front}/fal.run", f"{front}/queue.fal.run")

    def run(self, request: Request[T]) -> Conversation[T]:
        """Send a request and stay on the line until it is answered."""
        call = Call("POST", f"{self.direct}/{request.endpoint}", request.body())
        return ask(call, request.answer())

    def submit(self, request: Request[T]) -> Conversation[Job[T]]:
        """Put a request into the queue."""
        call = Call("POST", f"{self.queue}/{request.endpoint}", request.body())
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
        self, request: Request[T], *, on_update: OnUpdate | None = None, logs: bool = False
    ) -> Conversation[T]:
        """Put a request into the queue and wait for its answer."""
        job = yield from self.submit(request)
        return (yield from job.wait(on_update=on_update, logs=logs))

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

    def _ours(self, url: str | None) -> str | None:
        """Keep a URL that stays on the queue's host: the key goes nowhere else."""
        ours = re.escape(self.queue) + r"(?:/[\w.~%-]+)+"
        return url if url and re.fullmatch(ours, url, re.ASCII) else None
