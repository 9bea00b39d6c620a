"""The network, shut: what is not replayed reaches nobody."""

import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

_TCP = (socket.AF_INET, socket.AF_INET6)


class NetworkShut(Exception):  # noqa: N818 - an outcome, not a mistake
    """Something wanted to reach a host while the network was shut."""


@contextmanager
def offline(is_local: Callable[[str], bool]) -> Generator[None, None, None]:
    """Let nothing in this process out meanwhile, to no host but those that are local.

    Connections and the asking for addresses raise `NetworkShut`. What a library for HTTP sends is
    caught earlier, by vcrpy.
    """
    found = socket.getaddrinfo

    def guarded(connect: Callable[[socket.socket, Any], Any]) -> Callable[..., Any]:
        def method(self: socket.socket, address: Any) -> Any:  # noqa: ANN401 - a kind for each family
            if self.family in _TCP:
                _refuse(str(address[0]), is_local)
            return connect(self, address)

        return method

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as given
        if host is not None:
            _refuse(host.decode() if isinstance(host, bytes) else host, is_local)
        return found(host, *arguments, **options)

    with (
        patch.object(socket.socket, "connect", guarded(socket.socket.connect)),
        patch.object(socket.socket, "connect_ex", guarded(socket.socket.connect_ex)),
        patch.object(socket, "getaddrinfo", getaddrinfo),
    ):
        yield


def _refuse(host: str, is_local: Callable[[str], bool]) -> None:
    if not is_local(host):
        raise NetworkShut(f"the network is shut: {host} was not recorded")
