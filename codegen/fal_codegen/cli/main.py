"""The command `fal-codegen`."""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from fal_codegen.cli.app import app
from fal_codegen.cli.interrupts import came_of_ctrl_c, heeding_ctrl_c
from fal_codegen.cli.options import COULD_NOT_TELL, KILLED
from fal_codegen.errors import Broken

WINDOWS = (
    "error: fal-codegen runs on Linux and macOS, and in WSL; "
    "the client that it generates runs on Windows as well"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; give 0 for fine, 1 for findings, 2 for `could not tell`, 130 after Ctrl-C.

    What is broken outside the program is one line on standard error.
    """
    if sys.platform.startswith("win"):
        click.echo(WINDOWS, err=True)
        return COULD_NOT_TELL
    _open_closed()
    _spell_what_has_no_letter()
    try:
        with heeding_ctrl_c():
            found = app.main(arguments, prog_name="fal-codegen", standalone_mode=False)
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return COULD_NOT_TELL
    except click.ClickException as error:
        _say_misused(error)
        return COULD_NOT_TELL
    except Broken as error:
        from fal_codegen.report import one_line

        for line in error.args:
            click.echo(f"error: {one_line(str(line))}", err=True)
        return COULD_NOT_TELL
    except (click.Abort, KeyboardInterrupt):
        return _say_interrupted()
    except SystemExit as error:  # after completion, or when the reader of our output has closed it
        return 0 if error.code == 0 else COULD_NOT_TELL
    except Exception as error:  # noqa: BLE001 - a mistake of ours tells nothing about the project
        return _say_unexpected(error)
    return found if isinstance(found, int) else 0


def _say_interrupted() -> int:
    click.echo("error: interrupted; nothing was left half-written", err=True)
    return KILLED


def _say_unexpected(error: Exception) -> int:
    if came_of_ctrl_c(error):
        return _say_interrupted()
    if isinstance(error, OSError) and error.filename is None:
        _leave_output()
        click.echo(f"error: standard output: {error.strerror}", err=True)
    else:
        traceback.print_exception(error)
    return COULD_NOT_TELL


def _say_misused(error: click.ClickException) -> None:
    """Say in one line what is wrong with how the command was called, and where that is told."""
    from fal_codegen.report import one_line

    said = " ".join(error.format_message().rstrip(".").split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context:
        see = " See" if said.endswith("?") else "; see"
        said += f"{see} `{context.command_path} --help`"
    click.echo(f"error: {one_line(said)}", err=True)


def _open_closed() -> None:
    """Have nothing come of what is written to a stream that whoever started us has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - until the end
            setattr(sys, name, nowhere)


def _spell_what_has_no_letter() -> None:
    """Have what the terminal's encoding has no letter for spelled, in place of an exception."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _leave_output() -> None:
    """Have what is still to be written go nowhere, or Python complains once more at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
