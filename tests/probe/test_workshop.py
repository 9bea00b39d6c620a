"""Each of many services with one bug is found out, and the sound ones are not accused."""

import pytest

from .bugs_of_parts import BUGS_OF_PARTS
from .bugs_of_values import BUGS_OF_VALUES
from .workshop import (
    CLOSED,
    INPUT,
    Schema,
    Service,
    census,
    explained,
    plan,
    silent,
    terse,
)

PLAN = plan()
BUGS = {**BUGS_OF_VALUES, **BUGS_OF_PARTS}
ANSWERS = {each.__name__: each for each in (explained, terse, silent)}


@pytest.mark.deep
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("schema", [INPUT, CLOSED], ids=["open", "closed"])
def test_a_sound_service_of_a_rich_contract_enforces_everything(
    schema: Schema, answer: str
) -> None:
    found = census(Service(schema, answer=ANSWERS[answer]), plan(schema))
    assert [each for each in found.limits if each.verdict != "enforced"] == []
    assert not found.refused
    assert (found.untried, found.unclear, found.stopped) == (0, 0, "")


@pytest.mark.deep
@pytest.mark.parametrize(
    ("name", "answer"), [(name, [*ANSWERS][at % len(ANSWERS)]) for at, name in enumerate(BUGS)]
)
def test_one_bug_is_noticed_at_its_limit(name: str, answer: str) -> None:
    schema, read, where, verdicts = BUGS[name]
    found = census(Service(schema, read, ANSWERS[answer]), PLAN)
    wrong = {f"{e.limit.place} {e.limit.keyword}": e.verdict for e in found.limits if e.found}
    assert bool(found.refused) == ("refused" in verdicts)
    assert {*wrong} <= {*where}
    assert {*wrong.values()} <= {*verdicts.split()}
    assert wrong or found.refused
