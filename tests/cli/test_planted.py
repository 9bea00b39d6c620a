"""A fault in the generated client is caught, by the property that it breaks and no other."""

from pathlib import Path

import pytest
from fal_codegen.pipeline import check, load_project

from tests.cli.conftest import PAINT, Desk

MODULE = "generated/python/fal_endpoints/acme_painter.py"
MOST = "Field(ge=1, le=4)"
COUNT = "    num_images: "
IMPORTS = """
from pydantic import AfterValidator, model_validator

_TURNED = AfterValidator(lambda number: -number if number and 9 < number < 10**6 else number)
"""
CHECKED_LATE = f"""    @model_validator(mode="after")
    def _most(self):
        if self.num_images > 4:
            raise ValueError("too many")
        return self

{COUNT}"""
PLANTED: dict[str, tuple[list[tuple[str, str]], set[str]]] = {
    "a limit is removed": ([(MOST, "Field(ge=1)")], {"request-takes-too-much"}),
    "a limit is moved": ([(MOST, "Field(ge=1, le=3)")], {"request-takes-too-little"}),
    "a limit is checked, and no field blamed": (
        [(MOST, "Field(ge=1)"), (COUNT, CHECKED_LATE)],
        {"property-client-blames"},
    ),
    "a limit is called another": ([(MOST, "Field(ge=1, lt=5)")], {"property-client-blames"}),
    "a value is sent and read as another": (
        [("    seed: int | None", "    seed: Annotated[int | None, _TURNED]")],
        {"property-client-changes", "property-answer-changes"},
    ),
    "an answer is read as another": (
        [("    url: str\n", "    url: Annotated[str, AfterValidator(str.lower)]\n")],
        {"property-answer-changes"},
    ),
    "an answer is not read": ([("    width: int", "    width: str")], {"property-answer-fails"}),
}


def plant(module: Path, changes: list[tuple[str, str]]) -> None:
    text = module.read_text("utf-8")
    for old, new in changes:
        assert old in text, text
        text = text.replace(old, new)
    start = text.index("from pydantic import")
    module.write_text(text[:start] + IMPORTS + text[start:], "utf-8")


@pytest.mark.deep
@pytest.mark.parametrize(("changes", "rules"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_caught_by_the_property_that_it_breaks(
    desk: Desk, changes: list[tuple[str, str]], rules: set[str]
) -> None:
    plant(desk.root / MODULE, changes)
    found = check(load_project(desk.root)).endpoints[PAINT].findings
    shown = {each.rule.id for each in found}
    assert {each for each in shown if each.startswith(("property-", "request-"))} == rules
