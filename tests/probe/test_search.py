"""Where a limit is in truth is sought between a size that is taken and the one that is not."""

from collections.abc import Iterable

import pytest
from fal_codegen.cases import Documented
from fal_codegen.probe.census import LimitVerdict
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.exchange import Reply
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.search import true_bound
from fal_codegen.probe.trials import Trial


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
