"""Drift in words and as JSON: every rule has a sentence, and what it names is in it."""

from dataclasses import replace

import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.drift import (
    DERIVATION,
    EXCEPTIONS,
    LEVELS,
    RULES,
    WITHOUT_WITNESS,
    Change,
    Level,
    Rule,
)
from fal_codegen.judge import Witness
from fal_codegen.pipeline import AffectedRecording, DriftResult
from fal_codegen.report import show_drift, show_rules
from fal_codegen.report.change_remedies import remedy_of_change
from fal_codegen.report.drifting import say_change, say_proof

from tests.report.changes import FIELD, VALUES, change, result
from tests.report.conftest import PAINT, Screen


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_sentence_in_one_line(rule: Rule) -> None:
    before, after = VALUES.get(rule.kind, (7, 8))
    said = say_change(change(rule.id, before, after))
    assert len(said) > 8
    assert "\n" not in said
    assert "{" not in said.replace(str(FIELD), "") or rule.kind == "field"


SCHEMAS: list[Json] = [{"type": "integer"}, {"minimum": 3}, {"minimum": 4}]
MANY: list[Json] = [f"value-{index}" for index in range(100)]
SENTENCES: list[tuple[str, Json, Json, str, str]] = [
    ("answer-class-removed", ["A", "B.c"], ["D"], "", "the client no longer has A, B.c; new is D"),
    ("answer-class-removed", ["A"], None, "", "the client no longer has A; new is nothing"),
    (
        "request-alternative-tightened",
        {"anyOf": SCHEMAS[::2]},
        {"oneOf": SCHEMAS[1:]},
        "oneOf",
        (
            'alternatives: {"oneOf": [{"minimum": 3}, {"minimum": 4}]} now, '
            'before {"anyOf": [{"type": "integer"}, {"minimum": 4}]}'
        ),
    ),
    (
        "request-alternative-tightened",
        {"oneOf": SCHEMAS[:2]},
        {"oneOf": [SCHEMAS[2], SCHEMAS[0]]},
        "oneOf",
        'alternatives (1 unchanged): {"minimum": 4} now, before {"minimum": 3}',
    ),
    (
        "request-alternative-tightened",
        {"anyOf": SCHEMAS[1:]},
        {"oneOf": SCHEMAS[1:]},
        "oneOf",
        (
            'alternatives: {"oneOf": [{"minimum": 3}, {"minimum": 4}]} now, '
            'before {"anyOf": [{"minimum": 3}, {"minimum": 4}]}'
        ),
    ),
    (
        "request-alternative-loosened",
        {"oneOf": SCHEMAS},
        {"oneOf": SCHEMAS[:1]},
        "oneOf",
        'alternatives (1 unchanged): nothing now, before [{"minimum": 3}, {"minimum": 4}]',
    ),
    ("request-limit-tightened", 4, 2, "maximum", "maximum tightened from 4 to 2"),
    ("request-limit-loosened", 4, None, "maximum", "maximum loosened from 4 to nothing"),
    (
        "request-limit-undecided",
        "^a",
        "^b",
        "pattern",
        "pattern: ^b now, before ^a, and nobody can tell what that does",
    ),
    ("request-enum-tightened", ["a", "b"], ["a"], "enum", "no longer allows b"),
    ("request-enum-tightened", ["a", "b"], ["a", "c"], "enum", "no longer allows b; allows c now"),
    ("answer-enum-loosened", ["a"], ["a", "b", "c"], "enum", 'allows ["b", "c"] now'),
    ("request-enum-tightened", None, ["1K"], "enum", 'only ["1K"] from now on'),
    ("request-enum-loosened", ["1K"], None, "enum", 'any value now; before only ["1K"]'),
    (
        "request-type-tightened",
        ["integer"],
        ["string"],
        "type",
        "type changed from integer to string",
    ),
    ("request-type-tightened", ["string"], [], "type", "takes no value any more"),
    ("request-default-changed", [""], [None], "default", 'default changed from "" to null'),
    ("request-default-changed", None, [512], "default", "default changed from nothing to 512"),
    ("request-default-refused", [10], [10], "default", "the default 10 is no longer allowed"),
    ("request-nullable-tightened", True, False, "null", "may no longer be null"),
    (
        "request-claim-changed",
        {"value": 14, "text": "Up to 14 images."},
        {"value": 4, "text": "Up to 4 images."},
        "maxItems",
        "maxItems in words: 14 (“Up to 14 images.”) before, 4 (“Up to 4 images.”) now",
    ),
    (
        "envelope-server-changed",
        [{"url": "https://a"}],
        [{"url": "https://b"}],
        "servers",
        "requests go to https://b now, and went to https://a",
    ),
]


