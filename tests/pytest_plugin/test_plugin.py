"""The plugin, from outside: pytest runs on a project, and says what it should."""

import re
import shutil

import pytest

from tests.pytest_plugin.conftest import Desk

LOADED = """
import sys

def test_nothing_of_ours_is_loaded():
    ours = {name for name in sys.modules if name.split(".")[0] == "fal_codegen"}
    assert ours == {"fal_codegen", "fal_codegen.pytest_plugin"}
    assert not {"httpx", "vcr", "pydantic", "click"} & {*sys.modules}
"""

BOTH = """
def test_both(fal_emulator, fal_cassette):
    pass
"""

TAPED = """
import socket
import urllib.request

import fal_client
import pytest

ID = "fal-ai/nano-banana"

def test_another_request_is_refused(fal_cassette):
    assert fal_client.run(ID, {"prompt": "a cat"})["images"]
    with pytest.raises(Exception, match="Can't play back this request"):
        fal_client.run(ID, {"prompt": "a dog"})

def test_the_network_is_shut(fal_cassette):
    assert fal_client.run(ID, {"prompt": "a cat"})["images"]
    with pytest.raises(Exception, match="fal.run was not recorded"):
        socket.create_connection(("fal.run", 443))
    with socket.socket() as plain, pytest.raises(Exception, match="192.0.2.1 was not recorded"):
        plain.connect(("192.0.2.1", 443))
    with pytest.raises(Exception, match="Can't play back this request"):
        urllib.request.urlopen("https://fal.run")

@pytest.mark.parametrize("prompt", ["a/b", "a%2Fb", "x" * 300])
def test_every_parameter_has_a_file(fal_cassette, prompt):
    assert fal_client.run(ID, {"prompt": f"{prompt} cat"})["images"]

def test_that_fails(fal_cassette):
    fal_client.run(ID, {"prompt": "a cat"})
    raise ValueError
"""

NAMED = """
import pytest

@pytest.mark.fal_cassette("fal-ai/nano-banana/queue.yaml")
def test_one_of_the_projects_own(fal, fal_cassette):
    from fal_endpoints import nano_banana
    body = {"prompt": PROMPT}
    assert fal.subscribe(nano_banana.Input.from_body(body), logs=True).images

@pytest.mark.fal_cassette("fal-ai/nano-banana/nowhere.yaml")
def test_one_that_is_not_there(fal_cassette):
    pass

@pytest.mark.fal_cassette("../pyproject.toml")
def test_what_is_no_cassette(fal_cassette):
    pass
"""

CLIENTS = """
import asyncio
import os
import subprocess
import sys

import fal_client
import pytest

ID = "fal-ai/nano-banana"
ELSEWHERE = f"import fal_client; print(fal_client.run({ID!r}, {{'prompt': 'a cat'}})['images'])"

@pytest.mark.parametrize("turn", range(2))
def test_each_test_may_have_a_loop_of_its_own(fal_emulator, turn):
    assert asyncio.run(fal_client.subscribe_async(ID, {"prompt": "a cat"}))["images"]
    assert len(fal_emulator.jobs()) == 1

@pytest.mark.parametrize("turn", range(2))
def test_files_go_there_too(fal_emulator, turn):
    assert fal_client.upload(b"x", "text/plain").startswith(fal_emulator.url)
    assert asyncio.run(fal_client.upload_async(b"x", "text/plain")).startswith(fal_emulator.url)

@pytest.mark.fal_emulator(tls=True)
def test_another_process_is_led_there(fal_emulator):
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True,
                          env={"PATH": os.environ["PATH"], **fal_emulator.environment})
    assert fal_emulator.url.partition("//")[2].partition(":")[2] in done.stdout, done.stderr

def test_nothing_is_left_behind():
    assert "FAL_GATEWAY" not in os.environ
    assert os.environ["FAL_KEY"] == "real-id:real-secret-0123456789"
    assert fal_client.client.RUN_URL_FORMAT == "https://fal.run/"

@pytest.mark.fal_emulator(fault="status=429")
def test_a_wrong_argument(fal_emulator):
    pass

@pytest.mark.fal_emulator(faults="stutas=429")
def test_a_wrong_fault(fal_emulator):
    pass

@pytest.mark.fal_emulator(changes=["fal-ai/nano-banana nowhere+1"])
def test_a_wrong_change(fal_emulator):
    pass
"""


