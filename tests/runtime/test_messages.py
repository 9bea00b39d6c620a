"""What reprs and errors say to the people who read them."""

import asyncio
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pydantic
import pytest

from .conftest import FakeService, WithClient, listed
from .servers import serving


def test_a_request_shows_what_will_be_sent_and_bytes_cut(api: ModuleType) -> None:
    request = api.portrait.Input(
        prompt="by night",
        image_urls=[b"\x89PNG" + b"0" * 5000, Path("day.png"), "https://me.example/a.png"],
        mask_url="data:image/png;base64," + "A" * 5000,
        lamps=[api.portrait.Lamp(format="cold")],
    )
    text = repr(request)
    assert text.startswith("Input(prompt='by night', ")
    assert "AAA'… (5022 characters)" in text
    assert "[<5004 bytes>, Path('day.png'), 'https://me.example/a.png']" in text
    assert "lamps=[Lamp(format_='cold')]" in text
    assert "num_images" not in text, "a default is not sent"
    assert len(text) < 600
    assert len(str(request)) < 600


def test_clients_handles_and_streams_say_what_they_are(
    api: ModuleType, service: FakeService
) -> None:
    request = api.portrait.Input(prompt="by night")
    fal = api.Fal(http=httpx.Client(transport=httpx.MockTransport(service)), key="k")
    assert repr(fal) == "<Fal of https://fal.run>"
    assert repr(fal.stream(request)) == "<Stream of toy/portrait/edit -> Output>"
    assert "toy/portrait/requests/r1 -> Output" in repr(fal.handle(type(request), "r1"))
    own = api.Fal(key="k")
    own.close()
    assert repr(own) == "<Fal of https://fal.run, closed>"

    async def later() -> None:
        async with api.AsyncFal(key="k") as fal:
            assert repr(fal.stream(request)) == "<AsyncStream of toy/portrait/edit -> Output>"
        assert repr(fal) == "<AsyncFal of https://fal.run, closed>"

    asyncio.run(later())


Make = Callable[[Any], object]
MEANT: list[tuple[Make, str, str]] = [
    (lambda kinds: kinds.Input(prompt="night", ratio="1:l"), "literal_error", "1:1"),
    (lambda kinds: kinds.Input(prompt="night", num_image=2), "extra_forbidden", "num_images"),
    (lambda kinds: kinds.Input(prompt="night", Prompt="x"), "extra_forbidden", "prompt"),
    (lambda kinds: kinds.Lamp(format="worm"), "literal_error", "warm"),
    (lambda kinds: kinds.Lamp(formt="warm"), "extra_forbidden", "format"),
    (
        lambda kinds: kinds.Input.from_body({"prompt": "night", "lamps": [{"formt": "warm"}]}),
        "extra_forbidden",
        "format",
    ),
    (
        lambda kinds: kinds.Input(prompt="night").replace(num_imags=2),
        "extra_forbidden",
        "num_images",
    ),
]


@pytest.mark.parametrize(("make", "kind", "meant"), MEANT)
def test_what_is_refused_is_told_with_the_nearest_right_spelling(
    api: ModuleType, make: Make, kind: str, meant: str
) -> None:
    with pytest.raises(pydantic.ValidationError, match=rf"did you mean {meant}\?") as caught:
        make(api.portrait)
    (entry,) = caught.value.errors()
    assert entry["type"] == kind
    assert "_" not in str(entry["loc"][0]) or entry["loc"][0].startswith("num_")  # type: ignore[union-attr]


def test_what_resembles_nothing_is_told_as_it_is(api: ModuleType) -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        api.portrait.Input(prompt="night", xyz=1, num_images=9)
    messages = {entry["loc"]: entry["msg"] for entry in caught.value.errors()}
    assert messages == {
        ("xyz",): "Extra inputs are not permitted",
        ("num_images",): "Input should be less than or equal to 4",
    }


def test_a_hostile_name_of_a_field_is_no_pattern(api: ModuleType) -> None:
    for name in ("{expected}", "num_images{", "%s", "\x00", "num_image" * 1000):
        with pytest.raises(pydantic.ValidationError, match="Extra inputs are not permitted"):
            api.portrait.Input(prompt="night", **{name: 1})


