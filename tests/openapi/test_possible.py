"""Parts that no value fits, because each needs one more of itself."""

from fal_codegen.contract import Field, Object, Ref, Scalar, Shape
from fal_codegen.openapi.possible import endless_parts, possible_parts


def _needing(part: str) -> Shape:
    return Object((Field("next", Ref(part), required=True),))


def test_parts_without_an_end_are_named_in_order_and_those_with_one_are_not() -> None:
    endless = {name: _needing(name) for name in "gbfcead"}
    ending: dict[str, Shape] = {"text": Scalar("string"), "holder": _needing("text")}
    assert endless_parts(endless | ending) == [*"abcdefg"]
    assert possible_parts(endless | ending) == {"text", "holder"}