def test_a_start_loads_nothing_of_ours(bare: Desk) -> None:
    bare.put("test_loaded.py", LOADED)
    assert bare.pytest().code == 0


@pytest.mark.deep
def test_without_a_project_one_line_says_what_to_do(bare: Desk) -> None:
    bare.put("test_it.py", "def test_it(fal_emulator):\n    pass\n")
    bare.put("pytest.ini", "[pytest]\n")
    outcome = bare.pytest()
    message = f"fal-codegen: {bare.root}: no fal-codegen project here or above; `fal-codegen init "
    assert message in outcome.tests["test_it"]
    assert "Traceback" not in outcome.said
    assert "another exception" not in outcome.said
    bare.put("pytest.ini", "[pytest]\nfal_project = nowhere\n")
    assert "nowhere/pyproject.toml: no such file" in bare.pytest().tests["test_it"]


@pytest.mark.deep
def test_the_project_of_a_run_is_not_taken_for_that_of_tests_in_another(bare: Desk) -> None:
    for name in ("one", "other"):
        bare.put(f"{name}/pyproject.toml", "[tool.fal-codegen]\n[tool.pytest.ini_options]\n")
        bare.put(f"{name}/test_{name}.py", "from fal_codegen.pytest_plugin.checks import TestFal\n")
    outcome = bare.pytest("--collect-only", "one", "other")
    assert "other/test_other.py: of the project " in outcome.said
    assert f"run `pytest` in {bare.root / 'other'} for it" in outcome.said
    assert "one/test_one.py: of the project " not in outcome.said
    assert "Traceback" not in outcome.said
    bare.put("one/test_own.py", "def test_own(fal_project):\n    pass\n")
    bare.put("other/test_emulated.py", "def test_emulated(fal_emulator):\n    pass\n")
    tests = bare.pytest("one/test_own.py", "other/test_emulated.py").tests
    assert tests["test_own"] == ""
    assert "other/test_emulated.py: of the project " in tests["test_emulated"]


@pytest.mark.deep
def test_clients_are_led_to_the_emulator_of_their_test_and_back(shop: Desk) -> None:
    shop.put("tests/test_clients.py", CLIENTS)
    outcome = shop.pytest(FAL_KEY="real-id:real-secret-0123456789")
    wrong = {name.partition("[")[0]: message for name, message in outcome.tests.items() if message}
    assert wrong.keys() == {"test_a_wrong_argument", "test_a_wrong_fault", "test_a_wrong_change"}
    assert "fault: not among faults, changes, tls" in wrong["test_a_wrong_argument"]
    assert "fal-codegen: faults: rule 1 fault:" in wrong["test_a_wrong_fault"]
    assert "unknown change 'nowhere+1'" in wrong["test_a_wrong_change"]
    assert len(outcome.tests) == 9
    assert "Traceback" not in outcome.said


@pytest.mark.deep
def test_an_emulator_beside_a_replay_is_an_error_that_says_why(shop: Desk) -> None:
    shop.put("tests/test_both.py", BOTH)
    message = shop.pytest().tests["test_both"]
    assert "fal_cassette replays, so nothing would reach this test's fal_emulator" in message
    message = shop.pytest("--fal-record=all", "--fal-source=live", FAL_KEY="a:b").tests["test_both"]
    assert "fal_cassette records from fal.ai, so nothing would reach" in message
    assert shop.pytest("--fal-record=once").code == 0
    assert not (shop.root / "tests/cassettes").exists()