@pytest.mark.parametrize(("rule", "before", "after", "name", "said"), SENTENCES)
def test_a_sentence_says_what_was_and_what_is(
    rule: str, before: Json, after: Json, name: str, said: str
) -> None:
    assert say_change(change(rule, before, after, name)) == said


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("request-default-changed", [MANY], [[*MANY[:70], *MANY[71:]]]),
        ("request-enum-tightened", [MANY], [[*MANY[:70], *MANY[71:]]]),
        ("request-alternative-tightened", {"oneOf": MANY}, {"anyOf": MANY}),
        ("request-limit-undecided", "(a|b)" * 40 + "x", "(a|b)" * 40 + "y"),
        ("request-claim-changed", "long " * 40 + "14", "long " * 40 + "4"),
        ("request-description-changed", "long " * 40, "long " * 40 + "and longer"),
        ("request-other-changed", {"a": MANY}, {"a": [*MANY, 1]}),
    ],
)
def test_of_two_long_values_the_place_is_shown_where_they_part(
    rule: str, before: Json, after: Json
) -> None:
    one, other = (say_change(change(rule, *sides)) for sides in ((before, after), (after, before)))
    assert len(one) < 320
    assert one != other


def test_one_long_value_is_shown_from_its_beginning() -> None:
    said = say_change(change("request-default-refused", [MANY], [MANY]))
    assert said.startswith('the default ["value-0"')


def test_what_shows_a_change_is_said_behind_it() -> None:
    witness = Witness({"x": 3}, 3)
    tight = replace(change("request-limit-tightened"), witness=witness)
    loose = replace(change("answer-limit-loosened"), witness=witness)
    assert say_proof(tight) == 'refused now: {"x": 3}'
    assert say_proof(loose) == 'possible now: {"x": 3}'
    gone = replace(change("request-endpoint-removed"), shown="POST /a/b")
    assert say_proof(gone) == "such as: POST /a/b"
    open_ = replace(change("request-limit-undecided"), reason="no proof")
    assert say_proof(open_) == "neither a proof nor a witness was found"


def test_what_matters_asks_for_something_of_its_own_and_what_does_not_asks_for_nothing() -> None:
    for rule in RULES:
        asks = not remedy_of_change(rule).startswith("nothing")
        assert asks or rule.level == "info", rule.id
    asked = {remedy_of_change(rule) for rule in RULES if rule.level != "info"}
    assert len(asked) >= 15


def of_level(level: Level, endpoint: EndpointId = PAINT) -> Change:
    rule = next(rule for rule in RULES if rule.level == level and rule.kind == "limit")
    return replace(change(rule.id), endpoint=endpoint)


def shown(drift_result: DriftResult) -> list[str]:
    screen = Screen(width=200)
    show_drift(screen, drift_result)
    return screen.lines


def test_the_worst_changes_come_first_each_with_what_to_do_and_then_the_counts() -> None:
    lines = shown(result(*(of_level(level) for level in reversed(LEVELS))))
    assert [line.split()[0] for line in lines[:4]] == [*LEVELS]
    assert ["; to do: " in line for line in lines[:4]] == [True, True, True, False]
    assert lines[4] == "1 breaking, 1 unknown, 1 warning, 1 info."
    assert lines[-1] == "compared 2: 1 unchanged, 1 changed."


def test_the_same_edit_of_several_endpoints_is_one_line() -> None:
    others = [EndpointId(f"acme/{name}") for name in ("a", "b")]
    lines = shown(result(*(of_level("breaking", each) for each in (PAINT, *others))))
    assert lines[0].startswith("breaking acme/painter and 2 more input/x: ")
    assert lines[1] == "3 breaking."


def test_recordings_in_which_the_same_changed_are_one_line() -> None:
    affected = [
        AffectedRecording(PAINT, f"{PAINT}/{name}.yaml", ("input/x",), refused)
        for name, refused in (("sync", False), ("queue", False), ("other", True))
    ]
    screen = Screen(200)
    show_drift(screen, replace(result(), affected=affected))
    lines = [line for line in screen.lines if line.startswith("recorded")]
    assert [line.partition(f"{PAINT} ")[2] for line in lines] == [
        f"cassettes/{PAINT}/sync.yaml, cassettes/{PAINT}/queue.yaml have input/x",
        f"cassettes/{PAINT}/other.yaml has input/x, a request that the new contract refuses",
    ]


def test_a_line_names_every_place_and_the_rule() -> None:
    many = replace(of_level("breaking"), places=("input/x", "input/y"))
    (line, *_) = shown(result(many))
    assert "input/x (also input/y): " in line
    assert line.endswith(f"[request-limit-tightened {many.fingerprint}]")


def test_no_drift_is_said_only_where_all_was_compared() -> None:
    assert shown(result())[0] == "No drift: the documents say what they said."
    lines = shown(result(refused=("acme/lost: gone",)))
    assert lines[2:] == ["compared 2: 1 unchanged, 0 changed, 1 cannot tell."]


def test_the_rules_come_with_levels_derivation_and_the_exceptions() -> None:
    screen = Screen(width=200)
    show_rules(screen)
    text = "\n".join(screen.lines)
    levels = [line.split()[:2] for line in screen.lines[1 : len(RULES) + 1]]
    assert levels == [[rule.id, rule.level] for rule in RULES]
    for effect, side in DERIVATION:
        assert effect in text
        assert side in text or side == "envelope"
    assert all(each in text for each in (*EXCEPTIONS, *WITHOUT_WITNESS))


def test_the_rules_are_whole_where_no_terminal_tells_a_width() -> None:
    screen = Screen(width=80)
    show_rules(screen)
    assert not [line for line in screen.lines if "…" in line]
    words = " ".join(" ".join(screen.lines).split())
    assert all(rule.id in words for rule in RULES)
