"""What our client takes for much at once: large files, large answers, many jobs."""

import asyncio
import base64
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
from fal_endpoints import AsyncFal, Fal, nano_banana
from fal_endpoints._flow import parse_answer
from fal_endpoints._wire import Reply

from tests.bench.client import KEY, written
from tests.bench.measure import Row, run
from tests.bench.serving import serving

FILE = 200 * 10**6
PICTURE = 20 * 10**6
JOBS = 10_000
_PART = 10 * 2**20
_AT_ONCE = 4
_ROUNDS = 5


def rows() -> list[Row]:
    """Measure an upload, an answer and jobs."""
    return [*_upload(), _answer(), _jobs()]


def _upload() -> list[Row]:
    """Send the same bytes in our parts, in the same parts by httpx, and in one piece by it.

    On one machine, sending side by side costs what the threads cost: that is what the parts show.
    """
    content = bytes(FILE)
    with serving(sys.executable, "-m", "tests.bench.sink") as server, httpx.Client() as bare:

        def pieces() -> Iterator[bytes]:
            view = memoryview(content)
            for start in range(0, FILE, _PART):
                yield bytes(view[start : start + _PART])

        def in_one() -> None:
            headers = {"content-length": str(FILE)}
            bare.put(server.front, content=pieces(), headers=headers, timeout=60)

        def put(part: memoryview) -> None:
            bare.put(server.front, content=bytes(part))

        def side_by_side() -> None:
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                list(threads.map(put, pieces()))

        with Fal(gateway=server.front, key=KEY) as fal:
            ours, parts, whole = _best(lambda: fal.upload(content), side_by_side, in_one)
    return [
        Row(
            "an upload of 200 MB, four parts side by side",
            f"{ours:.2f} s",
            f"{ours / parts:.2f}x the same parts side by side by a bare `httpx.Client`",
        ),
        Row("", "", f"{ours / whole:.2f}x the same bytes in one `httpx.Client.put`"),
    ]


def _answer() -> Row:
    """Read an answer that holds its picture, from bytes that are there already."""
    picture = base64.b64encode(bytes(PICTURE)).decode()
    image = {"url": f"data:image/png;base64,{picture}"}
    body = json.dumps({"images": [image], "description": ""}).encode()
    reply = Reply(200, body=body)
    ours, theirs = _best(lambda: parse_answer(reply, nano_banana.Output), lambda: json.loads(body))
    return Row(
        "reading an answer with a data URI of 20 MB",
        f"{ours * 1000:.0f} ms",
        f"{ours / theirs:.2f}x `json.loads`",
    )


def _best(*ways: Callable[[], object]) -> list[float]:
    """Take turns, and give the best time of each."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(_ROUNDS):
        for way, taken in zip(ways, times, strict=True):
            begun = time.perf_counter()
            way()
            taken.append(time.perf_counter() - begun)
    return [min(taken) for taken in times]


def _jobs() -> Row:
    """Wait for jobs in a process of its own, whose peak is what they take."""
    with serving(sys.executable, "-m", "tests.bench.crowd", str(JOBS)) as server:
        measured = run([sys.executable, "-m", "tests.bench.large", server.front, str(JOBS)])
    return Row(
        f"{JOBS} jobs waited for on one `AsyncFal`",
        f"{measured.memory:.0f} MiB, {measured.seconds:.0f} s",
        "the whole process",
    )


async def _waited(front: str, jobs: int) -> None:
    async with AsyncFal(gateway=front, key=KEY) as fal:
        request = written()
        await asyncio.gather(*(fal.subscribe(request) for _ in range(jobs)))


if __name__ == "__main__":
    asyncio.run(_waited(sys.argv[1], int(sys.argv[2])))
