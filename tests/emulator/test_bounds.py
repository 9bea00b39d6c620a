"""What a connection may send before anybody looks at what it says, spoken on raw sockets."""

import asyncio
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fal_codegen.emulator import emulator, running
from fal_codegen.emulator.protocol import BoundedProtocol

from .conftest import DOCUMENTS, KEY, WRITE

LINE = b"GET /emulator/jobs HTTP/1.1\r\n"
KEPT = LINE + b"host: localhost\r\nauthorization: Key a\r\n"
OPEN = KEPT + b"connection: close\r\n"
CHUNKED = (
    f"POST /fal.run/{WRITE} HTTP/1.1\r\nhost: localhost\r\nauthorization: Key a\r\n"
    "connection: close\r\ntransfer-encoding: chunked\r\n\r\n"
).encode()
BODY = b'{"prompt":"a red boat"}'
ENDLESS = 64 * 2**20
"""Bytes after which a test gives up on a server that goes on listening."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with running(emulator(DOCUMENTS)) as base:
        yield base


def connect(base: str) -> socket.socket:
    url = httpx.URL(base)
    return socket.create_connection((url.host, url.port or 80), timeout=30)


def response(base: str, *sent: bytes) -> bytes:
    """Send all that, and give what comes until the server ends the connection."""
    with connect(base) as caller:
        for part in sent:
            caller.sendall(part)
        return caller.makefile("rb").read()


def heard(base: str, start: bytes, endless: bytes) -> int:
    """Send something without end; give the bytes after which the server hears no more."""
    block, sent = endless * (65536 // len(endless) + 1), 0
    with connect(base) as caller:
        caller.sendall(start)
        try:
            while sent < ENDLESS:
                sent += caller.send(block)
        except OSError:
            return sent
    pytest.fail("the server listens for ever")


def status(answer: bytes) -> int:
    return int(answer.split()[1])


def large(size: int, name: bytes = b"x-large") -> bytes:
    """Spell a header of so many bytes, its end of line included."""
    return name + b": " + b"v" * (size - len(name) - 4) + b"\r\n"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (
            b"GET /emulator/jobs?"
            + b"q" * 8_170
            + b" HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
            401,
        ),
        (b"GET /emulator/jobs?" + b"q" * 8_200 + b" HTTP/1.1\r\nhost: localhost\r\n\r\n", 414),
        (OPEN + large(32_000) + b"\r\n", 200),
        (OPEN + large(33_000) + b"\r\n", 431),
        (OPEN + b"".join(large(500, b"x-%d" % n) for n in range(70)) + b"\r\n", 431),
        (OPEN + b"".join(b"x-%d: y\r\n" % n for n in range(97)) + b"\r\n", 200),
        (OPEN + b"".join(b"x-%d: y\r\n" % n for n in range(98)) + b"\r\n", 431),
        (OPEN + b"x: y\r\n" * 98 + b"\r\n", 431),
        (CHUNKED + b"17\r\n" + BODY + b"\r\n0\r\n\r\n", 200),
        (CHUNKED + b"17;say=cheese\r\n" + BODY + b"\r\n0\r\nx-sum: 1\r\n\r\n", 200),
        (CHUNKED + b"17\r\n" + BODY + b"\r\n0\r\n" + large(33_000) + b"\r\n", 431),
        (CHUNKED + b"17\r\n" + BODY + b"\r\n0\r\n" + b"x: y\r\n" * 101 + b"\r\n", 431),
        (CHUNKED + b"17;" + b"e" * 37_000 + b"\r\n" + BODY + b"\r\n0\r\n\r\n", 431),
        (b"NONSENSE\r\n\r\n", 400),
        (KEPT + b"connection: upgrade\r\nupgrade: h2c\r\n\r\n" + KEPT + b"\r\n", 200),
        (CHUNKED[:-2] + b"connection: upgrade\r\nupgrade: h2c\r\n\r\n0\r\n\r\n", 400),
        (CHUNKED[:-2] + b"connection: upgrade\r\nupgrade: websocket\r\n\r\n0\r\n\r\n", 400),
    ],
)
def test_a_head_beyond_its_bounds_is_answered_and_goes_nowhere(
    base: str, sent: bytes, expected: int
) -> None:
    answer = response(base, sent)
    assert status(answer) == expected
    assert b"\r\nserver: fal-codegen-emulator\r\n" in answer


@pytest.mark.parametrize(
    ("start", "endless"),
    [
        (b"GET /", b"a"),
        (b"GET / HTTP/1.1\r\n", b"a"),
        (b"GET / HTTP/1.1\r\nx: ", b"a"),
        (b"GET / HTTP/1.1\r\n", b"x: y\r\n"),
        (b"GET / HTTP/1.1\r\nx: y", b" "),
        (b"", b"\r\n"),
        (CHUNKED + b"17;", b"e"),
        (CHUNKED + b'17;e="', b"e"),
        (CHUNKED + b"17\r\n" + BODY + b"\r\n", b"0"),
        (CHUNKED + b"17\r\n" + BODY + b"\r\n17;", b"e"),
        (CHUNKED + b"17\r\n" + BODY + b"\r\n0\r\nx: ", b"e"),
        (CHUNKED + b"17\r\n" + BODY + b"\r\n0\r\n", b"x: y\r\n"),
        (b"", b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"),
    ],
)
def test_nothing_is_listened_to_without_end(base: str, start: bytes, endless: bytes) -> None:
    assert heard(base, start, endless) < ENDLESS
    assert httpx.get(f"{base}/emulator/jobs", headers=KEY).status_code == 200


def test_a_body_in_many_small_chunks_is_a_body(base: str) -> None:
    chunks = b"".join(b"1;a=b\r\n%c\r\n" % byte for byte in BODY + b" " * 20_000)
    assert status(response(base, CHUNKED, chunks, b"0\r\n\r\n")) == 200


def test_a_trailer_is_no_header_of_the_request(base: str) -> None:
    sent = CHUNKED + b"17\r\n" + BODY + b"\r\n0\r\nx-emulator-fault: status=503\r\n\r\n"
    assert status(response(base, sent)) == 200


def test_a_body_without_end_is_heard_twice_its_bound_at_most(base: str) -> None:
    head = CHUNKED.replace(b"transfer-encoding: chunked", b"content-length: 999999999999")
    with connect(base) as caller:
        caller.sendall(head)
        with pytest.raises(OSError, match=r".*"):
            caller.sendall(b" " * ENDLESS)
    again = CHUNKED.replace(b"transfer-encoding: chunked", b"content-length: 16777217")
    assert status(response(base, again, b" " * 16_777_217)) == 413


def test_of_requests_sent_ahead_some_wait_and_no_crowd(base: str) -> None:
    few = response(base, (KEPT + b"\r\n") * 3, OPEN, b"\r\n")
    assert few.count(b"HTTP/1.1 200") == 4
    with pytest.raises(OSError, match=r".*"):
        response(base, (KEPT + b"\r\n") * 5_000)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the server wait for no head: the time is over as soon as it has begun."""
    begin = BoundedProtocol.connection_made

    def soon(self: BoundedProtocol, transport: asyncio.BaseTransport) -> None:
        self.timeout_keep_alive = 0
        begin(self, transport)

    monkeypatch.setattr(BoundedProtocol, "connection_made", soon)


