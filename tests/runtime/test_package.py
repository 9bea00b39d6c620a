"""The runtime as a package: what it imports, and what type checkers make of it."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import HERE, RUNTIME

USERS = "accepted.py", "refused.py"
CONFIG = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}


@pytest.fixture(scope="module")
def sources(built: Path) -> Path:
    """The built package, beside code that uses it rightly and wrongly."""
    for name in ("accepted.py", "refused.py"):
        shutil.copy(HERE / "toy" / f"{name}.txt", built / name)
    (built / "pyrightconfig.json").write_text(json.dumps(CONFIG))
    return built


def expected(sources: Path) -> set[tuple[str, int]]:
    lines = (sources / "refused.py").read_text().splitlines()
    return {("refused.py", number) for number, line in enumerate(lines, 1) if "# refused" in line}


def checked(sources: Path, *command: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=sources, capture_output=True, text=True, check=False
    )
    return run.stdout


def unseen(sources: Path) -> set[tuple[str, int]]:
    """Give what ty lets pass: it takes any keyword where a function has `Unpack` of some."""
    lines = (sources / "refused.py").read_text().splitlines()
    return {("refused.py", number) for number, line in enumerate(lines, 1) if "not by ty" in line}


def by_mypy(sources: Path) -> set[tuple[str, int]]:
    out = checked(sources, "mypy", "--strict", "--output=json", "--config-file=", ".")
    found = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return {(error["file"], error["line"]) for error in found if error["severity"] == "error"}


def by_ty(sources: Path) -> set[tuple[str, int]]:
    out = checked(sources, "ty", "check", "--output-format=gitlab", *USERS)
    places = [error["location"] for error in json.loads(out)]
    return {(place["path"], place["positions"]["begin"]["line"]) for place in places}


def by_pyrefly(sources: Path) -> set[tuple[str, int]]:
    out = checked(sources, "pyrefly", "check", "--output-format=json", *USERS)
    return {(Path(error["path"]).name, error["line"]) for error in json.loads(out)["errors"]}


@pytest.mark.deep
@pytest.mark.parametrize("found", [by_mypy, by_ty, by_pyrefly])
def test_a_users_type_checker_follows_every_promise_and_refuses_every_mistake(
    sources: Path, found: Callable[[Path], set[tuple[str, int]]]
) -> None:
    pytest.importorskip(found.__name__.removeprefix("by_"))
    assert found(sources) == expected(sources) - (unseen(sources) if found is by_ty else set())


@pytest.mark.deep
def test_pyright_follows_every_promise_and_refuses_every_mistake(sources: Path) -> None:
    pytest.importorskip("pyright")
    out = checked(sources, "pyright", "--outputjson", "--pythonpath", sys.executable)
    report = json.loads(out)
    errors = {
        (Path(error["file"]).name, error["range"]["start"]["line"] + 1)
        for error in report["generalDiagnostics"]
    }
    assert report["summary"]["filesAnalyzed"] >= len(list(RUNTIME.glob("*.py")))
    assert errors == expected(sources)


def test_the_runtime_imports_httpx_pydantic_and_python_alone() -> None:
    trees = [ast.parse(path.read_text()) for path in RUNTIME.glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    absolute = {node.module for node in froms if node.module and not node.level}
    roots = {name.split(".")[0] for name in plain | absolute} - sys.stdlib_module_names
    assert roots == {"anyio", "httpcore", "httpx", "pydantic", "pydantic_core", "typing_extensions"}
    generated = {"_endpoints"}
    assert {node.module for node in froms if node.level and node.module} <= generated | {
        path.stem for path in RUNTIME.glob("*.py")
    }


def test_every_file_says_where_it_comes_from() -> None:
    for path in RUNTIME.glob("*.py"):
        place = path.relative_to(RUNTIME.parents[2]).as_posix()
        first = path.read_text().splitlines()[0]
        how = "made by `make platform`" if path.name == "platform.py" else "edit it there"
        assert first == f"# The runtime of fal-codegen, from {place}: {how}."


def test_an_import_builds_no_model_and_leaves_httpx_to_the_first_client(built: Path) -> None:
    code = """
import sys
from pydantic import BaseModel
from fal_endpoints import Fal, portrait
assert "httpx" not in sys.modules
kinds = [BaseModel]
for kind in kinds:
    kinds += kind.__subclasses__()
ours = [kind for kind in kinds if kind.__module__.startswith("fal_endpoints")]
assert portrait.Input in ours
print([kind for kind in ours if kind.__pydantic_complete__])
Fal(key="k").close()
assert "httpx" in sys.modules
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=built, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"
