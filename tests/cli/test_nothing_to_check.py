"""Where nothing can be held to a document, check says so, and whose fault it is."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.pipeline import CheckResult, check, load_project

from tests import documents
from tests.cli.conftest import PAINT, Desk


@pytest.fixture
def checked(empty: Desk, request: pytest.FixtureRequest) -> CheckResult:
    """What is found of an endpoint with a request of this schema."""
    answer: Json = {"type": "object", "properties": {"url": {"type": "string"}}}
    empty.serves(PAINT, documents.document(request.param, answer, {}, PAINT))
    assert empty.fetch("--lenient") == 0
    assert empty.run("generate") == 0
    return check(load_project(empty.root), draws=None)


FREE: Json = {"type": "object", "properties": {"prompt": {}}}
UNREAD: Json = {
    "oneOf": [
        {
            "type": "object",
            "required": [name],
            "properties": {name: {"type": "string", "pattern": "^(?=x)y"}},
        }
        for name in ("text", "url")
    ]
}


@pytest.mark.parametrize("checked", [FREE], indirect=True)
def test_an_endpoint_that_promises_nothing_is_noted_and_no_finding(checked: CheckResult) -> None:
    assert checked.open == []
    (noted,) = [each for each in checked.notes if each.rule.id == "limits-none"]
    assert noted.endpoint == PAINT


@pytest.mark.parametrize("checked", [UNREAD], indirect=True)
def test_alternatives_that_could_not_be_read_are_ours_to_report(checked: CheckResult) -> None:
    (finding,) = checked.open
    assert finding.rule.id == "cases-unread"
    assert "report it to fal-codegen" in finding.remedy
