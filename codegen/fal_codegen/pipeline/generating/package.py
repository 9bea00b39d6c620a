"""The generated package planned: what generated/ holds, what it should hold, and what differs."""

import re
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from fal_codegen.contract import EndpointId
from fal_codegen.emit import (
    PYTHON,
    README,
    Package,
    Templates,
    exported_names,
    folder_of,
    module_names,
)
from fal_codegen.errors import ProjectBroken
from fal_codegen.pipeline.generating.generator_hash import generator_digest
from fal_codegen.pipeline.generating.price_units import price_units
from fal_codegen.pipeline.generating.rendering import (
    Layout,
    known_languages,
    leave_broken,
    render_endpoints,
    render_frames,
    render_readme,
)
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.project import (
    FORMAT,
    FileHashes,
    Lock,
    Project,
    bytes_of,
    files_below,
    find_documents,
    load_lock,
    load_templates,
    no_contracts,
)

K = TypeVar("K", bound=str)
_BY_TOOLS = re.compile(
    r"python/(?:dist|build|\.venv|[^/]+\.egg-info)/|python/uv\.lock$"
    r"|typescript/(?:dist|node_modules)/"
    r"|typescript/(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$"
)
"""What tools put beside the generated files when a package is built or installed there."""


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """What generated/ holds and should hold, what each file was made of, and by which generator.

    `refused` says of which contracts nothing can be made; their files stay as they are. `holes`
    counts what of the others could not be read.
    `modules` are the names of the endpoints' modules, `newcomers` the endpoints that had none yet.
    `migrates` is true where generated/ was written by the version before, `by_another` where it
    was by another generator than this one.
    """

    disk: dict[str, bytes]
    files: dict[str, bytes]
    made: dict[str, FileHashes]
    generator: str
    refused: dict[EndpointId, str]
    holes: int
    modules: Mapping[EndpointId, str]
    newcomers: tuple[EndpointId, ...]
    migrates: bool = False
    by_another: bool = False

    @property
    def outdated(self) -> bool:
        """Whether generated/ is as another generator made it, and this one does not."""
        return self.by_another and bool(self.changes)

    @property
    def changes(self) -> dict[str, bytes | None]:
        """What must be written, by path, or removed, which is None."""
        wanted: dict[str, bytes | None] = {path: self.files.get(path) for path in self.disk}
        wanted |= self.files
        return {path: data for path, data in wanted.items() if self.disk.get(path) != data}


def plan_package(
    project: Project, *, cluster: str | None = None, progress: Progress = SILENT
) -> PackagePlan:
    """Make the package, taking from disk what the lock shows to be as it would be made again.

    Raises `ProjectBroken` where there are no contracts, and for bad templates or languages.
    """
    languages = known_languages(project)
    (texts, unread), templates = _documents(project), load_templates(project)
    generator = generator_digest(templates)
    lock = load_lock(project.contracts)
    modules = _modules(project, texts, lock, templates)
    package = Package(project.package, project.version, modules, price_units(project, texts))
    layout = Layout(package, languages)
    disk = _read(generated_files(project.generated))
    inputs = layout.inputs(texts)
    fresh = _fresh(lock, generator, inputs, disk)
    with _naming_templates(project):
        made = render_endpoints(layout, texts, fresh, templates, cluster, progress)
        leave_broken(layout, made, texts, templates)
        refused = {path for id_ in made.refused for path in layout.paths(id_)}
        left = {path: disk[path] for path in refused if path in disk}
        there = {*fresh, *left, *made.texts}
        inputs |= layout.readme_inputs(texts, there)
        fresh |= _fresh(lock, generator, inputs, disk) & {README}
        around = _frame(layout, lock, generator, disk, there)
        around = around or render_frames(layout, templates, there)
        inputs |= dict.fromkeys(around, layout.frame_input(around, there))
        if README in inputs and README not in fresh:
            usable = {id_: data for id_, data in texts.items() if id_ not in made.refused}
            around |= render_readme(layout.promised(PYTHON, there), usable, templates)
    encoded = {path: text.encode() for path, text in (made.texts | around).items()}
    files = dict(sorted((left | {path: disk[path] for path in fresh} | encoded).items()))
    holes = {path: lock.files[path].holes for path in fresh}
    holes |= {path: many for id_, many in made.holes.items() for path in layout.paths(id_)}
    kept = {path: lock.files[path] for path in left if path in lock.files}
    return PackagePlan(
        disk,
        files,
        _hashes(files, inputs, holes) | kept,
        generator,
        refused=dict(sorted((made.refused | unread).items())),
        holes=sum(holes.get(layout.paths(id_)[0], 0) for id_ in texts),
        modules=modules,
        newcomers=tuple(id_ for id_ in modules if id_ not in lock.modules),
        migrates=lock.format < FORMAT and bool(lock.files),
        by_another=lock.generator not in ("", generator),
    )


