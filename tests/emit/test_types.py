"""The generated package from a user's point of view: what type checkers infer and refuse."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.emit.conftest import ROOT

HERE = Path(__file__).parent / "typing"
PACKAGE = ROOT / "generated/python"


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with both files; kept as text here, as no checker of ours may read them."""
    folder = tmp_path_factory.mktemp("user")
    for file in HERE.glob("*.py.txt"):
        shutil.copy(file, folder / file.stem)
    return folder


def marked(folder: Path) -> set[tuple[str, int]]:
    return {
        (file.name, number)
        for file in folder.glob("*.py")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if "# refused:" in line
    }


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command, "accepted.py", "refused.py"],
        cwd=folder,
        env=os.environ | {"MYPYPATH": str(PACKAGE), "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.deep
def test_mypy_infers_every_type_and_refuses_every_mistake(user: Path) -> None:
    out = run(user, "mypy", "--strict", "--no-incremental", "--warn-unused-ignores")
    found = re.findall(r"^(\w+\.py):(\d+): error:", out, re.MULTILINE)
    assert {(name, int(line)) for name, line in found} == marked(user), out


@pytest.mark.deep
def test_pyright_infers_every_type_and_refuses_every_mistake(user: Path) -> None:
    pytest.importorskip("pyright")
    (user / "pyrightconfig.json").write_text(json.dumps({"extraPaths": [str(PACKAGE)]}), "utf-8")
    out = run(user, "pyright", "--outputjson", "--pythonpath", sys.executable)
    found = json.loads(out)["generalDiagnostics"]
    errors = {
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1)
        for each in found
        if each["severity"] == "error"
    }
    assert errors == marked(user), out
