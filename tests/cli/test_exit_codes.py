"""One rule for all verbs: what was not done is an `error:` and exit 2, all else is neither."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fal_codegen.cli import main
from starlette.applications import Starlette

from tests.cli.conftest import PAINT, RETOUCH, Desk, document, put

Said = pytest.CaptureFixture[str]
Spoil = Callable[[Desk], None]


def unreadable_contract(desk: Desk) -> None:
    (desk.root / f"contracts/{RETOUCH}/openapi.json").write_text("{}")


def broken_document(desk: Desk) -> None:
    (desk.documents / f"{RETOUCH}.json").write_text("<html>")


def inexpressible_contract(desk: Desk) -> None:
    whole = document(RETOUCH)
    whole["paths"] = {}
    (desk.root / f"contracts/{RETOUCH}/openapi.json").write_text(json.dumps(whole))


def strange_file(desk: Desk) -> None:
    (desk.documents / "package.json").write_text("{}")


def page_among_others(desk: Desk) -> None:
    page = """# Painter

> x

## Overview

- **Model ID**: `acme/painter`

## API

### Input Schema

- **`prompt`** (`string`, _required_):
  Words.

### Output Schema

- **`seed`** (`integer`, _required_):
  A number.
"""
    (desk.root / "pages.md").write_text(f"# Broken\n\n**Model ID**: `painter`\n\n{page}")


def source_without_python(desk: Desk) -> None:
    (desk.root / "uses.py").write_text("def (")


PARTS: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "fetch --all, of a broken document": (broken_document, ("fetch", "--all")),
    "fetch --all, of a file that is no endpoint's": (strange_file, ("fetch", "--all")),
    "generate": (inexpressible_contract, ("generate",)),
    "generate --check": (inexpressible_contract, ("generate", "--check")),
    "add": (inexpressible_contract, ("add", PAINT)),
    "cases": (unreadable_contract, ("cases",)),
    "record": (unreadable_contract, ("record",)),
    "drift": (unreadable_contract, ("drift",)),
    "report": (unreadable_contract, ("report",)),
    "docs": (page_among_others, ("docs", "pages.md")),
    "uses": (source_without_python, ("uses", "uses.py")),
    "serve": (unreadable_contract, ("serve",)),
}


@pytest.mark.deep
@pytest.mark.parametrize(("spoil", "verb"), PARTS.values(), ids=PARTS)
def test_a_verb_does_the_rest_tells_the_part_that_it_could_not_do_and_ends_in_2(
    desk: Desk,
    capsys: Said,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Spoil,
    verb: tuple[str, ...],
) -> None:
    monkeypatch.setattr("fal_codegen.pipeline.stages.serve.serve_emulator", announced)
    monkeypatch.chdir(desk.root)
    spoil(desk)
    source = (
        ["--source", str(desk.documents)] if verb[0] in {"fetch", "add", "drift", "report"} else []
    )
    capsys.readouterr()
    assert main([*verb, *source]) == 2
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert any(line.startswith("error: ") for line in lines)
    assert not any(line.startswith("warning: ") for line in lines)
    assert out, "the rest was done"


def announced(_app: Starlette, _port: int, announce: Callable[[str], Any], *_: object) -> None:
    announce("http://127.0.0.1:1")


ONE_FOLDER = "macOS and Windows, which know no case, take its folder for that of acme/painter"
NO_FOLDER = "Windows has no folder of that name, and cannot check this project out"
STRANGE = {"acme/Painter": ONE_FOLDER, "acme/aux.v2": NO_FOLDER, "acme/painter.": NO_FOLDER}


@pytest.mark.parametrize(("id_", "said"), STRANGE.items())
def test_what_was_done_and_is_strange_is_a_warning_once_and_exits_0(
    desk: Desk, capsys: Said, id_: str, said: str
) -> None:
    put(desk.documents, [(id_, document(id_))])
    capsys.readouterr()
    assert desk.fetch(id_) == 0
    assert capsys.readouterr().err == f"warning: {id_}: {said}\n"
    assert (desk.root / f"contracts/{id_}/openapi.json").exists()
    assert desk.fetch(id_) == 0
    assert not capsys.readouterr().err


def test_a_second_endpoint_of_one_folder_is_refused_where_file_systems_know_no_case(
    desk: Desk, capsys: Said
) -> None:
    put(desk.documents, [("acme/Painter", document("acme/Painter"))])
    (desk.root / "PYPROJECT.TOML").symlink_to("pyproject.toml")  # as such a system shows it
    capsys.readouterr()
    assert desk.fetch("acme/Painter") == 2
    error = capsys.readouterr().err
    assert error.startswith("error: acme/Painter: this file system knows no case")
    assert error.count("\n") == 1
    assert not (desk.root / "contracts/acme/Painter").exists()


@pytest.mark.parametrize("id_", ["lock.json/x", "acme/painter/openapi.json", "acme/sync.YAML/x"])
def test_an_id_that_is_the_name_of_a_file_of_ours_is_refused(
    desk: Desk, capsys: Said, id_: str
) -> None:
    capsys.readouterr()
    assert desk.fetch(id_) == 2
    error = capsys.readouterr().err
    assert f"{id_!r} is not an endpoint id that can be kept" in error
    assert error.count("\n") == 1


def test_a_file_that_is_no_endpoint_s_costs_no_other(empty: Desk, capsys: Said) -> None:
    strange_file(empty)
    assert empty.fetch("--all") == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (empty.root / f"contracts/{PAINT}/openapi.json").exists()
    assert empty.fetch("--all", "--strict") == 2
