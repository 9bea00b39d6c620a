"""What a running command does when it is told to stop: real processes, and no waiting for time."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from fal_codegen.project import exclusive

from tests.cli.conftest import CANARY, PAINT, Desk, contents

pytestmark = pytest.mark.deep

ATTENTIVE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Heeds Ctrl-C even where the tests run in the background of a shell, which has it ignored."""
RUN = "import sys; from fal_codegen.cli import main; sys.exit(main())"
COMMAND = [sys.executable, "-c", ATTENTIVE + RUN]
TOLD = "error: interrupted; nothing was left half-written"


@contextmanager
def started(
    desk: Desk, *arguments: str, **environment: str
) -> Generator[subprocess.Popen[str], None, None]:
    """Run a command while the block runs."""
    with subprocess.Popen(
        [*COMMAND, "--project", str(desk.root), *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def interrupt(process: subprocess.Popen[str]) -> str:
    """Press Ctrl-C; give what was said until the end."""
    process.send_signal(signal.SIGINT)
    return said(process)


def said(process: subprocess.Popen[str]) -> str:
    """Give what was said until the end."""
    out, err = process.communicate(timeout=30)
    return (out + err).strip()


@contextmanager
def stalling() -> Generator[tuple[socket.socket, str], None, None]:
    """Listen where a proxy would, and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        yield listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def opened_by(process: subprocess.Popen[str], pipe: Path) -> Generator[None, None, None]:
    """Wait until a process reads from a named pipe, and let it read on without an end."""
    end = -1
    while end < 0:
        assert process.poll() is None, "it ended without reading"
        with suppress(OSError):  # as long as no one reads
            end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    try:
        yield
    finally:
        os.close(end)


def test_a_fetch_interrupted_while_the_service_is_silent_changes_nothing(desk: Desk) -> None:
    before = contents(desk.root)
    with (
        stalling() as (listener, proxy),
        started(desk, "fetch", "--source", "live", HTTPS_PROXY=proxy, FAL_KEY=CANARY) as process,
    ):
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1000).startswith(b"CONNECT fal.ai:443")
            assert interrupt(process) == TOLD
    assert process.returncode == 130
    assert contents(desk.root) == before


def test_a_live_recording_interrupted_while_the_service_is_silent_changes_nothing(
    desk: Desk,
) -> None:
    before = contents(desk.root)
    arguments = ("record", "--source", "live", "--yes", PAINT)
    with (
        stalling() as (listener, proxy),
        started(desk, *arguments, HTTPS_PROXY=proxy, FAL_KEY=CANARY) as process,
    ):
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1000).startswith(b"CONNECT fal.run:443")
            assert interrupt(process).endswith(TOLD)
    assert process.returncode == 130
    assert contents(desk.root) == before


def test_a_run_that_waits_for_its_turn_says_so_and_can_be_interrupted(desk: Desk) -> None:
    before = contents(desk.root)
    with (
        exclusive(desk.root, lambda: None),
        started(desk, "generate") as process,
    ):
        assert process.stderr
        assert process.stderr.readline() == "waiting for another run to finish …\n"
        assert interrupt(process) == TOLD
    assert process.returncode == 130
    assert contents(desk.root) == before


def test_the_emulator_announces_itself_serves_and_ends_cleanly(desk: Desk) -> None:
    with started(desk, "serve", "--port", "0") as process:
        assert process.stdout
        first = process.stdout.readline()
        front = first.split()[4]
        assert first == f"The emulator is at {front} until Ctrl-C; it is ours, not fal.\n"
        assert process.stdout.readline() == f"  export FAL_GATEWAY={front} FAL_KEY=any\n"
        place = f"{front}/fal.ai/api/openapi/queue/openapi.json"
        answer = httpx.get(place, params={"endpoint_id": PAINT})
        assert answer.json()["paths"].keys() >= {f"/{PAINT}"}
        assert httpx.get(place, params={"endpoint_id": "fal-ai/nano-banana"}).is_success
        last = interrupt(process)
    assert process.returncode == 0
    assert "Traceback" not in last


def test_a_port_that_is_taken_is_told(desk: Desk) -> None:
    with stalling() as (_, address):
        port = address.rpartition(":")[2]
        with started(desk, "serve", "--port", port) as process:
            out, err = process.communicate(timeout=30)
    assert (out, err) == ("", f"error: port {port}: Address already in use\n")
    assert process.returncode == 2


def test_a_reader_that_goes_away_ends_the_output_quietly(desk: Desk) -> None:
    with started(desk, "cases", "--format", "json") as process:
        assert process.stdout
        assert process.stdout.readline().startswith("{")
        process.stdout.close()
        process.wait(timeout=30)
        assert process.stderr
        assert process.stderr.read() == ""
    assert process.returncode == 2


def test_the_installed_command_is_the_same(desk: Desk) -> None:
    command = Path(sys.executable).with_name("fal-codegen")
    done = subprocess.run(
        [command, "--project", desk.root, "generate", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("files are what the contracts say.\n")
