"""generate: contracts/ to generated/, or what differs between the two."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import click
from jinja2 import TemplateError

from codegen.cli.options import FOUND, my_turn
from codegen.cli.progress import counted
from codegen.cli.work import batches, done, executor
from codegen.contract import Document, EndpointId, digest
from codegen.emit import (
    PACKAGE,
    Source,
    Templates,
    emit_frame,
    emit_modules,
    generator_digest,
    module_names,
)
from codegen.project import (
    LOCK,
    Contract,
    Made,
    Project,
    ProjectBroken,
    files_below,
    load_contracts,
    load_lock,
    load_project,
    load_templates,
    update_tree,
)
from codegen.sources import read_document


@dataclass(frozen=True, slots=True)
class Package:
    """What generated/ should hold, what each file was made of, and by which generator.

    `refused` says, by file, of which contracts nothing can be made; those files stay as they are.
    """

    files: dict[str, bytes]
    made: dict[str, Made]
    generator: str
    refused: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The work for one module."""

    id: EndpointId
    module: str
    document: Document
    digest: str


def package(project: Project, *, where: str | None = None) -> Package:
    """Make the package, taking from disk what the lock shows to be as it would be made again.

    Raises `ProjectBroken` where there are no contracts, and for bad templates.
    """
    contracts = load_contracts(project.contracts)
    if not contracts:
        raise ProjectBroken(f"{project.contracts}: no contracts yet; fetch some")
    templates = load_templates(project)
    modules = module_names(contracts)
    inputs = {
        _path(modules[id_]): digest([contract.digest, modules[id_]])
        for id_, contract in contracts.items()
    }
    known = _fresh(project, generator_digest(templates))
    stale = [
        _piece(contract, modules[id_])
        for id_, contract in contracts.items()
        if (path := _path(modules[id_])) not in known or known[path][0].inputs != inputs[path]
    ]
    try:
        frame = emit_frame(modules, templates)
        texts, refused = _make(stale, templates, where)
    except TemplateError as error:
        raise ProjectBroken(f"{project.templates}: {error}") from None
    kept = {path: data for path, (_, data) in known.items() if path in inputs}
    kept |= {path: data for path, data in _on_disk(project).items() if path in refused}
    new = {path: text.encode() for path, text in (texts | frame).items()}
    files = dict(sorted((kept | new).items()))
    made = {
        path: Made(inputs.get(path, ""), sha256(data).hexdigest()) for path, data in files.items()
    }
    return Package(files, made, generator_digest(templates), refused)


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


def make(pieces: Sequence[_Piece], templates: Templates) -> tuple[dict[str, str], dict[str, str]]:
    """Make some modules, wherever the executor is: texts by path, and refusals by path."""
    sources: list[Source] = []
    refused: dict[str, str] = {}
    for piece in pieces:
        reading = read_document(piece.document)
        if reading.endpoint is None:
            problem = next(each for each in reading.problems if each.fatal)
            told = f"{piece.id}: {problem.pointer}: {problem.message}"
            refused[_path(piece.module)] = told
        else:
            sources.append(Source(reading.endpoint, piece.module, piece.digest))
    return emit_modules(sources, templates), refused


def _make(
    pieces: Sequence[_Piece], templates: Templates, where: str | None
) -> tuple[dict[str, str], dict[str, str]]:
    texts: dict[str, str] = {}
    refused: dict[str, str] = {}
    with executor(where, len(pieces)) as pool:
        futures = [pool.submit(make, batch, templates) for batch in batches(pieces)]
        for made, problems in counted(done(futures), len(futures), "generating"):
            texts |= made
            refused |= problems
    return texts, dict(sorted(refused.items()))


def _fresh(project: Project, generator: str) -> dict[str, tuple[Made, bytes]]:
    """Give the files that are what this generator made last, with what they were made of."""
    lock = load_lock(project.contracts)
    if lock.generator != generator:
        return {}
    return {
        path: (lock.files[path], data)
        for path, data in _on_disk(project).items()
        if path in lock.files and sha256(data).hexdigest() == lock.files[path].output
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


def _piece(contract: Contract, module: str) -> _Piece:
    return _Piece(contract.id, module, contract.document, contract.digest)


def _path(module: str) -> str:
    return f"{PACKAGE}/{module}.py"


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
