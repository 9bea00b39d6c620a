"""Where in the project's files a reader finds what a report is about: file, line and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fal_codegen.check import Finding
from fal_codegen.contract import (
    Document,
    EndpointId,
    FieldPlace,
    FilePlace,
    Json,
    LineColumn,
    Problem,
    ScenarioPlace,
    find_schemas,
    locate,
    nearest_line,
    parse,
    pointer_lines,
    resolve_pointer,
)
from fal_codegen.project import CONFIGURATION, DOCUMENT, Project, repository_of

if TYPE_CHECKING:
    from fal_codegen.drift import Change
    from fal_codegen.probe import Deviation

_BRANCHES = ("anyOf", "oneOf", "allOf")
_DEEPEST = 32
"""How many references and alternatives are followed on the way to a field."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file of the repository: its path from the repository's root on, with `/`."""

    path: str
    line: int = 1
    column: int = 1


def spots(
    project: Project,
    changes: Iterable["Change"],
    findings: Iterable[Finding],
    deviations: Iterable["Deviation"] = (),
) -> dict[str, Spot]:
    """Give where each of these is, by its id.

    Of a change, and of a limit that was probed, that is the place in the committed contract.
    """
    files = _Files(project)
    of_changes = {each.fingerprint: files.at(each.endpoint, each.pointer) for each in changes}
    probed = {each.id: files.limit(each.endpoint, each.place, each.keyword) for each in deviations}
    return {**of_changes, **{each.id: files.of(each) for each in findings}, **probed}


class _Files:
    """The project's files, each read once."""

    def __init__(self, project: Project) -> None:
        self._root = project.root.resolve()
        self._contracts, self._cassettes = project.contracts, project.cassettes
        self._above = repository_of(self._root)
        self._configuration = (self._root / CONFIGURATION).relative_to(self._above).as_posix()
        self._read, self._path = cache(_read), cache(self._path_of)

    def of(self, finding: Finding) -> Spot:
        match finding.place:
            case FilePlace(path=path, pointer=pointer, line=line):
                return self._in(self._root / path, pointer, line)
            case ScenarioPlace(scenario=scenario) if finding.endpoint:
                file = self._cassettes / finding.endpoint / f"{scenario}.yaml"
                return self._in(file) if file.is_file() else self.at(finding.endpoint, "")
            case FieldPlace(path=place) if finding.endpoint:
                return self.limit(finding.endpoint, place)
            case _:
                return self._in(self._root / CONFIGURATION)

    def limit(self, endpoint: EndpointId, place: str, keyword: str = "") -> Spot:
        """Give the place of a field, or of a keyword there."""
        document, _ = self._read(self._contracts / endpoint / DOCUMENT)
        pointer = field_pointer(document, place)
        return self.at(endpoint, f"{pointer}/{keyword}" if pointer and keyword else pointer)

    def at(self, endpoint: EndpointId, pointer: str) -> Spot:
        file = self._contracts / endpoint / DOCUMENT
        return self._in(file if file.is_file() else self._root / CONFIGURATION, pointer)

    def _in(self, file: Path, pointer: str = "", line: int | None = None) -> Spot:
        """Give the place in a file; of a folder, or of what is lost, the configuration's start."""
        path = self._path(file)
        if path is None:
            return Spot(self._configuration)
        if line is not None or not pointer:
            return Spot(path, line or 1)
        _, lines = self._read(file)
        return Spot(path, *nearest_line(lines, pointer))

    def _path_of(self, file: Path) -> str | None:
        """Give the path of what a file is in truth; None where it is none of the repository."""
        real = file.resolve()
        if not real.is_file() or not real.is_relative_to(self._above):
            return None
        return real.relative_to(self._above).as_posix()


def field_pointer(document: Json, place: str) -> str:
    """Give the pointer of a field's schema, or of the nearest place around that there is.

    `place` is spelled as in findings: `input/image_urls/*`.
    """
    found = find_schemas(document)
    if isinstance(found, Problem) or not isinstance(document, dict):
        return ""
    side, *steps = place.split("/")
    here = found.output_pointer if side == "output" else found.input_pointer
    for step in steps if here else ():
        below = _below(document, here or "", step, _DEEPEST)
        if below is None:
            break
        here = below
    return here or ""


def _below(document: Document, pointer: str, step: str, depth: int) -> str | None:
    """Find a field or the items of a schema, through references and alternatives."""
    schema = resolve_pointer(document, pointer)
    if not isinstance(schema, dict) or depth <= 0:
        return None
    own = f"{pointer}/properties/{step}", f"{pointer}/items" if step == "*" else ""
    if found := next((each for each in own if _is_there(document, each)), None):
        return found
    others = [
        f"{pointer}/{word}/{index}"
        for word in _BRANCHES
        if isinstance(members := schema.get(word), list)
        for index in range(len(members))
    ]
    ref = schema.get("$ref")
    target = locate(document, pointer, ref) if isinstance(ref, str) else None
    for other in (*([target] if target else []), *others):
        if found := _below(document, other, step, depth - 1):
            return found
    return None


def _is_there(document: Document, pointer: str) -> bool:
    return bool(pointer) and resolve_pointer(document, pointer) is not None


def _read(file: Path) -> tuple[Json, Mapping[str, LineColumn]]:
    """Read a file of JSON with the lines of its pointers; of what cannot be read there are none."""
    try:
        data = file.read_bytes()
        return parse(data), pointer_lines(data.decode("utf-8-sig"))
    except (OSError, ValueError):
        return None, {}
