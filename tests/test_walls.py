"""The rules of the house that a linter has no word for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "codegen/fal_codegen"
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
GENERATED = "# Generated from"
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 50, 60


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_enters_another_by_its_door(room: str) -> None:
    for file in (PACKAGE / room).rglob("*.py"):
        for name in imports(file):
            parts = name.split(".")
            if parts[0] == "fal_codegen" and len(parts) > 1 and parts[1] != room:
                assert len(parts) == 2, f"{file.relative_to(ROOT)} goes through the wall: {name}"


def test_generated_code_never_imports_the_generator() -> None:
    for file in [*ROOT.glob("generated/**/*.py"), *ROOT.glob("templates/**/*.py")]:
        assert not any(name.split(".")[0] == "fal_codegen" for name in imports(file)), file


def test_judge_and_emulator_never_see_generated_code() -> None:
    for room in ("judge", "emulator"):
        for file in (PACKAGE / room).rglob("*.py"):
            assert not any("fal_endpoints" in name for name in imports(file)), file
            assert "fal_endpoints" not in file.read_text("utf-8"), file


@pytest.mark.parametrize("folder", ["codegen", "templates", "tests"])
def test_no_module_or_function_has_grown_too_long(folder: str) -> None:
    for file in (ROOT / folder).rglob("*.py"):
        text = file.read_text("utf-8")
        assert text.count("\n") <= LONGEST_MODULE or GENERATED in text[:300], file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                assert lines <= LONGEST_FUNCTION, f"{file}:{node.lineno} {node.name}"


def test_no_template_has_grown_too_long() -> None:
    for file in (ROOT / "templates").rglob("*.jinja*"):
        assert file.read_text("utf-8").count("\n") <= LONGEST_TEMPLATE, file
