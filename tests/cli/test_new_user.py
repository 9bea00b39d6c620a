"""The whole way of a new user, verb by verb, and what is found to have gone wrong on it."""

import json
import shutil
from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.cli.app import VERBS
from fal_codegen.pipeline.contracts import LoadedContract

from tests.cli.conftest import CANARY, PAINT, RETOUCH, Desk, contents

Said = pytest.CaptureFixture[str]


@pytest.mark.deep
def test_from_an_empty_folder_to_a_checked_client(empty: Desk, capsys: Said) -> None:
    folder = str(empty.documents)
    steps = {
        ("fetch", "--source", folder): "2 endpoints from ",
        ("generate",): "files in ",
        ("generate", "--check"): "files are what the contracts say.",
        ("check",): "0 findings, 0 accepted",
        ("record",): "20 cassettes from emulator, 20 new.",
        ("record", PAINT): "10 cassettes from emulator, 0 new.",
        ("check", "--format", "json"): '"rule": "docs-missing"',
        ("drift", "--source", folder): "No drift",
        ("cases",): "accepted acme/painter num_images",
        ("pipeline", "--source", folder): "2 contracts from a folder of documents, ",
    }
    for arguments, message in steps.items():
        assert empty.run(*arguments) == 0, capsys.readouterr().err
        assert message in capsys.readouterr().out
    assert {path.partition("/")[0] for path in contents(empty.root)} == {
        "cassettes",
        "contracts",
        "generated",
        "pyproject.toml",
        "tests",
    }


def test_cases_as_json_are_one_vector_a_line(desk: Desk, capsys: Said) -> None:
    assert desk.run("cases", "--format", "json", PAINT) == 0
    vectors = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {vector["endpoint"] for vector in vectors} == {PAINT}
    assert [
        (vector["body"]["num_images"], vector["valid"])
        for vector in vectors
        if (vector["place"], vector["keyword"]) == ("num_images", "maximum")
    ] == [(4, True), (5, False), (3, True)]


def test_in_the_folder_of_a_project_no_folder_need_be_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.root)
    assert main(["generate", "--check"]) == 0


NEEDED: dict[str, list[str]] = {
    "accept": ["--all", "--reason", "x"],
    "add": [PAINT],
    "history": [PAINT],
    "probe": [PAINT, "--base-url", "http://127.0.0.1:1"],
    "remove": [PAINT],
}
NEEDS_PROJECT = [verb for verb in VERBS if verb not in ("init", "docs")]


@pytest.mark.parametrize("verb", NEEDS_PROJECT)
def test_a_folder_that_is_no_project_is_told_what_to_do(
    tmp_path: Path, capsys: Said, verb: str
) -> None:
    needs = NEEDED.get(verb, [])
    assert main(["--project", str(tmp_path), verb, *needs]) == 2
    file = tmp_path / "pyproject.toml"
    message = f"error: {file}: no such file; `fal-codegen init {tmp_path}` makes one\n"
    assert capsys.readouterr().err == message
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("verb", ["generate", "check", "drift", "cases", "record"])
def test_a_project_without_contracts_is_told_to_fetch(empty: Desk, capsys: Said, verb: str) -> None:
    before = contents(empty.root)
    assert empty.run(verb) == 2
    error = capsys.readouterr().err
    what_to_do = "no contracts yet; `fal-codegen add ENDPOINT` fetches one"
    assert error == f"error: {empty.root / 'contracts'}: {what_to_do}\n"
    assert contents(empty.root) == before


@pytest.mark.parametrize("verb", ["drift", "cases", "record"])
def test_an_endpoint_without_a_contract_is_named(desk: Desk, capsys: Said, verb: str) -> None:
    assert desk.run(verb, "acme/poet") == 2
    message = f"{desk.root / 'contracts'}: no contract of acme/poet; `fal-codegen add acme/poet`"
    assert capsys.readouterr().err == f"error: {message} fetches it\n"


@pytest.mark.parametrize("verb", ["drift", "cases", "record", "remove"])
def test_an_endpoint_that_is_misspelt_is_asked_for_by_the_name_that_is_like_it(
    desk: Desk, capsys: Said, verb: str
) -> None:
    assert desk.run(verb, "acme/pinter/retouch") == 2
    assert f"(did you mean {RETOUCH}?)" in capsys.readouterr().err


def test_a_verb_that_is_misspelt_is_asked_for_too(capsys: Said) -> None:
    assert main(["fech"]) == 2
    message = "error: no verb 'fech' (did you mean fetch?); see `fal-codegen --help`\n"
    assert capsys.readouterr().err == message


def test_what_goes_wrong_unforeseen_could_not_tell(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(LoadedContract, "cases", fails)
    assert desk.run("cases") == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.deep
def test_the_key_is_in_no_file_and_no_output(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(desk.root / "generated")
    shutil.rmtree(desk.root / "cassettes" / PAINT)
    monkeypatch.setenv("FAL_KEY", CANARY)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    folder = str(desk.documents)
    said = ""
    for arguments in (
        ("fetch", "--source", folder),
        ("generate",),
        ("record",),
        ("check",),
        ("fetch", "--source", "live"),
        ("record", "--source", "live", "--yes", PAINT),
    ):
        desk.run(*arguments)
        shown = capsys.readouterr()
        said += shown.out + shown.err
    assert "20 cassettes from emulator, 20 new." in said
    for part in (CANARY, *CANARY.split(":")):
        assert part not in said
        assert not [path for path, data in contents(desk.root).items() if part.encode() in data]
