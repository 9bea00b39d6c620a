"""report: what changed and what was found, in the forms that people and machines read."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    FOUND,
    fail_on_option,
    fal_key,
    output_option,
    report_option,
    schema_option,
    source_option,
    tell,
    tell_errors,
    tell_gaps,
)
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.drift import FailOn
    from fal_codegen.pipeline import Report


@click.command()
@source_option
@report_option
@output_option
@fail_on_option
@schema_option("report_schema")
@click.pass_obj
def report(
    root: Path,
    source: str | None,
    form: str,
    files: Sequence[Path],
    fail_on: "FailOn | None",
) -> int:
    """Tell what `drift` and `check` find, once and in many forms.

    Nothing is written but the files that are asked for.

    \b
    Example:
    fal-codegen report -o report.html -o report.sarif
    """  # noqa: D301 - the backspace tells click to keep the lines as they are
    from fal_codegen import pipeline
    from fal_codegen.project import load_project

    project = load_project(root)
    result = pipeline.report(
        project,
        source=source or project.source,
        keys=[fal_key()],
        fail_on=fail_on,
        progress=Bar(),
    )
    tell(form, result, files, project)
    return _exit_code(result)


def _exit_code(result: "Report") -> int:
    from fal_codegen.report import untold

    missing = untold(result)
    tell_errors(missing)
    if result.drift is not None:
        tell_gaps(result.drift.gaps)
    if missing:
        return COULD_NOT_TELL
    failed = (result.drift and result.drift.failed) or (result.checked and result.checked.open)
    return FOUND if failed else 0
