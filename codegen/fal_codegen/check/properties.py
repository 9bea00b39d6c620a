"""What must hold for every body of an endpoint, whoever is asked: held to bodies that are drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from fal_codegen.cases import Case, answers, bodies, broken_bodies
from fal_codegen.check import property_rules as rules
from fal_codegen.check.blame import blames
from fal_codegen.check.decided import changed_field, said
from fal_codegen.check.drawing import Drawn, draw
from fal_codegen.check.findings import Finding
from fal_codegen.check.rule import Rule
from fal_codegen.check.saved import SavedBody
from fal_codegen.contract import (
    Endpoint,
    EndpointId,
    FieldPlace,
    Json,
    admits,
    in_body,
    request_accepts,
    spelled_path,
)
from fal_codegen.judge import Judge, Violation

Outcome: TypeAlias = Mapping[str, Any] | None
"""None for what is taken and given back unchanged, else `errors`, or what it was `changed` to, and
what else came of it where it was `constructed` by a caller: `errors`, or what was `sent`."""
_Held: TypeAlias = tuple[Finding, SavedBody]
_FINE, _REFUSED = 200, 422
_TELLING = 50
"""Bodies of which none has a field, until that means that the field cannot be drawn."""


class Client(Protocol):
    """The generated code, wherever it runs."""

    def take(self, body: Json) -> Outcome:
        """Have the request take a body."""
        ...

    def read(self, answer: Json) -> Outcome:
        """Have an answer read."""
        ...


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Everybody who has a word about an endpoint's bodies.

    `emulate` gives the status that the emulator answers a body with. `beside_holes` judges by what
    of the document could be read: what only the rest refuses, others may take.
    """

    endpoint: Endpoint
    judge: Judge
    emulate: Callable[[Json], int]
    client: Client
    cases: Sequence[Case]
    beside_holes: Judge


@dataclass(slots=True)
class Held:
    """What drawing came to: how many bodies were held, what was found, and in which bodies."""

    drawn: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])
    bodies: list[SavedBody] = field(default_factory=list[SavedBody])


def check_properties(witnesses: Witnesses, examples: int, seed: int) -> Held:
    """Hold an endpoint to so many drawn bodies a property.

    Inside all limits, everybody takes a body, and the client sends it unchanged, parsed or
    constructed from keyword arguments. With just one limit broken, everybody refuses it, and the
    client blames that field and limit. What the document promises as an answer, the client reads
    and gives back unchanged. Whatever cannot be drawn is a finding.
    """
    endpoint, result = witnesses.endpoint, Held()
    seen: set[str] = set()

    def inside(body: dict[str, Json]) -> tuple[str, _Held] | None:
        seen.update(body)
        return _kind(_request(witnesses, SavedBody("input", body)))

    def broken(drawn: tuple[Case, dict[str, Json]]) -> tuple[str, _Held] | None:
        case, body = drawn
        return _kind(_request(witnesses, SavedBody("input", body, case.place, case.keyword)))

    def promised(answer: Json) -> tuple[str, _Held] | None:
        return _kind(_answer(witnesses, SavedBody("output", answer)))

    _add(result, endpoint, "input", lambda: draw(bodies(endpoint), inside, examples, seed))
    if any(not case.valid for case in witnesses.cases):
        strategy = broken_bodies(endpoint, witnesses.cases)
        _add(result, endpoint, "input", lambda: draw(strategy, broken, examples, seed))
    _add(result, endpoint, "output", lambda: draw(answers(endpoint), promised, examples, seed))
    if examples >= _TELLING and result.drawn and not result.findings:
        result.findings += _never_drawn(endpoint, seen)
    return result


def check_saved(witnesses: Witnesses, saved: Sequence[SavedBody]) -> list[Finding]:
    """Hold an endpoint to bodies that disagreed once."""
    asked = ((_request if each.side == "input" else _answer)(witnesses, each) for each in saved)
    return [found[0] for found in asked if found]


def _add(
    result: Held, endpoint: Endpoint, side: str, drawing: Callable[[], Drawn[Any, _Held]]
) -> None:
    drawn = drawing()
    result.drawn += drawn.count
    result.findings += [finding for finding, _ in drawn.found]
    result.bodies += [body for _, body in drawn.found]
    if not drawn.count:
        detail = drawn.reason or "no value was found that fits"
        undrawn = Finding(rules.PROPERTY_UNDRAWN, endpoint.id, FieldPlace(side), detail=detail)
        if undrawn not in result.findings:
            result.findings.append(undrawn)


def _never_drawn(endpoint: Endpoint, seen: set[str]) -> list[Finding]:
    """Give the fields that no body had."""
    detail = "no body had this field"
    return [
        Finding(
            rules.PROPERTY_UNDRAWN, endpoint.id, FieldPlace(f"input/{each.name}"), detail=detail
        )
        for each in endpoint.input.fields
        if each.name not in seen
    ]


