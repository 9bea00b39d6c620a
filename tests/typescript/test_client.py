"""The committed TypeScript package: it compiles strictly, and decides as its contracts do."""

import os
from pathlib import Path

import pytest
from fal_codegen.conform import load_kit, play_scripts, started, try_answers, try_requests

from tests.typescript.node import GENERATED, NODE, ROOT, build, copied, needs_node, tool

pytestmark = needs_node
KIT = ROOT / "generated/conformance"


def failures(package: Path, *, scripts: bool) -> list[str]:
    """Give the tests of the kit that the client does not pass."""
    tests = load_kit(KIT)
    with started([NODE, str(package / "dist/conform.js")], KIT, os.environ, tests.lines) as port:
        port.start()
        outcomes = [*try_requests(tests, port), *try_answers(tests, port)]
        outcomes += play_scripts(tests, port) if scripts else []
    assert len(outcomes) > 300
    return [f"{each.test}: {each.verdict}" for each in outcomes if each.verdict != "passed"]


def test_the_six_compile_strictly_and_keep_their_contracts(tmp_path: Path) -> None:
    package = copied(tmp_path / "client")
    assert build(package) == ""
    assert failures(package, scripts=False) == []


@pytest.mark.deep
def test_the_client_passes_the_whole_kit(tmp_path: Path) -> None:
    package = copied(tmp_path / "client")
    build(package)
    assert failures(package, scripts=True) == []


@pytest.mark.deep
def test_the_linter_and_the_formatter_find_nothing(tmp_path: Path) -> None:
    package = copied(tmp_path / "client")
    assert tool("eslint", ".", cwd=package) == (0, "")
    code, said = tool("prettier", "--check", ".", cwd=package)
    assert code == 0, said


def test_no_file_names_a_registry() -> None:
    for file in GENERATED.rglob("*"):
        assert not file.is_file() or "registry" not in file.read_text("utf-8"), file
