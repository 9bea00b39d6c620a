"""The command `fal-codegen`."""

import sys
from collections.abc import Sequence

import click

from codegen.cli.app import app
from codegen.project import Broken

COULD_NOT_TELL = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; give 0 for fine, 1 for findings, 2 for `could not tell`.

    What is broken outside the program is one line on standard error.
    """
    try:
        found = app.main(arguments, prog_name="fal-codegen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return COULD_NOT_TELL
    except Broken as error:
        click.echo(f"error: {error}", err=True)
        return COULD_NOT_TELL
    except (click.Abort, KeyboardInterrupt):
        click.echo("error: interrupted; nothing was left half-written", err=True)
        return COULD_NOT_TELL
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is no one to tell
        return COULD_NOT_TELL
    return found if isinstance(found, int) else 0
