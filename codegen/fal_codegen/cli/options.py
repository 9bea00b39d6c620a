"""What several verbs share: their options, the key and the console."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from fal_codegen.cli.completion import complete_endpoints, complete_source

if TYPE_CHECKING:
    from rich.console import Console

    from fal_codegen.pipeline import Gaps, Report
    from fal_codegen.project import Project

F = TypeVar("F", bound=Callable[..., Any])

FOUND = 1
"""The exit code for findings."""
COULD_NOT_TELL = 2
"""The exit code where a verb cannot do all of its work.

Each part that was not done is an `error:` on standard error, whatever else was. A `warning:` or a
`note:` is of what was done, and changes no exit code.
"""
KILLED = 130
"""The exit code of a verb that a person interrupts: what a shell gives for SIGINT."""
_UNBROKEN = 100_000
"""Columns where nobody looks: whatever COLUMNS says, a line that is read by a program is one."""
MIGRATED = "This project was written by the version before: it is migrated to this one."

source_option = click.option(
    "--source",
    metavar="live|emulator|URL|FOLDER",
    shell_complete=complete_source,
    help="Where documents come from: fal.ai, the emulator that comes along, one that runs at "
    "a URL, or a folder of <endpoint id>.json files.  [default: `source` in pyproject.toml]",
)
FORMS = ("text", "json", "markdown", "sarif", "junit", "github", "html")
"""The forms of a report: text is for the screen, each of the others is a module of the report's."""
FORM_OF: Mapping[str, str] = MappingProxyType(
    {".html": "html", ".json": "json", ".md": "markdown", ".sarif": "sarif", ".xml": "junit"}
)
"""The form that a file's name asks for by its end."""


def _files(
    context: click.Context, parameter: click.Parameter, files: Sequence[Path]
) -> Sequence[Path]:
    for file in files:
        if file.suffix.lower() not in FORM_OF:
            message = f"{file}: its name must end in one of {', '.join(FORM_OF)}"
            raise click.BadParameter(message, context, parameter)
        if not os.access(file.parent, os.W_OK):
            message = f"{file}: {file.parent} is no folder that can be written to"
            raise click.BadParameter(message, context, parameter)
    return files


report_option = click.option(
    "--format", "form", type=click.Choice(FORMS), default="text", show_default=True
)
output_option = click.option(
    "-o",
    "--output",
    "files",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    callback=_files,
    help=f"Write the report to a file too, in the form that its name ends in: "
    f"{', '.join(FORM_OF)}. May be given several times.",
)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
FAIL_ON = ("breaking", "unknown", "warning", "info", "never")
"""The levels of drift, and none; written here because its room takes long to load."""
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The mildest change that makes the exit code 1.  [default: `drift.fail-on` in "
    "pyproject.toml, else unknown]",
)


def _cluster(context: click.Context, parameter: click.Parameter, address: str | None) -> str | None:
    if address is not None:  # is wrong even where nothing is left to be done
        from fal_codegen.errors import ProjectBroken
        from fal_codegen.pipeline import scheduler_of

        try:
            scheduler_of(address)
        except ProjectBroken as error:
            raise click.BadParameter(str(error), context, parameter) from None
    return address


executor_option = click.option(
    "--executor",
    "cluster",
    metavar="dask://HOST:PORT",
    callback=_cluster,
    help="Do the work on a Dask cluster (fal-codegen[dask]) instead of this machine's processes.",
)
new_endpoint_ids = click.argument("ids", nargs=-1, metavar="[ENDPOINT]...")
endpoint_ids = click.argument(
    "ids", nargs=-1, metavar="[ENDPOINT]...", shell_complete=complete_endpoints
)


def schema_option(schema: str, of: str = "--format json") -> Callable[[F], F]:
    """Give the option by which a verb prints the JSON Schema of its output, and does nothing else.

    `schema` is the name of the report's function that gives it.
    """

    def show(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
        if wanted:
            from fal_codegen import report

            click.echo(json.dumps(getattr(report, schema)(), indent=2))
            context.exit()

    return click.option(
        "--schema",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=f"Print the JSON Schema of `{of}`, and nothing else.",
    )


def is_quiet() -> bool:
    """Tell whether the user wants to hear nothing of what went well."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().params.get("quiet"))


def say(text: str, *, err: bool = False) -> None:
    """Say what went well, unless the user wants to hear nothing of it."""
    if not is_quiet():
        click.echo(text, err=err)


def tell_errors(lines: Iterable[str]) -> None:
    """Say on standard error what could not be done, a line for each."""
    from fal_codegen.contract import one_line

    for line in lines:
        click.echo(f"error: {one_line(line)}", err=True)


def tell_warnings(lines: Iterable[str]) -> None:
    """Say on standard error what was done and is strange, a line for each."""
    from fal_codegen.contract import one_line

    for line in lines:
        click.echo(f"warning: {one_line(line)}", err=True)


def fal_key() -> str:
    """Give the key that is in FAL_KEY, empty where there is none."""
    return os.environ.get("FAL_KEY", "").strip()


def tell_gaps(gaps: "Gaps") -> int:
    """Say what could not be read; give the exit code where that is a whole endpoint."""
    from fal_codegen.report import say_holes, say_unreadable

    tell_errors(say_unreadable(gaps.unreadable))
    tell_errors(f"{id_}: {why}" for id_, why in gaps.failed.items())
    if message := say_holes(gaps.holes.values()):
        click.echo(f"note: {message}; `fal-codegen check` lists them", err=True)
    return COULD_NOT_TELL if gaps.unreadable or gaps.failed else 0


def console() -> "Console":
    """Give the console that reports go to."""
    from rich.console import Console

    screen = Console(highlight=False)
    if not screen.is_terminal:
        screen.width = _UNBROKEN
    elif screen.width < 1:  # COLUMNS=0, with which nothing at all would be shown
        screen.width = 80
    return screen


def tell(
    form: str,
    report: "Report",
    files: Sequence[Path] = (),
    project: "Project | None" = None,
) -> None:
    """Write a report to files, each in the form of its name, and print it in one of its forms.

    With a project, a page has what only a page has room for.
    """
    from fal_codegen.pipeline import detailed
    from fal_codegen.project import write_text
    from fal_codegen.report import render, show_report

    forms = {file: FORM_OF[file.suffix.lower()] for file in files}
    if project is not None and "html" in {form, *forms.values()}:
        report = detailed(project, report, keys=[fal_key()])
    for file, its in forms.items():
        write_text(file, render(its, report, whole()))
    if form == "text":
        show_report(console(), report, quiet=is_quiet())
    else:
        click.echo(render(form, report, whole()), nl=False)


def whole() -> str:
    """Say where all of a report is that had to be cut: in the log of the run, or on demand."""
    run = [os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")]
    if all(run):
        server, repository, number = run
        return f"the run has all of it: {server}/{repository}/actions/runs/{number}"
    return "fal-codegen report lists all of it"


def confirm_sending(*, yes: bool) -> None:
    """Ask whether calls that cost are to be sent, unless it was said before."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("nobody is there to be asked: say --yes")
    click.confirm("Send them?", abort=True, err=True)
