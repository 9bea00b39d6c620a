"""check: every witness of an endpoint held to every other."""

from pathlib import Path

import click

from fal_codegen.cli.options import FOUND, fal_key, report_option, tell


@click.command()
@report_option
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

    project = load_project(root)
    checked = pipeline.check(project, keys=[fal_key()])
    tell(form, pipeline.reported(project, checked=checked))
    return FOUND if checked.open else 0
