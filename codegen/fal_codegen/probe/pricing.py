"""What a body may cost at the most, by what it asks for."""

import math
from collections.abc import Mapping

from fal_codegen.contract import Endpoint, Enum, Field, Json, Scalar, without_null

COUNTS = (
    "num_images", "num_outputs", "num_videos", "num_samples", "num_results", "num_layers",
    "num_generations", "number_of_images", "max_images", "batch_size",
)  # fmt: skip
"""Fields that say how many answers a body asks for (names of the catalogue)."""
DIMENSIONS = frozenset(
    {
        "audio", "duration", "fps", "frames", "height", "length", "megapixels", "mode", "model",
        "quality", "resolution", "search", "seconds", "size", "speed", "tier", "turbo", "upscale",
        "upscaling", "width",
    }
)  # fmt: skip
"""Words in the names of fields by which one answer may cost a multiple of another: the platform
names a price for a unit, and no document says what it is multiplied by."""

_TRANSPORT = "sync_mode"
"""How the answer comes back, which costs nothing."""


def counts_of(endpoint: Endpoint) -> dict[str, int]:
    """Give the fields that count answers, with what each stands at where a body leaves it out.

    A field without a default stands at its maximum: nobody knows what the service takes it for. One
    that has neither stands at one here, and is among `dimensions_of`.
    """
    fields = [each for each in endpoint.input.fields if each.name in COUNTS]
    return {each.name: counted(_usual(endpoint, each), 1) for each in fields}


def _usual(endpoint: Endpoint, field: Field) -> Json:
    """Give what a count that is left out stands at; None where nothing tells."""
    if field.has_default and field.default is not None:
        return field.default
    match endpoint.resolve(without_null(field.shape)):
        case Enum(values=values):
            return max((each for each in values if isinstance(each, int | float)), default=None)
        case Scalar(limits=limits):
            ends = ("maximum", "exclusiveMaximum")
            return next((each.value for each in limits if each.keyword in ends), None)
        case _:
            return None


def units_of(body: Mapping[str, Json], counts: Mapping[str, int]) -> int:
    """Give how many answers a body asks for at the most: two counts may be of one another."""
    return math.prod(counted(body.get(name), usual) for name, usual in counts.items())


def counted(value: Json, usual: int) -> int:
    """Read a count as a lenient service may; what is none may be taken for the usual one."""
    try:
        number = float(value) if isinstance(value, str | int | float) else math.nan
        return max(1, math.ceil(number))
    except (ValueError, OverflowError):
        return max(1, usual)


def dimensions_of(endpoint: Endpoint) -> tuple[str, ...]:
    """Name the fields by which one answer may cost a multiple of another."""
    return tuple(each.name for each in endpoint.input.fields if _may_multiply(endpoint, each))


def _may_multiply(endpoint: Endpoint, field: Field) -> bool:
    """Tell whether a field may multiply the price, and nothing says by how much."""
    if field.name in COUNTS:
        return _usual(endpoint, field) is None
    words = field.name.lower().split("_")
    return field.name != _TRANSPORT and not DIMENSIONS.isdisjoint(words)
