"""What a body may cost at the most, by what it asks for."""

import math
from collections.abc import Mapping

from fal_codegen.contract import Endpoint, Json, Scalar, without_null

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

    A field without a default stands at its maximum: nobody knows what the service takes it for.
    """
    found: dict[str, int] = {}
    for field in endpoint.input.fields:
        if field.name in COUNTS:
            shape = endpoint.resolve(without_null(field.shape))
            limits = shape.limits if isinstance(shape, Scalar) else ()
            most = next((each.value for each in limits if each.keyword == "maximum"), 1)
            found[field.name] = counted(field.default if field.has_default else most, 1)
    return found


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
    names = (field.name for field in endpoint.input.fields)
    others = (name for name in names if name not in (*COUNTS, _TRANSPORT))
    return tuple(name for name in others if not DIMENSIONS.isdisjoint(name.lower().split("_")))
