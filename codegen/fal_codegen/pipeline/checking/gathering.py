"""What there is to check in a project, and a key for it that changes when any of it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from fal_codegen.cassettes import Cassette
from fal_codegen.check import SAVED
from fal_codegen.contract import EndpointId
from fal_codegen.emit import path_of
from fal_codegen.pipeline.checking.tasks import CheckTask, ShippedPackage, Tape
from fal_codegen.pipeline.generating.package import modules_of, package_folder
from fal_codegen.pipeline.harness import harness_digest
from fal_codegen.project import CENSUS, PAGE, Lock, Project, bytes_of, file_place, files_below


def gather(
    project: Project,
    lock: Lock,
    documents: Mapping[EndpointId, Path],
    tapes: Mapping[EndpointId, Mapping[Path, Cassette]],
) -> Iterator[CheckTask]:
    """Give a task for every endpoint, with what lies on disk of it."""
    modules = modules_of(project)
    folders = (project.contracts, project.generated, project.cassettes)
    contracts, generated, cassettes = (file_place(project, folder).path for folder in folders)
    for id_, file in documents.items():
        beside = (PAGE, SAVED, CENSUS)
        read = [_bytes(each) for each in (file, *map(file.with_name, beside))]
        (document, unreadable), (page, page_error), (saved, _), (census, lost) = read
        origin, page_origin = lock.documents.get(id_), lock.pages.get(id_)
        yield CheckTask(
            id=id_,
            module=modules[id_],
            document=document or b"",
            page=page,
            page_error=page_error,
            saved=saved,
            census=lost.encode() if lost else census,
            unreadable=unreadable or ("" if document is not None else "not there"),
            origin=origin.sha256 if origin else "",
            unread=page_origin.unread if page_origin else "",
            contract_place=f"{contracts}/{id_}",
            module_place=f"{generated}/{path_of(project.package, modules[id_])}",
            cassettes_place=cassettes,
            tapes=tuple(
                Tape(path, path.read_bytes(), cassette)
                for path, cassette in tapes.get(id_, {}).items()
            ),
        )


def keys_of(project: Project, tasks: Mapping[EndpointId, CheckTask]) -> dict[EndpointId, str]:
    """Hash all that a check of each endpoint depends on: its files, the client, and ourselves."""
    package = package_folder(project)
    files = files_below(package)
    texts = {f"{task.module}.py": id_ for id_, task in tasks.items()}
    shared = sha256(harness_digest().encode())
    for path, file in files.items():
        if path not in texts and path.endswith(".py"):
            shared.update(f"{path}\0".encode() + file.read_bytes())
    return {
        id_: _key(task, files.get(f"{task.module}.py"), shared.hexdigest())
        for id_, task in tasks.items()
    }


def ship(
    project: Project, batches: Sequence[Sequence[CheckTask]], *, travels: bool
) -> Iterator[ShippedPackage]:
    """Give each batch the generated package: its folder here, or where it travels what it needs."""
    folder = package_folder(project)
    if not travels:
        yield from (ShippedPackage(folder.name, folder, {}) for _ in batches)
        return
    files = {path: file.read_bytes() for path, file in files_below(folder).items()}
    every = {f"{task.module}.py" for batch in batches for task in batch}
    for batch in batches:
        others = every - {f"{task.module}.py" for task in batch}
        yield ShippedPackage(
            folder.name, None, {path: data for path, data in files.items() if path not in others}
        )


def _key(task: CheckTask, module: Path | None, shared: str) -> str:
    plain = replace(task, tapes=())
    hashed = sha256(f"{shared}\0{plain!r}".encode("utf-8", "surrogatepass"))
    hashed.update(module.read_bytes() if module else b"")
    for tape in task.tapes:
        hashed.update(f"{tape.file.name}\0".encode() + tape.data)
    return hashed.hexdigest()


def _bytes(file: Path) -> tuple[bytes | None, str]:
    """Read a file; None where there is none, with the reason where it cannot be had."""
    try:
        return (bytes_of(file), "") if file.exists() else (None, "")
    except ValueError as error:
        return None, str(error)
