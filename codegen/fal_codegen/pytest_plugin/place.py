"""Where a fixture finds its project; what is broken about it is one line, and no traceback."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fal_codegen.errors import Broken, ProjectBroken
from fal_codegen.project import CONFIGURATION, TABLE, Project, load_project, read_tools
from fal_codegen.report import one_line


@contextmanager
def told_in_one_line() -> Generator[None, None, None]:
    """Fail a test in one line for what is broken around us."""
    try:
        yield
    except Broken as error:
        said = f"fal-codegen: {one_line(str(error))}"
        raise pytest.fail.Exception(said, pytrace=False) from None


def project_of(config: pytest.Config, asking: Path) -> Project:
    """Load the project that `fal_project` names, else that of the rootdir or of a folder above it.

    Fails the test where there is none, and where what is `asking`, a test file or a folder of some,
    lies in another project: one run has one project, and would take its settings for the other's.
    """
    with told_in_one_line():
        _refuse_another(config, asking)
        return find_project(config)


def find_project(config: pytest.Config) -> Project:
    """Load it. Raises `Broken` where there is none."""
    return load_project(_folder(config))


def _refuse_another(config: pytest.Config, asking: Path) -> None:
    folder = asking if asking.is_dir() else asking.parent
    own = None if config.getini("fal_project") else _nearest(folder)
    chosen = _folder(config)
    if own is not None and not own.samefile(chosen):
        raise ProjectBroken(
            f"{asking}: of the project {own}, and this run is of {chosen}; run `pytest` in {own} "
            "for it"
        )


def _folder(config: pytest.Config) -> Path:
    named: str = config.getini("fal_project")
    if named:
        return (config.inipath or config.rootpath / "pytest.ini").parent / named
    found = _nearest(config.rootpath)
    if found is None:
        raise ProjectBroken(
            f"{config.rootpath}: no fal-codegen project here or above; `fal-codegen init "
            f"{config.rootpath}` makes one, and fal_project = … in pytest's settings names another"
        )
    return found


def _nearest(start: Path) -> Path | None:
    """Give the folder of the project that a folder is, or is in."""
    for folder in (start, *start.parents):
        try:
            if TABLE in read_tools(folder / CONFIGURATION):
                return folder
        except FileNotFoundError:
            continue
    return None
