"""Drift as JSON: it is what its schema says, and tells nothing from null."""

from dataclasses import replace

from fal_codegen.contract import EndpointId
from fal_codegen.drift import RULES, RULES_BY_ID
from fal_codegen.judge import Witness
from fal_codegen.report import change_data, drift_data, drift_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.report.changes import VALUES, change, result


def test_json_is_what_its_schema_says() -> None:
    validator = Draft202012Validator(drift_schema())  # pyright: ignore[reportArgumentType] - untyped here
    Draft202012Validator.check_schema(drift_schema())  # pyright: ignore[reportArgumentType] - untyped here
    for rule in RULES:
        before, after = VALUES.get(rule.kind, (7, 8))
        full = replace(
            change(rule.id, before, after),
            witness=Witness({"x": 3}, 3),
            shown="POST /",
            reason="too long",
            places=("input/x", "input/y"),
        )
        data = drift_data(result(full, change(rule.id, None, after), refused=("lost",)))
        assert not [*validator.iter_errors(data)]  # pyright: ignore[reportUnknownMemberType] - untyped here
    assert [*validator.iter_errors({"schema_version": 1})]  # pyright: ignore[reportUnknownMemberType] - untyped here


def test_json_has_a_default_as_the_document_has_it() -> None:
    data = change_data(change("request-default-changed", [None], [512], "default"))
    assert (data["before"], data["after"]) == (None, 512)


def test_json_leaves_out_what_is_not_there_and_has_null_where_a_default_is_null() -> None:
    went = change_data(change("request-default-changed", [None], None, "default"))
    assert (went["before"], "after" in went) == (None, False)
    came = change_data(change("request-limit-tightened", None, 4))
    assert ("before" in came, came["after"]) == (False, 4)


def test_the_fingerprint_is_over_rule_endpoint_pointer_and_values() -> None:
    one = change("request-limit-tightened")
    same = replace(one, place="input/y", level="info", witness=Witness({}, {}))
    assert one.fingerprint == same.fingerprint
    others = [
        replace(one, rule=RULES_BY_ID["request-limit-loosened"]),
        replace(one, endpoint=EndpointId("acme/other")),
        replace(one, pointer="/q"),
        replace(one, before=9),
        replace(one, after=9),
        replace(one, name="minimum"),
    ]
    prints = {one.fingerprint, *(each.fingerprint for each in others)}
    assert len(prints) == len(others) + 1
