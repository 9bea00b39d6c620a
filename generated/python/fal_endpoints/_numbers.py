# The runtime of fal-codegen, from templates/python/runtime/_numbers.py: edit it there.
"""Numbers as they are given: 1 is sent as 1, and an integer that no float holds as that integer."""

import math
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticKnownError("float_type")
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticKnownError("finite_number")
    return value


Number: TypeAlias = Annotated[int | float, BeforeValidator(_number)]
"""Any number but those that JSON has not."""
