"""What our client takes beside bare httpx and beside the official client."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Coroutine, Mapping

import fal_client
import fal_client.client as official
import httpx
from fal_endpoints import AsyncFal, Fal, nano_banana

from tests.bench.measure import Row
from tests.bench.serving import Serving, emulating, serving

CALLS = 2000
JOBS = 20
AT_ONCE = 1000
KEY = "bench-id:bench-secret"
ID = "fal-ai/nano-banana"


def written() -> nano_banana.Input:
    """Write the request down, as a user does."""
    return nano_banana.Input(prompt="a red door in the rain", num_images=2, aspect_ratio="1:1")


BODY = written().body()


def rows() -> list[Row]:
    """Measure calls, jobs and many at a time."""
    return [*_calls(), *_jobs(), *_at_once()]


def _calls() -> list[Row]:
    """Take turns, so that what else the machine does falls on all alike; compare medians."""
    with serving(sys.executable, "-m", "tests.bench.plain") as server:
        front = server.front
        bare, theirs = httpx.Client(), fal_client.SyncClient(key=KEY)
        url, headers = f"{front}/fal.run/{ID}", {"Authorization": f"Key {KEY}"}
        official.RUN_URL_FORMAT = f"{front}/fal.run/"  # it has no other way to plain HTTP
        with Fal(gateway=front, key=KEY) as ours:
            ways: dict[str, Callable[[], object]] = {
                "bare": lambda: bare.post(url, json=BODY, headers=headers).json(),
                "ours": lambda: ours.run(written()),
                "theirs": lambda: theirs.run(ID, BODY),
            }
            median = _medians(ways)
    return [
        Row(
            "a call of the client, its request checked and its answer read",
            f"{median['ours'] * 1e6:.0f} µs",
            f"{median['ours'] / median['bare']:.2f}x a bare `httpx.Client.post`",
        ),
        Row("", "", f"{median['ours'] / median['theirs']:.2f}x fal_client"),
    ]


def _medians(ways: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(CALLS + CALLS // 10):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            if turn >= CALLS // 10:  # the first tenth warms up
                taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in taken.items()}


def _jobs() -> list[Row]:
    """Wait for jobs of many lengths, so that none suits the pauses of one client."""
    with emulating() as server:
        official.QUEUE_URL_FORMAT = f"{server.front}/queue.fal.run/"
        theirs = fal_client.SyncClient(key=KEY)

        def ours(fault: dict[str, str]) -> object:
            with Fal(gateway=server.front, key=KEY, http=httpx.Client(headers=fault)) as fal:
                return fal.subscribe(written())

        def other(fault: dict[str, str]) -> object:
            return theirs.subscribe(ID, BODY, headers=fault)

        (late, asked), (their_late, their_asked) = (_waited(server, way) for way in (ours, other))
    return [
        Row(
            "a job's end noticed after",
            f"{late * 1000:.0f} ms",
            f"fal_client: {their_late * 1000:.0f} ms",
        ),
        Row("requests for a job of a second", f"{asked:.1f}", f"fal_client: {their_asked:.1f}"),
    ]


def _waited(server: Serving, way: Callable[[dict[str, str]], object]) -> tuple[float, float]:
    """Give the median seconds that answers came late, and the requests each took."""
    before, late = _asked(server), list[float]()
    for number in range(JOBS):
        takes = 0.5 + number / JOBS
        begun = time.perf_counter()
        way({"X-Emulator-Fault": f"takes={takes}"})
        late.append(time.perf_counter() - begun - takes)
    return statistics.median(late), (_asked(server) - before) / JOBS


def _asked(server: Serving) -> int:
    return sum(
        each["count"] for each in server.events("requests") if each["host"] == "queue.fal.run"
    )


def _at_once() -> list[Row]:
    (seconds, accepted), (their_seconds, _) = map(_timed, (_submitted, _submitted_theirs))
    return [
        Row(
            f"{AT_ONCE} submits at once on `AsyncFal`",
            f"{seconds:.1f} s",
            f"fal_client: {their_seconds:.1f} s",
        ),
        Row("", "", f"{len(accepted)} accepted, each under an id of its own"),
    ]


def _timed(way: Callable[[str], Coroutine[None, None, set[str]]]) -> tuple[float, set[str]]:
    with emulating() as server:
        begun = time.perf_counter()
        accepted = asyncio.run(way(server.front))
        return time.perf_counter() - begun, accepted


async def _submitted(front: str) -> set[str]:
    async with AsyncFal(gateway=front, key=KEY) as fal:
        handles = await asyncio.gather(*(fal.submit(written()) for _ in range(AT_ONCE)))
    return {handle.request_id for handle in handles}


async def _submitted_theirs(front: str) -> set[str]:
    official.QUEUE_URL_FORMAT = f"{front}/queue.fal.run/"
    theirs = fal_client.AsyncClient(key=KEY)
    handles = await asyncio.gather(*(theirs.submit(ID, BODY) for _ in range(AT_ONCE)))
    return {handle.request_id for handle in handles}