def _kind(held: _Held | None) -> tuple[str, _Held] | None:
    """Name the kind of a disagreement: of each, one is enough."""
    return (f"{held[0].rule.id} {held[0].place} {held[0].name}", held) if held else None


def _request(witnesses: Witnesses, saved: SavedBody) -> _Held | None:
    """Ask everybody about a body; give the first two who disagree."""
    body, endpoint = saved.body, witnesses.endpoint
    place = FieldPlace(in_body("input", saved.place))

    def found(rule: Rule, right: Json = None, name: str = "", detail: str = "") -> _Held:
        return Finding(rule, endpoint.id, place, body, right, name, detail), saved

    broken = witnesses.judge.input(body)
    verdict = "refuses" if broken else "takes"
    if admits(endpoint, endpoint.input, body) == bool(broken):
        # Where something could not be read, more is taken than the document does: said as a hole.
        known = broken and not witnesses.beside_holes.input(body)
        return None if known else found(rules.PROPERTY_READING_DIFFERS, name=verdict)
    status = witnesses.emulate(body)
    if status != (_REFUSED if broken else _FINE):
        return found(rules.PROPERTY_EMULATOR_DIFFERS, status, verdict)
    outcome = witnesses.client.take(body) or {}
    errors = outcome.get("errors")
    if not request_accepts(endpoint, body):
        if errors is None:
            name = next((each.keyword for each in broken), saved.keyword)
            return found(rules.PROPERTY_CLIENT_TAKES, _spelled(broken), name)
        if saved.keyword and not _is_blamed(errors, saved, broken):
            return found(rules.PROPERTY_CLIENT_BLAMES, name=saved.keyword, detail=said(errors))
    elif errors is not None:
        place = FieldPlace(in_body("input", spelled_path(errors[0]["loc"][:1])))
        return found(rules.PROPERTY_CLIENT_REFUSES, detail=said(errors))
    elif "changed" in outcome:
        place = FieldPlace(in_body("input", changed_field(body, outcome["changed"])))
        return found(rules.PROPERTY_CLIENT_CHANGES, outcome["changed"])
    if constructed := outcome.get("constructed"):
        return _constructed(endpoint.id, saved, constructed, errors or [])
    return None


def _constructed(
    endpoint: EndpointId, saved: SavedBody, outcome: Mapping[str, Any], parsed: Sequence[Any]
) -> _Held:
    """Tell of a body that is parsed otherwise than it is constructed."""
    errors: Sequence[Any] = outcome.get("errors") or []
    verb, otherwise = ("refuses", "it is taken") if parsed else ("takes", "another body is sent")
    at = next((each["loc"][:1] for each in [*errors, *parsed]), (saved.place,))
    place = FieldPlace(in_body("input", spelled_path(at)))
    rule, detail = rules.PROPERTY_CLIENT_CONSTRUCTS, said(errors) if errors else otherwise
    return Finding(rule, endpoint, place, saved.body, outcome.get("sent"), verb, detail), saved


def _answer(witnesses: Witnesses, saved: SavedBody) -> _Held | None:
    """Ask document and client about an answer."""
    endpoint, answer, place = witnesses.endpoint.id, saved.body, FieldPlace("output")
    if witnesses.judge.output(answer):
        if not witnesses.beside_holes.output(answer):
            return None  # as above
        return Finding(
            rules.PROPERTY_READING_DIFFERS, endpoint, place, answer, None, "refuses"
        ), saved
    outcome = witnesses.client.read(answer)
    if outcome is None:
        return None
    if "errors" in outcome:
        rule, detail = rules.PROPERTY_ANSWER_FAILS, said(outcome["errors"])
        return Finding(rule, endpoint, place, answer, detail=detail), saved
    return Finding(
        rules.PROPERTY_ANSWER_CHANGES, endpoint, place, answer, outcome["changed"]
    ), saved


def _is_blamed(
    errors: Sequence[Mapping[str, Any]], saved: SavedBody, broken: Sequence[Violation]
) -> bool:
    """Tell whether the client blames the probed limit, or another that the body breaks with it."""
    others = [
        (each.path, each.keyword) for each in broken if spelled_path(each.path) != saved.place
    ]
    # An item where none may be is one too many of its list.
    others += [(each.path[:-1], "maxItems") for each in broken if each.keyword == "falseSchema"]
    return blames(errors, saved.place, _keywords(saved, broken)) or any(
        blames(errors, spelled_path(path), [keyword]) for path, keyword in others
    )


def _keywords(saved: SavedBody, broken: Sequence[Violation]) -> list[str]:
    """Name the limits that are broken at the place: the probed one, and what the judge names."""
    judged = [each.keyword for each in broken if spelled_path(each.path) == saved.place]
    return [saved.keyword, *judged]


def _spelled(broken: Sequence[Violation]) -> Json:
    return [f"{spelled_path(each.path)}: {each.keyword}" for each in broken]
