"""What opens a realtime connection goes nowhere else: along with no redirect, into no error."""

import json
from types import ModuleType

import pytest
from websockets.sync.server import ServerConnection

from .conftest import KEY, TOKEN, FakeService, WithClient
from .raw import head, saying, then
from .test_realtime import answer_to, ask, packb, speaking


def test_a_redirect_is_a_refusal_and_nothing_is_sent_where_it_leads(
    *, api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    request, heard = api.portrait.Input(prompt="by night"), list[bytes]()
    assert tokens.replies
    with (
        saying(lambda: then(b""), heard=heard) as elsewhere,
        saying(
            lambda: then(head(b"Location: %b" % elsewhere.encode(), status=b"302 Found"))
        ) as front,
        pytest.raises(api.ApiError) as caught,
    ):
        with_client(
            lambda fal: ask(fal, api.portrait.Input, request),
            gateway=front,
            headers={"X-Mine": "tiger"},
        )
    assert caught.value.status == 302
    assert heard == []


def test_a_token_that_is_sent_back_by_who_refuses_it_is_in_no_error(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    request = api.portrait.Input(prompt="by night")
    assert tokens.replies
    body = b'{"detail": "no such token: %b"}' % TOKEN.encode()
    reply = head(b"X-Echo: " + TOKEN.encode(), b"Content-Length: %d" % len(body), status=b"403 No")
    with saying(lambda: then(reply, body)) as front, pytest.raises(api.Unauthorized) as caught:
        with_client(lambda fal: ask(fal, api.portrait.Input, request), gateway=front)
    assert caught.value.body == {"detail": "no such token: [key]"}
    assert TOKEN not in str(vars(caught.value))  # pyright: ignore[reportUnknownArgumentType] - untyped here


@pytest.mark.parametrize(
    "frame",
    [
        json.dumps({"type": "x-fal-error", "error": "NO", "reason": f"no such key: {KEY}"}),
        packb({"type": "x-fal-error", "error": "NO", "reason": f"no such key: {KEY}"}),
        json.dumps([KEY]),
        KEY,
        packb(KEY) + b"x",
        json.dumps({"type": "x-fal-error", "error": "NO", "reason": f"no such token: {TOKEN}"}),
    ],
)
def test_a_key_or_token_that_is_sent_back_in_a_frame_is_in_no_error(
    *, api: ModuleType, with_client: WithClient, tokens: FakeService, frame: str | bytes
) -> None:
    assert tokens.replies
    with pytest.raises(api.FalError) as caught:
        answer_to(with_client, api, frame)
    error: Exception = caught.value
    told = repr(error) + str(vars(error)) + repr(error.args)
    assert not [each for each in (KEY.rpartition(":")[2], TOKEN) if each in told]


def test_a_key_or_token_that_is_sent_back_as_a_reason_to_close_is_in_no_error(
    *, api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    request = api.portrait.Input(prompt="by night")
    assert tokens.replies

    def act(connection: ServerConnection, _: object) -> None:
        connection.close(1011, f"{KEY} {TOKEN}")

    with speaking(act) as (address, _), pytest.raises(api.TransportError) as caught:
        with_client(lambda fal: ask(fal, api.portrait.Input, request), gateway=address)
    assert "[key] [key]" in str(caught.value)
