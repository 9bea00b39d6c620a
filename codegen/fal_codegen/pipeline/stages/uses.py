"""uses: where a project's own source calls its endpoints."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from fal_codegen.drift import Client, Use
from fal_codegen.drift import uses as uses_in
from fal_codegen.errors import ProjectBroken
from fal_codegen.project import Project, files_below, load_lock

_SUFFIX = ".py"
_PASSED = {".venv", "venv", "node_modules", "site-packages", ".git"}


@dataclass(frozen=True, slots=True)
class UsesResult:
    """The uses that were found, by file and line, and of files that cannot be read why."""

    uses: list[Use]
    unread: list[str]
    files: int


def uses(project: Project, sources: Collection[Path] = ()) -> UsesResult:
    """Search Python source for calls of the generated client, and of endpoints by their ids.

    `sources` are files and folders, or else those of `drift.uses` in pyproject.toml. Generated code
    is passed over. Raises `ProjectBroken` for a path that is not there.
    """
    client = Client(project.package, load_lock(project.contracts).modules)
    found = UsesResult([], [], 0)
    files = dict.fromkeys(_files(project, sources or project.drift.uses))
    for file in files:
        shown = _shown(file, project.root)
        try:
            found.uses.extend(uses_in(file.read_text("utf-8"), shown, client))
        except UnicodeDecodeError:
            found.unread.append(f"{shown}: not UTF-8")
        except (SyntaxError, ValueError, OSError, RecursionError) as error:
            reason = str(error).split(" (")[0]
            found.unread.append(f"{shown}: {reason}")
    return UsesResult(found.uses, found.unread, len(files))


def _files(project: Project, sources: Collection[Path]) -> Iterator[Path]:
    for source in sources:
        if source.is_file():
            yield source
        elif source.is_dir():
            for path, file in files_below(source).items():
                generated = file.resolve().is_relative_to(project.generated)
                if file.suffix == _SUFFIX and not generated and _PASSED.isdisjoint(path.split("/")):
                    yield file
        else:
            raise ProjectBroken(f"{source}: no such file or folder of source")


def _shown(file: Path, root: Path) -> str:
    whole = file.resolve()
    base = root.resolve()
    return (whole.relative_to(base) if whole.is_relative_to(base) else file).as_posix()
