"""pipeline: the main job, from documents to a table a person wants to read."""

from pathlib import Path

import click

from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    FOUND,
    MIGRATED,
    console,
    fal_key,
    is_quiet,
    say,
    source_option,
    tell_errors,
)
from fal_codegen.cli.progress import Bar


@click.command()
@source_option
@click.pass_obj
def pipeline(root: Path, source: str | None) -> int:
    """Do it all: fetch, compare, generate, check; ends in a table."""
    from fal_codegen.pipeline import run
    from fal_codegen.project import load_project
    from fal_codegen.report import (
        counted,
        one_line,
        show_changes,
        show_findings,
        show_recorded,
        show_rows,
    )

    project = load_project(root)
    source = source or project.source
    done = run(project, source=source, keys=[fal_key()], progress=Bar())
    screen = console()
    if done.migrated:
        say(MIGRATED)
    if done.drift.open:
        show_changes(screen, done.drift.open)
    show_findings(screen, done.checked.open, expired=done.checked.expired)
    if not is_quiet():
        show_rows(screen, done.summaries)
        show_recorded(screen, done.checked.recorded)
    say(
        f"{counted(done.fetched, 'document')} from {one_line(source)}, "
        f"{counted(done.written, 'generated file')} changed; "
        f"found: {len(done.checked.open)}, known and accepted: "
        f"{len(done.checked.accepted) + len(done.checked.known)} (`fal-codegen check` lists them)."
    )
    tell_errors(done.drift.refused)
    if done.drift.refused:
        return COULD_NOT_TELL
    return FOUND if done.drift.failed or done.checked.open else 0
