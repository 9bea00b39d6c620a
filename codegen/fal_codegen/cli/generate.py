"""generate: contracts/ to generated/, or what differs between the two."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    FOUND,
    MIGRATED,
    executor_option,
    say,
    tell_errors,
    tell_warnings,
)
from fal_codegen.cli.progress import Bar
from fal_codegen.errors import ProjectBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fal_codegen.contract import EndpointId

_STALE = "generated/ is not what the contracts say; `fal-codegen generate` writes it anew."
_OUTDATED = (
    "generated/ was made by another version of fal-codegen, of its tools or of the templates; "
    "`fal-codegen generate` writes it anew."
)


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; show what is stale.")
@click.option("--strict", is_flag=True, help="Write nothing if a contract cannot be expressed.")
@executor_option
@click.pass_obj
def generate(root: Path, *, only_check: bool, strict: bool, cluster: str | None) -> int:
    """Write the client in generated/ from contracts/.

    What the lock shows to be current is not made again. A contract that cannot be expressed is told
    with its place, in a line and by exit 2; the others are written, and what was generated for it
    before stays. With --check: a diff, and exit 1 when generated/ is not what the contracts say.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import say_hole_count

    project = load_project(root)
    if only_check:
        stale = pipeline.staleness(project, cluster=cluster, progress=Bar())
        tell_errors(stale.refused)
        _tell_missing(stale.missing)
        if stale.diff:
            click.echo("\n".join(stale.diff))
            click.echo(_OUTDATED if stale.outdated else _STALE, err=True)
        else:
            say(f"{stale.files} files are what the contracts say.")
        return COULD_NOT_TELL if stale.refused else FOUND if stale.diff else 0
    made = pipeline.generate(project, strict=strict, cluster=cluster, progress=Bar())
    tell_errors(made.refused)
    _tell_missing(made.missing)
    if not made.written:
        raise ProjectBroken(f"{len(made.refused)} contracts cannot be expressed")
    if made.migrated:
        say(MIGRATED)
    for id_, module in made.renamed:
        say(f"note: {id_} is the module {module}; its plain name has another meaning here")
    tell_warnings(
        f"{project.templates / path}: replaces no template of this version; if it is one that has "
        "another name now, nothing uses it"
        for path in made.strange
    )
    made_of = f"{made.files} files in {project.generated}, {made.changed} of them changed"
    say(f"{'; '.join(filter(None, (made_of, say_hole_count(made.holes))))}.")
    return COULD_NOT_TELL if made.refused else 0


def _tell_missing(ids: "Sequence[EndpointId]") -> None:
    """Say which endpoints the client lacks, for nothing was fetched of them yet."""
    tell_warnings(
        f"{id_}: listed in pyproject.toml, and not in the client: it has no contract; "
        f"`fal-codegen fetch {id_}` brings it"
        for id_ in ids
    )
