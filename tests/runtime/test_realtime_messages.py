"""Messages of a realtime connection that are no answer, too large, or in too many pieces."""

import json
from importlib import import_module
from types import ModuleType

import pytest

from .conftest import ANSWER, FakeService, WithClient
from .test_realtime import answer_to, packb


@pytest.mark.parametrize(
    "frame", ["no json", b"\xc1", b"", b"\x93\x01", packb([1, 2]), b"\x91" * 3000 + b"\x01"]
)
def test_what_is_no_answer_at_all_is_an_error_of_ours(
    api: ModuleType, with_client: WithClient, tokens: FakeService, frame: object
) -> None:
    assert tokens
    with pytest.raises(api.UnexpectedAnswer):
        answer_to(with_client, api, frame)


@pytest.fixture
def without_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the library count no pieces, as before 17.4."""
    for library in ("sync", "asyncio"):
        messages = import_module(f"websockets.{library}.messages")
        monkeypatch.setattr(messages, "MAX_FRAGMENTS", 10**6, raising=False)


@pytest.mark.usefixtures("without_own_limit")
@pytest.mark.parametrize(
    ("frame", "why"),
    [(packb({"pad": "x" * 5000}), "too big"), ([b""] * 4096, "too many fragments")],
)
def test_a_message_that_is_too_large_or_in_too_many_pieces_ends_the_connection(
    api: ModuleType, with_client: WithClient, tokens: FakeService, frame: object, why: str
) -> None:
    assert tokens
    with pytest.raises(api.TransportError, match=why):
        answer_to(with_client, api, frame, max_reply_bytes=4000)


def test_a_message_in_as_many_pieces_as_may_be_is_taken(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    frame = [packb(ANSWER), *[b""] * 4094]  # and an empty one, with which the library ends it
    assert answer_to(with_client, api, frame).description == "done"


def test_many_pieces_that_are_of_several_messages_are_no_reason_to_end_it(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    timing = json.dumps({"type": "x-fal-message", "action": "timings"})
    pieces = [[timing, *[""] * 2100]] * 2
    assert answer_to(with_client, api, *pieces, packb(ANSWER)).description == "done"