@contextmanager
def _naming_templates(project: Project) -> Generator[None, None, None]:
    """Say of a template that fails where it is; only then is jinja2 needed here."""
    try:
        yield
    except Exception as error:
        from jinja2 import TemplateError  # noqa: PLC0415 - where nothing changed it takes a tenth

        if isinstance(error, TemplateError):
            raise ProjectBroken(f"{project.templates}: {error}") from None
        raise


def _hashes(
    files: Mapping[str, bytes], inputs: Mapping[str, str], holes: Mapping[str, int]
) -> dict[str, FileHashes]:
    return {
        path: FileHashes(inputs.get(path, ""), sha256(data).hexdigest(), holes.get(path, 0))
        for path, data in files.items()
    }


def _documents(project: Project) -> tuple[dict[EndpointId, bytes], dict[EndpointId, str]]:
    """Read every document, and say of those that cannot be had why; they are read as empty."""
    files = find_documents(project.contracts)
    if not files:
        raise no_contracts(project.contracts)
    texts, unread = dict[EndpointId, bytes](), dict[EndpointId, str]()
    for id_, file in files.items():
        try:
            texts[id_] = bytes_of(file).replace(b"\r\n", b"\n")  # of a checkout as on Windows
        except ValueError as error:
            texts[id_], unread[id_] = b"", f"{id_}: {error}"
    return texts, unread


def package_folder(project: Project) -> Path:
    """Give the folder of the generated package, the one that is imported.

    Raises `ProjectBroken` for a project that has none.
    """
    if PYTHON not in project.languages:
        raise ProjectBroken(
            f"{project.configuration}: languages has no {PYTHON}, whose client this runs"
        )
    return project.generated / folder_of(project.package)


def modules_of(project: Project) -> Mapping[EndpointId, str]:
    """Name the modules of a project's endpoints as `generate` does. Raises `ProjectBroken`."""
    ids = find_documents(project.contracts)
    return _modules(project, ids, load_lock(project.contracts), load_templates(project))


def _modules(
    project: Project, ids: Iterable[EndpointId], lock: Lock, templates: Templates
) -> Mapping[EndpointId, str]:
    try:
        return module_names(ids, lock.modules, exported_names(templates))
    except SyntaxError as error:
        raise ProjectBroken(f"{project.templates}: runtime/__init__.py: {error}") from None


def generated_files(folder: Path) -> dict[str, Path]:
    """Find what was generated; what somebody built or installed there is theirs."""
    return {path: file for path, file in files_below(folder).items() if not _BY_TOOLS.match(path)}


def _fresh(
    lock: Lock, generator: str, inputs: Mapping[str, str], disk: Mapping[str, bytes]
) -> set[str]:
    """Name the modules on disk that this generator made of these very documents."""
    if lock.generator != generator:
        return set()
    return {
        path
        for path, read in inputs.items()
        if path in disk
        and (known := lock.files.get(path))
        and (known.inputs, known.output) == (read, sha256(disk[path]).hexdigest())
    }


def _frame(
    layout: Layout,
    lock: Lock,
    generator: str,
    disk: Mapping[str, bytes],
    there: Collection[str],
) -> dict[str, str]:
    """Give what is the same for all endpoints, as it is on disk; nothing where it must be made."""
    own = {README, *(path for id_ in layout.package.modules for path in layout.paths(id_))}
    paths = lock.files.keys() - own
    inputs = dict.fromkeys(paths, layout.frame_input(paths, there))
    if not paths or _fresh(lock, generator, inputs, disk) != paths:
        return {}
    return {path: disk[path].decode() for path in paths}


def _read(files: Mapping[K, Path]) -> dict[K, bytes]:
    for file in files.values():
        if file.exists() and not file.is_file():  # a pipe would be waited for without end
            raise ProjectBroken(f"{file}: no regular file")
    try:
        return {key: file.read_bytes() for key, file in files.items()}
    except OSError as error:
        raise ProjectBroken(f"{error.filename}: {error.strerror}") from None
