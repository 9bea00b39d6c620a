"""The command `fal-codegen`."""

import sys
import traceback
from collections.abc import Sequence

import click

from fal_codegen.cli.app import app
from fal_codegen.cli.options import COULD_NOT_TELL
from fal_codegen.errors import Broken

WINDOWS = (
    "error: fal-codegen runs on Linux and macOS, and in WSL; "
    "the client that it generates runs on Windows as well"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; give 0 for fine, 1 for findings, 2 for `could not tell`.

    What is broken outside the program is one line on standard error.
    """
    if sys.platform.startswith("win"):
        click.echo(WINDOWS, err=True)
        return COULD_NOT_TELL
    try:
        found = app.main(arguments, prog_name="fal-codegen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return COULD_NOT_TELL
    except Broken as error:
        from fal_codegen.report import one_line

        click.echo(f"error: {one_line(str(error))}", err=True)
        return COULD_NOT_TELL
    except (click.Abort, KeyboardInterrupt):
        click.echo("error: interrupted; nothing was left half-written", err=True)
        return COULD_NOT_TELL
    except SystemExit as error:  # after completion, or when the reader of our output has closed it
        return 0 if error.code == 0 else COULD_NOT_TELL
    except Exception:  # noqa: BLE001 - a mistake of ours tells nothing about the project
        traceback.print_exc()
        return COULD_NOT_TELL
    return found if isinstance(found, int) else 0
