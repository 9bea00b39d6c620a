"""A front that imports late shows what type checkers are told, and imports it from where it is."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import fal_codegen
import pytest

ROOM = Path(fal_codegen.__file__).parent
FRONTS = [
    file for file in sorted(ROOM.glob("*/__init__.py")) if "importing(" in file.read_text("utf-8")
]


def late_names(file: Path) -> set[str]:
    """Give the names that are imported for type checkers alone."""
    blocks = [node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.If)]
    return {
        each.asname or each.name
        for block in blocks
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }


def test_the_rooms_with_much_to_import_have_such_a_front() -> None:
    names = {file.parent.name for file in FRONTS}
    assert {"cases", "cassettes", "check", "emit", "emulator", "judge", "pages"} <= names
    assert {"pipeline", "report"} <= names


@pytest.mark.parametrize("file", FRONTS, ids=lambda file: file.parent.name)
def test_a_front_shows_what_type_checkers_are_told(file: Path) -> None:
    room = importlib.import_module(f"fal_codegen.{file.parent.name}")
    names = late_names(file)
    assert names <= {*room.__all__}
    modules = {each.stem for each in file.parent.glob("*.py")}
    assert not names & modules, "the module would stand in the name's place once it is imported"
    for name in room.__all__:
        assert getattr(room, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        room.nothing  # noqa: B018 - it raises


def test_a_stage_does_not_import_what_other_stages_need() -> None:
    code = "import sys; from fal_codegen.pipeline import generate; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"uvicorn", "vcr", "hypothesis", "httpx"} & {*said}
