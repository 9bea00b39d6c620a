"""generate: contracts/ to generated/, or what differs between the two."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import click
from jinja2 import TemplateError

from codegen.cli.options import FOUND, my_turn
from codegen.cli.progress import counted
from codegen.cli.work import batches, done, executor
from codegen.contract import EndpointId
from codegen.emit import Templates, emit_frame, generator_digest, module_names, path_of
from codegen.project import (
    LOCK,
    Lock,
    Made,
    Project,
    ProjectBroken,
    files_below,
    find_documents,
    load_lock,
    load_project,
    load_templates,
    update_tree,
)


@dataclass(frozen=True, slots=True)
class Package:
    """What generated/ should hold, what each file was made of, and by which generator.

    `refused` says, by file, of which contracts nothing can be made; those files stay as they are.
    """

    files: dict[str, bytes]
    made: dict[str, Made]
    generator: str
    refused: dict[str, str]


def package(project: Project, *, where: str | None = None) -> Package:
    """Make the package, taking from disk what the lock shows to be as it would be made again.

    Raises `ProjectBroken` where there are no contracts, and for bad templates.
    """
    texts = _texts(find_documents(project.contracts))
    if not texts:
        raise ProjectBroken(f"{project.contracts}: no contracts yet; fetch some")
    templates = load_templates(project)
    generator = generator_digest(templates)
    modules = module_names(texts)
    disk = _on_disk(project)
    inputs = {path_of(modules[id_]): sha256(data).hexdigest() for id_, data in texts.items()}
    fresh = _fresh(load_lock(project.contracts), generator, inputs, disk)
    stale = {id_: data for id_, data in texts.items() if path_of(modules[id_]) not in fresh}
    try:
        frame = {path: text.encode() for path, text in emit_frame(modules, templates).items()}
        made, refused = _make(stale, modules, templates, where)
    except TemplateError as error:
        raise ProjectBroken(f"{project.templates}: {error}") from None
    kept = {path: disk[path] for path in (*fresh, *refused) if path in disk}
    files = dict(sorted((kept | made | frame).items()))
    told = {
        path: Made(inputs.get(path, ""), sha256(data).hexdigest()) for path, data in files.items()
    }
    return Package(files, told, generator, refused)


def write(project: Project, package: Package) -> int:
    """Make generated/ hold the package and nothing else; tell how many files changed."""
    changes = _changes(project, package)
    update_tree(project.generated, changes)
    lock = replace(load_lock(project.contracts), generator=package.generator, files=package.made)
    update_tree(project.contracts, {LOCK: lock.spelled()})
    return len(changes)


def differences(project: Project, package: Package) -> Iterator[str]:
    """Give a unified diff from what generated/ holds to what it should hold, line by line."""
    old = _on_disk(project)
    for path, new in _changes(project, package).items():
        yield from difflib.unified_diff(
            old.get(path, b"").decode("utf-8", "replace").splitlines(),
            (new or b"").decode().splitlines(),
            f"generated/{path}",
            f"generated/{path} (from contracts/)",
            lineterm="",
        )


def _make(
    stale: Mapping[EndpointId, bytes],
    modules: Mapping[EndpointId, str],
    templates: Templates,
    where: str | None,
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Make the modules that are stale; give them, and what was refused, by path."""
    if not stale:
        return {}, {}
    from codegen.cli.making import Piece, make  # noqa: PLC0415 - costs more than all the rest

    pieces = [Piece(id_, modules[id_], data) for id_, data in stale.items()]
    texts: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    with executor(where, len(pieces)) as pool:
        futures = [pool.submit(make, batch, templates) for batch in batches(pieces)]
        for made, problems in counted(done(futures), len(futures), "generating"):
            texts |= {path: text.encode() for path, text in made.items()}
            refused |= {path_of(module): told for module, told in problems.items()}
    return texts, dict(sorted(refused.items()))


def _fresh(
    lock: Lock, generator: str, inputs: Mapping[str, str], disk: Mapping[str, bytes]
) -> set[str]:
    """Name the modules on disk that this generator made of these very documents."""
    if lock.generator != generator:
        return set()
    return {
        path
        for path, read in inputs.items()
        if path in disk and lock.files.get(path) == Made(read, sha256(disk[path]).hexdigest())
    }


def _changes(project: Project, package: Package) -> dict[str, bytes | None]:
    """Give what must be written or removed."""
    old = _on_disk(project)
    wanted: dict[str, bytes | None] = {path: package.files.get(path) for path in old}
    wanted |= package.files
    return {path: data for path, data in wanted.items() if old.get(path) != data}


def _on_disk(project: Project) -> dict[str, bytes]:
    try:
        return {path: file.read_bytes() for path, file in files_below(project.generated).items()}
    except OSError as error:
        raise ProjectBroken(f"{error.filename}: {error.strerror}") from None


def _texts(documents: Mapping[EndpointId, Path]) -> dict[EndpointId, bytes]:
    try:
        return {id_: file.read_bytes() for id_, file in documents.items()}
    except OSError as error:
        raise ProjectBroken(f"{error.filename}: {error.strerror}") from None


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; show what is stale.")
@click.option("--strict", is_flag=True, help="Write nothing if a contract cannot be expressed.")
@click.option(
    "--executor",
    "where",
    metavar="dask://HOST:PORT",
    help="Do the work on a Dask cluster (fal-codegen[dask]) instead of this machine's processes.",
)
@click.pass_obj
def generate(root: Path, *, only_check: bool, strict: bool, where: str | None) -> int:
    """Write the client in generated/ from contracts/.

    What the lock shows to be current is not made again. With --check: a diff, and exit 1 when
    generated/ is not what the contracts say.
    """
    project = load_project(root)
    if only_check:
        wanted = package(project, where=where)
        lines = list(differences(project, wanted))
        click.echo("\n".join(lines) or f"{len(wanted.files)} files are what the contracts say.")
        return FOUND if lines else 0
    with my_turn(project):
        wanted = package(project, where=where)
        for refused in wanted.refused.values():
            click.echo(f"warning: {refused}", err=True)
        if strict and wanted.refused:
            raise ProjectBroken(f"{len(wanted.refused)} contracts cannot be expressed")
        written = write(project, wanted)
    click.echo(f"{len(wanted.files)} files in {project.generated}, {written} of them changed.")
    return FOUND if wanted.refused else 0
