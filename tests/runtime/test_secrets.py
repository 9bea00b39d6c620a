"""The key is in no error, no traceback of one, and nothing that is reachable from one."""

import asyncio
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from types import ModuleType, TracebackType
from typing import Any, cast

import httpx
import pytest

from .conftest import KEY, FakeService, WithClient
from .servers import serving

SECRET = KEY.split(":")[1]


def seen_in(error: BaseException) -> str:
    """Everything that a reporter of errors could get hold of, as text."""
    picture = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(picture.format()) + repr(error) + "".join(reachable_from(error, {}))


def reachable_from(value: Any, seen: dict[int, object]) -> Iterator[str]:  # noqa: ANN401 - anything at all
    """Every text that can be reached from a value, through frames of ours but not the client."""
    if id(value) in seen:
        return
    seen[id(value)] = value  # kept, so that no other object gets its id
    if isinstance(value, httpx.Client | httpx.AsyncClient):
        return
    if isinstance(value, str | bytes):
        yield str(value)
    elif isinstance(value, BaseException):
        parts = [value.args, vars(value), value.__cause__, value.__context__]
        yield from reachable_from([*parts, *frames(value.__traceback__)], seen)
    elif isinstance(value, dict):
        yield from reachable_from(list(cast("dict[object, object]", value).items()), seen)
    elif isinstance(value, list | tuple):
        for item in cast("list[object]", value):
            yield from reachable_from(item, seen)
    else:
        yield from reachable_from(getattr(value, "__dict__", None), seen)


def frames(trace: TracebackType | None) -> Iterator[dict[str, object]]:
    """The local variables of the package's own functions."""
    for frame, _ in traceback.walk_tb(trace):
        if "/fal_endpoints/" in frame.f_code.co_filename:
            yield {name: value for name, value in frame.f_locals.items() if name != "self"}


def test_the_key_is_in_no_error(
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    request = api.portrait.Input(prompt="by night")
    service.says(401, {"detail": "no such key"})
    service.says(422, {"detail": [{"loc": ["body"], "msg": "m", "type": "t"}]})
    service.says(200, [{"images": 7}])
    service.fails(httpx.ConnectError("refused"))
    service.fails(httpx.ReadTimeout("slow"))
    for kind in ("Unauthorized", "Refused", "UnexpectedAnswer", "TransportError", "Timeout"):
        with pytest.raises(getattr(api, kind)) as caught:
            with_client(lambda fal: fal.run(request), retries=0)
        assert SECRET not in seen_in(caught.value)
        assert SECRET.encode() not in pickle.dumps(caught.value)
    assert {sent.headers["authorization"] for sent in service.requests} == {f"Key {KEY}"}
    assert SECRET not in caplog.text


def test_the_key_is_in_no_error_of_a_stream(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.drips(b"data: no json\n\n")
    with pytest.raises(api.UnexpectedAnswer) as caught:
        with_client(lambda fal: fal.stream(api.portrait.Input(prompt="by night")).answer())
    assert SECRET not in seen_in(caught.value)


def test_a_key_that_no_header_can_carry_is_not_shown(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.FalError) as caught:
        with_client(lambda fal: fal.run(request), key=f"{SECRET}\x00")
    assert not service.requests
    assert SECRET not in "".join(reachable_from(caught.value, {}))


def variables(error: BaseException) -> list[str]:
    """The variables of the package's own functions, the object itself too, as they show."""
    values: list[str] = []
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if "/fal_endpoints/" in frame.f_code.co_filename:
            values += map(repr, frame.f_locals.values())
    return values


CANARY = f"Bearer {SECRET}-{'x' * 80}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": -1},
        {"gateway": "nonsense"},
        {"gateway": f"//user:{SECRET}@here"},
        {"proxy": f"http://user:{SECRET}@here:port"},
        {"api_key": KEY},
        {"key": KEY.encode()},
        {"headers": [("X-Token", CANARY)]},
        {"headers": {"X-Token": f"{CANARY}\n"}},
        {"headers": {"X-Token": CANARY.encode()}},
        {"http": 7},
        {"ca": "/nowhere/ca.pem"},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["Fal", "AsyncFal"])
def test_an_impossible_setting_leaves_keys_and_headers_out_of_every_variable(
    api: ModuleType, kind: str, wrong: dict[str, object]
) -> None:
    with pytest.raises((ValueError, TypeError, OSError)) as caught:
        getattr(api, kind)(**{"key": KEY, "headers": {"X-Token": CANARY}, **wrong})
    shown = variables(caught.value)
    assert f"<{kind}, not made>" in shown
    assert SECRET not in "".join(shown)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("kind", ["Fal", "AsyncFal"])
def test_a_copy_that_cannot_be_shows_no_key_and_no_header(api: ModuleType, kind: str) -> None:
    fal = getattr(api, kind)()
    for wrong in ({"timeout": -1}, {"kye": KEY}):
        with pytest.raises((ValueError, TypeError)) as caught:
            fal.with_options(key=KEY, headers={"X-Token": CANARY}, **wrong)
        shown = variables(caught.value)
        assert "not shown" in "".join(shown)
        assert SECRET not in "".join(shown)


