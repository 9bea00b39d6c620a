"""probe: whether a service enforces what an endpoint's document says."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.completion import complete_endpoints
from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    FOUND,
    KILLED,
    confirm_sending,
    fal_key,
    output_option,
    report_option,
    schema_option,
    tell,
    tell_gaps,
)
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.pipeline import Outlay


class _Money(click.ParamType[Decimal]):
    name = "amount"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """Read an amount of money."""
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or amount < 0:
            self.fail(f"{value!r} is no amount of money", param, ctx)
        return amount


@click.command()
@click.argument("id_", metavar="ENDPOINT", shell_complete=complete_endpoints)
@click.option(
    "--base-url",
    "url",
    metavar="URL",
    help="The service to ask; the endpoint's id follows the URL, as it follows https://fal.run.",
)
@click.option(
    "--source", type=click.Choice(["live"]), help="fal.ai in place of a URL; needs FAL_KEY."
)
@click.option("--queue", is_flag=True, help="The service has the shape of queue.fal.run.")
@click.option("--budget", type=click.IntRange(0), metavar="N", help="Have N calls taken at most.")
@click.option(
    "--money", type=_Money(), metavar="X", help="Spend X at most, by the platform's prices."
)
@click.option("--yes", is_flag=True, help="Do not ask before the first call.")
@click.option("--save", is_flag=True, help="Keep the census in contracts/<endpoint>/census.json.")
@report_option
@output_option
@schema_option("census_schema")
@click.pass_obj
def probe(  # noqa: PLR0913 - one for each option
    root: Path,
    id_: str,
    *,
    url: str | None,
    source: str | None,
    queue: bool,
    budget: int | None,
    money: Decimal | None,
    yes: bool,
    save: bool,
    form: str,
    files: Sequence[Path],
) -> int:
    """Ask a service which of an endpoint's documented limits it enforces.

    Sends the bodies of `cases`, first those that should be refused, and says of each limit:
    enforced, lax, stricter, coerced, or silent where nothing tells. What is not refused counts as
    spent, and no more is spent than given. A service on this machine is asked at once, any other
    needs --budget or --money, and a yes. Interrupted, it shows and keeps what was learned until
    then, and ends with 130.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import census_data

    if bool(url) == bool(source):
        raise click.UsageError("give either --base-url or --source live")
    if budget is not None and money is not None:
        raise click.UsageError("give either --budget or --money")
    project = load_project(root)
    result = pipeline.probe(
        project,
        id_,
        url=url or "",
        queue=queue,
        budget=budget,
        money=money,
        key=fal_key(),
        agree=lambda outlay: _agree(outlay, yes=yes),
        progress=Bar(),
    )
    census = result.census
    if save:
        pipeline.save_census(project, census, census_data(census), progress=Bar())
    tell(form, pipeline.reported(project, probed=census), files, project)
    gaps = tell_gaps(result.gaps)
    if census.interrupted:
        return KILLED
    return FOUND if census.found else COULD_NOT_TELL if census.silent else gaps


def _agree(outlay: "Outlay", *, yes: bool) -> None:
    """Show what it may come to, and ask, unless the service is on this machine."""
    worst = "at a price that is not known"
    if outlay.worst is not None:
        worst = f"{outlay.worst.normalize():f} {outlay.currency} at the worst"
    click.echo(
        f"{outlay.bodies} bodies for {outlay.url}, {outlay.beyond} of them to be refused; "
        f"{outlay.taken} calls are taken at most" + ("." if outlay.local else f", {worst}."),
        err=True,
    )
    if not outlay.local:
        confirm_sending(yes=yes)
