"""Where a limit is in truth is sought between a size that is taken and the one that is not."""

from collections.abc import Iterable

import pytest
from fal_codegen.cases import Documented
from fal_codegen.contract import Json
from fal_codegen.probe.census import LimitVerdict
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.exchange import Reply
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.search import true_bound
from fal_codegen.probe.trials import Trial


def strict(verdict: LimitVerdict, *others: Documented, takes: range) -> tuple[object, list[int]]:
    """Seek the bound of a service that takes some widths; give it, and what was asked."""
    asked: list[int] = []

    def ask(trial: Trial) -> Reply:
        width = trial.body["width"]
        assert isinstance(width, int)
        asked.append(width)
        return Reply("taken" if width in takes else "refused", 200)

    limits = {each.key: each for each in (verdict.limit, *others)}
    return true_bound(verdict, limits, Evidence(), ({}, Ledger(), ask)), asked


def lax(keyword: str, width: Json) -> LimitVerdict:
    return LimitVerdict(Documented("width", keyword, width), "lax", {"width": width})


@pytest.mark.parametrize(
    ("verdict", "takes", "true"),
    [
        (lax("maximum", 11), range(1, 30), 29),
        (lax("maximum", 11), range(1, 44), 43),
        (lax("minimum", 9), range(-5, 99), -5),
        (lax("maximum", 11), range(1, 45), None),
    ],
)
def test_a_bound_that_is_not_kept_is_sought_up_to_some_times_its_size(
    verdict: LimitVerdict, takes: range, true: int | None
) -> None:
    assert strict(verdict, takes=takes)[0] == true


def test_only_what_keeps_the_other_limits_is_asked() -> None:
    step = Documented("width", "multipleOf", 4)
    true, asked = strict(lax("maximum", 12), step, takes=range(1, 30))
    assert true == 28
    assert {width % 4 for width in asked} == {0}


@pytest.mark.parametrize(
    ("verdict", "other"),
    [
        (lax("enum", 11), None),
        (lax("multipleOf", 11), None),
        (lax("maximum", 0), None),
        (lax("maximum", 1.5), None),
        (lax("maximum", True), None),  # noqa: FBT003 - a value of a body
        (lax("maximum", 11), Documented("width", "multipleOf", 0.5)),
        (lax("maximum", 11), Documented("width", "pattern", "^1")),
        (lax("maximum", 11), Documented("width", "uniqueItems", True)),  # noqa: FBT003 - as above
    ],
)
def test_nothing_is_asked_where_no_other_size_can_be_made(
    verdict: LimitVerdict, other: Documented | None
) -> None:
    found = strict(verdict, *([other] if other else []), takes=range(99))
    assert found == (None, [])


def bound(keyword: str, documented: int, taken: Iterable[int], takes: range) -> object:
    """Seek the bound of a service that is stricter, of which some sizes are known to be taken."""
    limit = Documented("width", keyword, documented)
    evidence = Evidence()
    for size in taken:
        trial = Trial({"width": size}, (), limit.key, frozenset({("width", str(size))}))
        evidence.add(trial, Reply("taken", 200))

    def ask(trial: Trial) -> Reply:
        return Reply("taken" if trial.body["width"] in takes else "refused", 200)

    verdict = LimitVerdict(limit, "stricter", {"width": documented, "height": 1})
    return true_bound(verdict, {limit.key: limit}, evidence, ({}, Ledger(), ask))


@pytest.mark.parametrize(
    ("keyword", "documented", "takes", "known"),
    [("minimum", 10, range(14, 99), 20), ("maximum", 90, range(20, 78), 40)],
)
def test_a_size_that_was_taken_in_another_body_is_not_within_the_one_that_was_refused(
    keyword: str, documented: int, takes: range, known: int
) -> None:
    true = takes[0] if keyword == "minimum" else takes[-1]
    assert bound(keyword, documented, [known], takes) == true
    assert bound(keyword, documented, [documented, known], takes) == true
    assert bound(keyword, documented, [documented], takes) is None
