"""Values that another witness has and the document does not list, for the client to be asked about.

Cases stand at what the document says. Where a value was dropped from it alone, no case has that
value, and only this shows that the client still takes it.
"""

from collections.abc import Iterable, Iterator, Sequence

from fal_codegen.cases import Case
from fal_codegen.check import page_rules, traffic_rules
from fal_codegen.check.findings import Finding
from fal_codegen.contract import (
    Endpoint,
    Json,
    equality_key,
    items_of,
    node_of,
    request_accepts,
    spelled_path,
)
from fal_codegen.judge import Judge

_IN_PROSE = (page_rules.DOCS_PROSE_DIFFERS, page_rules.DOCS_LIMITATION_DIFFERS)
_LISTS = ("enum", "const")


def cases_elsewhere(
    findings: Iterable[Finding], cases: Sequence[Case], endpoint: Endpoint, judge: Judge
) -> Iterator[Case]:
    """Give a case for each value that a page lists or a recording has, and the document refuses.

    Its body is one that the document allows, but for that value.
    """
    asked: set[tuple[str, str]] = set()
    for steps, value in _values(findings):
        key = "/".join(steps), equality_key(value)
        if key in asked:
            continue
        asked.add(key)
        bodies = (_with(case.body, steps, value) for case in cases if case.valid and case.taken)
        body = next((each for each in bodies if isinstance(each, dict)), None)
        broken = judge.input(body) if body is not None else ()
        if body is not None and len(broken) == 1 and broken[0].keyword in _LISTS:
            place, limit = spelled_path(broken[0].path), broken[0].limit
            yield Case(
                place, "enum", limit, body, valid=False, taken=request_accepts(endpoint, body)
            )


def _values(findings: Iterable[Finding]) -> Iterator[tuple[list[str], Json]]:
    """Give the values that witnesses have of fields of the request, each with the way to it."""
    for each in findings:
        side, *steps = str(each.place).split("/")
        listed = each.rule is page_rules.DOCS_ENUM_DIFFERS
        if side == "input" and (listed or (each.rule in _IN_PROSE and each.name == "enum")):
            yield from ((steps, value) for value in items_of(each.left))
        elif each.rule is traffic_rules.TRAFFIC_ACCEPTED_INVALID:
            limits = map(node_of, items_of(each.left))
            for limit in limits:
                if limit.get("keyword") in _LISTS:
                    yield str(limit.get("place")).split("/"), each.evidence.get("value")


def _with(body: Json, steps: Sequence[str], value: Json) -> Json:
    """Give a body with another value at a place, at the first item of lists; None without it."""
    if not steps:
        return value
    step, *below = steps
    match body:
        case dict() if step in body:
            inner = _with(body[step], below, value)
            return None if inner is None else {**body, step: inner}
        case [first, *others] if step == "*" or step.isdecimal():
            inner = _with(first, below, value)
            return None if inner is None else [inner, *others]
        case _:
            return None
