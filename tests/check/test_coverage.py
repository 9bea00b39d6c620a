"""Coverage: every limit, who exercised it and on which side, and why some cannot be reached."""

import json
from dataclasses import replace

import pytest
from fal_codegen.cases import judged_cases
from fal_codegen.cassettes import Cassette, Exchange, Stamp
from fal_codegen.check import EndpointCoverage, LimitCoverage, Sides, coverage_of, exercised
from fal_codegen.contract import Document, Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.check.conftest import PAINT
from tests.documents import corpus, document, family, fields, load

ASK = fields(
    "prompt",
    prompt={"type": "string", "minLength": 2, "maxLength": 40},
    num_images={"type": "integer", "minimum": 1, "maximum": 4},
    form={"anyOf": [{"enum": ["png", "jpeg"], "type": "string"}, {"type": "null"}]},
    sizes={"type": "array", "items": {"type": "integer", "maximum": 9}, "maxItems": 2},
)
ANSWER = fields("url", url={"type": "string"})


def covered(ask: Json, **others: dict[tuple[str, str], Sides]) -> dict[str, LimitCoverage]:
    """Give the coverage of a request's limits by place and keyword."""
    return limits_of(document(ask, ANSWER, id_=PAINT), **others)


def limits_of(whole: Document, **others: dict[tuple[str, str], Sides]) -> dict[str, LimitCoverage]:
    endpoint, judge = read_document(whole).endpoint, Judge(whole)
    assert endpoint
    limits = coverage_of(endpoint, judge, judged_cases(endpoint, judge), others)  # type: ignore[arg-type] # names of witnesses
    return {f"{each.limit.place} {each.limit.keyword}": each for each in limits}


def test_cases_are_on_both_sides_of_every_limit() -> None:
    limits = covered(ASK)
    assert [*limits] == [
        "prompt required",
        "prompt type",
        "prompt minLength",
        "prompt maxLength",
        "num_images type",
        "num_images minimum",
        "num_images maximum",
        "form enum",
        "sizes type",
        "sizes maxItems",
        "sizes/* type",
        "sizes/* maximum",
    ]
    assert all(each.reachable and each.by("cases").both for each in limits.values())
    assert not any(each.by("tests").kept for each in limits.values())


UNREACHED = {
    "too-large": ({"type": "string", "maxLength": 200_000}, "maxLength"),
    "alternative": (
        {"anyOf": [{"enum": ["a", "b"], "type": "string"}, {"type": "string"}]},
        "enum",
    ),
    "never-alone": ({"type": "string", "minLength": 1, "pattern": "^a{3,5}$"}, "minLength"),
    "no-sample": ({"type": "string", "minLength": 4, "pattern": "^a{2}$"}, "minLength"),
}


@pytest.mark.parametrize(("reason", "field", "keyword"), [(k, *v) for k, v in UNREACHED.items()])
def test_a_limit_that_is_not_reached_says_why(reason: str, field: Json, keyword: str) -> None:
    limits = covered(fields("prompt", prompt={"type": "string"}, odd=field))
    limit = limits[f"odd {keyword}"]
    assert (limit.reachable, limit.reason) == (False, reason)


def test_limits_deeper_than_cases_go_are_told_and_what_holds_itself_once() -> None:
    deep: Json = {"type": "integer", "maximum": 3}
    for name in "hgfedcba":
        deep = fields(name, **{name: deep})
    limits = covered(fields("prompt", prompt={"type": "string"}, odd=deep))
    assert limits["odd/a/b/c/d/e/f/g type"].reachable
    assert limits["odd/a/b/c/d/e/f/g/h maximum"].reason == "too-deep"
    tree: Json = {"$ref": "#/components/schemas/Tree"}
    parts: dict[str, Json] = {"Tree": fields("size", size={"type": "integer"}, inner=tree)}
    whole = document(fields("tree", tree=tree), ANSWER, parts, PAINT)
    assert "tree/size type" in limits_of(whole)
    assert "tree/inner/size type" not in limits_of(whole)


def test_limits_of_fields_that_an_object_does_not_list_are_counted_at_any_of_them() -> None:
    weights: Json = {"type": "object", "additionalProperties": {"type": "number", "maximum": 2}}
    lists: Json = {"type": "array", "items": {"type": "string", "maxLength": 4}, "maxItems": 2}
    listed: dict[str, Json] = fields(surprise={"type": "integer"}) | {"additionalProperties": lists}
    whole = document(fields("weights", weights=weights, listed=listed), ANSWER, id_=PAINT)
    limits = limits_of(whole)
    below = ["weights/* type", "weights/* maximum", "listed/* maxItems", "listed/*/* maxLength"]
    assert [name for name in below if not limits[name].by("cases").both] == []
    assert "listed/surprise type" in limits
    endpoint = read_document(whole).endpoint
    assert endpoint
    tape = cassette(({"weights": {"a": 2, "b": 1}}, 200), ({"weights": {"c": 3}}, 422))
    sides = exercised([tape], endpoint, Judge(whole))["cassettes"].sides
    assert sides["weights/*", "maximum"] == Sides(1, 1)


