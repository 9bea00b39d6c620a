import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from fal_codegen.compare import Difference, Kind
from fal_codegen.contract import Json
from fal_codegen.drift import LEVELS, RULES, Change, Rule
from fal_codegen.report import change_data, finding_data, one_line, wording

from tests.report.conftest import CHANGES, FINDINGS, PAINT, found

ROOMS = Path(wording.__file__).parents[1]
SENTENCES: dict[str, str] = vars(wording)["_FINDINGS"]


def change_of(rule: Rule) -> Change:
    difference, _ = CHANGES[f"{rule.kind}-{rule.action}"]
    return Change(PAINT, rule, difference)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_of_drift_has_its_sentence(rule: Rule) -> None:
    _, sentence = CHANGES[f"{rule.kind}-{rule.action}"]
    assert wording.say_change(change_of(rule)) == sentence


WHOLE_ENUM = {
    "enum-tightened": (None, ["1K"], 'only ["1K"] from now on'),
    "enum-loosened": (["1K"], None, 'any value now; before only ["1K"]'),
}


@pytest.mark.parametrize(("key", "told"), WHOLE_ENUM.items(), ids=WHOLE_ENUM)
def test_an_enum_that_comes_or_goes_as_a_whole_has_a_sentence_of_its_own(
    key: str, told: tuple[Json, Json, str]
) -> None:
    before, after, sentence = told
    rule = next(rule for rule in RULES if f"{rule.kind}-{rule.action}" == key)
    change = Change(PAINT, rule, Difference("input/x", "enum", "", before, after))
    assert wording.say_change(change) == sentence


def test_every_example_of_a_change_is_of_a_rule() -> None:
    assert {f"{rule.kind}-{rule.action}" for rule in RULES} == set(CHANGES)


@pytest.mark.parametrize(("rule", "sentence"), FINDINGS.items(), ids=FINDINGS)
def test_every_finding_has_its_sentence(rule: str, sentence: str) -> None:
    assert wording.say_finding(found(rule, 7, None, "NAME")) == sentence


def test_every_sentence_has_an_example() -> None:
    assert list(SENTENCES) == list(FINDINGS)


def test_every_rule_that_the_code_can_find_has_a_sentence() -> None:
    assert set(rules_in_code()) <= set(SENTENCES)


def test_every_sentence_is_of_a_rule_that_the_code_can_find() -> None:
    assert set(SENTENCES) <= set(rules_in_code()) | differing_kinds()


def rules_in_code() -> Iterator[str]:
    """Find the rules as they stand in the code that finds."""
    starts = {rule.partition("-")[0] for rule in FINDINGS}
    form = re.compile(rf"(?:{'|'.join(sorted(starts))})-[a-z-]+[a-z]")
    for file in [*(ROOMS / "check").glob("*.py"), ROOMS / "pipeline/stages/check.py"]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and form.fullmatch(str(node.value)):
                yield str(node.value)


def differing_kinds() -> set[str]:
    """Give the rules whose names are made of what differs."""
    return {f"docs-{kind}-differs" for kind in get_args(Kind)}


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_asks_something_of_the_caller(level: str) -> None:
    assert len(wording.advise(level)) > 20


SHOWN: dict[str, tuple[Json, str]] = {
    "a word": ("auto", "auto"),
    "an empty text": ("", '""'),
    "a number": (1.5, "1.5"),
    "true": (True, "true"),
    "a list": (["a", 1], '["a", 1]'),
    "an emoji": ("🎨", "🎨"),
    "a long text": ("x" * 100, "x" * 72 + "…"),
    "braces": ("{one}", "{one}"),
}


@pytest.mark.parametrize(("value", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_value_is_shown_in_one_short_line(value: Json, shown: str) -> None:
    assert wording.say_finding(found("docs-unreadable", value)).endswith(f": {shown}")


def test_a_default_of_null_is_not_a_missing_one() -> None:
    said = wording.say_finding(found("docs-default-differs", [None], None))
    assert said == "default: null on the page, nothing in the document"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two\\nlines"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\u202eback", "\\u202eback"),
        ("half \ud83d of it", "half \\ud83d of it"),
        ("grüße 🎨", "grüße 🎨"),
    ],
)
def test_what_a_terminal_would_not_show_is_escaped(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_json_tells_the_same_of_a_change() -> None:
    for rule in RULES:
        (told,) = items(change_data([change_of(rule)]))
        difference, _ = CHANGES[f"{rule.kind}-{rule.action}"]
        assert told == {
            "endpoint": PAINT,
            "rule": rule.id,
            "level": rule.level,
            "place": difference.place,
            "kind": difference.kind,
            "name": difference.name,
            "before": difference.before,
            "after": difference.after,
            "text": wording.say_change(change_of(rule)),
        }


def test_json_tells_the_same_of_a_finding() -> None:
    for rule, sentence in FINDINGS.items():
        (told,) = items(finding_data([found(rule, 7, None, "NAME")]))
        assert told == {
            "endpoint": PAINT,
            "rule": rule,
            "place": "input/x",
            "weight": "warning",
            "one": 7,
            "other": None,
            "name": "NAME",
            "text": sentence,
        }


def items(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value


def test_a_field_that_one_witness_lacks_is_told_by_who_has_it() -> None:
    assert (
        wording.say_finding(found("docs-field-differs", {}, None))
        == "on the page, not in the document"
    )
    assert (
        wording.say_finding(found("docs-field-differs", None, {}))
        == "in the document, not on the page"
    )


def test_of_two_lists_of_values_only_what_differs_is_told() -> None:
    told = wording.say_finding(found("docs-prose-differs", ["1:1", "2:1"], ["1:1", "4:1"], "enum"))
    assert told.endswith('only there ["2:1"]; only in the document ["4:1"]')
