"""Drift held by a search that shares nothing with it, and the search held first."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from fal_codegen.compare import Bodies, bounds, values, walking
from fal_codegen.contract import Json
from fal_codegen.drift import RULES_BY_ID, deriving
from fal_codegen.drift.deciding import Deciding
from fal_codegen.judge.proofs import direction, proving, witnesses

from .fuzz.__main__ import DECIDED, FOUND
from .fuzz.kinds import KINDS
from .fuzz.run import Outcome, run

Patch: TypeAlias = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return run(200, 7)


@pytest.mark.deep
def test_the_search_finds_what_breaks_by_construction(outcome: Outcome) -> None:
    assert outcome.bite.total() >= 5
    assert outcome.found >= FOUND


@pytest.mark.deep
def test_no_verdict_is_wrong(outcome: Outcome) -> None:
    assert outcome.wrong == []


@pytest.mark.deep
def test_nearly_all_is_decided_of_real_documents(outcome: Outcome) -> None:
    assert outcome.decided >= DECIDED


def test_there_are_enough_kinds_of_edits() -> None:
    assert len(KINDS) >= 40


def silenced(patch: Patch) -> None:
    """Tell of narrower requests under the rule of wider ones."""
    rules = dict(RULES_BY_ID)
    for id_, rule in RULES_BY_ID.items():
        if rule.side == "request" and rule.action == "tightened":
            rules[id_] = RULES_BY_ID.get(id_.replace("tightened", "loosened"), rule)
    patch.setattr(deriving, "RULES_BY_ID", rules)


def flipped(patch: Patch) -> None:
    """Ask of requests what is to be asked of answers."""
    ask = Deciding.proofs

    def other(self: Deciding, way: str, bodies: Bodies) -> proving.Proofs:
        return ask(self, "back" if way == "forth" else "forth", bodies)

    patch.setattr(Deciding, "proofs", other)


def blind(patch: Patch) -> None:
    """Overlook the upper ends, and take the whole for the same when it is asked about last."""

    def lower(words: dict[str, Json], types: tuple[str, ...]) -> dict[str, tuple[str, Json]]:
        found = bounds.bounds(words, types)
        return {end: bound for end, bound in found.items() if not end.startswith("max")}

    def same(*_: object) -> bool:
        return True

    patch.setattr(values, "bounds", lower)
    patch.setattr(walking, "alike", same)


def credulous(patch: Patch) -> None:
    """Take everything for proven."""

    def nothing(*_: object) -> bool:
        return False

    patch.setattr(proving.Proofs, "_left_over", nothing)


def careless(patch: Patch) -> None:
    """Shrink witnesses to something else, and ask nobody."""

    def nothing(*_: object) -> Json:
        return {}

    def yes(*_: object) -> bool:
        return True

    patch.setattr(witnesses, "shrunk", nothing)
    patch.setattr(direction.Direction, "confirmed", yes)


@pytest.mark.deep
@pytest.mark.parametrize(
    "plant",
    [
        silenced,
        flipped,
        blind,
        credulous,
        careless,
    ],
)
def test_a_planted_fault_is_found(
    plant: Callable[[Patch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    assert run(160, 7).wrong
