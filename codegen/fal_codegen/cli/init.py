"""init: a folder becomes a project."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

import click
from click.core import ParameterSource

from fal_codegen.cli.options import new_endpoint_ids, say
from fal_codegen.errors import ProjectBroken

_EXAMPLE = "fal-ai/nano-banana-2"
"""What a project without endpoints is shown to add."""


@click.command()
@click.argument("root", metavar="DIR", type=click.Path(path_type=Path))
@new_endpoint_ids
@click.option(
    "--ci",
    "service",
    type=click.Choice(["github", "gitlab"]),
    help="Write what the repository's CI needs, too: see docs/ci.md. What is there is left alone.",
)
def init(root: Path, ids: Sequence[str], service: str | None) -> None:
    """Make a folder a project, with these endpoints if any.

    Of a folder that is one already, what it lacks is added.

    \b
    Example:
    fal-codegen init shop fal-ai/nano-banana-2 fal-ai/nano-banana-2/edit
    """  # noqa: D301 - the backspace tells click to keep the lines as they are
    _refuse_another_folder()
    from fal_codegen.contract import EndpointId
    from fal_codegen.project import DOCUMENT, load_project, start_ci, start_project

    try:
        written = start_project(root, [EndpointId(text) for text in ids])
    except ValueError as error:
        raise ProjectBroken(str(error)) from None
    if service:
        written += start_ci(root, service)
    said = f"wrote {', '.join(written)}" if written else "nothing was missing"
    say(f"{root / 'pyproject.toml'}: {said}. Next:")
    command = "fal-codegen" if root == Path() else f"fal-codegen --project {quote(str(root))}"
    project = load_project(root)
    listed = project.endpoints
    to_fetch = [id_ for id_ in listed if not (project.contracts / id_ / DOCUMENT).exists()]
    first = ["fetch"] if to_fetch else [] if listed else [f"add {_EXAMPLE}"]
    for verb in [*first, *(["generate"] if listed else []), "check"]:
        say(f"  {command} {verb}")
    if not first:
        return
    say(
        f"Where fal.ai cannot be reached, `{'fetch' if listed else 'add'}` takes documents from a "
        f"folder of <endpoint id>.json files, `--source FOLDER`, or from the emulator, "
        f"`--source emulator`, which has {_brought_along(to_fetch or (_EXAMPLE,))}."
    )


def _brought_along(ids: Sequence[str]) -> str:
    """Say which of these endpoints come with fal-codegen."""
    from fal_codegen.project import find_documents, shipped

    known = find_documents(shipped("contracts"))
    has = [id_ for id_ in ids if id_ in known]
    if len(has) == len(ids):
        return "all of them" if len(ids) > 1 else "it"
    return f"{', '.join(has)}, and not the others" if has else "none of these"


def _refuse_another_folder() -> None:
    """Refuse `--project` before the verb, which names the folder that others work in."""
    above = click.get_current_context().find_root()
    if above.get_parameter_source("root") is not ParameterSource.DEFAULT:
        named = quote(str(above.params["root"]))
        raise click.UsageError(f"DIR says which folder, not --project: `fal-codegen init {named}`")
