"""A project: a folder with `[tool.fal-codegen]` in its pyproject.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from codegen.contract import EndpointId
from codegen.project.errors import ProjectBroken

_PATHS = ("contracts", "generated", "cassettes", "templates")


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project keeps what, and the endpoints it names.

    `templates` is the folder the output is rendered from: the project's own where it names one,
    else the one that comes with fal-codegen.
    """

    root: Path
    endpoints: tuple[EndpointId, ...]
    contracts: Path
    generated: Path
    cassettes: Path
    templates: Path


def load_project(root: Path) -> Project:
    """Read a project's configuration. Raises `ProjectBroken` with the place of a mistake."""
    file = root / "pyproject.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))["tool"]["fal-codegen"]
    except FileNotFoundError:
        raise ProjectBroken(f"{file}: no such file; `fal-codegen init {root}` makes one") from None
    except KeyError:
        raise ProjectBroken(f"{file}: no [tool.fal-codegen] table") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectBroken(f"{file}: {error}") from None
    except OSError as error:
        raise ProjectBroken(f"{file}: {error.strerror}") from None
    if unknown := sorted(set(table) - {"endpoints", *_PATHS}):
        raise ProjectBroken(f"{file}: [tool.fal-codegen] does not know {', '.join(unknown)}")
    paths = {name: _path(root, table, name) for name in _PATHS}
    if "templates" not in table:
        paths["templates"] = shipped("templates")
    return Project(root, _endpoints(file, table), **paths)


def shipped(name: str) -> Path:
    """Give a folder that comes with fal-codegen: `templates`, or the first `contracts`.

    An installed package carries them inside; in a checkout they lie beside it.
    """
    package = Path(__file__).parents[1]
    inside = package / "shipped" / name
    return inside if inside.is_dir() else package.parent / name


def _path(root: Path, table: Mapping[str, Any], name: str) -> Path:
    path = (root / str(table.get(name, name))).resolve()
    if not path.is_relative_to(root.resolve()) or path == root.resolve():
        raise ProjectBroken(f"{root}: {name} = {table[name]!r} is not a folder inside the project")
    return path


def _endpoints(file: Path, table: Mapping[str, Any]) -> tuple[EndpointId, ...]:
    listed: object = table.get("endpoints", [])
    if not isinstance(listed, list):
        raise ProjectBroken(f"{file}: endpoints is not a list of endpoint ids")
    try:
        return tuple(dict.fromkeys(EndpointId(str(text)) for text in cast("list[object]", listed)))
    except ValueError as error:
        raise ProjectBroken(f"{file}: endpoints: {error}") from None
