"""What a report has to tell, as entries that are alike: every form is made of these.

Their text is one line each and holds printable characters only: what documents say is made so here,
once, and a form has nothing left to escape but its own marks.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from fal_codegen.check import Finding, Severity
from fal_codegen.contract import EndpointId, Json, canonical, one_line, parse, shortened
from fal_codegen.drift import Change
from fal_codegen.pipeline import CheckResult, DriftResult, Report, Spot
from fal_codegen.probe import Census, LimitVerdict, deviations
from fal_codegen.project import CONFIGURATION
from fal_codegen.report.census import (
    advise_deviation,
    say_calls,
    say_counts,
    say_deviation,
    say_untold,
)
from fal_codegen.report.change_remedies import remedy_of_change
from fal_codegen.report.counting import counted, counted_levels
from fal_codegen.report.drift_text import say_edited
from fal_codegen.report.drifting import say_change, say_places, say_proof, sides_of_change
from fal_codegen.report.origins import REPEATED
from fal_codegen.report.witnesses import sides_of
from fal_codegen.report.wording import say_finding, say_place

LEVELS: Mapping[str, Severity] = MappingProxyType(
    {
        "breaking": "error",
        "error": "error",
        "unknown": "warning",
        "warning": "warning",
        "info": "note",
        "note": "note",
    }
)
"""Every level of drift and of check, the worst first, as the three that other tools know."""
PROJECT = "the project"
"""Whom an entry is about that is about no endpoint."""
_LONGEST = 1_000
_START = Spot(CONFIGURATION)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was found.

    `verb` found it, `level` is how that verb calls its weight. `fails` tells whether the verb ends
    with 1 for it. `proof` and `remedy` say what shows it and what to do, where there is something
    to say, `uses` where the project's own source is concerned; `accepted` is the reason for which
    it may stay. `sides` are the values that are apart, and the body that shows it, each with what
    it is.
    """

    verb: str
    id: str
    rule: str
    level: str
    fails: bool
    endpoint: str
    place: str
    text: str
    proof: str = ""
    remedy: str = ""
    accepted: str = ""
    uses: str = ""
    sides: tuple[tuple[str, Json], ...] = ()
    spot: Spot = _START

    @property
    def severity(self) -> Severity:
        """How much it matters, as other tools call it."""
        return LEVELS[self.level]

    @property
    def line(self) -> str:
        """Say where and what, and what shows it."""
        said = "; ".join(filter(None, (self.text, self.proof, self.uses)))
        return f"{self.place}: {said}" if self.place else said


def entries(report: Report) -> list[Entry]:
    """Give everything that was found, the worst first."""
    found = chain(
        _changes(report.drift, report.spots) if report.drift else (),
        _findings(report.checked, report.spots) if report.checked else (),
        _deviations(report.probed, report.spots) if report.probed else (),
    )
    order = [*LEVELS]
    return sorted(found, key=lambda entry: (bool(entry.accepted), order.index(entry.level)))


def untold(report: Report) -> list[str]:
    """Give a line for each endpoint of which nobody can tell whether it drifted, or all of it."""
    if report.probed is not None and (why := say_untold(report.probed)):
        return [_plain(f"{report.probed.endpoint}: {why}")]
    if report.drift is None:
        return []
    repeated = [f"{id_}: {REPEATED}" for id_ in report.drift.repeated]
    lines = (*report.drift.refused, *repeated, *say_edited(report.drift))
    return [*map(_plain, lines)]


def endpoints_of(report: Report) -> Sequence[EndpointId]:
    """Give every endpoint that was compared, checked or probed."""
    compared = report.drift.compared if report.drift else []
    checked = report.checked.endpoints if report.checked else {}
    probed = [report.probed.endpoint] if report.probed else []
    return sorted({*compared, *checked, *probed})


def headline(report: Report) -> str:
    """Sum up in a line: what was found by level, and what was looked at."""
    open_ = [entry for entry in entries(report) if not entry.accepted]
    counts = Counter(entry.level for entry in open_)
    found = counted_levels((level, counts[level]) for level in LEVELS)
    looked = counted(len(endpoints_of(report)), "endpoint")
    missing = f"; {len(untold(report))} cannot tell" if untold(report) else ""
    return f"{found or 'nothing found'} in {looked}{missing}"


def compared(report: Report) -> str:
    """Say what was held to what, with dates and sources; nothing where nothing was compared."""
    if report.probed is not None:
        return _plain(f"{say_counts(report.probed)}. {say_calls(report.probed)}")
    if report.drift is None or not report.drift.base:
        return ""
    return _plain(f"Compared {report.drift.base} with {report.drift.revision}.")


