"""Make a folder a project: write its configuration."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from fal_codegen.contract import EndpointId
from fal_codegen.errors import ProjectBroken, WriteBroken
from fal_codegen.project.config import TABLE, read_tools

_TEXT = f"""[tool.{TABLE}]
# Where documents come from: "live" (fal.ai), "emulator", or a folder of <endpoint id>.json files.
source = "live"
# The endpoints that `fal-codegen fetch` fetches, by their ids on fal.ai.
endpoints = [{{endpoints}}]
"""


def start_project(root: Path, endpoints: Sequence[EndpointId]) -> Path:
    """Write the configuration into a folder's pyproject.toml, made where there is none.

    Raises `ProjectBroken` for a folder that is a project already.
    """
    file, fresh = root / "pyproject.toml", root / ".pyproject.toml.fresh"
    listed = "".join(f'\n  "{id_}",' for id_ in endpoints)
    table = _TEXT.format(endpoints=f"{listed}\n" if listed else "")
    try:
        root.mkdir(parents=True, exist_ok=True)
        before = _before(file)
        fresh.write_text(f"{before.rstrip()}\n\n{table}".lstrip(), encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise WriteBroken(f"{error.filename or root}: {error.strerror}") from None
    finally:
        with suppress(OSError):
            fresh.unlink()
    return file


def _before(file: Path) -> str:
    """Give what the file says already, as long as a table can be added to it."""
    try:
        if TABLE in read_tools(file):
            raise ProjectBroken(f"{file}: has a [tool.{TABLE}] table already")
    except FileNotFoundError:
        return ""
    return file.read_text(encoding="utf-8")
