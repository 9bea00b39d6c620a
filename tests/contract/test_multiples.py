"""One decision of what is a multiple, which every room and the client share."""

from importlib.util import module_from_spec, spec_from_file_location
from typing import Annotated, Any

import pytest
from fal_codegen.contract import Json, is_multiple
from fal_codegen.judge import Judge
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from tests.documents import document, fields, steady
from tests.emit.conftest import ROOT


def client_limits() -> Any:  # noqa: ANN401 - a module of the client's runtime
    """Load the client's own limits, which know nothing of ours."""
    file = ROOT / "templates/python/runtime/_limits.py"
    spec = spec_from_file_location("limits", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CLIENT = client_limits()
STEPS = (0.1, 0.05, 0.25, 1.5, 0.001, 2, 3, 64)
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(-1e12, 1e12),
    st.tuples(st.integers(-1000, 1000), st.sampled_from(STEPS)).map(lambda two: two[0] * two[1]),
)


@pytest.mark.parametrize(
    ("value", "step", "verdict"),
    [
        (0.1 + 0.2, 0.1, True),
        (3 * 0.1, 0.1, True),
        (1.1 * 3, 1.1, True),
        (0.25, 0.1, False),
        (0.35, 0.1, False),
        (-0.3, 0.1, True),
        (0, 0.1, True),
        (7, 0.5, True),
        (1e300, 0.1, True),
        (4.0, 2, True),
        (5.0, 2, False),
        (2.0000000001, 2, True),
        (2.00001, 2, False),
        (2**53 + 1, 2, False),
        (2**53 + 2, 2, True),
        (10**400, 10, True),
        (10**400 + 1, 10, False),
    ],
)
def test_a_multiple_may_be_off_by_what_binary_fractions_cost(
    value: float,
    step: float,
    verdict: bool,  # noqa: FBT001 - what is right
) -> None:
    assert is_multiple(value, step) is verdict
    assert CLIENT.is_multiple(value, step) is verdict


@steady()
@given(NUMBERS, st.sampled_from(STEPS))
def test_judge_shapes_and_client_decide_alike(value: float, step: float) -> None:
    schema: Json = {"type": "number", "multipleOf": step}
    verdict = is_multiple(value, step)
    assert (Judge(document(fields(it=schema))).input({"it": value}) == ()) is verdict
    assert CLIENT.is_multiple(value, step) is verdict


@pytest.mark.parametrize("step", STEPS)
def test_the_service_decides_alike_on_what_anybody_sends(step: float) -> None:
    adapter = TypeAdapter[float](Annotated[float, Field(multiple_of=step)])
    for count in (-7, -1, 0, 1, 2, 3, 10, 333):
        for value in (count * step, (count + 0.5) * step, round(count * step, 3)):
            assert is_multiple(value, step) is _takes(adapter, value), (value, step)


def _takes(adapter: TypeAdapter[float], value: float) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True
