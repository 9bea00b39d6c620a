"""check --coverage, from outside: every limit with its witnesses, as text and as data."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, meta

from tests.cli.conftest import PAINT, Desk, changed, document

pytestmark = pytest.mark.deep


def covered(desk: Desk, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    """Check with coverage, and give the endpoints by id."""
    capsys.readouterr()
    desk.run("check", "--no-properties", "--coverage", "--format", "json")
    data = json.loads(capsys.readouterr().out)
    assert desk.run("check", "--schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert meta.is_valid(schema)
    Draft202012Validator(schema).validate(data)
    return {each["endpoint"]: each for each in data["endpoints"]}


def sides(endpoint: dict[str, Any], place: str, keyword: str) -> dict[str, str]:
    limits: list[dict[str, Any]] = endpoint["limits"]
    (found,) = [each for each in limits if (each["place"], each["keyword"]) == (place, keyword)]
    return {name: each["side"] for name, each in found["witnesses"].items()}


def counted(desk: Desk, contract: object, **more: object) -> Path:
    """Write what a run of tests counted."""
    limit = {"place": "num_images", "keyword": "maximum", "kept": 3, "broken": 1, **more}
    endpoints = {PAINT: {"contract": contract, "limits": [limit]}}
    file = desk.root / ".fal-codegen/tests-main.json"
    file.write_text(json.dumps({"form": 1, "run": "a", "endpoints": endpoints}), "utf-8")
    return file


def test_each_limit_has_its_witnesses(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    painter = covered(desk, capsys)[PAINT]
    none = dict.fromkeys(("cases", "cassettes", "traffic", "tests"), "none")
    most = sides(painter, "input/num_images", "maximum")
    assert most == {**none, "cases": "both", "cassettes": "broken"}
    assert sides(painter, "input/prompt", "required") == {
        **none,
        "cases": "both",
        "cassettes": "both",
    }
    assert painter["reachable"] == len(painter["limits"])  # type: ignore[arg-type] # a list
    counted(desk, painter["contract"])
    assert sides(covered(desk, capsys)[PAINT], "input/num_images", "maximum")["tests"] == "both"


def test_tests_under_another_contract_do_not_count(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    counted(desk, "another")
    painter = covered(desk, capsys)[PAINT]
    assert sides(painter, "input/num_images", "maximum")["tests"] == "none"
    assert painter["tests_outdated"]
    assert desk.run("check", "--no-properties", "--coverage") == 0
    assert "tests ran under another contract" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[]", '{"form": 1, "run": "a", "endpoints": {"a/b": 1}}'])
def test_counts_that_cannot_be_read_are_none(
    desk: Desk, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    counted(desk, "").write_text(text, "utf-8")
    painter = covered(desk, capsys)[PAINT]
    assert painter["scores"]["tests"] == 0  # type: ignore[index] # a dictionary


def test_a_module_that_does_not_run_exercises_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.root / "generated/python/fal_endpoints/acme_painter.py").write_text("1/0", "utf-8")
    painter = covered(desk, capsys)[PAINT]
    assert not painter["cases_ran"]
    assert painter["scores"]["cases"] == 0  # type: ignore[index] # a dictionary
    assert painter["reachable"]


def test_a_limit_that_is_not_reached_is_told_with_its_reason(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/prompt/maxLength", 200_000))
    assert desk.fetch() == 0
    assert desk.run("generate") == 0
    capsys.readouterr()
    desk.run("check", "--no-properties", "--coverage")
    said = capsys.readouterr().out
    assert f"{PAINT} input/prompt maxLength 200000" in said
    assert "not reachable: too-large" in said
    assert "Not reachable: 1, too-large." in said


def test_forms_that_have_no_place_for_it_are_refused(desk: Desk) -> None:
    assert desk.run("check", "--coverage", "--format", "junit") == 2
