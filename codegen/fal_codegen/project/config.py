"""A project: a folder with `[tool.fal-codegen]` in its pyproject.toml."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any, cast

from fal_codegen.contract import EndpointId, did_you_mean
from fal_codegen.errors import ProjectBroken
from fal_codegen.project.lock import EMULATOR, LIVE
from fal_codegen.project.package_name import DEFAULT, package_name

CONFIGURATION = "pyproject.toml"
TABLE = "fal-codegen"
_RELEASE = re.compile(r"\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?", re.ASCII)
"""A version in the normal form of the packaging specifications."""
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_PATHS = ("contracts", "generated", "cassettes", "templates")


@dataclass(frozen=True, slots=True)
class DriftTable:
    """`[tool.fal-codegen.drift]`: from which level on drift fails, and levels of single rules.

    `uses` are files and folders of the project's own source, searched for calls. Empty where the
    project says nothing. The names of levels and rules are not checked here.
    """

    fail_on: str = ""
    levels: Mapping[str, str] = field(default_factory=dict[str, str])
    uses: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project keeps what, where its documents come from, and what its package is called.

    `source` is `live`, `emulator` or the path of a folder of documents, `package` the name that
    users import, `version` what a package index files it under.
    `languages` are what generated/ has folders for; whether we know them is not checked here.
    `templates` is the folder the output is rendered from: the project's own where it names one,
    else the one that comes with fal-codegen.
    """

    root: Path
    source: str
    endpoints: tuple[EndpointId, ...]
    contracts: Path
    generated: Path
    cassettes: Path
    templates: Path
    package: str
    version: str
    languages: tuple[str, ...] = ("python",)
    drift: DriftTable = field(default_factory=DriftTable)

    @property
    def configuration(self) -> Path:
        """The file that says all this."""
        return self.root / CONFIGURATION


def load_project(root: Path) -> Project:
    """Read a project's configuration. Raises `ProjectBroken` with the place of a mistake."""
    file = root / CONFIGURATION
    table = _table(file)
    known = ("source", "endpoints", "languages", "package", "version", "drift", *_PATHS)
    _refuse_unknown(f"{file}", table, known)
    paths = {name: _path(file, name, table.get(name, name)) for name in _PATHS}
    if "templates" not in table:
        paths["templates"] = shipped("templates")
    elif not paths["templates"].is_dir():
        raise ProjectBroken(f"{file}: templates = {table['templates']!r} is not there")
    for one, other in permutations(_PATHS, 2):
        if paths[one].is_relative_to(paths[other]):
            raise ProjectBroken(f"{file}: {one} lies inside {other}; give each a folder of its own")
    return Project(
        root,
        _source(file, table.get("source", LIVE)),
        _endpoints(file, table),
        **paths,
        package=package_name(file, table.get("package", DEFAULT), paths["generated"]),
        version=_version(file, table.get("version", "0.1.0")),
        languages=_languages(file, table.get("languages", ["python"])),
        drift=_drift(file, table.get("drift", {})),
    )


def read_tools(file: Path) -> Mapping[str, Any]:
    """Read the `tool` table of a pyproject.toml. Raises `ProjectBroken`, but for no file at all."""
    try:
        tools = tomllib.loads(_text(file)).get("tool", {})
    except FileNotFoundError:
        raise
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectBroken(f"{file}: {error}") from None
    except OSError as error:
        raise ProjectBroken(f"{file}: {error.strerror}") from None
    return cast("dict[str, Any]", tools) if isinstance(tools, dict) else {}


def _text(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if text.startswith(_BYTE_ORDER_MARK):
        raise ProjectBroken(
            f"{file}: begins with a byte order mark, which TOML does not know and pip refuses as "
            "well; save the file as UTF-8 without one"
        )
    return text


def shipped(name: str) -> Path:
    """Give a folder that comes with fal-codegen: `templates`, or the first `contracts`.

    An installed package carries them inside; in a checkout they lie beside it.
    """
    package = Path(__file__).parents[1]
    inside = package / "shipped" / name
    return inside if inside.is_dir() else package.parents[1] / name


def _table(file: Path) -> Mapping[str, Any]:
    advice = f"`fal-codegen init {file.parent}` makes one"
    try:
        table: object = read_tools(file).get(TABLE)
    except FileNotFoundError:
        raise ProjectBroken(f"{file}: no such file; {advice}") from None
    if not isinstance(table, dict):
        raise ProjectBroken(f"{file}: no [tool.{TABLE}] table; {advice}")
    return cast("dict[str, Any]", table)


def _refuse_unknown(place: str, given: Iterable[str], known: Sequence[str]) -> None:
    if unknown := sorted({*given} - {*known}):
        named = ", ".join(f"{name}{did_you_mean(name, known)}" for name in unknown)
        raise ProjectBroken(f"{place}: {named}: not among {', '.join(known)}")


def _source(file: Path, value: object) -> str:
    if isinstance(value, str) and value in (LIVE, EMULATOR):
        return value
    if isinstance(value, str) and value and (folder := file.parent / value).is_dir():
        return str(folder)
    raise ProjectBroken(
        f'{file}: source = {value!r} is neither "live", nor "emulator", nor a folder of documents'
    )


def _path(file: Path, name: str, value: object) -> Path:
    root = file.parent.resolve()
    path = (root / str(value)).resolve()
    if not isinstance(value, str) or not path.is_relative_to(root) or path == root:
        raise ProjectBroken(f"{file}: {name} = {value!r} is not a folder inside the project")
    return path


def _version(file: Path, value: object) -> str:
    if not isinstance(value, str) or not _RELEASE.fullmatch(value):
        raise ProjectBroken(f"{file}: version = {value!r} is not a version such as '1.2.0'")
    return value


def _endpoints(file: Path, table: Mapping[str, Any]) -> tuple[EndpointId, ...]:
    listed: object = table.get("endpoints", [])
    if not isinstance(listed, list):
        raise ProjectBroken(f"{file}: endpoints is not a list of endpoint ids")
    try:
        return tuple(dict.fromkeys(EndpointId(str(text)) for text in cast("list[object]", listed)))
    except ValueError as error:
        raise ProjectBroken(f"{file}: endpoints: {error}") from None


def _languages(file: Path, value: object) -> tuple[str, ...]:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    if not listed or not all(isinstance(each, str) for each in listed):
        raise ProjectBroken(f'{file}: languages is not a list such as ["python"]')
    return tuple(dict.fromkeys(map(str, listed)))


def _drift(file: Path, table: object) -> DriftTable:
    known = ("fail-on", "levels", "uses")
    if not isinstance(table, dict):
        raise ProjectBroken(f"{file}: drift is not a table with {', '.join(known)}")
    given = cast("dict[str, object]", table)
    _refuse_unknown(f"{file}: drift", given, known)
    levels: object = given.get("levels", {})
    if not isinstance(levels, dict):
        raise ProjectBroken(f"{file}: drift.levels is not a table of rules with their levels")
    pairs = cast("dict[str, object]", levels).items()
    uses: object = given.get("uses", [])
    if not isinstance(uses, list):
        raise ProjectBroken(f"{file}: drift.uses is not a list of files and folders of source")
    return DriftTable(
        str(given.get("fail-on", "")),
        {rule: str(level) for rule, level in pairs},
        tuple(file.parent / str(path) for path in cast("list[object]", uses)),
    )
