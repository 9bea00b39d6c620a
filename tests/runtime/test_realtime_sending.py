"""Sending on a realtime connection to who takes nothing."""

import socket
import struct
from importlib import import_module
from types import ModuleType


def test_sending_to_who_takes_nothing_has_a_deadline(api: ModuleType) -> None:
    one, other = socket.socketpair()
    with one, other:
        import_module(f"{api.__name__}._websocket").bound_sending(one)
        bound = one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.calcsize("ll"))
    assert struct.unpack("ll", bound) == (20, 0)
