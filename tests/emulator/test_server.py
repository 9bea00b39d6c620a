import asyncio
import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
from fal_codegen.cli import main
from fal_codegen.emulator import emulator, running
from fal_codegen.emulator.jobs.clock import Clock

from .conftest import DOCUMENTS, KEY, WRITE, Stage

BODY = {"prompt": "a red boat"}

SERVE = """
from fal_codegen.emulator import emulator, serve
serve(emulator({}), 0, lambda url: print(url, flush=True))
print("ended")
"""


def test_every_response_says_that_an_emulator_speaks(client: httpx.Client) -> None:
    for path in ("/", "/fal.ai/nothing", "/fal.run/acme/painter", "/queue.fal.run/x"):
        assert client.get(path).headers["server"] == "fal-codegen-emulator"


@pytest.mark.parametrize(("line", "status"), [("OPTIONS *", b"404"), ("GET ?", b"400")])
def test_a_request_without_a_path_is_answered(stage: Stage, line: str, status: bytes) -> None:
    stage.app = emulator({})
    url = httpx.URL(stage.url)
    with socket.create_connection((url.host, url.port or 80)) as caller:
        caller.sendall(f"{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
        answer = caller.makefile("rb").read()
    assert answer.split()[1] == status
    assert b"\r\nserver: fal-codegen-emulator\r\n" in answer


def test_a_caller_that_leaves_while_it_speaks_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with (
        running(emulator(DOCUMENTS)) as base,
        httpx.Client(base_url=base, headers=KEY) as client,
    ):
        url = client.base_url
        with socket.create_connection((url.host, url.port or 80)) as caller:
            head = f"POST /fal.run/{WRITE} HTTP/1.1\r\nhost: localhost\r\nauthorization: Key a\r\n"
            caller.sendall(f"{head}content-length: 9\r\n\r\n{{".encode())
        while not (counted := client.get("/emulator/requests").json()):
            pass
    assert counted == [{"host": "fal.run", "method": "POST", "status": 0, "count": 1}]
    assert caplog.text == ""


def test_an_ended_emulator_leaves_no_thread_and_no_port() -> None:
    before = threading.active_count()
    with running(emulator({})) as url:
        port = httpx.URL(url).port
        assert port is not None
        assert httpx.get(url).status_code == 303
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
        assert [httpx.get(url).status_code for url in (one, other)] == [303, 303]


def test_an_emulator_ends_while_requests_go_on_and_on(caplog: pytest.LogCaptureFixture) -> None:
    before = threading.active_count()
    asleep = threading.Semaphore(0)
    cut: list[str] = []

    async def sleep(_: float) -> None:
        asleep.release()
        await asyncio.Event().wait()

    def ask(fault: str, method: str, url: str) -> None:
        headers = {**KEY, "x-emulator-fault": fault}
        try:
            httpx.request(method, url, content=json.dumps(BODY), headers=headers, timeout=30)
        except httpx.TransportError:
            cut.append(fault)

    with running(emulator(DOCUMENTS, clock=Clock(sleep=sleep))) as url:
        slow = {**KEY, "x-emulator-fault": "takes=9"}
        ticket = httpx.post(f"{url}/queue.fal.run/{WRITE}", json=BODY, headers=slow).json()
        requests = [
            ("latency=60", "POST", f"{url}/fal.run/{WRITE}"),
            ("takes=60", "POST", f"{url}/fal.run/{WRITE}"),
            ("", "GET", f"{ticket['status_url']}/stream"),
        ]
        callers = [threading.Thread(target=ask, args=each) for each in requests]
        for caller in callers:
            caller.start()
        assert all(asleep.acquire(timeout=30) for _ in requests)
    for caller in callers:
        caller.join(timeout=30)
    assert sorted(cut) == ["", "latency=60", "takes=60"]
    assert threading.active_count() == before
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("sent", "status"),
    [("Key sesame", 200), ("Bearer sesame", 200), ("Key sesam", 401), ("Key", 401), ("", 401)],
)
def test_an_emulator_with_a_key_takes_no_other(stage: Stage, sent: str, status: int) -> None:
    stage.app = emulator(DOCUMENTS, key="sesame")
    with httpx.Client(base_url=stage.url, headers={"authorization": sent}) as client:
        for path in (f"/fal.run/{WRITE}", f"/queue.fal.run/{WRITE}"):
            answer = client.post(path, json=BODY)
            assert answer.status_code == status
            assert "sesame" not in answer.text
        assert client.get("/emulator/jobs").status_code == status


def test_the_command_serves_others_only_with_a_key(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAL_EMULATOR_KEY", raising=False)
    assert main(["serve", "--host", "192.0.2.1"]) == 2
    assert "others can reach '192.0.2.1': give a --key" in capsys.readouterr().err
    monkeypatch.setenv("FAL_EMULATOR_KEY", "sesame")
    assert main(["serve", "--host", "192.0.2.1", "--port", "0"]) == 2
    assert "192.0.2.1, port 0: Cannot assign requested address" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--change", "fal-ai/nano-banana nope"], "fal-ai/nano-banana: unknown change 'nope'"),
        (["--change", "acme/gone x"], "acme/gone: no such endpoint"),
        (["--change", "fal-ai/nano-banan x"], "(did you mean fal-ai/nano-banana"),
        (["--faults", "FILE"], "rule 1 fault: unknown fault 'nix'"),
    ],
)
def test_the_command_says_what_it_cannot_serve(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], message: str
) -> None:
    schedule = tmp_path / "faults.toml"
    schedule.write_text('[[rule]]\nfault = "nix"\n')
    given = [str(schedule) if each == "FILE" else each for each in arguments]
    assert main(["serve", *given]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_addresses_are_served(host: str) -> None:
    with running(emulator({}), host) as url:
        assert httpx.get(url).status_code == 303


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
        assert httpx.get(url).status_code == 303
        server.send_signal(signal.SIGINT)
        said, complained = server.communicate()
    assert (server.returncode, said, complained) == (0, "ended\n", "")
