"""Clients and handles belong to one process, and those that await to one event loop."""

import asyncio
import copy
import json
import pickle
from collections.abc import Callable
from types import ModuleType

import httpx
import pytest

from .conftest import ANSWER, KEY
from .raw import forever, saying, then


@pytest.mark.parametrize("doing", [pickle.dumps, copy.copy, copy.deepcopy])
def test_what_holds_connections_cannot_be_copied_and_says_what_to_do(
    api: ModuleType, doing: Callable[[object], object]
) -> None:
    for client in (api.Fal(key=KEY), api.AsyncFal(key=KEY)):
        with pytest.raises(TypeError, match=r"^(Async)?Fal holds .* pickled: make one where"):
            doing(client)
        with pytest.raises(TypeError, match=r"Handle holds .*fal\.handle\(painter\.Input,"):
            doing(client.handle("any/model", "r1"))


def test_a_client_whose_event_loop_is_over_says_so(api: ModuleType) -> None:
    def of_another_loop(_: httpx.Request) -> httpx.Response:
        over = asyncio.new_event_loop()
        over.close()
        over.call_soon(print)  # as a connection does which was opened there
        raise AssertionError("a loop that is over takes nothing")

    http = httpx.AsyncClient(transport=httpx.MockTransport(of_another_loop))
    fal = api.AsyncFal(key=KEY, http=http)
    with pytest.raises(api.FalError, match="event loop that is over: make one in each"):
        asyncio.run(fal.run(api.portrait.Input(prompt="by night")))


def test_a_process_that_forked_goes_on_with_connections_of_its_own(
    api: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(ANSWER).encode()
    head = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body)
    opened = list[bytes]()
    with (
        saying(lambda: then(head + body, forever(b"")), heard=opened) as gateway,
        api.Fal(key=KEY, gateway=gateway, http_timeout=5) as fal,
    ):
        request = api.portrait.Input(prompt="by night")
        assert fal.run(request).description == "done"
        monkeypatch.setattr("os.getpid", lambda: 0)
        assert fal.run(request).description == "done"
    assert len(opened) == 2
