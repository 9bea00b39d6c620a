"""generate: contracts/ to generated/, or what differs between the two."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import click
from jinja2 import TemplateError

from codegen.cli.held import Held, needed
from codegen.cli.options import FOUND, my_turn
from codegen.contract import EndpointId
from codegen.emit import File, Source, emit, generator_digest
from codegen.project import (
    LOCK,
    Made,
    Project,
    ProjectBroken,
    WriteBroken,
    files_below,
    load_lock,
    load_project,
    update_tree,
)


def package(project: Project, contracts: Mapping[EndpointId, Held]) -> dict[str, File]:
    """Give the files that generated/ should hold. Raises `ProjectBroken` for bad templates."""
    sources = [Source(each.endpoint, each.contract.digest) for each in contracts.values()]
    try:
        return emit(sources, project.templates)
    except TemplateError as error:
        raise ProjectBroken(f"{project.templates}: {error}") from None


def write(project: Project, files: Mapping[str, File]) -> int:
    """Make generated/ hold these files and no others; tell how many it changed."""
    changes = _changes(project, files)
    update_tree(project.generated, changes)
    made = {
        path: Made(file.inputs, sha256(file.text.encode()).hexdigest())
        for path, file in files.items()
    }
    lock = replace(
        load_lock(project.contracts), generator=generator_digest(project.templates), files=made
    )
    update_tree(project.contracts, {LOCK: lock.spelled()})
    return len(changes)


def differences(project: Project, files: Mapping[str, File]) -> Iterator[str]:
    """Give a unified diff from what generated/ holds to what it should hold, line by line."""
    old = {path: file.read_bytes() for path, file in files_below(project.generated).items()}
    for path, new in _changes(project, files).items():
        was = old.get(path, b"").decode("utf-8", "replace").splitlines()
        yield from difflib.unified_diff(
            was,
            (new or b"").decode().splitlines(),
            f"generated/{path}",
            f"generated/{path} (from contracts/)",
            lineterm="",
        )


def _changes(project: Project, files: Mapping[str, File]) -> dict[str, bytes | None]:
    """Give what must be written or removed."""
    try:
        old = {path: file.read_bytes() for path, file in files_below(project.generated).items()}
    except OSError as error:
        raise WriteBroken(f"{error.filename}: {error.strerror}") from None
    new = {path: file.text.encode() for path, file in files.items()}
    wanted: dict[str, bytes | None] = {path: new.get(path) for path in (*new, *old)}
    return {path: data for path, data in wanted.items() if old.get(path) != data}


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; show what is stale.")
@click.pass_obj
def generate(root: Path, *, only_check: bool) -> int:
    """Write the client in generated/ from contracts/.

    With --check: a diff and exit 1 when generated/ is not what the contracts say.
    """
    project = load_project(root)
    if only_check:
        files = package(project, needed(project))
        lines = list(differences(project, files))
        click.echo("\n".join(lines) or f"{len(files)} files are what the contracts say.")
        return FOUND if lines else 0
    with my_turn(project):
        files = package(project, needed(project))
        written = write(project, files)
    click.echo(f"{len(files)} files in {project.generated}, {written} of them changed.")
    return 0
