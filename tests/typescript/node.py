"""Node and the tools that judge the TypeScript client, in `.venv/typescript`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated/typescript"
PACKAGES = Path(sys.prefix) / "typescript/node_modules"
NODE = shutil.which("node") or ""
INSTALLED = bool(NODE) and (PACKAGES / "typescript").is_dir()

needs_node = pytest.mark.skipif(
    not INSTALLED and "CI" not in os.environ,
    reason="Node or npm's typescript is missing; with npm, `make test` brings it",
)


def tool(name: str, *arguments: str, cwd: Path, seconds: float = 600) -> tuple[int, str]:
    """Run one of the tools; gives how it ended, and what it said."""
    assert INSTALLED, "npm's typescript is missing: see .venv/ready-node in the Makefile"
    program = str(PACKAGES / ".bin" / name)
    started = [] if name == "esbuild" else [NODE, "--max-old-space-size=3000"]  # it is no script
    done = subprocess.run(
        [*started, program, *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=seconds,
    )
    return done.returncode, done.stdout


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a package, from texts by their paths below `generated/`; gives its folder."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    package = folder / "typescript"
    with_packages(package)
    return package


def copied(folder: Path) -> Path:
    """Copy the committed package into a folder, where its tools are at hand."""
    shutil.copytree(GENERATED, folder, dirs_exist_ok=True)
    with_packages(folder)
    return folder


def with_packages(folder: Path) -> None:
    """Put the tools' packages where Node looks for them from a folder."""
    link = folder / "node_modules"
    if not link.is_symlink():
        link.symlink_to(PACKAGES)


def build(package: Path) -> str:
    """Compile a package into its `dist/`; gives what the compiler holds against it."""
    code, said = tool("tsc", cwd=package)
    assert code == 0 or said
    return said


def node(program: str, package: Path, **variables: str) -> str:
    """Run a program, an ES module that stands in a package's folder; gives what it prints."""
    file = package / "program.mjs"
    file.write_text(program, "utf-8")
    done = subprocess.run(
        [NODE, str(file)],
        cwd=package,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