@pytest.mark.usefixtures("hasty")
def test_a_connection_that_says_nothing_is_ended() -> None:
    with running(emulator({})) as base, connect(base) as caller:
        assert caller.recv(1) == b""


def test_a_head_that_drips_is_ended_however_often_it_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then moves no deadline: it is the head that has one."""
    late: list[BoundedProtocol] = []
    wait = vars(BoundedProtocol)["_wait_for_head"]  # the test is the clock

    def noted(self: BoundedProtocol) -> None:
        wait(self)
        late.append(self)

    monkeypatch.setattr(BoundedProtocol, "_wait_for_head", noted)
    with running(emulator({})) as base, connect(base) as caller:
        for byte in LINE:
            caller.sendall(bytes([byte]))
        while not late or not vars(late[0])["_silent"]:  # until the first byte came
            time.sleep(0.001)
        (connection,) = late
        deadline = connection.timeout_keep_alive_task
        assert deadline is not None
        assert not deadline.cancelled()
        connection.loop.call_soon_threadsafe(connection.timeout_keep_alive_handler)
        assert status(caller.makefile("rb").read()) == 408


def test_of_too_many_connections_the_one_that_is_idle_longest_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(BoundedProtocol, "most_connections", 3)
    with running(emulator({})) as base, ExitStack() as opened:
        first, *others = [opened.enter_context(connect(base)) for _ in range(3)]
        for caller in (first, *others):
            caller.sendall(KEPT + b"\r\n")
            assert caller.recv(12) == b"HTTP/1.1 200"
        assert httpx.get(f"{base}/emulator/jobs", headers=KEY).status_code == 200
        first.makefile("rb").read()  # to its end: nothing is sent on it any more
        for caller in others:
            caller.sendall(OPEN + b"\r\n")
            assert b"HTTP/1.1 200" in caller.makefile("rb").read()


def resident(pid: int) -> float:
    """Give the MiB that a process has in memory at the most."""
    status_text = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", status_text)
    assert found
    return int(found[1]) / 1024


def test_what_few_callers_need_costs_the_others_no_memory() -> None:
    asked = "import sys; import fal_codegen.emulator; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert {"cryptography", "jsonschema", "trustme"} & {*done.stdout.split()} == set()


@pytest.mark.deep
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read memory from")
def test_idle_connections_and_headers_without_end_cost_little_memory(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.fal-codegen]\nendpoints = []\n")
    command = [
        sys.executable,
        "-c",
        "from fal_codegen.cli import main; main()",
        "serve",
        "--port",
        "0",
        "--key",
        "sesame",
    ]
    with (
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server,
        ExitStack() as opened,
    ):
        assert server.stdout
        base = server.stdout.readline().split("at ")[1].split()[0]
        idle = [opened.enter_context(connect(base)) for _ in range(500)]
        for caller in idle:
            caller.sendall(b"GET /fal.ai/x HTTP/1.1\r\nhost: localhost\r\n" + large(20_000))
        sent = 0
        while sent < 300 * 2**20:
            with connect(base) as caller:
                caller.sendall(b"GET / HTTP/1.1\r\n")
                try:
                    for _ in range(64):
                        sent += caller.send(large(65536))
                except OSError:
                    continue
        document = f"{base}/fal.ai/api/openapi/queue/openapi.json?endpoint_id=fal-ai/nano-banana"
        assert httpx.get(document).status_code == 200
        assert resident(server.pid) < 110  # 120 is promised, on machines that differ
        server.terminate()


def test_who_may_not_use_a_websocket_is_not_listened_to_without_end(base: str) -> None:
    """A frame is kept until it is whole, so one that comes without a key must not be taken."""
    handshake = (
        f"GET /fal.run/{WRITE}/realtime HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\n"
        "upgrade: websocket\r\nsec-websocket-version: 13\r\n"
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()
    frame = b"\x82\xff" + (16_000_000).to_bytes(8, "big") + b"mask"
    with connect(base) as caller:
        caller.sendall(handshake)
        answer = b""
        while not answer.endswith(b"\x03\xf0"):  # 1008, in the frame that closes
            answer += caller.recv(4096)
        assert b"Unauthorized" in answer
        with pytest.raises(OSError, match=r".*"):
            caller.sendall(frame + b"x" * 15_000_000)
