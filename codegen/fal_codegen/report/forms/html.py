"""One page of HTML that can be sent around: it holds all it needs and asks no network for anything.

What documents say reaches it through Jinja's escaping alone; its policy lets no style and no script
run but the two that are ours.
"""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from fal_codegen.check import CoverageWitness, Sides
from fal_codegen.contract import Json, one_line, shortened
from fal_codegen.pipeline import LimitWitnesses, Report
from fal_codegen.probe import place_of
from fal_codegen.report.coverage import say_coverage
from fal_codegen.report.entries import (
    LEVELS,
    PROJECT,
    Entry,
    compared,
    endpoints_of,
    entries,
    headline,
    untold,
    verdict,
)
from fal_codegen.report.history import say_timeline
from fal_codegen.report.origins import say_origins, say_recorded
from fal_codegen.report.rulebook import RuleText, rulebook
from fal_codegen.report.values import shown

_LONGEST = 4_000
"""Characters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A limit in words, a cell for each witness, and the rules of what was found about it."""

    place: str
    keyword: str
    cells: tuple[str, ...]
    rules: tuple[str, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """What the page says of one endpoint."""

    name: str
    anchor: str
    level: str
    numbers: Sequence[int | str]
    entries: Sequence[Mapping[str, object]]
    accepted: Sequence[Entry]
    limits: Sequence[_Row]
    coverage: Sequence[str]
    history: Sequence[str]


def render(report: Report, whole: str) -> str:  # noqa: ARG001 - nothing is ever cut here
    """Give the page."""
    style, script = _file("style.css"), _file("page.js")
    loader = FunctionLoader(_file)
    jinja = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return jinja.get_template("page.html.jinja").render(
        page=_page(report),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _file(name: str) -> str:
    return (files("fal_codegen.report") / "page" / name).read_text("utf-8")


def _hash(text: str) -> str:
    """Give the source by which a content security policy knows a text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _page(report: Report) -> Mapping[str, object]:
    found = entries(report)
    counts = Counter(entry.level for entry in found if not entry.accepted)
    recorded = report.checked.recorded if report.checked else Counter[str]()
    origins = (compared(report), *say_origins(report.origins), *say_recorded(recorded))
    names = [*map(str, endpoints_of(report)), *(entry.endpoint for entry in found)]
    return {
        "headline": headline(report),
        "level": verdict(report),
        "origins": [*map(one_line, filter(None, origins))],
        "counts": [(level, counts[level]) for level in LEVELS if counts[level]],
        "untold": untold(report),
        "columns": (
            *(_COUNTED[verb] for verb in _ran(report)),
            *("accepted", "limits", "bodies run", "recordings"),
        ),
        "witnesses": (
            *("field", "limit", "document", "page"),
            *(_EXERCISED.values() if report.checked else ()),
            *(["service"] if report.probed else []),
        ),
        "rules": _explained(report, found),
        "endpoints": [
            _endpoint(report, name, number, [each for each in found if each.endpoint == name])
            for number, name in enumerate(dict.fromkeys(names))
        ],
    }


def _explained(report: Report, found: Sequence[Entry]) -> list[RuleText]:
    """Give the rules that the page names, those of limits among them."""
    named = {entry.rule for entry in found}
    for limits in report.limits.values():
        named.update(rule for each in limits for rule in each.rules)
    return [each for each in rulebook() if each.id in named]


def _endpoint(report: Report, name: str, number: int, found: Sequence[Entry]) -> _Endpoint:
    open_ = [entry for entry in found if not entry.accepted]
    accepted = [entry for entry in found if entry.accepted]
    asked = _asked(report)
    rows = [
        _row(each, asked, exercised=report.checked is not None)
        for each in report.limits.get(name, ())
    ]
    covered = report.coverage.get(name)
    verbs = Counter(entry.verb for entry in open_)
    return _Endpoint(
        name=name,
        anchor=f"e{number}",
        level=open_[0].level if open_ else "none",
        numbers=(
            *(verbs[verb] for verb in _ran(report)),
            len(accepted),
            len(rows),
            *_run(report, name),
        ),
        entries=[_entry(entry) for entry in open_],
        accepted=accepted,
        limits=rows,
        coverage=[*map(one_line, say_coverage(covered))] if covered else [],
        history=[*map(one_line, say_timeline(report.timelines[name]))]
        if name in report.timelines
        else [],
    )


_COUNTED = {"drift": "changes", "check": "findings", "probe": "deviations"}


def _ran(report: Report) -> list[str]:
    """Give the verbs whose results there are."""
    ran = {"drift": report.drift, "check": report.checked, "probe": report.probed}
    return [verb for verb, result in ran.items() if result is not None]


def _asked(report: Report) -> Mapping[tuple[str, str], str] | None:
    """Give what the service did, by place and keyword; None where it was not asked."""
    if report.probed is None:
        return None
    return {(place_of(each), each.limit.keyword): each.verdict for each in report.probed.limits}


def _run(report: Report, name: str) -> tuple[int, int]:
    """Count the bodies and the recordings that were run."""
    if report.checked is None or name == PROJECT:
        return 0, 0
    cases = {str(id_): each.cases for id_, each in report.checked.endpoints.items()}
    tapes = {str(id_): count for id_, count in report.checked.cassettes.items()}
    return cases.get(name, 0), tapes.get(name, 0)


def _entry(entry: Entry) -> Mapping[str, object]:
    spot = entry.spot
    return {
        "level": entry.level,
        "place": entry.place,
        "text": entry.text,
        "sides": [(one_line(label), _value(value)) for label, value in entry.sides],
        "proof": "" if len(entry.sides) > len(("before", "after")) else entry.proof,
        "uses": entry.uses,
        "remedy": entry.remedy,
        "where": one_line(f"{spot.path}:{spot.line}"),
        "rule": entry.rule,
        "id": entry.id,
    }


_EXERCISED: Mapping[CoverageWitness, str] = {
    "cases": "client",
    "cassettes": "recordings of the emulator",
    "traffic": "recordings of fal",
    "tests": "your tests",
}
"""Over which column each witness of coverage stands."""


def _row(
    each: LimitWitnesses, asked: Mapping[tuple[str, str], str] | None, *, exercised: bool
) -> _Row:
    page = "no page" if not each.has_page else _said(each.page, "not shown")
    cells = [_said(each.document, "not stated"), page]
    if exercised:
        cells += [_exercised(each, witness) for witness in _EXERCISED]
    rules = tuple(sorted({*each.rules}))
    apart = bool(rules)
    if asked is not None:
        verdict = asked.get((each.place, each.keyword), "not asked")
        cells, apart = [*cells, verdict], apart or verdict in ("lax", "stricter", "coerced")
    return _Row(one_line(each.place), each.keyword, tuple(cells), rules, apart)


def _exercised(each: LimitWitnesses, witness: CoverageWitness) -> str:
    """Say on which sides of a limit a witness was."""
    sides = each.sides.get(witness, Sides())
    if witness == "cases" and each.unreachable:
        return f"not reachable: {each.unreachable}"
    if not sides.kept and not sides.broken:
        return "never"
    return f"{sides.kept} within, {sides.broken} beyond"


def _said(value: Json, nothing: str) -> str:
    return nothing if value is None else one_line(shown(value))


_NOTHING = "nothing"


def _value(value: Json) -> str:
    """Spell a value over several lines, each of printable characters."""
    if value is None:
        return _NOTHING
    text = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    cut = shortened(text, _LONGEST)
    lines = [cut] if isinstance(value, str) else cut.split("\n")
    return "\n".join(map(one_line, lines))
