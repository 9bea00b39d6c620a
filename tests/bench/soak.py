"""A soak: many requests of all kinds, a fifth of them with faults, and every job accounted for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeAlias

from fal_endpoints import (
    ApiError,
    AsyncFal,
    AsyncHandle,
    FalError,
    nano_banana,
)

from tests.bench.measure import Row, tool
from tests.bench.serving import Serving, serving

REQUESTS = 20_000
_BATCH = 400  # operations; all their jobs are among those the emulator remembers
_AT_ONCE = 20
_TRIES = 50

FAULTS = (
    "status=429, retry-after=0",
    "status=503, ingress",
    "status=503, error-type=runner_disconnected, retryable=true",
    "status=502, ingress, after",
    "reset",
    "reset, after",
    "truncated",
    "latency=0.05",
    "fail=content_policy_violation",
    "takes=0.05",
)
SHARE = 0.022
"""Of the requests that are left for a fault; ten of them make a fifth."""

Handle: TypeAlias = AsyncHandle[nano_banana.Output]


@dataclass(slots=True)
class Account:
    """What became of the jobs: the client's side beside the emulator's."""

    requests: int = 0
    accepted: set[str] = field(default_factory=set[str])
    ended: set[str] = field(default_factory=set[str])
    unheard: int = 0
    known: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def lost(self) -> int:
        """Jobs that were accepted and never came to an end, or that the emulator does not know."""
        return len(self.accepted - self.ended) + len(self.accepted - self.known.keys())

    @property
    def twice(self) -> int:
        """Jobs that ran more than once, and jobs that no submit accounts for."""
        strangers = len(self.known.keys() - self.accepted)
        return sum(times > 1 for times in self.known.values()) + max(strangers - self.unheard, 0)


def rows() -> list[Row]:
    """Soak, and give the account."""
    begun = time.perf_counter()
    account = soak(REQUESTS)
    seconds = time.perf_counter() - begun
    return [
        Row(
            f"soak: {account.requests} mixed requests, a fifth with faults",
            f"{seconds:.0f} s",
            f"{len(account.accepted)} jobs: {account.lost} lost, {account.twice} run twice",
        )
    ]


def soak(requests: int, seed: int = 0) -> Account:
    """Send at least so many requests to an emulator of our own; give the account of its jobs."""
    schedule = "".join(
        f'[[rule]]\nshare = {SHARE}\nseed = {seed + number}\nfault = "{fault}"\n'
        for number, fault in enumerate(FAULTS)
    )
    account = Account()
    with TemporaryDirectory() as folder:
        file = Path(folder, "faults.toml")
        file.write_text(schedule, "utf-8")
        command = (tool("fal-codegen"), "serve", "--port", "0", "--faults", str(file))
        with serving(*command) as server:
            dice = Random(seed)
            while account.requests < requests:
                asyncio.run(_batch(server.front, account, dice))
                _audit(server, account)
    return account


async def _batch(front: str, account: Account, dice: Random) -> None:
    async with AsyncFal(gateway=front, key="soak-id:soak-secret", sleep=_briefly) as fal:
        turns = asyncio.Semaphore(_AT_ONCE)

        async def take(operation: Operation, number: int) -> None:
            async with turns:
                await operation(fal, account, number)

        chosen = dice.choices(list(_OPERATIONS), list(_OPERATIONS.values()), k=_BATCH)
        await asyncio.gather(*(take(each, number) for number, each in enumerate(chosen)))


def _audit(server: Serving, account: Account) -> None:
    account.known |= {job["request_id"]: job["performed"] for job in server.events("jobs")}
    account.requests = sum(each["count"] for each in server.events("requests"))


Operation: TypeAlias = Callable[[AsyncFal, Account, int], Awaitable[None]]


async def _run(fal: AsyncFal, _: Account, number: int) -> None:
    await _calmly(fal.run(_request(number)))


async def _stream(fal: AsyncFal, _: Account, number: int) -> None:
    await _calmly(fal.stream(_request(number)).answer())


async def _upload(fal: AsyncFal, _: Account, number: int) -> None:
    await _calmly(fal.upload(str(number).encode() * 100))


async def _wait(fal: AsyncFal, account: Account, number: int) -> None:
    if handle := await _submit(fal, account, number):
        await _end(fal, account, handle)


async def _cancel(fal: AsyncFal, account: Account, number: int) -> None:
    if handle := await _submit(fal, account, number):
        await _calmly(handle.cancel())
        await _end(fal, account, handle)


_OPERATIONS: dict[Operation, int] = {_run: 30, _wait: 40, _cancel: 15, _stream: 10, _upload: 5}
"""What is done, and how often out of a hundred."""


async def _submit(fal: AsyncFal, account: Account, number: int) -> Handle | None:
    try:
        handle = await fal.submit(_request(number), priority="low")
    except FalError:
        account.unheard += 1  # whether there is a job, the client cannot know
        return None
    account.accepted.add(handle.request_id)
    return handle


async def _end(fal: AsyncFal, account: Account, handle: Handle) -> None:
    """Follow a job to its end, taking it up again where following it failed."""
    for _ in range(_TRIES):
        try:
            await handle.wait()
        except ApiError as error:
            if error.status >= 500 and error.error_type is None:
                continue
        except FalError:
            handle = fal.handle(nano_banana.Input, handle.request_id)
            continue
        account.ended.add(handle.request_id)
        return


async def _calmly(operation: Awaitable[object]) -> None:
    """Let an operation fail: of those that make no job, nobody asks again."""
    try:
        await operation
    except FalError:
        return


async def _briefly(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.01))


def _request(number: int) -> nano_banana.Input:
    return nano_banana.Input(prompt=f"door number {number}", num_images=1 + number % 4)
