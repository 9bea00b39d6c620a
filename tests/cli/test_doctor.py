"""What doctor says of an installation and a project: what there is, and what is to do."""

import json
import re
from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.emulator import emulator

from tests.cli.conftest import (
    CANARY,
    PAINT,
    RETOUCH,
    Desk,
    as_live,
    changed,
    contents,
    document,
)

pytestmark = pytest.mark.deep

Said = pytest.CaptureFixture[str]


def examined(desk: Desk, capsys: Said, code: int, *more: str) -> list[str]:
    """Run doctor; give what it says of the project."""
    capsys.readouterr()
    assert desk.run("doctor", "--source", desk.documents, *more) == code
    said = capsys.readouterr().out.splitlines()
    start = next(place for place, line in enumerate(said) if line.startswith("source "))
    return said[start:]


def test_a_project_in_which_all_is_well_needs_nothing(desk: Desk, capsys: Said) -> None:
    before = contents(desk.root)
    source, dates, last = examined(desk, capsys, 0)
    assert source == f"source {desk.documents}: answers"
    assert re.fullmatch(r"contracts: fetched \d{4}-\d\d-\d\d", dates)
    assert last == "Nothing is to do."
    assert contents(desk.root) == before


def test_versions_are_told_where_there_is_no_project(tmp_path: Path, capsys: Said) -> None:
    assert main(["--project", str(tmp_path), "doctor"]) == 2
    shown = capsys.readouterr()
    assert re.search(r"^Python: 3\.\d+\.\d+$", shown.out, re.MULTILINE)
    assert re.search(r"^datamodel-code-generator: \d", shown.out, re.MULTILINE)
    assert "no such file; `fal-codegen init " in shown.err


@pytest.mark.parametrize(("key", "message"), [("", "not set"), (" ", "not set"), (CANARY, "set")])
def test_of_a_key_only_that_it_is_set_is_told(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, key: str, message: str
) -> None:
    monkeypatch.setenv("FAL_KEY", key)
    assert desk.run("doctor", "--source", desk.documents) == 0
    shown = capsys.readouterr()
    assert f"FAL_KEY: {message}\n" in shown.out
    assert not [part for part in CANARY.split(":") if part in shown.out + shown.err]


def test_all_that_is_stale_is_named_with_the_verb_that_mends_it(desk: Desk, capsys: Said) -> None:
    contract = desk.root / f"contracts/{PAINT}/openapi.json"
    contract.write_text(contract.read_text("utf-8").replace('"maximum": 4', '"maximum": 3'))
    (desk.root / f"contracts/{RETOUCH}/openapi.json").write_text("{", "utf-8")
    config = desk.root / "pyproject.toml"
    text = config.read_text("utf-8").replace("endpoints = [", 'endpoints = ["acme/poet", ', 1)
    config.write_text(f'{text}\ntemplates = "templates"\n', "utf-8")
    old = desk.root / "templates/python/runtime/_patience.py"
    old.parent.mkdir(parents=True)
    old.write_text("", "utf-8")
    said = "\n".join(examined(desk, capsys, 1))
    assert "1 endpoint without a contract: `fal-codegen fetch` (acme/poet)" in said
    assert f"1 contract that cannot be read: `fal-codegen check` says why ({RETOUCH})" in said
    edited = "1 contract not as it was fetched: `fal-codegen fetch --source FOLDER`, or keep "
    assert f"{edited}the edit in mind ({PAINT})" in said
    assert "of another version or template: `fal-codegen generate` (" in said
    stale = ", ".join(f"{PAINT}/refused/num_images.{end}imum.yaml" for end in ("max", "min"))
    before = "2 cassettes recorded before the contract changed there: `fal-codegen record`"
    assert f"{before} ({stale})" in said
    assert "1 template in the place of none of ours: rename or remove it (python/" in said
    assert "Nothing is to do." not in said


def test_an_endpoint_that_was_renamed_in_the_settings_is_told_till_the_old_one_is_removed(
    desk: Desk, capsys: Said
) -> None:
    config = desk.root / "pyproject.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace(f'"{RETOUCH}"', '"acme/poet"'), "utf-8")
    said = "\n".join(examined(desk, capsys, 1))
    named = "1 contract that pyproject.toml does not list: `fal-codegen remove` it, or `add` it"
    assert f"{named} ({RETOUCH})" in said
    assert desk.run("remove", RETOUCH, "--yes") == 0
    assert "does not list" not in "\n".join(examined(desk, capsys, 1))


