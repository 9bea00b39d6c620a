"""conform, as its user sees it."""

import json
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import Desk, copied

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def with_kit(finished: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = copied(finished, tmp_path_factory.mktemp("kit"))
    with (desk.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('languages = ["python", "conformance"]\n')
    assert desk.run("generate") == 0
    return desk


@pytest.fixture
def kit(with_kit: Desk, tmp_path: Path) -> Desk:
    return copied(with_kit, tmp_path)


def without_scripts(desk: Desk, *kept: str) -> None:
    for file in (desk.root / "generated/conformance/scripts").iterdir():
        if file.stem not in kept:
            file.unlink()


def program(desk: Desk, start: str, otherwise: str) -> list[str]:
    file = desk.root / "port.py"
    file.write_text(
        "import json, sys\n"
        "for asked in map(json.loads, sys.stdin):\n"
        "    if asked['do'] == 'stop': break\n"
        f"    reply = {start} if asked['do'] == 'start' else {otherwise}\n"
        "    print(json.dumps({'id': asked['id'], **reply}), flush=True)\n",
        "utf-8",
    )
    return ["--", sys.executable, str(file)]


ALL = "validate read run queue cancel stream upload upload_parts data_uri webhook"
QUICK = ("run_not_found", "run_refused", "queue", "queue_failed", "queue_foreign_host", "cancel")


@pytest.mark.parametrize("scripts", [QUICK, pytest.param((), marks=pytest.mark.deep)])
def test_our_own_client_passes_every_test(
    kit: Desk, capsys: Said, scripts: tuple[str, ...]
) -> None:
    if scripts:
        without_scripts(kit, *scripts)
    assert kit.run("conform") == 0, capsys.readouterr().out
    *_, last = capsys.readouterr().out.splitlines()
    name, _, counts = last.partition(": ")
    passed, _, all_ = counts.removesuffix(" passed.").partition(" of ")
    assert (name, passed) == ("fal_endpoints", all_)
    assert int(all_) > 60


def test_a_client_that_takes_everything_is_told_what_to_refuse(kit: Desk, capsys: Said) -> None:
    without_scripts(kit)
    port = program(
        kit,
        "{'ok': {'name': 'lax', 'features': ['validate', 'read']}}",
        "{'ok': {'taken': True, 'sent': asked.get('body'), 'answer': asked.get('answer')}}",
    )
    assert kit.run("conform", "--format", "json", *port) == 1
    outcomes = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    failed = [each for each in outcomes if each["verdict"] == "failed"]
    assert failed
    assert all(each["test"].startswith("requests/") for each in failed)
    assert "/num_images: maximum 4: taken and must not be" in {each["said"] for each in failed}
    assert all(each["exchange"][0].startswith("body: ") for each in failed)


def test_what_a_client_does_not_offer_is_a_gap_unless_it_is_known(kit: Desk, capsys: Said) -> None:
    port = program(kit, "{'ok': {'name': 'idle', 'features': []}}", "{}")
    assert kit.run("conform", *port) == 1
    assert "idle: 0 of " in capsys.readouterr().out
    known = kit.root / "known.txt"
    known.write_text("* # nothing is there yet\n", "utf-8")
    assert kit.run("conform", "--known", known, *port) == 0
    assert " known failures.\n" in capsys.readouterr().out


@pytest.mark.deep
def test_what_could_not_be_tried_is_no_failure_and_no_success(kit: Desk, capsys: Said) -> None:
    port = program(
        kit,
        f"{{'ok': {{'features': '{ALL}'.split()}}}}",
        "{'error': 'no'}",
    )
    assert kit.run("conform", "--format", "junit", *port) == 2
    root = ET.fromstring(capsys.readouterr().out)  # noqa: S314 - our own text
    assert {suite.get("name") for suite in root} == {"requests", "answers", "scripts", "emulator"}
    assert all(suite.get("tests") == suite.get("errors") for suite in root)


def test_a_kit_that_breaks_its_schema_convicts_itself(kit: Desk, capsys: Said) -> None:
    file = kit.root / "generated/conformance/scripts/run_refused.json"
    script = json.loads(file.read_text("utf-8"))
    script["exchanges"][0]["body"] = "anything"
    file.write_text(json.dumps(script), "utf-8")
    assert kit.run("conform") == 2
    error = capsys.readouterr().err
    assert f"error: {file}#/exchanges/0/body: the kit is broken" in error
    assert error.count("\n") == 1


def test_a_project_without_a_kit_is_told_how_to_have_one(desk: Desk, capsys: Said) -> None:
    assert desk.run("conform") == 2
    assert 'add "conformance" to languages' in capsys.readouterr().err


def test_a_client_never_sees_the_users_key(
    kit: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAL_KEY", "canary:key")
    shutil.rmtree(kit.root / "generated/conformance/scripts")
    port = program(
        kit,
        "{'ok': {'features': [], 'name': repr(dict(__import__('os').environ))}}",
        "{}",
    )
    assert kit.run("conform", *port) == 1
    assert "canary:key" not in capsys.readouterr().out
