"""Reports of an ordinary day, of a fine one and of a hostile one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fal_codegen.cases import Documented
from fal_codegen.check import Finding, accept
from fal_codegen.drift import Change
from fal_codegen.pipeline import (
    CheckedEndpoint,
    CheckResult,
    DriftResult,
    Gaps,
    Levels,
    Report,
    Spot,
)
from fal_codegen.probe import Allowed, Census, LimitVerdict, Verdict
from fal_codegen.report import render
from junitparser import JUnitXml

from tests.report.changes import change
from tests.report.conftest import PAINT, found

WHOLE = "the log has all of it"
EVIL = (
    "\n::error::boo\r\n##[error]boo",
    "</script><img src=x onerror=alert(1)>",
    "| x | y |\n|---|---|",
    "@everyone and @acme/team, #1, acme/x#2",
    "[x](javascript:alert(1)) ![y](https://evil.example/z.png)",
    "https://evil.example www.evil.example <https://evil.example>",
    "\x1b[31mred\x1b[0m \x07\x00\x9b",
    "\u202eleft\u2066 \u200f\u200b",
    "\ufffe\uffff\ud800\x0b",
    "``` `a` **b** _c_ ~~d~~ <!-- e --> &amp; &#64; $f$",
    "%0A::error::x,line=1",
    "]]>{{7*7}}{% raw %}",
)
EDGE = ("error", "warning", "notice")


def checked(
    *open_: Finding, notes: Sequence[Finding] = (), accepted: Sequence[Finding] = ()
) -> CheckResult:
    settled = [(finding, accept(finding, "looked at")) for finding in accepted]
    ran = {PAINT: CheckedEndpoint(PAINT, ())}
    return CheckResult([*open_], [*notes], settled, [], [], [], ran, {PAINT: 0}, Counter())


def drifted(*changes: Change, refused: Sequence[str] = ()) -> DriftResult:
    compared = [*dict.fromkeys((PAINT, *(each.endpoint for each in changes)))]
    return DriftResult([*changes], compared, [*refused], [], Gaps(), Levels("unknown", {}))


def evil_report() -> Report:
    """Give a report in which everything that a document may say is hostile."""
    changes = [
        replace(change("request-limit-tightened", text, text, text), place=f"input/{text}")
        for text in EVIL
    ]
    findings = [found("docs-limit-differs", text, text, text, text) for text in EVIL]
    return Report(
        drifted(*changes, refused=[f"acme/lost: {text}" for text in EVIL]),
        checked(*findings, accepted=[found("docs-missing", detail=text) for text in EVIL]),
    )


def asked(
    *limits: LimitVerdict, refused: Sequence[Allowed] = (), stopped: str = "", untried: int = 0
) -> Report:
    """Give a report of a service that was asked; its words are its own."""
    where = "http://127.0.0.1:1/fal.run"
    spent, found = Decimal(2), (limits, (*refused,))
    return Report(
        probed=Census(
            PAINT, where, "acme", DAY, "0" * 64, 9, 2, spent, untried, *found, stopped=stopped
        )
    )


def verdict(said: Verdict, place: str = "x", text: str = "r-1") -> LimitVerdict:
    """Give what was found about a limit."""
    silent = said in ("silent", "enforced")
    limit = Documented(place, "maximum", 4)
    return LimitVerdict(
        limit,
        said,
        None if silent else {place: text},
        200,
        text,
        "no answer came that tells" * silent,
    )


def evil_census() -> Report:
    """Give a report in which everything that a service may say is hostile."""
    return asked(
        *(verdict("lax", text, text) for text in EVIL),
        *(verdict("stricter", f"x/0/{text}", text) for text in EVIL),
        refused=[Allowed({text: text}, 422, text, text) for text in EVIL],
        stopped=" ".join(EVIL),
    )


DAY = "2026-11-01"
PROBED = asked(
    verdict("enforced", "a"),
    verdict("lax", "b"),
    verdict("stricter", "c"),
    verdict("coerced", "d"),
    verdict("silent", "e"),
    refused=[Allowed({"a": 1, "b": 2}, 422, "r-2", {"detail": "not together"})],
)
ORDINARY = Report(
    drifted(change("request-limit-tightened"), change("answer-limit-loosened")),
    checked(
        found("docs-limit-differs", 1, 2, "maximum"),
        notes=[found("docs-missing")],
        accepted=[found("docs-default-differs", [1], [2])],
    ),
    {change("request-limit-tightened").fingerprint: Spot("contracts/a/openapi.json", 7, 9)},
)
FINE = Report(drifted(), checked())


def junit(report: Report) -> Any:  # noqa: ANN401 - the reader has types in part
    return JUnitXml.fromstring(render("junit", report, WHOLE).encode())
