"""Projects with tests of their own, and pytest run on them as a user runs it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = """
[tool.fal-codegen]
source = "emulator"

[tool.pytest.ini_options]
filterwarnings = ["error"]
pythonpath = ["generated/python"]
"""


@dataclass(frozen=True)
class Outcome:
    """What pytest came to: what it said, and of each test what went wrong, empty if nothing did."""

    code: int
    said: str
    tests: Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """A folder with tests in it."""

    root: Path

    def put(self, path: str, text: str) -> Path:
        """Write a file, as it is."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def pytest(self, *arguments: str, **more: str) -> Outcome:
        """Run pytest there."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FAL_", "PYTEST"))
        }
        report = self.root / "report.xml"
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
                *("-p", "no:schemathesis"),
                *("--junitxml", report),
                *arguments,
            ],
            cwd=self.root,
            env=kept | {"PYTHONDONTWRITEBYTECODE": "1"} | more,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        return Outcome(done.returncode, said, _tests(report) if report.exists() else {})


def _tests(report: Path) -> dict[str, str]:
    return {
        str(case.get("name")): "\n".join(
            f"{each.tag}: {each.get('message')}\n{each.text}"
            for each in case
            if each.tag in ("failure", "error")
        )
        for case in ET.parse(report).iter("testcase")  # noqa: S314 - our own pytest wrote it
    }


@pytest.fixture
def bare(tmp_path: Path) -> Desk:
    """A folder that is no project."""
    return Desk(tmp_path)


@pytest.fixture
def shop(tmp_path: Path) -> Desk:
    """A project of the family, with its client and recordings."""
    for name in ("contracts", "cassettes", "generated/python"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "generated/.gitattributes", tmp_path / "generated")
    desk = Desk(tmp_path)
    desk.put("pyproject.toml", SETTINGS)
    return desk


Documented = Callable[[], dict[str, str]]


@pytest.fixture
def documented() -> dict[str, str]:
    """The test modules that docs/pytest.md shows, by their paths."""
    text = (ROOT / "docs/pytest.md").read_text("utf-8")
    found = re.findall(r"```python\n# (tests/\w+\.py)\n(.*?)```", text, re.DOTALL)
    return dict(found)