def test_a_body_counts_beyond_a_limit_only_if_it_breaks_no_other() -> None:
    endpoint, judge = read_document(document(ASK, ANSWER, id_=PAINT)).endpoint, None
    assert endpoint
    judge = Judge(document(ASK, ANSWER, id_=PAINT))
    tape = cassette(
        ({"prompt": "a cat", "num_images": 4, "sizes": [1, 2]}, 200),
        ({"prompt": "a cat", "num_images": 5}, 422),
        ({"prompt": "a cat", "num_images": 5, "form": "gif"}, 422),
        ({"prompt": "a cat", "sizes": [10, 11]}, 422),
        ({"prompt": "a cat", "form": "gif"}, 500),
        ({"prompt": "a cat", "num_images": 0}, 200),
    )
    sides = exercised([tape], endpoint, judge)["cassettes"].sides
    assert sides["num_images", "maximum"] == Sides(1, 1)
    assert sides["sizes/*", "maximum"] == Sides(1, 1)
    assert ("form", "enum") not in sides
    assert sides["num_images", "minimum"] == Sides(1, 0)


def test_the_queue_takes_bodies_unread_and_only_the_result_counts() -> None:
    whole = document(ASK, ANSWER, id_=PAINT)
    endpoint = read_document(whole).endpoint
    assert endpoint
    place = "https://queue.fal.run/acme/painter"
    body = json.dumps({"prompt": "a cat", "num_images": 5}).encode()
    submit = Exchange("POST", place, body, 200, b'{"request_id": "one"}')
    refusal = Exchange("GET", f"{place}/requests/one", b"", 422, b"{}")
    other = replace(refusal, url=f"{place}/requests/two")
    for result, expected in ((refusal, Sides(0, 1)), (other, None)):
        tape = replace(cassette(), exchanges=(submit, result))
        sides = exercised([tape], endpoint, Judge(whole))["cassettes"].sides
        assert sides.get(("num_images", "maximum")) == expected


@pytest.mark.parametrize(
    ("source", "witness"), [("emulator", "cassettes"), ("live", "traffic"), ("har", "traffic")]
)
def test_the_emulator_is_never_passed_off_as_fal(source: str, witness: str) -> None:
    whole = document(ASK, ANSWER, id_=PAINT)
    endpoint = read_document(whole).endpoint
    assert endpoint
    tape = cassette(({"prompt": "a cat"}, 200))
    tape = replace(tape, stamp=replace(tape.stamp, source=source))
    assert [*exercised([tape], endpoint, Judge(whole))] == [witness]


def test_cases_that_did_not_run_show_what_can_be_reached_and_exercise_nothing() -> None:
    whole = document(ASK, ANSWER, id_=PAINT)
    endpoint, judge = read_document(whole).endpoint, Judge(whole)
    assert endpoint
    limits = coverage_of(endpoint, judge, judged_cases(endpoint, judge), {}, ran=False)
    covered = EndpointCoverage(PAINT, "", limits, ran=False)
    assert (covered.index, covered.score("cases")) == (len(limits), 0)


def test_of_the_committed_limits_hardly_any_needs_a_reason() -> None:
    limits = [each for whole in family().values() for each in told_all(whole)]
    reasons = [each for each in limits if each.reason]
    assert not [each.limit for each in limits if not each.reachable and not each.reason]
    assert len(limits) > 100
    assert len(reasons) <= len(limits) * 0.02


@pytest.mark.deep
def test_of_the_limits_of_real_documents_every_one_is_reached_or_has_its_reason() -> None:
    for file in sorted(corpus().rglob("*.json"))[::3]:
        try:
            limits = told_all(load(file))
        except ValueError:
            continue  # a document that is refused has no limits
        assert not [each.limit for each in limits if not each.reachable and not each.reason], file


def told_all(whole: Document) -> list[LimitCoverage]:
    if read_document(whole).endpoint is None:
        return []
    return [*limits_of(whole).values()]


def cassette(*sent: tuple[Json, int]) -> Cassette:
    place = "https://fal.run/acme/painter"
    return Cassette(
        Stamp(PAINT, "sync", "emulator", "2026-11-27", ""),
        tuple(
            Exchange("POST", place, json.dumps(body).encode(), status, b"{}")
            for body, status in sent
        ),
    )
