"""The language `shell`: a script per endpoint, run as a user runs it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.emit import LANGUAGES, ModuleSpec
from fal_codegen.emulator import emulator, running

from tests.documents import PAINTER, document, fields
from tests.emit.conftest import TEMPLATES, endpoint_of
from tests.emit.test_attacks import CANARY, PAYLOADS

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")


def ask(text: str = "a red door") -> dict[str, Json]:
    prompt: Json = {
        "type": "string",
        "minLength": 3,
        "description": text,
        "examples": [f"{text}, open"],
    }
    return fields("prompt", prompt=prompt, size={"type": "integer", "maximum": 4, "default": 1})


def script(folder: Path, given: Json) -> Path:
    spec = ModuleSpec(endpoint_of(document(given)), "painter", "")
    made = LANGUAGES["shell"].render([spec], "fal_endpoints", TEMPLATES)
    (text,) = made.values()
    assert [*made] == [f"shell/{PAINTER}/run.sh"]
    file = folder / "run.sh"
    file.write_text(text, "utf-8")
    return file


def run(file: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"]} | variables
    command = ["sh", str(file), *arguments]
    return subprocess.run(
        command, env=kept, cwd=file.parent, capture_output=True, text=True, check=False
    )


@needs_curl
def test_a_script_makes_the_call_and_prints_the_answer(tmp_path: Path) -> None:
    whole = document(ask(), fields("words", words={"type": "string"}))
    file = script(tmp_path, ask())
    with running(emulator({endpoint_of(whole).id: whole}, key="a:key")) as url:
        good = run(file, FAL_KEY="a:key", FAL_GATEWAY=url)
        refused = run(file, '{"prompt": "a", "size": 5}', FAL_KEY="a:key", FAL_GATEWAY=url)
    assert [*json.loads(good.stdout)] == ["words"]
    assert refused.returncode != 0
    assert [each["type"] for each in json.loads(refused.stdout)["detail"]] == [
        "string_too_short",
        "less_than_equal",
    ]


@needs_curl
def test_a_script_without_a_key_says_so_and_asks_nobody(tmp_path: Path) -> None:
    file = script(tmp_path, ask())
    with running(emulator({EndpointId(PAINTER): document(ask())})) as url:
        done = run(file, FAL_GATEWAY=url)
        key = {"Authorization": "Key any"}
        asked = httpx.get(f"{url}/emulator/requests", headers=key).json()
    assert done.returncode != 0
    assert (done.stdout, asked) == ("", [])
    assert done.stderr.endswith("FAL_KEY: is not set\n")


def test_limits_stand_in_comments(tmp_path: Path) -> None:
    lines = script(tmp_path, ask()).read_text("utf-8").splitlines()
    assert "# prompt (required): a red door Length: at least 3." in lines
    assert "# size: Default: 1. Range: at most 4." in lines


@pytest.mark.parametrize("name", sorted(PAYLOADS.keys() - {"surrogate_half", "long"}))
def test_what_a_document_says_stays_text(tmp_path: Path, name: str) -> None:
    payload = PAYLOADS[
        name
    ]  # a body that systems take as an argument, and that readers take at all
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "curl").write_text('#!/bin/sh\nfor each; do printf "%s\\n" "$each"; done\n')
    (bin_ / "curl").chmod(0o755)
    file = script(tmp_path, ask(payload))
    done = run(file, FAL_KEY="a:key", PATH=f"{bin_}:{os.environ['PATH']}")
    sent = done.stdout.splitlines()
    assert done.stderr == ""
    assert json.loads(sent[sent.index("--data-raw") + 1])["prompt"] == f"{payload}, open"
    assert "a:key" not in done.stdout
    assert not (tmp_path / CANARY).exists()
