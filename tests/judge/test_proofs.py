"""Containment: proven, refuted by a body, or left open, and never anything else."""

from itertools import pairwise
from typing import cast

import pytest
from fal_codegen.contract import Document, Json, Side
from fal_codegen.judge import Proofs, Proven, Root, Undecided, Verdict, Witness

from tests.documents import document, fields

TEXT: dict[str, Json] = {"type": "string"}
COUNT: dict[str, Json] = {"type": "integer"}


def proofs(sender: Document, receiver: Document, side: Side = "input") -> Proofs:
    return Proofs(Root.of(sender, side), Root.of(receiver, side))


def asked(sender: Json, receiver: Json) -> Verdict:
    """Ask about a field beside another that must be there."""
    before, after = (
        document(fields("prompt", prompt=TEXT, x=schema)) for schema in (sender, receiver)
    )
    return proofs(before, after).place(("x",), sender, receiver)


def whole(sender: Json, receiver: Json, **parts: tuple[Json, Json]) -> Verdict:
    before = document(sender, parts={name: pair[0] for name, pair in parts.items()})
    after = document(receiver, parts={name: pair[1] for name, pair in parts.items()})
    return proofs(before, after).whole()


def shut(**properties: Json) -> dict[str, Json]:
    return {**fields(**properties), "additionalProperties": False}


PROVEN: dict[str, tuple[Json, Json]] = {
    "an open end below": ({**COUNT, "minimum": 1}, {**COUNT, "exclusiveMinimum": 0}),
    "integers are numbers": (COUNT, {"type": "number"}),
    "fewer values": ({"enum": ["a"]}, {"enum": ["b", "a"]}),
    "constants one by one": (
        {"oneOf": [{"const": f"{n}"} for n in range(99)]},
        {"enum": [f"{n}" for n in range(99)], "type": "string"},
    ),
    "constants of a type": (
        {"enum": [1, 2]},
        {"anyOf": [{"type": "integer", "const": 1}, {"enum": [2.0, "a"], "type": "number"}]},
    ),
    "values that fit": ({"enum": ["ab", "cd"]}, {**TEXT, "maxLength": 2, "pattern": "^[a-z]+$"}),
    "alternatives in another order": ({"anyOf": [TEXT, COUNT]}, {"anyOf": [COUNT, TEXT]}),
    "a wider alternative": ({"anyOf": [TEXT, COUNT]}, {"anyOf": [{"type": "number"}, TEXT]}),
    "a further field": (fields(a=TEXT), fields(a=TEXT, b=COUNT)),
    "a field that nobody sends": (fields(a=TEXT), fields(a=TEXT, b=False)),
    "a field the receiver does not know": (fields(a=TEXT, b=COUNT), fields(a=TEXT)),
    "formats assert nothing": (TEXT, {**TEXT, "format": "uri"}),
    "a pattern that takes all": (TEXT, {**TEXT, "pattern": ""}),
    "a condition that is met": (fields("b", a=TEXT, b=TEXT), {"dependentRequired": {"a": ["b"]}}),
    "nothing can be sent": (False, TEXT),
}
REFUTED: dict[str, tuple[Json, Json, Json]] = {
    "a type": (COUNT, TEXT, 0),
    "null": ({"type": ["string", "null"]}, TEXT, None),
    "a bound": ({**COUNT, "maximum": 20}, {**COUNT, "maximum": 5}, 6),
    "a bound without a type": ({}, {"maxLength": 3}, "aaaa"),
    "a bound on one of two": (
        {"anyOf": [{**TEXT, "maxLength": 5}, TEXT]},
        {**TEXT, "maxLength": 5},
        "aaaaaa",
    ),
    "steps": ({"type": "number", "multipleOf": 0.5}, {"type": "number", "multipleOf": 1}, 0.5),
    "a value": ({"enum": ["a", "b"]}, {"enum": ["b"]}, "a"),
    "a constant that stands twice": (
        {"enum": ["a"]},
        {"oneOf": [{"const": "a"}, {"const": "a"}]},
        "a",
    ),
    "a constant of another type": (
        {"enum": ["a", 1]},
        {"anyOf": [{"type": "string", "enum": ["a", 1]}]},
        1,
    ),
    "a value that is ruled out": (TEXT, {**TEXT, "not": {"const": "a"}}, "a"),
    "a pattern": ({**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "^b"}, "a"),
    "a name": (
        {"type": "object", "additionalProperties": TEXT},
        {"propertyNames": {"pattern": "^x"}},
        {"": ""},
    ),
    "values by their names": (
        {"type": "object", "additionalProperties": TEXT},
        {"patternProperties": {"^x": COUNT}},
        {"x": ""},
    ),
    "a field that must be there": (fields(a=TEXT), fields("a", a=TEXT), {}),
    "a field that is shut out": (fields(a=TEXT, b=TEXT), shut(a=TEXT), {"b": ""}),
    "a field that needs another": (
        fields(a=TEXT, b=TEXT),
        {"dependentRequired": {"a": ["b"]}},
        {"a": ""},
    ),
    "a condition": (
        fields(a=TEXT, b=TEXT),
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {"a": ""},
    ),
    "a first item": (
        {"type": "array", "items": TEXT},
        {"type": "array", "prefixItems": [COUNT]},
        [""],
    ),
    "equal items": (
        {"type": "array", "items": COUNT},
        {"type": "array", "uniqueItems": True},
        [0, 0],
    ),
    "a long list": (
        {"type": "array", "items": TEXT, "maxItems": 2000},
        {"type": "array", "items": TEXT, "maxItems": 1000},
        cast("Json", [""] * 1001),
    ),
    "a list of texts that may be long": (
        {"type": "array", "items": {**TEXT, "maxLength": 50_000}, "maxItems": 9},
        {"type": "array", "items": {**TEXT, "maxLength": 50_000}, "maxItems": 5},
        cast("Json", [""] * 6),
    ),
    "an item that must be there": ({"type": "array"}, {"contains": TEXT}, []),
    "too many of a kind": (
        {"type": "array", "items": TEXT},
        {"contains": {"const": "a"}, "maxContains": 2, "minContains": 0},
        ["a", "a", "a"],
    ),
    "an alternative": (
        {"anyOf": [shut(a=TEXT), shut(b=TEXT)]},
        shut(b=TEXT),
        {"a": ""},
    ),
    "exactly one": ({"type": "number"}, {"oneOf": [COUNT, {"type": "number"}]}, 0),
}


