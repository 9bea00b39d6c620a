"""`AsyncFal` under trio, as under asyncio: nothing in it knows which of the two runs it."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, FakeService
from .raw import forever, head, saying, then
from .servers import serving
from .test_realtime import answering, packb, speaking

trio: Any = pytest.importorskip("trio")


def run(api: ModuleType, action: Callable[[Any], Any], **settings: object) -> Any:  # noqa: ANN401 - of a package built by the test
    async def scenario() -> object:
        async with api.AsyncFal(key="canary-id:canary-secret", **settings) as fal:
            return await action(fal)

    return trio.run(scenario)


def test_a_job_is_waited_for_with_the_clients_own_sleep(
    api: ModuleType, service: FakeService
) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(202, {"status": "IN_QUEUE", "queue_position": 0})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    request = api.portrait.Input(prompt="by night")
    http = httpx.AsyncClient(transport=httpx.MockTransport(service))
    answer = run(api, lambda fal: fal.subscribe(request), http=http)
    assert answer.description == "done"


def test_calls_go_over_real_connections_several_at_a_time(api: ModuleType) -> None:
    request = api.portrait.Input(prompt="by night")

    async def many(fal: Any) -> list[str]:  # noqa: ANN401 - of a package built by the test
        seen: list[str] = []

        async def one() -> None:
            seen.append((await fal.run(request)).description)

        async with trio.open_nursery() as nursery:
            for _ in range(5):
                nursery.start_soon(one)
        return seen

    with serving(200, b'{"images": [], "description": "done"}') as server:
        front = "http://{}:{}".format(*server.server_address)
        assert run(api, many, gateway=front) == ["done"] * 5


# httpx and httpcore leave generators of theirs to the collector, of which trio tells now and then
@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
def test_a_time_that_is_over_ends_a_call(api: ModuleType) -> None:
    request = api.portrait.Input(prompt="by night")
    slow = saying(lambda: then(head(b"content-length: 9999"), forever(b" ")))
    with slow as front, pytest.raises(api.Timeout, match=r"within 0\.2 s"):
        run(api, lambda fal: fal.run(request, timeout=0.2), gateway=front)


def test_a_realtime_connection_answers_and_lets_errors_through(
    api: ModuleType, service: FakeService
) -> None:
    service.says(200, "token")
    request = api.portrait.Input(prompt="by night")
    http = httpx.AsyncClient(transport=httpx.MockTransport(service))

    async def talk(fal: Any) -> None:  # noqa: ANN401 - of a package built by the test
        async with fal.realtime(api.portrait.Input) as connection:
            await connection.send(request)
            assert (await connection.receive(timeout=5)).description == "done"
            await connection.receive(timeout=0.05)

    with (
        speaking(answering(packb(ANSWER))) as (front, _),
        pytest.raises(api.Timeout, match=r"within 0\.05 s"),
    ):
        run(api, talk, http=http, gateway=front)
