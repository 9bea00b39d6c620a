"""Everything ends: by its own deadline, on a clock that the test turns."""

from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import FakeService, WithClient, listed

ANSWER = b'{"images": [], "description": "done"}'
IN_PROGRESS = b'data: {"status": "IN_PROGRESS"}\n\n'


def test_a_body_that_drips_ends_by_the_deadline(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    dripping: list[bytes | float] = [b" ", 3.0] * 100
    body = service.drips(*dripping, kind="application/json")
    with pytest.raises(api.Timeout, match=r"no answer within 10 s to POST https://fal\.run/toy"):
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), timeout=10)
    assert service.now == 1012.0
    assert body.closed
    assert len(service.requests) == 1


def test_a_body_that_drips_and_ends_in_time_is_an_answer(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.drips(ANSWER[:9], 3.0, ANSWER[9:], 3.0, kind="application/json")
    answer = with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), timeout=10)
    assert answer.description == "done"


def test_a_stream_that_never_ends_ends_by_the_deadline(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    pings: list[bytes | float] = [b": ping\n\n", 3.0] * 100
    body = service.drips(*pings)
    with pytest.raises(api.Timeout):
        with_client(
            lambda fal: fal.stream(api.portrait.Input(prompt="by night")).answer(), timeout=10
        )
    assert service.now == 1012.0
    assert body.closed


def test_a_job_that_is_only_ever_in_progress_ends_by_the_deadline(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    chunks: list[bytes | float] = [IN_PROGRESS, 3.0] * 100
    service.streams_status(*chunks)
    with pytest.raises(api.Timeout, match="request r1") as caught:
        with_client(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events()), timeout=10)
    assert caught.value.request_id == "r1"
    assert service.now == 1012.0
    assert len(service.requests) == 1


def test_each_method_has_a_deadline_of_its_own(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    for _ in range(3):
        service.drips(ANSWER, 8.0, kind="application/json")
    for _ in range(3):
        with_client(lambda fal: fal.handle(api.portrait.Input, "r1").result(), timeout=10)
    assert service.now == 1024.0


def test_a_deadline_holds_for_an_upload_and_the_request_it_is_for(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    slot = b'{"upload_url": "https://storage.example/put", "file_url": "u"}'
    service.drips(slot, 6.0, kind="application/json")
    service.drips(b"", 6.0, kind="application/json")
    request = api.portrait.Input(prompt="by night", mask_url=b"." * 300_000)
    with pytest.raises(api.Timeout):
        with_client(lambda fal: fal.run(request), timeout=10)
    assert len(service.requests) == 2


def test_retries_and_their_delays_are_inside_the_deadline(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    for _ in range(100):
        service.fails(httpx.ConnectError("refused"))
    with pytest.raises(api.TransportError, match="refused"):
        with_client(
            lambda fal: fal.run(api.portrait.Input(prompt="by night")), timeout=10, retries=50
        )
    assert service.now == 1007.75
    left = [request.extensions["timeout"]["connect"] for request in service.requests]
    assert left == [10.0, 9.75, 9.25, 8.25, 6.25, 2.25]


def test_no_time_at_all_is_over_at_once(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    with pytest.raises(api.Timeout):
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), timeout=0)
    assert not service.requests


@pytest.mark.parametrize("verb", ["run", "stream"])
def test_whatever_else_ends_a_reply_closes_the_connection(
    api: ModuleType, service: FakeService, with_client: WithClient, verb: str
) -> None:
    kind = "text/event-stream" if verb == "stream" else "application/json"
    body = service.drips(ANSWER[:9], RuntimeError("interrupted"), kind=kind)

    def scenario(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        outcome = getattr(fal, verb)(api.portrait.Input(prompt="by night"))
        return outcome.answer() if verb == "stream" else outcome

    with pytest.raises(RuntimeError, match="interrupted") as caught:
        with_client(scenario)
    assert body.closed, caught  # which holds on to every frame


@pytest.mark.parametrize(
    ("options", "error"),
    [({"timeout": 5}, "Timeout"), ({"timeout": 5, "start_timeout": 2}, "ServerError")],
)
def test_a_job_that_had_not_begun_in_the_time_of_subscribe_is_a_timeout(
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    options: dict[str, Any],
    error: str,
) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(200, {"status": "COMPLETED"})
    late = {"x-fal-request-timeout-type": "user"}
    service.results += [httpx.Response(504, json={"detail": "late"}, headers=late)]
    with pytest.raises(getattr(api, error), match=r"the queue had not begun it|504") as caught:
        with_client(lambda fal: fal.subscribe("any/model", {}, **options))
    assert caught.value.request_id == "r1"
    if error == "Timeout":
        assert (caught.value.after, caught.value.cancelled) == (5, True)


@pytest.mark.parametrize("seconds", [900, None])
def test_a_run_has_the_time_that_it_was_given_even_beyond_that_of_an_exchange(
    api: ModuleType, service: FakeService, with_client: WithClient, seconds: int | None
) -> None:
    service.drips(b"{", 700.0, b"}", kind="application/json")
    assert with_client(lambda fal: fal.run("any/model", {}, timeout=seconds)) == {}
    service.drips(b"{", 700.0, b"}", kind="application/json")
    with pytest.raises(api.Timeout, match="in time"):
        with_client(lambda fal: fal.run("any/model", {}))
