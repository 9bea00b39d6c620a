"""The limits that pydantic has no exact word for."""

from types import GenericAlias, ModuleType
from typing import Annotated, Any, Literal

import pytest
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

EXACT = ConfigDict(strict=True)


def adapter(type_: Any, *limits: object) -> TypeAdapter[Any]:  # noqa: ANN401 - any type at all
    for limit in limits:
        type_ = Annotated[type_, limit]
    return TypeAdapter(type_, config=EXACT)


def test_a_field_that_is_not_null_may_be_left_out(api: ModuleType) -> None:
    assert api.portrait.Input(prompt="by night").mask_url is None
    assert api.portrait.Input(prompt="by night", mask_url="u").mask_url == "u"


def test_a_field_that_is_not_null_refuses_null_in_words(api: ModuleType) -> None:
    with pytest.raises(ValidationError, match="may be left out but not be null"):
        api.portrait.Input(prompt="by night", mask_url=None)


def test_a_field_that_is_not_null_keeps_its_other_limits(api: ModuleType) -> None:
    limited = adapter(int | None, Field(ge=3), api.NotNull())
    assert limited.validate_python(3) == 3
    with pytest.raises(ValidationError, match="greater than or equal to 3"):
        limited.validate_python(2)
    with pytest.raises(ValidationError, match="not be null"):
        limited.validate_python(None)


@pytest.mark.parametrize("value", [0.5, 1, 1.0])
def test_one_of_takes_its_numbers_however_they_are_written(api: ModuleType, value: float) -> None:
    assert adapter(float, api.OneOf(0.5, 1.0)).validate_python(value) == value


@pytest.mark.parametrize("value", [0.7, True, "0.5", [0.5]])
def test_one_of_refuses_anything_else_and_lists_its_numbers(api: ModuleType, value: object) -> None:
    with pytest.raises(ValidationError, match=r"one of 0\.5, 1\.0"):
        adapter(float, api.OneOf(0.5, 1.0)).validate_python(value)


def test_one_of_keeps_true_out_of_a_literal_of_integers(api: ModuleType) -> None:
    limited = adapter(Literal[1, 2], api.OneOf(1, 2))
    assert limited.validate_json("1") == 1
    with pytest.raises(ValidationError, match="one of 1, 2"):
        limited.validate_json("true")


def test_one_of_keeps_one_out_of_a_literal_of_booleans(api: ModuleType) -> None:
    limited = adapter(Literal[True], api.OneOf(*[True]))
    assert limited.validate_json("true") is True
    with pytest.raises(ValidationError, match="one of True"):
        limited.validate_json("1")


def test_whether_one_of_may_be_null_is_for_the_type_to_say(api: ModuleType) -> None:
    assert adapter(float | None, api.OneOf(0.5)).validate_python(None) is None
    with pytest.raises(ValidationError, match="valid number"):
        adapter(float, api.OneOf(0.5)).validate_python(None)


@pytest.mark.parametrize(
    ("step", "value"), [(0.1, 0.3), (0.1, 1e30), (0.01, 4.35), (8, 512), (0.5, 2), (1e-7, 3e-7)]
)
def test_a_multiple_is_meant_in_decimal(api: ModuleType, step: float, value: float) -> None:
    assert adapter(float, api.MultipleOf(step)).validate_python(value) == value


@pytest.mark.parametrize(("step", "value"), [(0.1, 0.35), (8, 513), (0.1, 0.3001), (0.5, 1e-300)])
def test_a_number_between_two_multiples_is_refused(
    api: ModuleType, step: float, value: float
) -> None:
    with pytest.raises(ValidationError, match=f"multiple of {step}"):
        adapter(float, api.MultipleOf(step)).validate_python(value)


def test_a_multiple_keeps_its_other_limits(api: ModuleType) -> None:
    limited = adapter(float | None, Field(le=1.0), api.MultipleOf(0.1))
    assert limited.validate_python(None) is None
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        limited.validate_python(1.1)


@pytest.mark.parametrize(
    "items",
    [[1, True], [0, False], [1, "1"], [None, 0], [[1], [True]], [{"a": 1}, {"a": True}], [{}, []]],
)
def test_items_that_json_tells_apart_are_unique(api: ModuleType, items: list[object]) -> None:
    assert adapter(list[Any], api.UniqueItems()).validate_python(items) == items


@pytest.mark.parametrize(
    "items",
    [[1, 2, 1.0], ["a", "a"], [None, None], [{"a": 1, "b": 2}, {"b": 2.0, "a": 1}], [[1], [1.0]]],
)
def test_items_that_are_one_to_json_are_refused(api: ModuleType, items: list[object]) -> None:
    last = len(items) - 1
    with pytest.raises(ValidationError, match=f"item {last} repeats an earlier one"):
        adapter(list[Any], api.UniqueItems()).validate_python(items)


def test_parts_are_compared_as_they_are_sent(api: ModuleType) -> None:
    lamp: Any = api.portrait.Lamp
    limited = adapter(GenericAlias(list, lamp), api.UniqueItems())
    assert len(limited.validate_python([lamp(), lamp(power=0.5)])) == 2
    with pytest.raises(ValidationError, match="item 1 repeats"):
        limited.validate_python([lamp(power=0.5), lamp(power=0.5)])
