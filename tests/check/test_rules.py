"""The table of rules: what holds for every row of it, and for the code that uses it."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fal_codegen
import pytest
from fal_codegen.check import (
    RULES,
    SEVERITIES,
    Finding,
    Rule,
    client_rules,
    media_rules,
    page_rules,
    property_rules,
    rules,
    traffic_rules,
)
from fal_codegen.check.docs import NO_FINDING, RULE_OF
from fal_codegen.compare import compare_documents
from fal_codegen.contract import (
    Endpoint,
    FieldPlace,
    FilePlace,
    Json,
    ScenarioPlace,
    spelled_document,
)
from hypothesis import given

from tests.check.conftest import PAINT
from tests.contract.shapes import ENDPOINTS
from tests.documents import steady

CODE = Path(next(iter(fal_codegen.__path__)))
MODULES = (page_rules, rules, traffic_rules, media_rules, client_rules, property_rules)
TABLE_FILES = tuple(f"{module.__name__.rpartition('.')[2]}.py" for module in MODULES)
TABLES = {name: value for module in MODULES for name, value in vars(module).items()}
NAMED = {name: value for name, value in TABLES.items() if isinstance(value, Rule)}


def test_every_rule_is_in_the_table_once_under_the_name_that_code_calls_it_by() -> None:
    assert list(NAMED.values()) == list(RULES)
    assert {name.lower().replace("_", "-") for name in NAMED} == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.severity for rule in RULES} == set(SEVERITIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_sentence_shows_only_values_that_its_rule_has(rule: Rule) -> None:
    shown = {name for _, name, *_ in string.Formatter().parse(rule.sentence) if name}
    assert shown <= {"left", "right", "name", "detail"}
    assert "left" not in shown or rule.left
    assert "right" not in shown or rule.right


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_fails_can_be_settled_by_what_its_rule_says_to_do(rule: Rule) -> None:
    mended = re.compile(r"`fal-codegen (generate|fetch|record|probe)`|Remove|Take|Correct|Move")
    assert rule.severity == "note" or "accept" in rule.remedy.lower() or mended.match(rule.remedy)


def rules_in_code() -> Iterator[str]:
    """Find the rules that code names, wherever it does."""
    for file in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Attribute(
                    value=ast.Name(id="rules" | "client_rules" | "traffic_rules"), attr=name
                ):
                    yield from {name} - {"RULES"}
                case _:
                    pass


def test_every_rule_is_found_by_some_check() -> None:
    assert set(rules_in_code()) == set(NAMED)


def test_every_finding_is_made_under_a_row_of_the_table() -> None:
    """A rule is named where it is used, and no finding is made under text or another `Rule`."""
    for file in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Finding"), args=[rule, *_]):
                    assert isinstance(rule, ast.Attribute | ast.Name), file
                case ast.Call(func=ast.Name(id="Rule")) if file.parent.name == "check":
                    assert file.name in TABLE_FILES, file
                case _:
                    pass


@steady()
@given(ENDPOINTS, ENDPOINTS)
def test_every_kind_of_difference_between_page_and_document_is_decided(
    one: Endpoint, other: Endpoint
) -> None:
    shown = replace(other, id=one.id)
    found = compare_documents(spelled_document(one), spelled_document(shown))
    assert {each.kind for each in found} <= {*RULE_OF, *NO_FINDING}
    assert RULE_OF.keys().isdisjoint(NO_FINDING)


def found(left: Json = 1, right: Json = 2, name: str = "maximum", **others: str) -> Finding:
    place = FieldPlace(others.get("place", "input/x"))
    rule, detail = page_rules.DOCS_LIMIT_DIFFERS, others.get("detail", "")
    return Finding(rule, PAINT, place, left, right, name, detail)


def test_a_finding_keeps_its_id_whatever_an_error_message_says() -> None:
    assert found().id == found(detail="other words").id == found(1.0, 2.0).id
    others = [found(2), found(1, 3), found(name="minimum"), found(place="input/y")]
    others += [Finding(page_rules.DOCS_ENUM_DIFFERS, PAINT, FieldPlace("input/x"), 1, 2, "maximum")]
    others += [Finding(page_rules.DOCS_LIMIT_DIFFERS, None, FieldPlace("input/x"), 1, 2, "maximum")]
    assert len({each.id for each in [found(), *others]}) == len(others) + 1


def test_a_place_is_spelled_without_what_moves() -> None:
    assert str(FilePlace("contracts/a/b/docs.json", "/input/0", 12)) == (
        "contracts/a/b/docs.json#/input/0"
    )
    assert str(FilePlace("generated", line=3)) == "generated"
    assert str(ScenarioPlace("sync")) == "sync"
