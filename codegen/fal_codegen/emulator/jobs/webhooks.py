"""Webhooks: the outcome of a job is sent to the receiver that its submit named."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from functools import cache

import httpx
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from fal_codegen.contract import Json
from fal_codegen.emulator.access.callers import from_elsewhere
from fal_codegen.emulator.access.loopback import is_loopback
from fal_codegen.emulator.identity import NAME
from fal_codegen.emulator.jobs.clock import Clock
from fal_codegen.emulator.jobs.job import Job
from fal_codegen.emulator.jobs.signing import key_set, signed_headers
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import ServiceResponse

_ATTEMPTS = 31
"""Deliveries that are tried before a receiver is given up (third-party clients)."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
"""Seconds between attempts, doubled each time: a guess."""

_TIMEOUTS = (15.0, 120.0)
"""Seconds a receiver has to answer at first, and later (third-party clients)."""

_MOST, _AT_ONCE = 1000, 50
"""Receivers that wait for a delivery, and deliveries at once."""

_PORTS = 2**16  # ports are smaller than this

_CALENDAR = Clock(now=time.time)  # wall-clock time: receivers refuse old signatures


class Webhooks:
    """Signed messages to receivers on this machine, for callers on this machine.

    Whoever else can reach the emulator must reach nobody through it. A receiver is a loopback
    address or `localhost`, and no other name is looked up, since it may lead anywhere.
    Of a receiver's answer it reads the status alone, and follows no redirect. Deliveries live as
    long as the server's loop, which cancels what is left at its end.
    """

    def __init__(self, clock: Clock = _CALENDAR, timeouts: tuple[float, float] = _TIMEOUTS) -> None:
        self._clock = clock
        self._timeouts = timeouts
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._deliveries: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        """List what it answers: the public keys, for anyone."""
        return [Route("/.well-known/jwks.json", self._keys)]

    def receiver(self, request: Request) -> httpx.URL | None:
        """Read the receiver that a submit names; None where it names none.

        400 for a caller or a receiver elsewhere, and 429 while too many wait.
        """
        url = request.query_params.get("fal_webhook")
        if not url:
            return None
        if from_elsewhere(request.scope):
            raise HTTPException(
                400, "The emulator sends webhooks for callers on its machine alone."
            )
        if len(self._deliveries) >= _MOST:
            raise HTTPException(429, "Too many webhooks are under way.", {"retry-after": "1"})
        return _local(url)

    def announce(
        self, polls: AsyncIterator[Job], receiver: httpx.URL, *, unspelt: bool = False
    ) -> None:
        """Poll a job until it is done, then send its outcome to a receiver.

        An `unspelt` payload is null, with the reason in `payload_error` (recorded webhook).
        """
        delivery = asyncio.create_task(self._deliver(polls, receiver, unspelt=unspelt))
        self._deliveries.add(delivery)
        delivery.add_done_callback(self._deliveries.discard)

    async def _keys(self, _: Request) -> ServiceResponse:
        return ServiceResponse(key_set())

    async def _deliver(
        self, polls: AsyncIterator[Job], receiver: httpx.URL, *, unspelt: bool
    ) -> None:
        async for job in polls:
            if job.result is not None:
                message = _message(job.id, job.result, unspelt=unspelt)
                await self._send(receiver, job.id, bytes(ServiceResponse(message).body))

    async def _send(self, receiver: httpx.URL, request_id: str, message: bytes) -> None:
        """Send until it arrives, or has been tried often enough."""
        first, later = self._timeouts
        for attempt in range(_ATTEMPTS):
            if attempt:
                await self._clock.sleep(min(_FIRST_PAUSE * 2 ** (attempt - 1), _LONGEST_PAUSE))
            seconds = later if attempt else first
            if await self._arrives(receiver, request_id, message, seconds):
                return

    async def _arrives(
        self, receiver: httpx.URL, request_id: str, body: bytes, seconds: float
    ) -> bool:
        """Try once; False where the receiver was not there, was silent, or failed with a 5xx."""
        headers = {"content-type": "application/json", "user-agent": NAME}
        async with self._slots:
            headers |= signed_headers(request_id, int(self._clock.now()), body)
            try:
                async with (
                    asyncio.timeout(seconds),
                    _client(seconds) as client,
                    client.stream("POST", receiver, content=body, headers=headers) as answer,
                ):
                    return not answer.is_server_error
            except (httpx.HTTPError, TimeoutError):
                return False


def _message(request_id: str, outcome: Outcome, *, unspelt: bool) -> dict[str, Json]:
    """Give the message to a receiver; `error` is null where all went well (recorded webhook)."""
    failed = outcome.status >= 400  # noqa: PLR2004 - an HTTP status
    message: dict[str, Json] = {
        "error": f"Invalid status code: {outcome.status}" if failed else None,
        "gateway_request_id": request_id,
        "payload": outcome.body,
        "request_id": request_id,
        "status": "ERROR" if failed else "OK",
    }
    if unspelt:
        message |= {"payload": None, "payload_error": "The payload could not be made into JSON."}
    return message


def _local(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
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
