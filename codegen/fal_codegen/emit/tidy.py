"""Bring generated Python into its final form: imports sorted and used, lines laid out."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from ruff import find_ruff_bin

from fal_codegen.scratch import scratch

_OPTIONS = ("--isolated", "--no-cache", "--quiet", "--line-length=100", "--target-version=py311")
_COMMANDS = (
    ("check", "--select=F401,I001,UP045", "--fix-only"),
    ("format",),
)


def write_texts(root: Path, files: Mapping[str, str]) -> None:
    """Write texts below a folder, for tools that know files only."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def tidy(files: Mapping[str, str]) -> dict[str, str]:
    """Give the same files, tidied by one run of ruff over all of them.

    Ruff knows files only, so they pass through a temporary folder; the result depends on their
    text and ruff's version alone. Raises `SyntaxError` for text that is no Python.
    """
    with scratch() as root:
        write_texts(root, files)
        for command in _COMMANDS:
            done = subprocess.run(  # noqa: S603 - our own arguments, no shell
                [find_ruff_bin(), *command, *_OPTIONS, "."],
                cwd=root,
                check=False,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            if done.returncode:
                raise SyntaxError(done.stderr.strip())
        return {path: (root / path).read_text(encoding="utf-8") for path in files}
