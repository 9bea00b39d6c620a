"""The suite's verdicts are the client's, but for what is told: a page of docs/ shows them."""

import pytest

from tests.conformance.measure import README, measured, shown, summary, table
from tests.conformance.suite import SUITE


def test_readme_has_the_sums_of_the_page() -> None:
    assert shown(README) == summary(shown())


@pytest.mark.deep
@pytest.mark.skipif(not SUITE.is_dir(), reason="there is no folder of the suite's files")
def test_nothing_is_silent_and_the_page_shows_what_the_suite_comes_to() -> None:
    found = measured()
    assert [each for each in found if each.kind in {"silent", "crash"}] == []
    assert table(found) in shown()