@pytest.mark.deep
def test_what_was_recorded_is_replayed_and_nothing_else_gets_out(shop: Desk) -> None:
    file = shop.put("tests/test_taped.py", TAPED)
    assert (
        "--fal-record=once records one"
        in shop.pytest("-k", "shut").tests["test_the_network_is_shut"]
    )
    file.write_text(re.sub(r"( +)with .*raises.*:\n.*\n", "", TAPED), "utf-8")
    recorded = shop.pytest("--fal-record=once", FAL_KEY="real-id:real-secret-0123456789")
    assert [name for name, message in recorded.tests.items() if message] == ["test_that_fails"]
    tapes = [*(shop.root / "tests/cassettes/test_taped").iterdir()]
    assert len(tapes) == 5
    for tape in tapes:
        text = tape.read_text("utf-8")
        assert "source: emulator" in text
        assert "127.0.0.1" not in text
        assert "secret" not in text
    file.write_text(TAPED, "utf-8")
    replayed = shop.pytest()
    assert [name for name, message in replayed.tests.items() if message] == ["test_that_fails"]
    assert "no cassette tests/cassettes/test_taped/test_that_fails.yaml" in replayed.said


@pytest.mark.deep
def test_live_recording_needs_the_key(shop: Desk) -> None:
    shop.put("tests/test_taped.py", TAPED)
    messages = shop.pytest("--fal-record=once", "--fal-source=live", "-k", "fails").tests
    assert "--fal-source=live needs the key in FAL_KEY" in messages["test_that_fails"]


@pytest.mark.deep
def test_a_mark_names_one_of_the_projects_own_recordings(shop: Desk) -> None:
    tape = (shop.root / "cassettes/fal-ai/nano-banana/queue.yaml").read_text("utf-8")
    prompt = " ".join(tape.partition('"prompt":"')[2].partition('"')[0].split())
    shop.put("tests/test_named.py", NAMED.replace("PROMPT", repr(prompt)))
    outcome = shop.pytest("--fal-record=all")
    wrong = {name: message for name, message in outcome.tests.items() if message}
    assert wrong.keys() == {"test_one_that_is_not_there", "test_what_is_no_cassette"}
    assert (
        "no cassette cassettes/fal-ai/nano-banana/nowhere.yaml"
        in wrong["test_one_that_is_not_there"]
    )
    assert "pyproject.toml: not a cassette" in wrong["test_what_is_no_cassette"]


@pytest.mark.deep
def test_one_emulator_can_serve_the_whole_session(shop: Desk) -> None:
    settings = (shop.root / "pyproject.toml").read_text("utf-8")
    shop.put("pyproject.toml", f'{settings}fal_emulator_scope = "session"\n')
    shop.put(
        "tests/test_one.py",
        "seen = set()\n\n"
        + "".join(
            f"def test_{name}(fal_emulator):\n"
            "    seen.add(fal_emulator.url)\n    assert len(seen) == 1\n\n"
            for name in "ab"
        ),
    )
    assert shop.pytest().code == 0
    marked = (
        "import pytest\n\n@pytest.mark.fal_emulator(tls=True)\ndef test_it(fal_emulator): ...\n"
    )
    shop.put("tests/test_marked.py", marked)
    outcome = shop.pytest()
    assert outcome.code == pytest.ExitCode.USAGE_ERROR
    assert "cannot change a fal_emulator that lives for the session" in outcome.said
    shop.put("pyproject.toml", f'{settings}fal_emulator_scope = "sesion"\n')
    assert "fal_emulator_scope = sesion: not among function, class" in shop.pytest().said


@pytest.mark.deep
def test_a_project_without_a_client_is_told_to_generate_one(shop: Desk) -> None:
    shutil.rmtree(shop.root / "generated")
    shop.put("tests/test_it.py", "def test_it(fal):\n    pass\n")
    assert "no client yet; `fal-codegen generate` writes it" in shop.pytest().tests["test_it"]


@pytest.mark.deep
def test_the_examples_of_the_documentation_run(shop: Desk, documented: dict[str, str]) -> None:
    for path, text in documented.items():
        shop.put(path, text)
    assert len(documented) == 5
    recorded = shop.pytest("--fal-record=once", "tests/test_recorded.py")
    assert recorded.code == 0, recorded.said
    outcome = shop.pytest()
    assert outcome.code == 0, outcome.said
    assert {"project", "fal-ai/nano-banana:request", "fal-ai/nano-banana:docs"} <= {*outcome.tests}
