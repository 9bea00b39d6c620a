"""drift: what changed since the contracts were committed."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from fal_codegen import pipeline
from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    FOUND,
    console,
    endpoint_ids,
    format_option,
    source_option,
    tell_gaps,
)
from fal_codegen.cli.progress import Bar
from fal_codegen.drift import LEVELS
from fal_codegen.project import load_project
from fal_codegen.report import change_data, one_line, say_repeated, show_changes, show_rules


@click.command()
@endpoint_ids
@source_option
@format_option
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="info",
    show_default=True,
    help="The mildest change that makes the exit code 1.",
)
@click.option("--rules", is_flag=True, help="List the rules and their levels, and do nothing else.")
@click.pass_obj
def drift(  # noqa: PLR0913 - one for each option
    root: Path, ids: Sequence[str], source: str | None, form: str, fail_on: str, *, rules: bool
) -> int:
    """Tell what changed since contracts/ was written, and what it means.

    Compares the source's documents with contracts/ and writes nothing.
    """
    if rules:
        show_rules(console())
        return 0
    project = load_project(root)
    result = pipeline.drift(project, ids, source=source or project.source, progress=Bar())
    could_not_tell = [*result.refused]
    if result.repeated:
        could_not_tell.append(say_repeated(result.repeated))
    if form == "json":
        click.echo(json.dumps(change_data(result.changes), indent=2))
    elif result.changes or not could_not_tell:
        show_changes(console(), result.changes)
    for line in could_not_tell:
        click.echo(f"error: {one_line(line)}", err=True)
    tell_gaps(result.gaps)
    if could_not_tell:
        return COULD_NOT_TELL
    failing = LEVELS[: LEVELS.index(fail_on) + 1]
    return FOUND if any(change.rule.level in failing for change in result.changes) else 0
