"""The command and its verbs; each verb is a module here, loaded when it is called."""

from importlib import import_module
from pathlib import Path

import click

from fal_codegen import __version__

_OFTEN = "init add remove fetch generate check accept docs drift report"
_SELDOM = "cases probe conform history uses record serve pipeline doctor"
VERBS = (*_OFTEN.split(), *_SELDOM.split())


def _keep(context: click.Context, parameter: click.Parameter, given: object) -> None:
    """Have an option of the command's own mean the same behind a verb."""
    if given is not None:
        assert parameter.name
        context.find_root().params[parameter.name] = given
        context.obj = context.find_root().params["root"]


PROJECT = "The project's folder, the one with [tool.fal-codegen] in its pyproject.toml."
QUIET = "Say nothing of what went well: only what was found or asked for, warnings and errors."
_ANYWHERE = (
    click.Option(
        ["--project", "root"],
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=PROJECT,
        expose_value=False,
        callback=_keep,
    ),
    click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        default=None,
        help=QUIET,
        expose_value=False,
        callback=_keep,
    ),
)
"""What may stand before a verb and behind it."""


class Verbs(click.Group):
    """A group whose commands are the modules of this room."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse empty words, which variables without a value leave behind; none means anything."""
        for before, word in zip(["", *args], args, strict=False):
            if word == "--":
                break
            if not word or (word.startswith("--") and word.endswith("=")):
                behind = word.removesuffix("=") or before
                raise click.UsageError(f"nothing but an empty text stands behind {behind!r}", ctx)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List the verbs in the order of their use."""
        return list(VERBS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; of one that there is none of, name those that are spelled alike."""
        if args[0] not in VERBS and not args[0].startswith("-"):
            from fal_codegen.contract import did_you_mean

            raise click.UsageError(f"no verb {args[0]!r}{did_you_mean(args[0], VERBS)}", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Load a verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(f"fal_codegen.cli.{cmd_name}"), cmd_name)
        known = {each.name for each in command.params}
        command.params += [each for each in _ANYWHERE if each.name not in known]
        return command


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help=f"{PROJECT} [default: here]",
)
@click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help=QUIET,
)
@click.version_option(__version__, prog_name="fal-codegen")
@click.pass_context
def app(context: click.Context, root: Path, *, quiet: bool) -> None:  # noqa: ARG001 - see options
    """Typed clients and contract tests for the fal.ai model API.

    A project holds the endpoints' documents in contracts/, the client made from them in generated/
    and recorded traffic in cassettes/. Without a key or a network everything works on the emulator
    that comes along; what was recorded from it says so.

    Exit codes: 0 fine, 1 findings, 2 could not tell.
    """
    context.obj = root
