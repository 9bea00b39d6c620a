"""probe: what a service enforces of an endpoint's documented limits."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlsplit

import httpx

from fal_codegen.contract import (
    Endpoint,
    EndpointId,
    Json,
    Object,
    nearest_line,
    of_any_item,
    pointer_lines,
    pretty,
)
from fal_codegen.emulator import is_loopback
from fal_codegen.errors import ProjectBroken, SourceBroken
from fal_codegen.judge import Judge
from fal_codegen.pages import Page, read_docs
from fal_codegen.pipeline.contracts import LoadedContract, load_required
from fal_codegen.pipeline.gaps import Gaps
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.reporting.file_places import field_pointer
from fal_codegen.probe import (
    Census,
    Claimed,
    Ledger,
    Plan,
    Target,
    Unreached,
    claimed_limits,
    make_plan,
    queue_sender,
    sender,
)
from fal_codegen.probe import probe as take_census
from fal_codegen.project import CENSUS, DOCUMENT, Project, exclusive, update_tree
from fal_codegen.sources import UnitPrice, open_http, unit_price

_DIRECT, _QUEUE = "https://fal.run", "https://queue.fal.run"
_NO_KEY = "emulator-key"
_MOST_UNITS = 16
"""Answers that one body may ask a service elsewhere for: what asks for more is not sent."""
_BY_ANSWER = ("image", "images", "video", "videos", "request", "requests", "generation", "call")


@dataclass(frozen=True, slots=True)
class Outlay:
    """What a census may come to: `bodies` to send, of which `beyond` should be refused.

    `taken` calls may be billed at the most; `worst` is what they cost then, None where no price is
    known, or nothing tells how often a body costs it. `local` tells that the service is on this
    machine.
    """

    url: str
    local: bool
    bodies: int
    beyond: int
    taken: int
    worst: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What was found out, and what of the contract could not be read."""

    census: Census
    gaps: Gaps


def probe(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    id_: str,
    *,
    url: str = "",
    queue: bool = False,
    budget: int | None = None,
    money: Decimal | None = None,
    key: str = "",
    date: str = "",
    agree: Callable[[Outlay], None] = lambda _: None,
    progress: Progress = SILENT,
) -> ProbeResult:
    """Ask a service what it enforces of an endpoint of the project.

    `url` stands before the endpoint's id; without one it is fal's own, `live`. Of what is asked no
    more than `budget` calls are taken, or `money` spent, in the currency of the platform's prices.
    `agree` learns what it may come to before anything is sent; whatever it raises ends all. `date`
    is the day as ISO 8601 has it, today by default.

    A person who interrupts it (`KeyboardInterrupt`) has what was learned until then.

    Raises `Broken`: where neither bound is given for a service elsewhere, where there is no price
    to count money by, and where the service answers nothing.
    """
    place = (url or (_QUEUE if queue else _DIRECT)).rstrip("/")
    local = _is_local(place)
    if not local and budget is None and money is None:
        raise ProjectBroken(f"{place} may bill what it takes: give a --budget of calls, or --money")
    if not url and not key:
        raise ProjectBroken("probing live needs the key in the environment variable FAL_KEY")
    contract, gaps = _contract(project, id_)
    plan = _plan(project, contract, local=local)
    with _http(local=local) as http:
        price = unit_price(http, plan.endpoint, key) if key and not url else None
        ledger = _ledger(plan, price, budget, money)
        agree(_outlay(place, plan, ledger, price, local=local))
        shown = key or (_NO_KEY if local else "")
        target = Target(place, plan.endpoint, shown, answers=_names(contract.endpoint))
        send = (queue_sender if queue else sender)(http, target)
        day, sha256, watch = date or today(), contract.contract.digest, progress.track
        try:
            census = take_census(
                plan, ledger, send, url=place, date=day, contract=sha256, watch=watch
            )
        except Unreached as error:
            raise SourceBroken(f"{error}; nothing was told") from None
    return ProbeResult(census, gaps)


def _contract(project: Project, id_: str) -> tuple[LoadedContract, Gaps]:
    """Read the contract of an endpoint. Raises `ProjectBroken`."""
    loaded = load_required(project, [id_])
    contract = loaded.readable.get(EndpointId(id_))
    if contract is None:
        raise ProjectBroken(f"{id_}: {loaded.unreadable[EndpointId(id_)]}")
    return contract, loaded.gaps


