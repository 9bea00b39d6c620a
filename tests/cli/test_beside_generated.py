"""What git and the tools of a package do to generated/, and beside what was generated."""

import shutil
import subprocess
from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.project import load_lock

from tests.cli.conftest import Desk, contents

pytestmark = pytest.mark.deep

MODULE = "python/fal_endpoints/acme_painter.py"


@pytest.mark.parametrize(
    "file",
    [
        "python/dist/fal_endpoints-0.1.0-py3-none-any.whl",
        "python/build/lib/fal_endpoints/__init__.py",
        "python/fal_endpoints.egg-info/PKG-INFO",
        "python/uv.lock",
        "typescript/dist/index.js",
        "typescript/node_modules/typescript/package.json",
        "typescript/package-lock.json",
    ],
)
def test_what_was_built_or_installed_in_the_package_is_nobody_elses_business(
    desk: Desk, file: str
) -> None:
    before = contents(desk.root)
    built = desk.root / "generated" / file
    built.parent.mkdir(parents=True, exist_ok=True)
    built.write_bytes(b"PK")
    assert desk.run("generate", "--check") == 0
    (desk.root / "generated" / MODULE).unlink()
    assert desk.run("generate") == 0
    assert contents(desk.root) == before | {built.relative_to(desk.root).as_posix(): b"PK"}


def test_git_turns_no_line_ends_of_what_was_generated(desk: Desk, tmp_path: Path) -> None:
    command = [shutil.which("git") or "git", "-c", "core.autocrlf=true"]

    def git(*words: str) -> None:
        subprocess.run([*command, *words], cwd=desk.root, check=True)

    git("init", "--quiet")
    git("add", "pyproject.toml", "contracts", "generated")
    copy = tmp_path / "copy"
    git("checkout-index", "--all", f"--prefix={copy}/")
    assert b"\r\n" in (copy / "contracts/lock.json").read_bytes()
    assert contents(copy / "generated") == contents(desk.root / "generated")
    assert main(["--project", str(copy), "generate", "--check"]) == 0
    assert main(["--project", str(copy), "generate"]) == 0
    assert load_lock(copy / "contracts") == load_lock(desk.root / "contracts")
