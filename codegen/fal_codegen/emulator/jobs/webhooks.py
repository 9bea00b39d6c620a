"""Webhooks: who asks for it is told when a job is done, instead of asking."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from functools import cache

import httpx
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from fal_codegen.emulator.identity import NAME
from fal_codegen.emulator.jobs.clock import Clock
from fal_codegen.emulator.jobs.job import Job
from fal_codegen.emulator.jobs.signing import key_set, signed_headers
from fal_codegen.emulator.loopback import is_loopback
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import Reply

_PAUSES = (0.0, 0.5, 1.0, 2.0)
"""Seconds before each attempt; after the last one a receiver is given up."""

_PATIENCE = 10.0
"""Seconds a receiver has to answer."""

_MOST, _AT_ONCE = 1000, 50
"""Receivers that wait to be told, and those being told."""

_PORTS = 2**16  # a receiver beyond them is nowhere

_CALENDAR = Clock(now=time.time)  # receivers refuse what was signed long ago


class Webhooks:
    """Signed messages to receivers on this machine.

    The emulator sends nothing anywhere else: whoever can reach it must not reach others through it.
    Of a receiver's answer it reads the status alone, and follows no redirect. Deliveries live as
    long as the server's loop, which cancels what is left at its end.
    """

    def __init__(self, clock: Clock = _CALENDAR, patience: float = _PATIENCE) -> None:
        self._clock = clock
        self._patience = patience
        self._lanes = asyncio.Semaphore(_AT_ONCE)
        self._deliveries: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        """List what it answers: the public keys, for anyone."""
        return [Route("/.well-known/jwks.json", self._keys)]

    def receiver(self, request: Request) -> httpx.URL | None:
        """Read who wants to be told; None where nobody does.

        400 for a receiver elsewhere, and 429 while too many wait.
        """
        told = request.query_params.get("fal_webhook")
        if not told:
            return None
        if len(self._deliveries) >= _MOST:
            raise HTTPException(429, "Too many webhooks are under way.", {"retry-after": "1"})
        return _local(told)

    def announce(self, looks: AsyncIterator[Job], receiver: httpx.URL) -> None:
        """Look at a job until it is done, then tell a receiver what became of it."""
        delivery = asyncio.create_task(self._deliver(looks, receiver))
        self._deliveries.add(delivery)
        delivery.add_done_callback(self._deliveries.discard)

    async def _keys(self, _: Request) -> Reply:
        return Reply(key_set())

    async def _deliver(self, looks: AsyncIterator[Job], receiver: httpx.URL) -> None:
        async for job in looks:
            if job.result is not None:
                message = _message(job.id, job.result)
                for pause in _PAUSES:
                    await self._clock.sleep(pause)
                    if await self._arrives(receiver, job.id, message):
                        return

    async def _arrives(self, receiver: httpx.URL, request_id: str, body: bytes) -> bool:
        """Try once; False where the receiver was not there, was silent, or failed with a 5xx."""
        told = {"content-type": "application/json", "user-agent": NAME}
        async with self._lanes:
            told |= signed_headers(request_id, int(self._clock.now()), body)
            try:
                async with (
                    asyncio.timeout(self._patience),
                    _client(self._patience) as client,
                    client.stream("POST", receiver, content=body, headers=told) as answer,
                ):
                    return not answer.is_server_error
            except (httpx.HTTPError, TimeoutError):
                return False


def _message(request_id: str, outcome: Outcome) -> bytes:
    """Spell what a receiver is told; `error` is null where all went well (recorded webhook)."""
    failed = outcome.status >= 400  # noqa: PLR2004 - an HTTP status
    message = {
        "error": f"Invalid status code: {outcome.status}" if failed else None,
        "gateway_request_id": request_id,
        "payload": outcome.body,
        "request_id": request_id,
        "status": "ERROR" if failed else "OK",
    }
    return bytes(Reply(message).body)


def _local(told: str) -> httpx.URL:
    try:
        url = httpx.URL(told)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme in {"http", "https"} and is_loopback(url.host) and (url.port or 0) < _PORTS:
        return url
    raise HTTPException(400, "The emulator delivers webhooks to loopback addresses alone.")


def _client(timeout: float) -> httpx.AsyncClient:
    return httpx.AsyncClient(verify=_trust(), trust_env=False, timeout=timeout)


@cache  # reading the certificates of a machine takes longer than a delivery
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
