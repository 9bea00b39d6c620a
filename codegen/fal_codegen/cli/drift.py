"""drift: what changed since the contracts were committed."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    FOUND,
    console,
    endpoint_ids,
    report_option,
    source_option,
    tell,
    tell_gaps,
)
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.drift import FailOn

FAIL_ON = ("breaking", "unknown", "warning", "info", "never")
"""The levels of drift, and none; written here because its room takes long to load."""


@click.command()
@endpoint_ids
@source_option
@report_option
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The mildest change that makes the exit code 1.  [default: `drift.fail-on` in "
    "pyproject.toml, else unknown]",
)
@click.option(
    "--rules", is_flag=True, help="List the rules and how levels follow, and do nothing else."
)
@click.option(
    "--schema", is_flag=True, help="Print the JSON Schema of `--format json`, and nothing else."
)
@click.pass_obj
def drift(  # noqa: PLR0913 - one for each option
    root: Path,
    ids: Sequence[str],
    source: str | None,
    form: str,
    fail_on: "FailOn | None",
    *,
    rules: bool,
    schema: bool,
) -> int:
    """Tell what changed since contracts/ was written, and what it means.

    Compares the source's documents with contracts/ and writes nothing.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import (
        drift_schema,
        one_line,
        say_repeated,
        show_rules,
    )

    if rules:
        show_rules(console())
        return 0
    if schema:
        click.echo(json.dumps(drift_schema(), indent=2))
        return 0
    project = load_project(root)
    result = pipeline.drift(
        project, ids, source=source or project.source, fail_on=fail_on, progress=Bar()
    )
    tell(form, pipeline.reported(project, drift=result))
    could_not_tell = [*result.refused]
    if result.repeated:
        could_not_tell.append(say_repeated(result.repeated))
    for line in could_not_tell:
        click.echo(f"error: {one_line(line)}", err=True)
    tell_gaps(result.gaps)
    if could_not_tell:
        return COULD_NOT_TELL
    return FOUND if result.failed else 0
