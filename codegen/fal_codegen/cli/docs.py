"""docs: what a documentation page says, whatever its form."""

import json
from pathlib import Path

import click

from fal_codegen.cli.options import COULD_NOT_TELL, format_option, say, tell_errors
from fal_codegen.cli.progress import Bar


@click.command()
@click.argument("where", metavar="FILE|URL")
@format_option
@click.option(
    "--save",
    is_flag=True,
    help="Keep what is said of the project's endpoints in contracts/, where `check` holds it to "
    "the documents.",
)
@click.pass_obj
def docs(root: Path, where: str, form: str, *, save: bool) -> int:
    """Read documentation pages, whatever their form.

    That is an llms.txt, a Mintlify reference, an API page, or a whole site in one file. Shows every
    field with its type, default, range and values, and every limit that is stated in words, with
    its line. Needs no project, unless with --save.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import counted, one_line, page_lines, pages_data

    read = pipeline.docs(where)
    files: list[str] = []
    if save:
        files = pipeline.save_docs(load_project(root), read.pages, where, progress=Bar())
    if form == "json":
        click.echo(json.dumps(pages_data(read.pages), indent=2))
    else:
        for number, page in enumerate(read.pages):
            if number:
                click.echo()
            for line in page_lines(page):
                click.echo(one_line(line))
    tell_errors(f"{where}: {problem.message}" for problem in read.problems)
    if save:
        pages = counted(len(read.pages), "page")
        say(f"{pages} read, {counted(len(files), 'file')} changed.", err=True)
    return COULD_NOT_TELL if read.problems else 0