@pytest.mark.parametrize("kind", ["Fal", "AsyncFal"])
def test_a_key_without_its_name_is_in_no_variable(api: ModuleType, kind: str) -> None:
    with pytest.raises(TypeError) as caught:
        getattr(api, kind)(KEY, headers={"X-Token": CANARY})
    assert SECRET not in "".join(variables(caught.value))


def test_a_call_that_fails_shows_its_headers_in_no_variable(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    for value in (CANARY, f"{CANARY}\n"):
        service.says(401, {"detail": "no such key"})
        ask = partial(asked_with, request, {"X-A": value})
        with pytest.raises((api.Unauthorized, ValueError)) as caught:
            with_client(ask)
        assert SECRET not in "".join(variables(caught.value))
    assert [sent.headers["x-a"] for sent in service.requests] == [CANARY]


def test_a_call_that_cannot_be_made_shows_its_headers_in_no_variable(
    api: ModuleType, service: FakeService
) -> None:
    async def told(_: object) -> None: ...

    request, headers = api.portrait.Input(prompt="by night"), {"X-A": CANARY}
    closed, fal = api.Fal(), api.Fal()
    closed.close()
    asked: list[Callable[[], object]] = [
        lambda: closed.run(request, extra_headers=headers),
        lambda: closed.submit(request, extra_headers=headers),
        lambda: fal.run(request, headers=headers),
        lambda: fal.run(7, extra_headers=headers),
        lambda: fal.submit(request, webhook_url=7, extra_headers=headers),
        lambda: fal.subscribe(request, on_update=told, extra_headers=headers),
        lambda: fal.stream("no id", {}, extra_headers=headers),
    ]
    for ask in asked:
        with pytest.raises((api.FalError, TypeError, ValueError)) as caught:
            ask()
        assert SECRET not in "".join(variables(caught.value))
    assert not service.requests


def asked_with(request: object, headers: dict[str, str], fal: Any) -> object:  # noqa: ANN401 - as above
    return fal.run(request, extra_headers=headers)


@pytest.mark.parametrize("shown", [slice(80), slice(None), slice(5, None)])
def test_a_part_of_a_header_that_holds_the_key_is_not_shown(api: ModuleType, shown: slice) -> None:
    unshown = import_module(f"{api.__name__}._settings").unshown
    assert SECRET[:4] not in repr(unshown({"X-A": CANARY})["X-A"][shown])


def test_what_was_not_made_to_its_end_can_be_shown(api: ModuleType) -> None:
    with api.Fal() as fal, pytest.raises(ValueError, match="most is a sum") as caught:
        fal.spending(most=-1)
    assert "Spending(most=-1, units={})" in variables(caught.value)
    assert repr(api.portrait.Input.__new__(api.portrait.Input)) == "Input()"


def test_a_client_and_a_handle_do_not_show_the_key(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    handle = with_client(lambda fal: (repr(fal), fal.handle(api.portrait.Input, "r1")))
    assert SECRET not in repr(handle)
    assert not service.requests


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "Unauthorized"), (422, "Refused"), (200, "UnexpectedAnswer")]
)
def test_the_key_is_in_no_log_down_to_the_connection(
    *,
    api: ModuleType,
    service: FakeService,
    caplog: pytest.LogCaptureFixture,
    status: int,
    kind: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    assert not service.requests
    request = api.portrait.Input(prompt="by night")
    with serving(status, b"[]") as server:
        gateway = f"http://127.0.0.1:{server.server_port}"
        with api.Fal(gateway=gateway) as fal, pytest.raises(getattr(api, kind)) as caught:
            fal.run(request)
        with pytest.raises(getattr(api, kind)) as later:
            asyncio.run(awaited(api.AsyncFal(gateway=gateway), request))
    assert [headers["authorization"] for *_, headers in server.asked] == [f"Key {KEY}"] * 2
    assert {record.name.split(".")[0] for record in caplog.records} >= {"httpx", "httpcore"}
    assert SECRET not in caplog.text
    for error in (caught.value, later.value):
        assert SECRET not in "".join(traceback.format_exception(error))


async def awaited(fal: Any, request: object) -> None:  # noqa: ANN401 - of a package built by the test
    async with fal:
        await fal.run(request)


def test_the_key_is_in_no_log_of_a_connection_that_failed(
    api: ModuleType, service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert not service.requests
    with serving() as server:
        gateway = f"http://127.0.0.1:{server.server_port}"
    with (
        api.Fal(gateway=gateway, retries=1, sleep=list[float]().append) as fal,
        pytest.raises(api.TransportError) as caught,
    ):
        fal.run(api.portrait.Input(prompt="by night"))
    assert "httpcore" in {record.name.split(".")[0] for record in caplog.records}
    assert SECRET not in caplog.text
    assert SECRET not in "".join(traceback.format_exception(caught.value))
