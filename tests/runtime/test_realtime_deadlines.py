"""Opening a realtime connection and sending on it end in time."""

import socket
import struct
from importlib import import_module
from itertools import islice
from types import ModuleType
from typing import Any

import pytest

from .conftest import TOKEN, FakeService, WithClient
from .raw import forever, head, saying, then
from .test_realtime import ask


def test_sending_to_who_takes_nothing_has_a_deadline(api: ModuleType) -> None:
    one, other = socket.socketpair()
    with one, other:
        import_module(f"{api.__name__}._websocket").bound_sending(one)
        bound = one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.calcsize("ll"))
    assert struct.unpack("ll", bound) == (20, 0)


@pytest.mark.parametrize(
    ("options", "settings"),
    [({"timeout": 0.2}, {}), ({}, {"timeout": 0.2}), ({}, {"http_timeout": 0.2})],
)
def test_a_handshake_that_is_refused_in_drips_ends_by_the_deadline(
    api: ModuleType,
    with_client: WithClient,
    service: FakeService,
    options: dict[str, Any],
    settings: dict[str, Any],
) -> None:
    service.says(200, TOKEN)
    dripped = islice(forever(b" "), 200)
    refusing = saying(lambda: then(head(b"content-length: 200", status=b"403 No"), dripped))
    with refusing as front, pytest.raises(api.Timeout):
        with_client(lambda fal: ask(fal, "owner/name", {}, **options), gateway=front, **settings)
