"""add: endpoints come into a project."""

from collections.abc import Sequence
from pathlib import Path

import click

from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    say,
    source_option,
    tell_errors,
    tell_warnings,
)
from fal_codegen.cli.progress import Bar


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ENDPOINT...")
@source_option
@click.option("--lenient", is_flag=True, help="Take documents with holes, such as an empty output.")
@click.pass_obj
def add(root: Path, ids: Sequence[str], source: str | None, *, lenient: bool) -> int:
    """Add endpoints to the project.

    They are listed in pyproject.toml, their documents are fetched and their modules generated.
    One whose document cannot be had or used is passed over: told in a line, and by exit 2.

    \b
    Example:
    fal-codegen add fal-ai/nano-banana-2 fal-ai/nano-banana-2/edit
    """  # noqa: D301 - the backspace tells click to keep the lines as they are
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import counted, one_line, say_basis

    project = load_project(root)
    source = source or project.source
    done = pipeline.add(project, ids, source=source, lenient=lenient, progress=Bar())
    tell_errors((*done.fetched.missed, *done.refused))
    tell_warnings(done.fetched.warnings)
    listed = counted(len(done.listed), "endpoint")
    say(
        f"{listed} added from {one_line(source)}; contracts/: "
        f"{counted(len(done.fetched.files), 'file')} changed, generated/: {done.written}."
    )
    for line in say_basis(done.fetched.basis):
        say(line)
    return COULD_NOT_TELL if done.fetched.missed or done.refused else 0