def save_census(
    project: Project, census: Census, data: Json, *, progress: Progress = SILENT
) -> None:
    """Keep a census, spelled as JSON, beside the contract it is about. Raises `Broken`."""
    with exclusive(project.root, progress.waiting):
        update_tree(project.contracts, {f"{census.endpoint}/{CENSUS}": pretty(data)})


def _plan(project: Project, contract: LoadedContract, *, local: bool) -> Plan:
    try:
        judge = Judge(contract.contract.document)
    except ValueError as error:
        raise ProjectBroken(f"{contract.contract.id}: {error}") from None
    most = float("inf") if local else _MOST_UNITS
    return make_plan(contract.endpoint, judge, most, tuple(_claims(project, contract)))


def _claims(project: Project, contract: LoadedContract) -> Iterator[Claimed]:
    """Give what prose claims of an endpoint's request, with the line in the document or page."""
    page = None if contract.contract.docs is None else read_docs(contract.contract.docs)
    found = claimed_limits(contract.endpoint, page if isinstance(page, Page) else None)
    if not found:
        return
    file = project.contracts / contract.contract.id / DOCUMENT
    lines = pointer_lines(file.read_bytes().decode("utf-8-sig"))
    for claim in found:
        place = of_any_item(f"input/{claim.place}")
        pointer = field_pointer(contract.contract.document, place)
        described = nearest_line(lines, f"{pointer}/description").line
        yield replace(claim, line=described) if claim.where == "description" else claim


def _names(endpoint: Endpoint) -> frozenset[str]:
    """Give the names that an output has."""
    output = endpoint.resolve(endpoint.output)
    fields = output.fields if isinstance(output, Object) else ()
    return frozenset(each.name for each in fields)


def _ledger(
    plan: Plan, price: UnitPrice | None, budget: int | None, money: Decimal | None
) -> Ledger:
    if money is None:
        return Ledger(None if budget is None else Decimal(budget))
    if price is None:
        raise ProjectBroken(f"{plan.endpoint}: no price is known; give a --budget of calls instead")
    if why := _untold(plan, price):
        raise ProjectBroken(f"{plan.endpoint} {why}; give a --budget of calls instead")
    return Ledger(money, price.amount, price.currency)


def _untold(plan: Plan, price: UnitPrice) -> str:
    """Say why no body tells beforehand what it costs; empty where it does."""
    if price.unit.lower() not in _BY_ANSWER:
        return f"is billed by {price.unit or 'a unit without a name'}, which no body tells"
    if plan.dimensions:
        return f"may cost a multiple of its price, by {', '.join(plan.dimensions)}"
    return ""


def _outlay(
    url: str, plan: Plan, ledger: Ledger, price: UnitPrice | None, *, local: bool
) -> Outlay:
    bodies, most, worst = plan.size, ledger.budget, ledger.budget
    if ledger.per_unit is None:
        taken = bodies if most is None else min(int(most), bodies)
        known = price is not None and not _untold(plan, price)
        worst = price.amount * taken * plan.most_units if price and known else None
    else:
        taken = min(int((most or 0) / ledger.per_unit), bodies) if ledger.per_unit else bodies
    currency = price.currency if price else ""
    return Outlay(url, local, bodies, len(plan.beyond), taken, worst, currency)


def _is_local(url: str) -> bool:
    """Tell whether a URL leads to this machine. Raises `ProjectBroken` for what is none."""
    host, names_user = None, False
    with suppress(ValueError):
        parts = urlsplit(url)
        extra = parts.scheme not in ("http", "https") or parts.query or parts.fragment
        host = None if extra or parts.port == 0 else parts.hostname
        names_user = "@" in parts.netloc
    if host and names_user:
        raise ProjectBroken(f"the URL of {host} holds a secret; the key belongs in FAL_KEY")
    if not host:
        raise ProjectBroken(f"{url[:80]!r} is no URL that an id can follow, such as {_DIRECT}")
    return is_loopback(host)


@contextmanager
def _http(*, local: bool) -> Generator[httpx.Client, None, None]:
    """Open a client; a proxy of the environment is for the world, not for this machine."""
    with open_http(trust_env=not local) as http:
        yield http
