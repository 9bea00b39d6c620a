import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest

from codegen.emulator import emulator, running

SERVE = """
from codegen.emulator import emulator, serve
serve(emulator({}), 0, lambda url: print(url, flush=True))
print("ended")
"""


def test_every_response_says_that_an_emulator_speaks() -> None:
    with running(emulator({})) as url:
        for path in ("/", "/fal.ai/nothing", "/fal.run/acme/painter", "/queue.fal.run/x"):
            assert httpx.get(url + path).headers["server"] == "fal-codegen-emulator"


def test_an_ended_emulator_leaves_no_thread_and_no_port() -> None:
    before = threading.active_count()
    with running(emulator({})) as url:
        port = httpx.URL(url).port
        assert port is not None
        assert httpx.get(url).status_code == 404
    assert threading.active_count() == before
    with socket.create_server(("127.0.0.1", port)) as again:
        assert again.getsockname()[1] == port


def test_an_emulator_ends_when_its_block_fails() -> None:
    before = threading.active_count()
    with pytest.raises(KeyError), running(emulator({})):
        raise KeyError
    assert threading.active_count() == before


def test_emulators_run_side_by_side() -> None:
    with running(emulator({})) as one, running(emulator({})) as other:
        assert one != other
        assert [httpx.get(url).status_code for url in (one, other)] == [404, 404]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_addresses_are_served(host: str) -> None:
    with running(emulator({}), host) as url:
        assert httpx.get(url).status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com", ""])  # noqa: S104 - the very thing refused
def test_other_addresses_are_refused(host: str) -> None:
    with pytest.raises(ValueError, match="not a loopback address"), running(emulator({}), host):
        pass


def test_a_taken_port_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"), running(emulator({}), port=port):
            pass


def test_serving_ends_cleanly_when_interrupted() -> None:
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SERVE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert httpx.get(url).status_code == 404
        server.send_signal(signal.SIGINT)
        said, complained = server.communicate()
    assert (server.returncode, said, complained) == (0, "ended\n", "")