@pytest.mark.parametrize(("sender", "receiver"), PROVEN.values(), ids=PROVEN)
def test_what_takes_all_that_is_sent_is_proven_to(sender: Json, receiver: Json) -> None:
    assert asked(sender, receiver) == Proven()


@pytest.mark.parametrize(("sender", "receiver", "value"), REFUTED.values(), ids=REFUTED)
def test_what_refuses_something_is_shown_the_smallest_body(
    sender: Json, receiver: Json, value: Json
) -> None:
    assert asked(sender, receiver) == Witness({"prompt": "", "x": value}, value)


CLOSED: dict[str, tuple[Json, Json]] = {
    "through a reference": ({"$ref": "#/components/schemas/Part"}, fields(a=TEXT, b=COUNT)),
    "with words beside the reference": (
        {"$ref": "#/components/schemas/Part", "description": "A part."},
        fields(a=TEXT, b=COUNT),
    ),
    "of all that hold together": (
        {"allOf": [fields(a=TEXT), fields(b=TEXT)]},
        fields(a=TEXT, b=TEXT, c=COUNT),
    ),
    "of the alternative that fits": (
        {"anyOf": [fields("a", a=TEXT), fields("b", b=TEXT)]},
        {"anyOf": [fields("a", a=TEXT, c=COUNT), fields("b", b=TEXT)]},
    ),
    "of the object around the alternatives": (
        {**fields(k=TEXT), "anyOf": [fields("a", a=TEXT), fields("b", b=TEXT)]},
        fields(k=TEXT, a=TEXT, b=TEXT, c=COUNT),
    ),
    "of a condition": (
        {**fields(a=TEXT), "if": {"required": ["a"]}, "then": fields(b=TEXT)},
        fields(c=COUNT),
    ),
    "inside a field that two schemas list": (
        {"allOf": [fields(f=fields(a=TEXT)), fields(f=fields(b=TEXT))]},
        fields(f=fields(a=TEXT, b=TEXT, c=COUNT)),
    ),
    "inside items": (
        {"type": "array", "items": fields(a=TEXT)},
        {"type": "array", "items": fields(a=TEXT, c=COUNT)},
    ),
    "inside first items": (
        {"type": "array", "prefixItems": [fields(a=TEXT)]},
        {"type": "array", "prefixItems": [fields(a=TEXT, c=COUNT)]},
    ),
}


@pytest.mark.parametrize(("sender", "receiver"), CLOSED.values(), ids=CLOSED)
def test_no_name_is_sent_that_the_schemas_of_its_place_do_not_list(
    sender: Json, receiver: Json
) -> None:
    part: Json = fields(a=TEXT)
    assert whole(fields(x=sender), fields(x=receiver), Part=(part, part)) == Proven()


