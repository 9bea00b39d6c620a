"""Kills the writing of a package at each of its steps, and lets the next run clear up after it.

Run as `python -m tests.pipeline.killed ROOT`: a folder without a project. Writes a JSON list with
what generated/ holds after each next run, or what that one complained of.
"""

import json
import os
import sys
from hashlib import sha256
from itertools import count
from pathlib import Path

from fal_codegen.errors import Broken
from fal_codegen.pipeline.generating.package import PackagePlan
from fal_codegen.pipeline.generating.writing import write_package
from fal_codegen.project import FileHashes, Project, files_below, load_project

from tests.project.killed import kill_at

Tree = dict[str, str]
FIRST = {"python/kept.py": "1", "python/gone.py": "1", "python/changed.py": "1"}
SECOND = {"python/kept.py": "1", "python/changed.py": "2", "python/new/new.py": "2"}
THIRD = {"python/kept.py": "1", "python/third.py": "3"}


def main(root: Path) -> list[Tree | str]:
    """Try every step until a run outlives it; each starts from what the one before left."""
    (root / "pyproject.toml").write_text("[tool.fal-codegen]\n", encoding="utf-8")
    project = load_project(root)
    found: list[Tree | str] = []
    for step in count(1):
        write(project, FIRST)
        child = os.fork()
        if not child:
            kill_at(step, "os.")
            write(project, SECOND)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        try:
            write(project, THIRD)
            found.append(held(project))
        except Broken as error:
            found.append(str(error))
        if not os.WIFSIGNALED(status):
            break
    return found


def held(project: Project) -> Tree:
    """Give what generated/ holds."""
    return {path: file.read_text("utf-8") for path, file in files_below(project.generated).items()}


def write(project: Project, files: Tree) -> None:
    """Write a package of these files, from whatever is there."""
    disk = {path: text.encode() for path, text in held(project).items()}
    data = {path: text.encode() for path, text in files.items()}
    made = {path: FileHashes("", sha256(each).hexdigest()) for path, each in data.items()}
    write_package(project, PackagePlan(disk, data, made, "0" * 64, {}, 0, {}, ()))


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout)
