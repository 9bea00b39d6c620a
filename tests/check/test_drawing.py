"""Drawing values: as many as were asked for, or the reason why not."""

from fal_codegen.check.drawing import Drawn, draw
from hypothesis import strategies as st


def endless(depth: int = 0) -> int:
    return endless(depth + 1)


def test_values_that_hold_each_other_too_deep_are_told_and_count_for_nothing() -> None:
    values = st.integers().map(lambda number: endless() if number else 0)
    drawn: Drawn[int, str] = draw(values, lambda _: None, 20, 1)
    assert (drawn.count, drawn.found) == (0, [])
    assert drawn.reason == "values hold each other too deep to be drawn"


def test_of_strategies_that_give_up_no_library_has_a_word_however_many_they_are() -> None:
    def give_up(_: object) -> object:
        raise RecursionError

    words = st.sampled_from([f"{'x' * 40}{number}" for number in range(900)])
    values = st.fixed_dictionaries({"a": words, "b": words}).map(give_up)
    drawn: Drawn[object, str] = draw(values, lambda _: None, 9, 0)
    assert drawn.reason  # and a warning would be an error


def test_what_nothing_fits_is_told() -> None:
    nothing: Drawn[int, str] = draw(st.integers().filter(lambda _: False), lambda _: None, 20, 1)
    assert nothing.reason == "no value was found that keeps all limits"


def test_of_each_kind_of_disagreement_the_smallest_value_is_kept() -> None:
    drawn = draw(
        st.integers(0, 1000),
        lambda number: ("big", number) if number >= 300 else None,
        100,
        1,
    )
    assert drawn.found == [300]
