"""Requests are closed and exact, answers are open and kept."""

from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError, create_model


def errors_of(caught: pytest.ExceptionInfo[ValidationError]) -> list[tuple[object, str]]:
    return [(error["loc"], error["msg"]) for error in caught.value.errors()]


def test_a_body_holds_exactly_what_the_caller_set(api: ModuleType) -> None:
    request = api.portrait.Input(prompt="by night", seed=None, ratio="auto")
    assert request.body() == {"prompt": "by night", "ratio": "auto", "seed": None}


def test_a_body_spells_names_as_the_endpoint_does_at_any_depth(api: ModuleType) -> None:
    lamps = [api.portrait.Lamp(format="cold"), api.portrait.Lamp(format_="warm", power=1)]
    body = api.portrait.Input(prompt="by night", lamps=lamps).body()
    assert body["lamps"] == [{"format": "cold"}, {"format": "warm", "power": 1.0}]


def test_a_value_over_the_maximum_is_refused_with_the_field_and_the_limit(api: ModuleType) -> None:
    with pytest.raises(ValidationError) as caught:
        api.portrait.Input(prompt="by night", num_images=5)
    assert errors_of(caught) == [(("num_images",), "Input should be less than or equal to 4")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("num_image", 2),
        ("num_images", "2"),
        ("num_images", True),
        ("num_images", 2.0),
        ("prompt", None),
        ("prompt", b"by night"),
        ("prompt", "\ud800 by night"),
        ("ratio", "2:1"),
        ("lamps", ({"format": "warm"},)),
        ("lamps", [{"format": "lukewarm"}]),
    ],
)
def test_a_request_takes_nothing_but_its_own_fields_and_types(
    api: ModuleType, field: str, value: object
) -> None:
    with pytest.raises(ValidationError) as caught:
        api.portrait.Input(**{"prompt": "by night", field: value})
    assert caught.value.errors()[0]["loc"][0] == field


@pytest.mark.parametrize("power", [float("nan"), float("inf")])
def test_a_number_that_json_cannot_spell_is_refused(api: ModuleType, power: float) -> None:
    with pytest.raises(ValidationError, match="finite number"):
        api.portrait.Lamp(power=power)


def test_a_request_does_not_change(api: ModuleType) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(ValidationError, match="frozen"):
        request.prompt = "by day"


def test_a_request_that_is_to_change_says_how_to_get_another(api: ModuleType) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(ValidationError, match=r"frozen: replace\(\) gives a changed one"):
        request.prompt = "by day"


@pytest.mark.parametrize("given", ["by night", {"prompt": "by night"}])
def test_fields_are_given_by_name(api: ModuleType, given: object) -> None:
    with pytest.raises(TypeError, match=r"Input takes its fields by name: Input\(name=…\)"):
        api.portrait.Input(given)


def test_a_subclass_may_have_a_way_of_its_own_to_be_made(api: ModuleType) -> None:
    class Night(api.portrait.Input, endpoint="toy/portrait/edit"):  # type: ignore[misc,name-defined,call-arg]  # built by the test
        def __init__(self, what: str, **fields: object) -> None:
            api.portrait.Input.__init__(self, prompt=f"{what} by night", **fields)

    assert Night("a boat", num_images=2).body() == {"prompt": "a boat by night", "num_images": 2}
    with pytest.raises(ValidationError, match="less than or equal to 4"):
        Night("a boat", num_images=9)


def test_a_body_that_is_read_and_written_is_the_same(api: ModuleType) -> None:
    body = {"prompt": "by night", "seed": None, "lamps": [{"format": "cold", "power": 0.25}]}
    assert api.portrait.Input.from_body(body).body() == body


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": "by night", "lamps": [{"format_": "cold"}]},
        {"prompt": "by night", "num_images": "2"},
        {"prompt": "by night", "lamps": [{"power": float("nan")}]},
        {"prompt": "by night", "mask_url": None},
        {},
    ],
)
def test_a_body_is_held_to_the_names_and_types_of_the_wire(
    api: ModuleType, body: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        api.portrait.Input.from_body(body)


def test_a_request_knows_its_endpoint_and_its_output_type(api: ModuleType) -> None:
    assert api.portrait.Input.endpoint == "toy/portrait/edit"
    assert api.portrait.Input.output_type() is api.portrait.Output
    assert api.portrait.Input(prompt="by night").output_type() is api.portrait.Output


def test_a_request_derived_from_another_keeps_endpoint_and_answer(api: ModuleType) -> None:
    derived: Any = type("Derived", (api.portrait.Input,), {})
    assert (derived.endpoint, derived.output_type()) == ("toy/portrait/edit", api.portrait.Output)


def test_a_request_without_an_answer_says_what_is_missing(api: ModuleType) -> None:
    with pytest.raises(TypeError, match=r"Request\[T\]"):
        api.Request.output_type()


ANSWER = """{"images": [{"url": "https://a.example/1.png", "format": "png", "alpha": [1, null]}],
             "description": "", "style": "pastel", "cost": "5"}"""


def test_an_answer_keeps_fields_and_words_it_does_not_know(api: ModuleType) -> None:
    answer = api.portrait.Output.model_validate_json(ANSWER)
    assert answer.style == "pastel"
    assert answer.model_extra == {"cost": "5"}
    assert answer.images[0].model_extra == {"alpha": [1, None]}


def test_an_answer_that_is_read_and_written_is_the_same(api: ModuleType) -> None:
    answer = api.portrait.Output.model_validate_json(ANSWER)
    assert answer.model_dump(exclude_unset=True) == {
        "images": [{"url": "https://a.example/1.png", "format": "png", "alpha": [1, None]}],
        "description": "",
        "style": "pastel",
        "cost": "5",
    }


@pytest.mark.parametrize("width", ['"5"', "true", "5.5"])
def test_an_answer_is_not_bent_into_the_promised_type(api: ModuleType, width: str) -> None:
    with pytest.raises(ValidationError, match="width"):
        api.portrait.Picture.model_validate_json(f'{{"url": "u", "width": {width}}}')


def test_a_field_that_takes_a_part_or_a_text_is_told_the_nearest_name_in_the_part(
    api: ModuleType,
) -> None:
    make: Any = create_model
    mixed = make("Mixed", __base__=api.portrait.Lamp.__mro__[1], lamp=(api.portrait.Lamp | str, ""))
    with pytest.raises(ValidationError, match=r"did you mean format\?"):
        mixed(lamp={"formt": "warm"})
