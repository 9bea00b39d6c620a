"""Lists of known failures: each has a reason, and one that passes fails the run."""

import pytest
from fal_codegen.conform import Outcome, read_known, with_known
from fal_codegen.errors import ProjectBroken

PASSED = Outcome("scripts", "run", "", "passed")
FAILED = Outcome("requests", "acme/painter", "size:type:3", "failed", "taken and must not be")
SKIPPED = Outcome("scripts", "cancel", "", "skipped", "no cancel")


def test_a_gap_that_nobody_knows_of_fails_the_run() -> None:
    assert [each.counts for each in (PASSED, FAILED, SKIPPED)] == [False, True, True]


def test_a_known_failure_does_not_and_one_that_passes_does() -> None:
    known = read_known("# ours\n\nscripts/* # no protocol yet\n*:type:3 # soon\nx # y\n", "list")
    results, unused = with_known([PASSED, FAILED, SKIPPED], known)
    assert [each.counts for each in results] == [True, False, False]
    assert [each.known for each in results] == ["no protocol yet", "soon", "no protocol yet"]
    assert [each.pattern for each in unused] == ["x"]


def test_an_entry_without_a_reason_is_refused_with_its_line() -> None:
    with pytest.raises(ProjectBroken, match=r"list:2: no reason; write `scripts/run # why"):
        read_known("# a list\nscripts/run\n", "list")
