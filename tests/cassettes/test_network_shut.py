"""While the network is shut, this machine is reached as ever, and nobody else is."""

import errno
import socket
from collections.abc import Iterator

import pytest
from fal_codegen.cassettes import NetworkShut, offline

LOCAL = "127.0.0.1"
ELSEWHERE = ("192.0.2.1", 443)  # an address of documentation (RFC 5737)


@pytest.fixture
def shut() -> Iterator[None]:
    with offline(lambda host: host == LOCAL):
        yield


@pytest.fixture
def plain() -> Iterator[socket.socket]:
    with socket.socket() as plain:
        yield plain


@pytest.mark.usefixtures("shut")
def test_who_asks_whether_a_local_port_is_open_is_told(plain: socket.socket) -> None:
    with socket.create_server((LOCAL, 0)) as server:
        here = server.getsockname()
        assert plain.connect_ex(here) == 0
    with socket.socket() as other:
        assert other.connect_ex(here) == errno.ECONNREFUSED


@pytest.mark.usefixtures("shut")
def test_a_local_server_is_connected_to(plain: socket.socket) -> None:
    with socket.create_server((LOCAL, 0)) as server:
        plain.connect(server.getsockname())
        assert plain.getpeername() == server.getsockname()


@pytest.mark.usefixtures("shut")
@pytest.mark.parametrize("way", ["connect", "connect_ex"])
def test_a_host_elsewhere_is_not_connected_to(plain: socket.socket, way: str) -> None:
    with pytest.raises(NetworkShut, match=r"192\.0\.2\.1 was not recorded"):
        getattr(plain, way)(ELSEWHERE)


@pytest.mark.usefixtures("shut")
@pytest.mark.parametrize("host", ["fal.run", b"fal.run"])
def test_the_address_of_a_host_elsewhere_is_not_asked_for(host: str | bytes) -> None:
    with pytest.raises(NetworkShut, match=r"fal\.run was not recorded"):
        socket.getaddrinfo(host, 443)
    assert socket.getaddrinfo(LOCAL, 443)
    assert socket.getaddrinfo(None, 443)
