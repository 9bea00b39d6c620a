"""Make a folder a project, or a project whole: write its configuration and a test module."""

from collections.abc import Sequence
from pathlib import Path

from fal_codegen.contract import EndpointId
from fal_codegen.errors import WriteBroken
from fal_codegen.project.config import CONFIGURATION, TABLE, read_tools
from fal_codegen.project.edit import (
    SOURCE_COMMENT,
    complete_table,
    list_endpoints,
    with_ends_of,
    write_new,
    write_text,
)
from fal_codegen.project.lock import LIVE

_TEXT = f"""[tool.{TABLE}]
# {SOURCE_COMMENT}
source = "{LIVE}"
# The endpoints that `fal-codegen fetch` fetches, by their ids on fal.ai.
endpoints = [{{endpoints}}]
"""
_TESTS = Path("tests/test_fal.py")
_CHECKS = '''"""What `fal-codegen check` finds, as tests of this project."""

from fal_codegen.pytest_plugin.checks import TestFal

__all__ = ["TestFal"]
'''


def start_project(root: Path, endpoints: Sequence[EndpointId]) -> list[str]:
    """Write the configuration into a folder's pyproject.toml, made where there is none.

    Of a folder that is a project already, only what its configuration lacks is written. Gives what
    was written: `source`, `endpoints`, the ids, and the module with the checks as tests, which is
    left alone where it is. Raises `Broken`.
    """
    file = root / CONFIGURATION
    try:
        root.mkdir(parents=True, exist_ok=True)
        before = file.read_bytes().decode() if _is_readable(file) else ""
    except OSError as error:
        raise WriteBroken(f"{error.filename or root}: {error.strerror}") from None
    if before and TABLE in read_tools(file):
        return [*complete_table(root), *list_endpoints(root, endpoints), *_write_tests(root)]
    ids = [*dict.fromkeys(endpoints)]
    listed = "".join(f'\n  "{id_}",' for id_ in ids)
    table = _TEXT.format(endpoints=f"{listed}\n" if listed else "")
    write_text(file, with_ends_of(before, f"{before.rstrip()}\n\n{table}".lstrip()))
    return ["source", "endpoints", *ids, *_write_tests(root)]


def _write_tests(root: Path) -> list[str]:
    file = root / _TESTS
    if file.exists():
        return []
    write_new(file, _CHECKS)
    return [_TESTS.as_posix()]


def _is_readable(file: Path) -> bool:
    """Tell whether there is a file that can be added to. Raises `ProjectBroken` for a bad one."""
    try:
        read_tools(file)
    except FileNotFoundError:
        return False
    return True
