"""A request that a caller constructs gets the verdict of the same body as JSON."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Annotated, Any

import pytest
from fal_codegen.sandbox.constructing import construct
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class _Request(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", validate_by_name=True)

    def body(self) -> dict[str, Any]:
        """As the runtime does."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class Lora(_Request):
    path: str
    scale: Annotated[float, Field(le=2)] = 1


class Box(_Request):
    __tags__ = ("kind",)
    kind: str = "box"
    width: int = 1

    def model_post_init(self, _context: object, /) -> None:
        """Send the constant always."""
        self.model_fields_set.add("kind")


class Input(_Request):
    prompt: str
    loras: list[Lora] | None = None
    shape: Box | str | None = None
    by_name: dict[str, Lora] | None = None
    type_: Annotated[str | None, Field(alias="type")] = None


def _plain_alone(value: list[object]) -> list[object]:
    if any(isinstance(each, BaseModel) for each in value):
        raise ValueError("no classes here")
    return value


class Faulty(Input):
    """What a wrong template might write: a list that takes no classes."""

    loras: Annotated[list[Lora] | None, BeforeValidator(_plain_alone)] = None


@pytest.fixture(autouse=True)
def _a_module() -> Iterator[None]:
    module = ModuleType("a_generated_module")
    vars(module).update({"Box": Box})
    sys.modules[module.__name__] = module
    Input.__module__ = Faulty.__module__ = module.__name__
    yield
    del sys.modules[module.__name__]


FINE: list[dict[str, Any]] = [
    {"prompt": "a"},
    {"prompt": "a", "loras": [{"path": "x"}, {"path": "y", "scale": 2}]},
    {"prompt": "a", "shape": {"width": 3}},
    {"prompt": "a", "shape": {"kind": "box"}},
    {"prompt": "a", "shape": "round", "by_name": {"one": {"path": "x"}}, "type": "t"},
]
WRONG: list[dict[str, Any]] = [
    {},
    {"prompt": 1},
    {"prompt": "a", "surprise": 1},
    {"prompt": "a", "loras": [{"path": "x", "scale": 3}]},
    {"prompt": "a", "loras": [{}]},
    {"prompt": "a", "shape": {"height": 3}},
    {"prompt": "\ud800"},
]


@pytest.mark.parametrize("body", FINE, ids=str)
def test_what_is_taken_is_sent_without_what_its_classes_add(body: dict[str, Any]) -> None:
    assert construct(Input, body) == {"sent": body}


@pytest.mark.parametrize("body", WRONG, ids=ascii)
def test_what_is_wrong_is_refused(body: dict[str, Any]) -> None:
    outcome = construct(Input, body)
    assert outcome
    assert outcome["errors"]


def test_a_name_of_pythons_is_nothing_that_anybody_writes() -> None:
    assert construct(Input, {"prompt": "a", "type_": "t"}) is None


def test_a_class_that_takes_no_classes_is_caught() -> None:
    body = FINE[1]
    assert Faulty.model_validate(body).body() == body
    outcome = construct(Faulty, body)
    assert outcome
    assert outcome["errors"][0]["loc"] == ("loras",)
