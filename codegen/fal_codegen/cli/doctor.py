"""doctor: what is installed, what can be reached, what is stale."""

from pathlib import Path

import click

from fal_codegen.cli.options import FOUND, fal_key, source_option


@click.command()
@source_option
@click.pass_obj
def doctor(root: Path, source: str | None) -> int:
    """Tell versions, what can be reached, and what is stale.

    Each thing to do comes with the verb that does it. Asks the source for one document, and writes
    nothing. Of the key in FAL_KEY it says that it is there, and nothing more.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import one_line, say_examined, say_versions

    for line in (
        *say_versions(pipeline.versions()),
        f"FAL_KEY: {'set' if fal_key() else 'not set'}",
    ):
        click.echo(line)
    examined = pipeline.doctor(load_project(root), source=source or "")
    for line in say_examined(examined):
        click.echo(one_line(line))
    return 0 if examined.well else FOUND