def verdict(report: Report) -> str:
    """Give the worst level found, `unknown` where nothing is worse than not to know, or `none`."""
    levels = {entry.level for entry in entries(report) if not entry.accepted}
    if untold(report):
        levels.add("unknown")
    return next((level for level in LEVELS if level in levels), "none")


def _changes(drift: DriftResult, spots: Mapping[str, Spot]) -> Iterator[Entry]:
    accepted = {change.fingerprint: each.reason for change, each in drift.acceptances.accepted}
    uses: dict[str, list[str]] = {}
    for each in drift.concerns:
        where = f"{each.verdict} {each.use.file}:{each.use.line}"
        uses.setdefault(each.change.fingerprint, []).append(where)
    for change in drift.changes:
        reason = accepted.get(change.fingerprint, "")
        yield Entry(
            verb="drift",
            id=change.fingerprint,
            rule=change.rule.id,
            level=change.level,
            fails=not reason and drift.levels.fail([change]),
            endpoint=_plain(change.endpoint),
            place=_plain(say_places(change)),
            text=_plain(say_change(change)),
            proof=_plain(say_proof(change)),
            remedy=remedy_of_change(change.rule),
            accepted=_plain(reason),
            uses=_plain(", ".join(uses.get(change.fingerprint, ()))),
            sides=_sides(change),
            spot=spots.get(change.fingerprint, _START),
        )


def _sides(change: Change) -> tuple[tuple[str, Json], ...]:
    spelled = {side: _spelled(value) for side, value in sides_of_change(change).items()}
    sides = [(side, spelled.get(side)) for side in ("before", "after")]
    if change.witness is not None:
        refused = change.rule.side == "request"
        sides.append(("refused now" if refused else "possible now", change.witness.body))
    elif change.shown is not None:
        sides.append(("such as", change.shown))
    return tuple(sides)


def _spelled(value: Json) -> Json:
    """Spell null, which stands for what is not there, and texts that look like other values."""
    if isinstance(value, str):
        with suppress(ValueError):
            parse(value.encode())
            return canonical(value)
    return "null" if value is None else value


def _findings(checked: CheckResult, spots: Mapping[str, Spot]) -> Iterator[Entry]:
    over = {finding.id: f"accepted until {each.until}" for finding, each in checked.expired}
    open_ = {finding.id for finding in checked.open}
    for finding in (*checked.open, *checked.notes):
        yield _finding(finding, spots, fails=finding.id in open_, proof=over.get(finding.id, ""))
    for finding, each in (*checked.accepted, *checked.known):
        yield _finding(finding, spots, accepted=each.reason)


def _finding(
    finding: Finding,
    spots: Mapping[str, Spot],
    *,
    fails: bool = False,
    proof: str = "",
    accepted: str = "",
) -> Entry:
    return Entry(
        verb="check",
        id=finding.id,
        rule=finding.rule.id,
        level=finding.severity,
        fails=fails,
        endpoint=_plain(finding.endpoint or PROJECT),
        place=_plain(say_place(finding)),
        text=_plain(say_finding(finding)),
        proof=proof,
        remedy=finding.remedy if fails else "",
        accepted=_plain(accepted),
        sides=(*(sides_of(finding, say_finding) if finding.parts else _both(finding)),),
        spot=spots.get(finding.id, _START),
    )


def _both(finding: Finding) -> Iterator[tuple[str, Json]]:
    rule = finding.rule
    for label, value in ((rule.left, finding.left), (rule.right, finding.right)):
        if label:
            yield label, value


def _deviations(census: Census, spots: Mapping[str, Spot]) -> Iterator[Entry]:
    for each in deviations(census):
        limit = each.found if isinstance(each.found, LimitVerdict) else None
        body: Json = each.found.body
        documented = [("documented", limit.limit.limit)] if limit else []
        shown = "refused" if each.rule.level == "error" else "taken"
        yield Entry(
            verb="probe",
            id=each.id,
            rule=each.rule.id,
            level=each.rule.level,
            fails=each.rule.level != "unknown",
            endpoint=_plain(census.endpoint),
            place=_plain(each.place),
            text=_plain(say_deviation(each)),
            remedy=_plain(advise_deviation(each)),
            sides=(*documented, *([(shown, body)] if body is not None else [])),
            spot=spots.get(each.id, _START),
        )


def _plain(text: str) -> str:
    return shortened(one_line(text), _LONGEST)


def left_out(count: int, whole: str) -> str:
    """Say how many entries a form had no room for, and where the whole is."""
    return f"{counted(count, 'entry', 'entries')} more had no room here; {whole}"
