# The runtime of fal-codegen, from templates/python/runtime/_nothing.py: edit it there.
"""What cannot be sent at all: the contract lists it, and admits no value there."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _nothing(_value: object) -> object:
    raise PydanticCustomError("nothing", "No value is admitted here; leave it out")


Nothing: TypeAlias = Annotated[None, BeforeValidator(_nothing)]
"""A type without values."""
