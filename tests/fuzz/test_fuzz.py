"""A few hundred generated documents; `make fuzz` takes thousands."""

import pytest

from tests.fuzz.run import run


@pytest.mark.deep
def test_no_generated_document_breaks_a_stage_and_no_body_or_answer_is_misread() -> None:
    outcome = run(350, seed=7)
    assert outcome.wrong == []
    assert outcome.came_to["cases"] > 150
    assert outcome.bodies > 10_000
    assert outcome.answers > 5_000
