"""What the generated request decides about cases, held to the contract: one finding a promise."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from fal_codegen.cases import Case
from fal_codegen.check import client_rules, property_rules, rules
from fal_codegen.check.blame import bound_in, keyword_of
from fal_codegen.check.findings import Finding
from fal_codegen.check.rule import Rule
from fal_codegen.contract import EndpointId, FieldPlace, Json, equality_key, in_body, spelled_path
from fal_codegen.judge import Violation, value_at

Broken: TypeAlias = Callable[[Json], Sequence[Violation]]
"""Gives what is wrong with a body."""

_MOST_VALUES = 8
"""Values that one finding tells."""
_SAME: Mapping[Rule, Rule] = {
    property_rules.PROPERTY_CLIENT_TAKES: client_rules.REQUEST_TAKES_TOO_MUCH,
    property_rules.PROPERTY_CLIENT_REFUSES: client_rules.REQUEST_TAKES_TOO_LITTLE,
    property_rules.PROPERTY_CLIENT_CHANGES: client_rules.REQUEST_CHANGES_BODY,
}
"""Rules that drawn bodies and listed cases break alike."""


@dataclass(frozen=True, slots=True)
class _Promise:
    """What a disagreement is about: of many bodies that show one, the first is told."""

    rule: Rule
    place: str
    name: str


@dataclass(slots=True)
class _Evidence:
    """The disagreement about one promise: its limit, the values that show it, what was said.

    `own` is the limit that the request has in its place, where its error tells.
    """

    limit: Json
    values: dict[str, Json] = field(default_factory=dict[str, Json])
    right: Json = None
    detail: str = ""
    own: Json = None


def check_cases(
    endpoint: EndpointId, cases: Sequence[Case], outcomes: Sequence[Any], broken: Broken
) -> Iterator[Finding]:
    """Give where the generated request decides otherwise than the contract, once for each promise.

    One moved bound shows in many cases: with `broken`, which gives what is wrong with a body, and
    with the errors of the request, each is laid at the promise that it is about.
    """
    found: dict[_Promise, _Evidence] = {}
    for case, outcome in zip(cases, outcomes, strict=True):
        changed = outcome is not None and "changed" in outcome
        if changed and case.taken:
            _add_changed(found, case, outcome["changed"])  # pyright: ignore[reportOptionalSubscript, reportUnknownArgumentType] - untyped here
        elif (outcome is None or changed) and not case.taken:
            _add_taken(found, case, broken)
        elif outcome is not None and case.taken:
            _add_refused(found, case, outcome["errors"])
    for promise, evidence in found.items():
        values = [*evidence.values.values()]
        left = values[0] if len(values) == 1 else values[:_MOST_VALUES]
        yield Finding(
            promise.rule,
            endpoint,
            FieldPlace(in_body("input", promise.place)),
            left,
            evidence.right if promise.rule is client_rules.REQUEST_CHANGES_BODY else evidence.limit,
            promise.name,
            evidence.detail,
            {} if evidence.own is None else {"limit": evidence.own},
        )


def beside_cases(found: Iterable[Finding], drawn: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what drawn bodies show of a field of which cases have shown the same.

    Where no case could be made none is drawn either, of a field or of the whole request; a place
    within a field tells nothing of the field.
    """
    found = [*found]
    shown = {(each.rule, _field(each)) for each in found}
    none = {str(each.place) for each in found if each.rule is rules.CASES_LACK}
    if any(each.rule in (rules.CASES_NONE, rules.CASES_UNREAD) for each in found):
        none.add("input")
    for each in drawn:
        undrawn = each.rule is property_rules.PROPERTY_UNDRAWN and str(each.place) in none
        if not undrawn and (_SAME.get(each.rule, each.rule), _field(each)) not in shown:
            yield each


def said(errors: Sequence[Mapping[str, Any]]) -> str:
    """Spell the errors of a model in one line."""
    return "; ".join(f"{spelled_path(each['loc'])}: {each['msg']}" for each in errors)


def changed_field(body: Json, sent: Json) -> str:
    """Name the field in which two bodies differ; empty where it is none, or more than one."""
    if not isinstance(body, dict) or not isinstance(sent, dict):
        return ""
    apart = [
        name
        for name in {**body, **sent}
        if equality_key(body.get(name)) != equality_key(sent.get(name))
        or (name in body) != (name in sent)
    ]
    return apart[0] if len(apart) == 1 else ""


def _field(finding: Finding) -> str:
    return "/".join(str(finding.place).split("/")[:2])


def _add_changed(found: dict[_Promise, _Evidence], case: Case, sent: Json) -> None:
    promise = _Promise(client_rules.REQUEST_CHANGES_BODY, changed_field(case.body, sent), "")
    if promise not in found:
        found[promise] = _Evidence(None, {"": case.body}, sent)


def _add_taken(found: dict[_Promise, _Evidence], case: Case, broken: Broken) -> None:
    """Lay a body that is taken at the limit it breaks; one that breaks none at what it probes."""
    violated = broken(case.body)
    for each in violated[:1]:
        place = spelled_path(each.path)
        _add(
            found,
            _Promise(client_rules.REQUEST_TAKES_TOO_MUCH, place, each.keyword),
            case,
            each.limit,
        )
    if not violated:
        promise = _Promise(client_rules.REQUEST_TAKES_TOO_MUCH, case.place, case.keyword)
        _add(found, promise, case, case.limit)


def _add_refused(found: dict[_Promise, _Evidence], case: Case, errors: Any) -> None:  # noqa: ANN401 - as the model has it
    """Lay a body that is refused at the field and the limit that the request blames."""
    first = errors[0]
    steps = [str(step) for step in first["loc"][:1]] or [case.place]
    here = case.place.split("/")[0] == steps[0]
    _, refused = value_at(case.body, tuple(first["loc"]))
    keyword = keyword_of(first["type"], refused) or case.keyword
    if here and case.at_limit:
        keyword = case.keyword
    promise = _Promise(
        client_rules.REQUEST_TAKES_TOO_LITTLE, case.place if here else steps[0], keyword
    )
    known = next((each for each in found if _alike(each, promise)), promise)
    limit = case.limit if keyword == case.keyword else None
    if keyword == "type" and refused is None and isinstance(limit, str):
        types: list[Json] = [limit, "null"]  # the case is right, so null is
        limit = types
    _add(found, known, case, limit, said(errors))
    found[known].own = bound_in(first.get("ctx"))


def _alike(one: _Promise, other: _Promise) -> bool:
    fields = (each.place.split("/")[0] for each in (one, other))
    return (one.rule, one.name, next(fields)) == (other.rule, other.name, next(fields))


def _add(
    found: dict[_Promise, _Evidence], promise: _Promise, case: Case, limit: Json, detail: str = ""
) -> None:
    evidence = found.setdefault(promise, _Evidence(limit, detail=detail))
    value = _probed(case.body, promise.place)
    evidence.values.setdefault(equality_key(value), value)


def _probed(body: dict[str, Json], place: str) -> Json:
    """Give what a body has at a place; the whole of one that has nothing there."""
    name = place.split("/", maxsplit=1)[0]
    return body.get(name, body)
