"""accept: findings that were looked at may stay."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import console, fal_key, is_quiet, say, source_option, tell_gaps
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.pipeline import AcceptResult


class _Day(click.ParamType[str]):
    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read a day, as ISO 8601 has it."""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day such as 2027-01-31", param, ctx)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--reason", required=True, metavar="TEXT", help="Why this may stay; it is kept.")
@click.option(
    "--until",
    type=_Day(),
    metavar="DATE",
    help="The last day on which this holds, such as 2027-01-31; then the findings count again.",
)
@source_option
@click.option(
    "--between",
    nargs=2,
    metavar="BASE REVISION",
    help="Accept changes between two files, folders or git revisions of contracts/, as `drift` "
    "compares them.",
)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="All findings that count now; with --source or --between all changes that count, too.",
)
@click.pass_obj
def accept(  # noqa: PLR0913 - one for each option
    root: Path,
    *,
    ids: Sequence[str],
    reason: str,
    until: str | None,
    source: str | None,
    between: tuple[str, str] | None,
    every: bool,
) -> int:
    """Accept findings of `check` and changes of `drift` by id.

    An acceptance is kept in contracts/accepted.json, and holds for the very values that were found:
    when one of them changes, the finding counts again. That of a change ends when `drift --apply`
    takes the change over.

    \b
    Example:
    fal-codegen accept 0123456789ab --reason "the page is older than the document"
    """  # noqa: D301 - the backspace tells click to keep the lines as they are
    from fal_codegen import pipeline
    from fal_codegen.project import load_project

    if every == bool(ids):
        raise click.UsageError(
            "name the ids that `fal-codegen check` or `drift` shows, or say --all"
        )
    if source and between:
        raise click.UsageError("--source and --between are two comparisons; say one of them")
    project = load_project(root)
    done = pipeline.accept(
        project,
        ids,
        reason=reason,
        until=until or "",
        every=every,
        source=source or "",
        between=between,
        keys=[fal_key()],
        progress=Bar(),
    )
    _tell(done)
    return tell_gaps(done.gaps)


def _tell(done: "AcceptResult") -> None:
    """Show what is accepted now, and how much that is."""
    from fal_codegen.report import counted, show_accepted_changes, show_findings

    if not is_quiet():
        show_findings(console(), (), accepted=done.accepted)
        show_accepted_changes(console(), done.changes)
    counts = [counted(len(done.accepted), "finding")] * (bool(done.accepted) or not done.changes)
    counts += [counted(len(done.changes), "change")] * bool(done.changes)
    say(f"{' and '.join(counts)} accepted.")
    if done.removed:
        say(f"Entries that no finding needs were taken out: {len(done.removed)}.")
