"""fetch: from a source into contracts/."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    console,
    endpoint_ids,
    is_quiet,
    say,
    source_option,
    tell_errors,
    tell_warnings,
)
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.pipeline import FetchedEndpoint


@click.command()
@endpoint_ids
@source_option
@click.option(
    "--all", "every", is_flag=True, help="Every endpoint the folder or the service's catalogue has."
)
@click.option(
    "--strict/--lenient",
    default=None,
    help="Whether a document with holes, such as an empty output, is refused. "
    "[default: strict; lenient with --all]",
)
@click.pass_obj
def fetch(
    root: Path, ids: Sequence[str], source: str | None, *, every: bool, strict: bool | None
) -> int:
    """Fetch documents and pages into contracts/.

    Without names: the endpoints of pyproject.toml and those already there. With --all from the
    service: the whole catalogue, page by page, and a walk that was stopped goes on where it was.
    What cannot be had or used is passed over: its contract stays as it was, and a line and exit 2
    tell of it.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import counted, one_line, say_basis, say_holes, show_dropped

    project = load_project(root)
    source = source or project.source
    found = pipeline.fetch(
        project,
        ids,
        source=source,
        every=every,
        strict=strict,
        progress=Bar(),
    )
    tell_errors(found.missed)
    tell_warnings((*found.warnings, *_holes(found.fetched)))
    repeated = f"; {len(found.repeated)} repeated, nothing learned" if found.repeated else ""
    passed = f", {len(found.missed)} passed over" if found.missed else ""
    brought = f"{counted(len(found.fetched), 'endpoint')} from {one_line(source)}"
    say(f"{brought}, {counted(len(found.files), 'file')} changed{passed}{repeated}.")
    if holes := say_holes([len(each.problems) for each in found.fetched]):
        say(f"Not read: {holes}.")
    if pages := sum(each.page_problem is not None for each in found.fetched):
        say(f"Not read: {counted(pages, 'documentation page')}.")
    if not is_quiet():
        show_dropped(console(), found.dropped)
    for line in say_basis(found.basis):
        say(line)
    return COULD_NOT_TELL if found.missed else 0


def _holes(fetched: "Iterable[FetchedEndpoint]") -> Iterator[str]:
    """Say what was let through."""
    for each in fetched:
        for problem in each.problems:
            yield f"{each.id}: {problem.pointer}: {problem.message}"
        if each.page_problem:
            yield f"{each.id}: documentation page: {each.page_problem.message}"
