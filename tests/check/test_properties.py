"""Properties: who disagrees about a drawn body is found, with the smallest body that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fal_codegen.cases import judged_cases
from fal_codegen.check import (
    Finding,
    SavedBody,
    Witnesses,
    check_properties,
    check_saved,
    judge_beside_holes,
)
from fal_codegen.check.saved import read_saved, write_saved
from fal_codegen.contract import Document, Json, Problem, Side, request_accepts
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.check.conftest import DOCUMENT
from tests.documents import document, fields, read

pytestmark = pytest.mark.deep

Body = dict[str, Json]
Outcome = Mapping[str, Any] | None
ERRORS = {
    "maximum": "less_than_equal",
    "minimum": "greater_than_equal",
    "maxLength": "string_too_long",
    "required": "missing",
    "minItems": "too_short",
}


@dataclass
class Client:
    """A client that decides as the document does, but for one fault."""

    document: Document
    take_wrongly: Callable[[Any], Outcome | bool] = lambda _body: False
    read_wrongly: Callable[[Any], Outcome] = lambda _answer: None
    asked: list[Json] = field(default_factory=list[Json])

    def take(self, body: Json) -> Outcome:
        self.asked.append(body)
        wrong = self.take_wrongly(body)
        if wrong is not False:
            return wrong if isinstance(wrong, Mapping) else None
        broken = Judge(self.document).input(body)
        errors = [
            {"loc": each.path, "type": ERRORS.get(each.keyword, "type"), "msg": each.keyword}
            for each in broken
        ]
        promised = read_document(self.document).endpoint
        assert promised
        unlisted = not errors and not request_accepts(promised, body)
        return {"errors": errors} if errors or unlisted else None

    def read(self, answer: Json) -> Outcome:
        return self.read_wrongly(answer)


def witnesses(whole: Document, client: Client, status: int | None = None) -> Witnesses:
    judge, promised = Judge(whole), read_document(whole).endpoint
    assert promised
    return Witnesses(
        promised,
        judge,
        lambda body: status or (422 if judge.input(body) else 200),
        client,
        judged_cases(promised, judge).cases,
        judge,
    )


def found(client: Client, status: int | None = None) -> list[Finding]:
    return check_properties(witnesses(client.document, client, status), 100, 0).findings


def test_nothing_is_found_where_all_agree() -> None:
    client = Client(DOCUMENT)
    tested = check_properties(witnesses(DOCUMENT, client), 100, 0)
    assert tested.findings == []
    assert tested.drawn == 300
    assert len(client.asked) == 200


def test_the_same_bodies_are_drawn_in_every_run() -> None:
    one, other = Client(DOCUMENT), Client(DOCUMENT)
    found(one)
    found(other)
    assert one.asked == other.asked


def test_another_seed_draws_other_bodies() -> None:
    one, other = Client(DOCUMENT), Client(DOCUMENT)
    check_properties(witnesses(DOCUMENT, one), 100, 1)
    check_properties(witnesses(DOCUMENT, other), 100, 2)
    assert one.asked != other.asked


ERROR = {"errors": [{"loc": ("num_images",), "type": "int_type", "msg": "no"}]}


def is_fine(body: Body) -> bool:
    return not Judge(DOCUMENT).input(body)


def refuses_three(body: Body) -> Outcome | bool:
    return ERROR if body.get("num_images") == 3 and is_fine(body) else False


def drops_its_count(body: Body) -> Outcome | bool:
    return {"changed": {}} if body.get("num_images") == 4 and is_fine(body) else False


def takes_five(body: Body) -> Outcome | bool:
    return body.get("num_images") == 5


def blames_another(body: Body) -> Outcome | bool:
    if body.get("num_images") != 5:
        return False
    return {"errors": [{"loc": ("prompt",), "type": "less_than_equal", "msg": "no"}]}


def blames_another_limit(body: Body) -> Outcome | bool:
    if body.get("num_images") != 5:
        return False
    return {"errors": [{"loc": ("num_images",), "type": "greater_than_equal", "msg": "no"}]}


def constructs_no_three(body: Body) -> Outcome | bool:
    return {"constructed": ERROR} if body.get("num_images") == 3 and is_fine(body) else False


FAULTS = {
    "constructs": (
        constructs_no_three,
        "property-client-constructs",
        {"num_images": 3, "prompt": ""},
    ),
    "refuses": (refuses_three, "property-client-refuses", {"num_images": 3, "prompt": ""}),
    "changes": (drops_its_count, "property-client-changes", {"num_images": 4, "prompt": ""}),
    "takes": (takes_five, "property-client-takes", {"num_images": 5, "prompt": ""}),
    "blames another field": (blames_another, "property-client-blames", None),
    "blames another limit": (blames_another_limit, "property-client-blames", None),
}


@pytest.mark.parametrize(("fault", "rule", "smallest"), FAULTS.values(), ids=FAULTS)
def test_a_client_that_decides_otherwise_is_found_with_the_smallest_body(
    fault: Callable[[Any], Outcome | bool], rule: str, smallest: Json
) -> None:
    (finding,) = found(Client(DOCUMENT, fault))
    assert finding.rule.id == rule
    assert str(finding.place) in ("input/num_images", "input")
    assert smallest is None or finding.left == smallest


def test_two_faults_are_two_findings() -> None:
    def both(body: Body) -> Outcome | bool:
        return refuses_three(body) or takes_five(body)

    assert {each.rule.id for each in found(Client(DOCUMENT, both))} == {
        "property-client-refuses",
        "property-client-takes",
    }


def test_an_answer_that_is_read_as_another_is_found() -> None:
    (finding,) = found(Client(DOCUMENT, read_wrongly=lambda _answer: {"changed": {}}))
    assert (finding.rule.id, finding.left, finding.right) == (
        "property-answer-changes",
        {"url": ""},
        {},
    )


def test_an_answer_that_is_not_read_is_found() -> None:
    (finding,) = found(Client(DOCUMENT, read_wrongly=lambda _answer: ERROR))
    assert finding.rule.id == "property-answer-fails"
    assert finding.detail == "num_images: no"


def test_an_emulator_that_decides_otherwise_is_found() -> None:
    assert {each.rule.id for each in found(Client(DOCUMENT), status=500)} == {
        "property-emulator-differs"
    }


def test_a_reading_that_loses_a_limit_is_found() -> None:
    tighter = document(
        fields("prompt", prompt={"type": "string", "maxLength": 2}),
        fields("url", url={"type": "string"}),
    )
    asked = witnesses(DOCUMENT, Client(DOCUMENT))
    lost = replace(asked, judge=Judge(tighter), beside_holes=Judge(tighter))
    findings = check_properties(lost, 100, 0).findings
    assert "property-reading-differs" in {each.rule.id for each in findings}


@pytest.mark.parametrize("side", ["input", "output"])
def test_a_hole_excuses_what_the_document_refuses_there_and_nothing_else(side: Side) -> None:
    longer = fields("text", text={"type": "string"})
    shorter = fields("text", text={"type": "string", "maxLength": 2})
    asked = witnesses(document(longer, longer), Client(document(longer, longer)))
    tighter = document(shorter, longer) if side == "input" else document(longer, shorter)
    places = Judge(tighter).places
    schema = places.input_pointer if side == "input" else places.output_pointer
    at = f"{schema}/properties/text"
    beside = {f"{at}/maxLength": False, at: False, f"{at}Also/maxLength": True, f"{at}/type": True}
    for pointer, wanted in beside.items():
        judge = judge_beside_holes(tighter, [Problem(pointer, "not read", fatal=False)])
        assert judge is not None
        lost = replace(asked, judge=Judge(tighter), beside_holes=judge)
        rules = {each.rule.id for each in check_properties(lost, 10, 0).findings}
        assert ("property-reading-differs" in rules) == wanted, pointer


def test_what_cannot_be_drawn_is_a_finding() -> None:
    whole = document(fields("a", a={"type": "string", "pattern": "^a{3}$", "maxLength": 2}))
    findings = found(Client(whole))
    assert "property-undrawn" in {each.rule.id for each in findings}


def test_a_field_that_no_body_has_is_a_finding() -> None:
    whole = document(
        fields(a={"type": "string"}, b={"type": "integer", "minimum": 2, "maximum": 1})
    )
    (finding,) = found(Client(whole))
    assert (finding.rule.id, str(finding.place)) == ("property-undrawn", "input/b")


def test_a_field_is_not_blamed_for_what_too_few_bodies_had() -> None:
    whole = document(fields(a={"type": "string"}, b={"type": "integer"}))
    for seed in range(5):
        assert check_properties(witnesses(whole, Client(whole)), 1, seed).findings == []


def test_what_disagreed_once_is_saved_and_asked_again() -> None:
    tested = check_properties(witnesses(DOCUMENT, Client(DOCUMENT, takes_five)), 100, 0)
    (saved,) = read_saved(write_saved(tested.bodies))
    assert saved == SavedBody("input", {"num_images": 5, "prompt": ""}, "num_images", "maximum")
    (again,) = check_saved(witnesses(DOCUMENT, Client(DOCUMENT, takes_five)), [saved])
    assert again == tested.findings[0]
    assert check_saved(witnesses(DOCUMENT, Client(DOCUMENT)), [saved]) == []


BAD: dict[str, Json] = {
    "no object": [],
    "no cases": {"cases": 1},
    "no side": {"cases": [{"body": {}}]},
    "no body": {"cases": [{"side": "input"}]},
    "a number for a place": {"cases": [{"side": "input", "body": {}, "place": 1}]},
}


@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
def test_a_file_that_holds_no_cases_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match="cases"):
        read_saved(value)


def test_what_cannot_be_drawn_for_one_reason_is_told_once() -> None:
    impossible: Json = {"type": "string", "pattern": "^a{3}$", "maxLength": 2}
    rest: dict[str, Json] = {"text": {"type": "string", "maxLength": 3}}
    whole = document(fields("a", a=impossible, **rest))
    cases = judged_cases(read(document(fields(**rest))), Judge(document(fields(**rest)))).cases
    asked = replace(witnesses(whole, Client(whole)), cases=cases)
    undrawn = [
        each for each in check_properties(asked, 10, 0).findings if str(each.place) == "input"
    ]
    assert len(undrawn) == 1
