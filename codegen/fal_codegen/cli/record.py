"""record: play every scenario of an endpoint and keep the traffic as cassettes."""

from collections.abc import Sequence
from pathlib import Path

import click

from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    confirm_sending,
    endpoint_ids,
    fal_key,
    say,
    tell_errors,
    tell_gaps,
)
from fal_codegen.cli.progress import Bar


@click.command()
@endpoint_ids
@click.option(
    "--source",
    type=click.Choice(["emulator", "live"]),
    default="emulator",
    show_default=True,
    help="Whom to record. `live` needs FAL_KEY and costs two answers an endpoint, without --media.",
)
@click.option(
    "--har",
    "hars",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Record nothing; import the exchanges of a HAR file. Can be given several times.",
)
@click.option(
    "--media",
    is_flag=True,
    help="Record too what answers are to be held to: one more answer for each field that says what "
    "a picture, film, sound or model should be like, and the first 64 KiB of each such file. Those "
    "of the emulator that there are already are renewed without it.",
)
@click.option("--yes", is_flag=True, help="Do not ask before calls that cost.")
@click.pass_obj
def record(  # noqa: PLR0913 - a parameter for each option
    root: Path,
    ids: Sequence[str],
    source: str,
    hars: Sequence[Path],
    *,
    media: bool,
    yes: bool,
) -> int:
    """Record cassettes from the emulator or from fal.ai.

    Per endpoint a sync answer, a queue run, and a refusal for every limit and enum. A job that is
    not done after half an hour goes on: its id is told, and the other recordings are kept. Every
    cassette says whom it was recorded from; one of fal.ai is not replaced by one of the emulator.
    Headers are dropped, but for a few that hold no secret.
    What is left is searched for the key and for every secret that the traffic shows, by a header, a
    name or a shape, in the usual spellings; where one is found, nothing is written. What shows
    itself by none of these is not found: read a recording before you publish it.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import counted, imported_lines, one_line

    _refuse_har_files(ids)
    result = pipeline.record(
        load_project(root),
        ids,
        source=source,
        key=fal_key(),
        hars=hars,
        media=media,
        progress=Bar(),
        agree=lambda calls: _agree(calls, yes=yes),
    )
    for line in (each for made in result.imported for each in imported_lines(made)):
        say(one_line(line))
    origin = "HAR files" if hars else source
    say(f"{counted(result.cassettes, 'cassette')} from {origin}, {result.new} new.")
    if result.kept:
        stay = f"{counted(len(result.kept), 'recording')} of fal.ai left as recorded, such as"
        again = (
            "`fal-codegen record --source live`, with `--media` for those below asked/, makes what "
            "fal answers anew"
        )
        click.echo(one_line(f"note: {stay} {result.kept[0]}; {again}"), err=True)
    empty = [each.file.name for each in result.imported if not each.taken]
    tell_errors(one_line(f"{name}: nothing of it was imported") for name in empty)
    code = tell_gaps(result.gaps)
    return COULD_NOT_TELL if empty else code


def _refuse_har_files(ids: Sequence[str]) -> None:
    """Refuse files among the endpoints, and say how they are imported."""
    for name in ids:
        if name.lower().endswith(".har"):
            raise click.UsageError(
                f"{name!r} is no endpoint; a HAR file is imported by --har {name}"
            )


def _agree(calls: int, *, yes: bool) -> None:
    """Show how many calls fal.ai bills, and ask."""
    notice = f"{calls} calls to fal.ai that are billed, and refusals, which are not."
    click.echo(notice, err=True)
    confirm_sending(yes=yes)
