"""check: every witness of an endpoint held to every other."""

import json
from pathlib import Path

import click

from fal_codegen import pipeline
from fal_codegen.cli.options import FOUND, console, format_option
from fal_codegen.project import load_project
from fal_codegen.report import counted, finding_data, show_findings, show_recorded


@click.command()
@format_option
@click.pass_obj
def check(root: Path, form: str) -> int:
    """Hold pages, recordings and generated code to the documents.

    Runs every boundary case through the generated client and replays the cassettes with the network
    shut. Findings listed in contracts/accepted.json do not count.
    """
    checked = pipeline.check(load_project(root))
    if form == "json":
        click.echo(json.dumps(finding_data([*checked.open, *checked.notes]), indent=2))
    else:
        show_findings(console(), [*checked.open, *checked.notes], checked.accepted)
        cases = sum(map(len, checked.cases.values()))
        tapes = sum(checked.cassettes.values())
        show_recorded(console(), checked.recorded)
        click.echo(
            f"{counted(len(checked.open), 'finding')}, {len(checked.accepted)} accepted, "
            f"{counted(len(checked.notes), 'note')}; "
            f"{counted(cases, 'case')} run, {counted(tapes, 'cassette')} checked."
        )
    return FOUND if checked.open else 0