def test_an_error_names_the_host(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    service.says(422, {"detail": "no"}, x_fal_request_id="r7")
    with pytest.raises(api.Refused, match=r"^422: no \[fal\.run, request r7\]$") as refused:
        with_client(lambda fal: fal.run(request))
    assert refused.value.host == "fal.run"
    service.says(200, b"nothing")
    with pytest.raises(api.UnexpectedAnswer, match=r"\[fal\.run\]$"):
        with_client(lambda fal: fal.run(request))
    service.fails(httpx.ConnectError("refused"))
    place = re.escape("no answer to POST https://fal.run/toy/portrait/edit: ConnectError")
    with pytest.raises(api.TransportError, match=place):
        with_client(lambda fal: fal.run(request), retries=0)


def frames_of_ours(error: BaseException) -> int:
    return sum(
        "fal_endpoints" in frame.filename for frame in traceback.extract_tb(error.__traceback__)
    )


def closing(call: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Close the connections of a client before a call."""

    def called(fal: Any, request: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        http: Any = fal._driver._http  # noqa: SLF001 - one call closes it waiting, the other awaiting
        http._state = http._state.__class__["CLOSED"]  # noqa: SLF001 - as above
        return call(fal, request)

    return called


CALLS: dict[str, Callable[[Any, Any], Any]] = {
    "run": lambda fal, request: fal.run(request),
    "submit": lambda fal, request: fal.submit(request),
    "subscribe": lambda fal, request: fal.subscribe(request),
    "handle": lambda fal, request: fal.handle(type(request), "r1").result(),
    "wait": lambda fal, request: fal.handle(type(request), "r1").wait(),
    "status": lambda fal, request: fal.handle(type(request), "r1").status(),
    "cancel": lambda fal, request: fal.handle(type(request), "r1").cancel(),
    "upload": lambda fal, _: fal.upload(b"boat", content_type="image/png"),
    "price": lambda fal, request: fal.price(request),
    "stream": lambda fal, request: fal.stream(request).answer(),
}
MISTAKES: dict[str, Callable[[Any, Any], Any]] = {
    "an option": lambda fal, request: fal.run(request, priorty="low"),
    "its value": lambda fal, request: fal.run(request, priority="lo"),
    "an id": lambda fal, _: fal.run("any", {}),
    "no request": lambda fal, _: fal.run({"prompt": "x"}),
    "a body": lambda fal, _: fal.run("toy/portrait/edit", {"prompt": 7}),
    "a field": lambda fal, _: fal.run("toy/portrait/edit", {"promt": "night"}),
    "a callback": lambda fal, request: fal.subscribe(request, on_update=7),
    "a handle": lambda fal, request: fal.submit(request, on_enqueue=print),
    "a time": lambda fal, request: fal.handle(type(request), "r1").wait(timeout=-1),
    "a file": lambda fal, request: fal.run(request.replace(mask_url=Path("/no/such.png"))),
    "with_options": lambda fal, _: fal.with_options(tiemout=3),
}


@pytest.mark.parametrize("status", [200, 401, 404, 422, 429, 500, None])
@pytest.mark.parametrize("call", CALLS)
def test_what_fails_has_three_frames_of_ours_at_most(
    api: ModuleType, service: FakeService, with_client: WithClient, call: str, status: int | None
) -> None:
    for _ in range(3):
        if status is None:
            service.fails(httpx.ConnectError("refused"))
        else:
            service.says(status, b"no JSON")
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.FalError) as caught:
        with_client(lambda fal: CALLS[call](fal, request), retries=0)
    assert 1 <= frames_of_ours(caught.value) <= 3
    assert caught.value.host or status is None


@pytest.mark.parametrize("call", CALLS)
def test_a_closed_client_raises_ours(
    api: ModuleType, service: FakeService, with_client: WithClient, call: str
) -> None:
    request = api.portrait.Input(prompt="by night")
    closed = closing(CALLS[call])
    with pytest.raises(api.FalError, match="this client is closed") as caught:
        with_client(lambda fal: closed(fal, request))
    assert 1 <= frames_of_ours(caught.value) <= 3
    assert service.requests == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_three_frames_of_ours_at_most_and_nothing_is_sent(
    api: ModuleType, service: FakeService, with_client: WithClient, mistake: str
) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises((ValueError, TypeError, OSError)) as caught:
        with_client(lambda fal: MISTAKES[mistake](fal, request))
    assert 1 <= frames_of_ours(caught.value) <= 3
    assert service.requests == []


MISUSES: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "a class": (lambda fal, request: fal.run(type(request)), "not the class Input"),
    "an id alone": (lambda fal, _: fal.run("any/model"), "'any/model' goes a dictionary, not no"),
    "two bodies": (lambda fal, request: fal.run(request, {}), r"replace\(\) changes them"),
    "another's handle": (lambda fal, _: fal.handle(7, "r1"), "or its id, not an int"),
    "no request id": (lambda fal, request: fal.handle(type(request), None), "request_id is the"),
    "an empty one": (lambda fal, request: fal.handle(type(request), ""), "request_id is the id"),
    "another's price": (lambda fal, _: fal.price(7), "or its id, not an int"),
    "a request": (lambda fal, request: fal.ask(request), r"as in ask\(platform\..*, not an Input"),
    "its class": (lambda fal, request: fal.ask(type(request)), "not the class Input"),
    "no list": (lambda fal, request: listed(fal.ask_all(request)), r"as in ask_all\(platform\."),
}


@pytest.mark.parametrize("misuse", MISUSES)
def test_what_is_given_in_place_of_something_else_is_told_in_its_own_words(
    api: ModuleType, service: FakeService, with_client: WithClient, misuse: str
) -> None:
    call, said = MISUSES[misuse]
    request = api.portrait.Input(prompt="by night")
    with pytest.raises((TypeError, ValueError), match=said) as caught:
        with_client(lambda fal: call(fal, request))
    assert 1 <= frames_of_ours(caught.value) <= 3
    assert service.requests == []


@pytest.mark.parametrize("kind", ["Fal", "AsyncFal"])
@pytest.mark.parametrize(
    "settings",
    [
        {"tiemout": 3},
        {"timeout": "soon"},
        {"timeout": True},
        {"http_timeout": 0},
        {"retries": "3"},
        {"retries": -1},
        {"max_reply_bytes": 1.5},
        {"key": 7},
        {"gateway": 7},
        {"gateway": "127.0.0.1:8787"},
        {"headers": {"x": 7}},
        {"ca": "/no/such.pem"},
        {"http": 7},
    ],
)
def test_a_setting_that_cannot_be_is_told_by_its_name(
    api: ModuleType, kind: str, settings: dict[str, object]
) -> None:
    (name,) = settings
    with pytest.raises((ValueError, TypeError, OSError)) as caught:
        getattr(api, kind)(**settings)
    assert 1 <= frames_of_ours(caught.value) <= 3
    assert name == "ca" or name in str(caught.value)


def test_of_many_mistakes_the_first_are_told_with_the_nearest_right_spelling(
    api: ModuleType,
) -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        api.portrait.Input(prompt="night", lamps=[{"formt": "warm"}] * 100)
    entries = caught.value.errors()
    assert len(entries) == 100
    hinted = [entry for entry in entries if "did you mean format?" in entry["msg"]]
    assert hinted == entries[:20]


def test_a_client_that_is_opened_as_the_other_says_how_it_is_opened(api: ModuleType) -> None:
    with (
        pytest.raises(TypeError, match=r"AsyncFal is awaited: async with AsyncFal\(\) as fal"),
        api.AsyncFal(),
    ):
        raise AssertionError

    async def awaiting() -> None:
        async with api.Fal():
            raise AssertionError

    with pytest.raises(TypeError, match=r"Fal waits: with Fal\(\) as fal; AsyncFal is awaited"):
        asyncio.run(awaiting())


def test_https_to_a_server_without_tls_is_told_in_plain_words(
    api: ModuleType, service: FakeService
) -> None:
    assert not service.requests
    with serving(200, b"{}") as server:
        front = f"https://127.0.0.1:{server.server_port}"
        with (
            api.Fal(gateway=front, retries=0) as fal,
            pytest.raises(api.TransportError, match="is its address http, not https"),
        ):
            fal.run(api.portrait.Input(prompt="by night"))