OPEN: dict[str, Json] = {
    "an object without fields": {"type": "object"},
    "unlisted fields are allowed": {**fields(a=TEXT), "additionalProperties": True},
    "names have a rule": {**fields(a=TEXT), "propertyNames": {"maxLength": 3}},
    "names have a pattern": {**fields(a=TEXT), "patternProperties": {"^c": True}},
    "allowed by a schema beside it": {"allOf": [fields(a=TEXT), {"additionalProperties": True}]},
}


@pytest.mark.parametrize("sender", OPEN.values(), ids=OPEN)
def test_names_are_sent_that_a_schema_allows_without_listing_them(sender: Json) -> None:
    assert asked(sender, fields(c=False)) == Witness({"prompt": "", "x": {"c": None}}, {"c": None})


@pytest.mark.parametrize("word", ["items", "prefixItems"])
def test_names_that_several_schemas_of_an_item_list_are_sent_together(word: str) -> None:
    listed = [fields("a", a=COUNT), fields("b", b=COUNT)]
    items: list[Json] = [{word: each if word == "items" else [each]} for each in listed]
    refused: Json = {"items": {"not": {"required": ["a", "b"]}}}
    value: Json = [{"a": 0, "b": 0}]
    sender: Json = {"type": "array", "minItems": 1, "allOf": items}
    assert asked(sender, refused) == Witness({"prompt": "", "x": value}, value)


def test_a_required_name_counts_as_listed() -> None:
    assert asked(fields("b", a=TEXT), fields(a=TEXT, b=TEXT)) == Witness(
        {"prompt": "", "x": {"b": None}}, {"b": None}
    )


def test_a_place_where_nothing_can_be_sent_because_of_closing_is_read_open() -> None:
    clash: dict[str, Json] = {**fields(a=TEXT), "if": True, "then": {"minProperties": 2}}
    assert not isinstance(asked(clash, {**clash, "maxProperties": 1}), Proven)


def test_a_value_that_fits_no_whole_body_is_no_witness() -> None:
    either: Json = {"anyOf": [TEXT, COUNT]}
    counted: Json = fields("x", x=COUNT)
    same = document({**fields(x=either, y=TEXT), "not": counted})
    verdict = proofs(same, same).place(("x",), either, TEXT)
    assert verdict == Undecided("not confirmed")


def test_a_changed_part_that_holds_itself_is_refuted_by_the_least_of_it() -> None:
    def node(most: int) -> Json:
        return fields(n={**COUNT, "maximum": most}, kid={"$ref": "#/components/schemas/Node"})

    ref: Json = {"$ref": "#/components/schemas/Node"}
    assert whole(fields(x=ref), fields(x=ref), Node=(node(9), node(4))) == Witness(
        {"x": {"n": 5}}, {"x": {"n": 5}}
    )


def test_an_answer_is_asked_about_in_its_own_schema() -> None:
    before, after = (document(TEXT, {**TEXT, "pattern": pattern}) for pattern in ("^a", "^b"))
    assert proofs(after, before, "output").whole() == Witness("b", "b")
    assert proofs(after, before).whole() == Proven()


def test_what_is_beyond_the_budget_is_not_proven_but_still_searched() -> None:
    names = [f"p{number}" for number in range(9)]

    def conditional(count: int) -> Json:
        rules: list[Json] = [
            {"if": {"required": [one]}, "then": {"required": [other]}}
            for one, other in pairwise(names[: count + 1])
        ]
        return {**fields(**dict.fromkeys(names, TEXT)), "allOf": rules}

    assert whole(conditional(8), conditional(8)) == Undecided("too large")
    assert whole(conditional(7), conditional(8)) == Witness({"p7": ""}, {"p7": ""})


def test_a_document_that_cannot_be_judged_by_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^/paths: no POST"):
        proofs({"paths": {}}, document(TEXT))


def test_fields_beyond_a_high_count_are_shown() -> None:
    sender: Json = {"type": "object", "additionalProperties": TEXT}
    found = asked(sender, {"maxProperties": 400})
    assert isinstance(found, Witness)
    assert isinstance(found.value, dict)
    assert len(found.value) == 401


def test_an_integer_beyond_all_floats_is_a_bound_like_any_other() -> None:
    huge: Json = {"type": "number", "minimum": 10**400, "multipleOf": 0.5}
    assert isinstance(asked(huge, {"type": "number"}), Proven | Undecided)
    assert not isinstance(asked({"type": "number"}, huge), Proven)