def test_a_contract_that_is_not_listed_may_stay(desk: Desk, capsys: Said) -> None:
    config = desk.root / "pyproject.toml"
    text = config.read_text("utf-8")
    config.write_text(re.sub(rf'\s*"{RETOUCH}",?', "", text), "utf-8")
    said = examined(desk, capsys, 0)
    assert "1 contract that pyproject.toml does not list: " in said[-1]
    assert "Nothing is to do." not in said


def test_a_contract_that_the_lock_does_not_have_is_told_apart_from_an_edited_one(
    desk: Desk, capsys: Said
) -> None:
    forget(desk, PAINT)
    said = "\n".join(examined(desk, capsys, 1))
    assert (
        f"1 contract that lock.json does not have: `fal-codegen check` says what to do ({PAINT})"
        in said
    )
    assert "not as it was fetched" not in said
    assert desk.run("check", "--no-properties") == 1
    out = capsys.readouterr().out
    assert "lock.json does not have this contract" in out
    assert "contract-edited" not in out
    assert desk.fetch() == 0
    assert desk.run("generate") == 0
    assert desk.run("check", "--no-properties") == 0


def forget(desk: Desk, id_: str) -> None:
    """Take an endpoint's entry out of the lock, as a merge may."""
    lock = desk.root / "contracts/lock.json"
    value = json.loads(lock.read_bytes())
    del value["documents"][id_]
    lock.write_text(json.dumps(value), "utf-8")


def test_a_source_that_gives_nothing_is_told(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.documents / f"{PAINT}.json").unlink()
    assert examined(desk, capsys, 1)[0].endswith(".json: No such file or directory")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert desk.run("doctor", "--source", "live") == 1
    assert "source live: cannot be reached: " in capsys.readouterr().out
    assert desk.run("doctor", "--source", "http://127.0.0.1:1") == 1
    assert "source http://127.0.0.1:1: cannot be reached: " in capsys.readouterr().out
    as_live(monkeypatch, emulator({PAINT: document(PAINT)}))
    assert desk.run("doctor") == 0


@pytest.mark.parametrize("source", ["nofolder", "http://", "https://fal.ai"])
def test_what_was_named_and_is_no_source_is_wrong_input(
    empty: Desk, capsys: Said, source: str
) -> None:
    capsys.readouterr()
    assert empty.run("doctor", "--source", source) == 2
    said = capsys.readouterr()
    assert "contract" not in said.out
    assert said.err.startswith(f"error: {source}: no ")
    assert said.err.count("\n") == 1


def test_a_template_that_replaces_none_is_told_when_generating(desk: Desk, capsys: Said) -> None:
    config = desk.root / "pyproject.toml"
    config.write_text(f'{config.read_text("utf-8")}\ntemplates = "own"\n', "utf-8")
    for name in ("_patience.py", "_retry.py"):
        file = desk.root / f"own/python/runtime/{name}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('"""Ours."""\n', "utf-8")
    desk.run("generate")
    err = capsys.readouterr().err
    assert "_patience.py: replaces no template of this version" in err
    assert "_retry.py" not in err


@pytest.mark.parametrize(
    "verb",
    [
        ("fetch",),
        ("generate",),
        ("generate", "--check"),
        ("check",),
        ("drift",),
        ("pipeline",),
        ("record",),
    ],
    ids=" ".join,
)
def test_quiet_says_nothing_where_all_goes_well(
    desk: Desk, capsys: Said, verb: tuple[str, ...]
) -> None:
    source = ("--source", str(desk.documents)) if verb[0] in ("fetch", "drift", "pipeline") else ()
    capsys.readouterr()
    assert main(["--quiet", "--project", str(desk.root), *verb, *source]) == 0
    assert capsys.readouterr() == ("", "")


def test_options_of_the_command_may_stand_behind_the_verb(desk: Desk, capsys: Said) -> None:
    capsys.readouterr()
    assert main(["check", "-q", "--project", str(desk.root)]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["check", "--project", str(desk.root)]) == 0
    assert "0 findings" in capsys.readouterr().out
    assert main(["--project", "/nowhere", "cases", "--project", str(desk.root), PAINT]) == 0


def test_quiet_says_what_was_found(desk: Desk, capsys: Said) -> None:
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/num_images/maximum", 3))
    start = ["-q", "--project", str(desk.root)]
    assert main([*start, "drift", "--source", str(desk.documents)]) == 1
    said = capsys.readouterr().out
    assert "request-limit-tightened" in said
    assert "compared" not in said
    (desk.root / f"cassettes/{PAINT}/queue.yaml").unlink()
    assert main([*start, "check"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1
