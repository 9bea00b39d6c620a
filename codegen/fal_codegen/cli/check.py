"""check: every witness of an endpoint held to every other."""

import json
from pathlib import Path

import click

from fal_codegen.cli.options import FOUND, console, fal_key, format_option


@click.command()
@format_option
@click.pass_obj
def check(root: Path, form: str) -> int:
    """Hold pages, recordings and generated code to the documents.

    Runs every boundary case through the generated client and replays the cassettes with the network
    shut. Searches them for the key in FAL_KEY, and for secrets that show themselves by a name or a
    shape; others it cannot know. Findings do not count that were accepted (see `accept`), or that
    fal-codegen knows of the contracts that come with it.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import counted, finding_data, say_holes, show_findings, show_recorded

    checked = pipeline.check(load_project(root), keys=[fal_key()])
    if form == "json":
        click.echo(json.dumps(finding_data([*checked.open, *checked.notes]), indent=2))
    else:
        show_findings(
            console(),
            [*checked.open, *checked.notes],
            expired=checked.expired,
            accepted=checked.accepted,
            known=checked.known,
        )
        cases = sum(map(len, checked.cases.values()))
        tapes = sum(checked.cassettes.values())
        show_recorded(console(), checked.recorded)
        click.echo(
            f"{counted(len(checked.open), 'finding')}, {len(checked.accepted)} accepted, "
            f"{len(checked.known)} known, "
            f"{counted(len(checked.notes), 'note')}; "
            f"{counted(cases, 'case')} run, {counted(tapes, 'cassette')} checked."
        )
        if holes := say_holes(checked.gaps.holes.values()):
            click.echo(f"Not read: {holes}.")
    return FOUND if checked.open else 0
