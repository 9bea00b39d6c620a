"""Who exercised which limits, as text and as JSON: coverage.schema.json says what that holds."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from fal_codegen.check import (
    COVERAGE_WITNESSES,
    CoverageWitness,
    EndpointCoverage,
    LimitCoverage,
    Sides,
)
from fal_codegen.contract import Json, canonical, in_body, one_line, shortened
from fal_codegen.pipeline import CheckResult, CoverageResult
from fal_codegen.report.counting import counted
from fal_codegen.report.data import finding_data
from fal_codegen.report.schemas import read_schema

VERSION = 1
_SHOWN = 40
"""Characters of a limit's argument on a line."""


def coverage_data(result: CoverageResult, checked: CheckResult | None = None) -> Json:
    """Give coverage as JSON; with a check, what it found as well."""
    data: dict[str, Json] = {
        "schema_version": VERSION,
        "limits": result.limits,
        "reachable": result.index,
        "reasons": {name: count for name, count in sorted(result.reasons.items()) if name},
        "unexplained": result.unexplained,
        "scores": {witness: result.score(witness) for witness in COVERAGE_WITNESSES},
        "endpoints": [_endpoint(each) for each in result.endpoints.values()],
        "unreadable": {str(id_): why for id_, why in result.unreadable.items()},
    }
    if checked is not None:
        data["check"] = finding_data([*checked.open, *checked.notes])
    return data


def coverage_schema() -> Json:
    """Give the JSON Schema of what `check --coverage --format json` prints."""
    return read_schema("coverage")


def show_coverage(console: Console, result: CoverageResult) -> None:
    """List every limit with what each witness did at it, then the counts by endpoint."""
    for each in result.endpoints.values():
        for limit in each.limits:
            console.print(one_line(f"{each.endpoint} {_said(limit)}"), soft_wrap=True, markup=False)
    console.print()
    _show_counts(console, result)
    for line in _sums(result):
        console.print(line, soft_wrap=True, markup=False)


def _endpoint(each: EndpointCoverage) -> Json:
    return {
        "endpoint": str(each.endpoint),
        "contract": each.contract,
        "holes": each.holes,
        "cases_ran": each.ran,
        "tests_outdated": each.outdated_tests,
        "reachable": each.index,
        "scores": {witness: each.score(witness) for witness in COVERAGE_WITNESSES},
        "limits": [_limit(limit) for limit in each.limits],
    }


def _limit(each: LimitCoverage) -> Json:
    return {
        "place": in_body("input", each.limit.place),
        "keyword": each.limit.keyword,
        "limit": each.limit.limit,
        "reachable": each.reachable,
        "reason": each.reason,
        "witnesses": {witness: _sides(each.by(witness)) for witness in COVERAGE_WITNESSES},
    }


def _sides(sides: Sides) -> Json:
    return {"kept": sides.kept, "broken": sides.broken, "side": side_of(sides)}


def side_of(sides: Sides) -> str:
    """Name the side of a limit that bodies were on: both, kept, broken or none."""
    if sides.both:
        return "both"
    return "kept" if sides.kept else "broken" if sides.broken else "none"


def _said(each: LimitCoverage) -> str:
    shown = shortened(canonical(each.limit.limit), _SHOWN)
    witnesses = ", ".join(_done(each, witness) for witness in COVERAGE_WITNESSES)
    place = in_body("input", each.limit.place)
    unreached = "" if each.reachable else f"; not reachable: {each.reason or 'nobody knows why'}"
    return f"{place} {each.limit.keyword} {shown}: {witnesses}{unreached}"


def _done(each: LimitCoverage, witness: CoverageWitness) -> str:
    side = side_of(each.by(witness))
    return f"{witness} {'-' if side == 'none' else side}"


def _show_counts(console: Console, result: CoverageResult) -> None:
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    table.add_column("endpoint", overflow="fold")
    for name in ("limits", "reachable", *COVERAGE_WITNESSES):
        table.add_column(name, justify="right", no_wrap=True)
    for each in result.endpoints.values():
        counts = (len(each.limits), each.index, *(each.score(name) for name in COVERAGE_WITNESSES))
        table.add_row(str(each.endpoint), *map(str, counts))
    console.print(table)


def say_coverage(each: EndpointCoverage) -> Iterator[str]:
    """Say how many limits of an endpoint were exercised from both sides, and by whom."""
    scores = ", ".join(f"{name} {each.score(name)}" for name in COVERAGE_WITNESSES)
    yield (
        f"{each.index} of {counted(len(each.limits), 'limit')} can be reached from both sides; "
        f"on both sides of a limit were: {scores}."
    )
    yield from (f"But {line}" for line in _reservations(each))


def _sums(result: CoverageResult) -> Iterator[str]:
    yield (
        f"{result.index} of {counted(result.limits, 'limit')} can be reached from both sides, as "
        "cases are on each; the columns behind count those where a witness was on both."
    )
    for name, count in sorted(result.reasons.items()):
        yield f"Not reachable: {count}, {name or 'and nobody knows why'}."
    for each in result.endpoints.values():
        yield from (f"{each.endpoint}: {line}" for line in _reservations(each))


def _reservations(each: EndpointCoverage) -> Iterator[str]:
    if not each.ran:
        yield "its module does not run, so no case counts."
    if each.outdated_tests:
        yield "tests ran under another contract, so they do not count."
    if each.holes:
        yield f"{counted(each.holes, 'place')} could not be read."
