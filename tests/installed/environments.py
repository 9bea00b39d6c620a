"""Environments of their own, as a stranger would set them up, from the package index."""

import json
import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
_APART = ("datamodel-code-generator", "httpx", "pydantic", "ruff", "tomlkit")
"""What only generating needs, and what the generated package chooses itself."""


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment in a folder, that knows nothing of the one that the tests run in."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> "Environment":
        """Make an empty one."""
        venv.create(folder, with_pip=True)
        return cls(folder)

    def run(self, *arguments: str | Path, cwd: Path | None = None, **more: str) -> str:
        """Run its Python; give what it prints."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "FAL_", "COV"))
        }
        done = subprocess.run(
            [self.folder / "bin/python", *arguments],
            cwd=cwd or self.folder,
            env=kept | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def install(self, *wanted: str | Path) -> None:
        """Install from the package index."""
        self.run("-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted)

    def versions(self) -> dict[str, str]:
        """Give what is installed."""
        listed = self.run("-m", "pip", "list", "--format=json", "--disable-pip-version-check")
        return {each["name"].lower(): each["version"] for each in json.loads(listed)}


def wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of a project, the way pip does."""
    command = "-m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir".split()
    subprocess.run([sys.executable, *command, folder, project], check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def metadata(built: Path) -> Message:
    """Read what a wheel says of itself."""
    with ZipFile(built) as file:
        (name,) = [name for name in file.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(file.read(name).decode())


def lowest(built: Path) -> list[str]:
    """Give the lowest versions that a wheel says it works with."""
    wanted = [Requirement(each) for each in metadata(built).get_all("Requires-Dist", [])]
    return [at_its_lowest(each) for each in wanted if not each.marker]


def at_its_lowest(wanted: Requirement) -> str:
    """Name a requirement with the oldest version that it allows, if it says one."""
    bounds = [each.version for each in wanted.specifier if each.operator == ">="]
    return f"{wanted.name}=={bounds[0]}" if bounds else str(wanted)


def emulator_needs(*, oldest: bool) -> Sequence[str]:
    """Give what the emulator and the tests of the runtime need, and nothing of the generator's."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    listed = [Requirement(each) for each in settings["project"]["dependencies"]]
    chosen = [each for each in listed if each.name not in _APART]
    return ["pytest", *(at_its_lowest(each) if oldest else str(each) for each in chosen)]
