"""conform: a client in any language, held to the conformance kit."""

from collections.abc import Sequence
from pathlib import Path

import click

from fal_codegen.cli.options import COULD_NOT_TELL, FOUND


@click.command()
@click.argument("command", nargs=-1, metavar="[-- COMMAND...]")
@click.option(
    "--known",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Tests that may fail: in each line a name, where * stands for anything, and ` # why`.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
)
@click.pass_obj
def conform(root: Path, command: Sequence[str], known: Path | None, form: str) -> int:
    """Hold a client in any language to the conformance kit.

    COMMAND runs its program, which is asked and answers by lines of JSON: see the README in
    generated/conformance. Without one, our own Python client is tried. What a client does not
    offer counts as a gap.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import conform_json, conform_junit, say_conform

    result = pipeline.conform(load_project(root), command, known)
    if form == "junit":
        click.echo(conform_junit(result), nl=False)
    else:
        for line in say_conform(result) if form == "text" else conform_json(result):
            click.echo(line)
    counting = [each.verdict for each in result.outcomes if each.counts]
    if counting and {*counting} == {"untried"}:
        return COULD_NOT_TELL
    return FOUND if counting else 0
