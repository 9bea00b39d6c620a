"""Whether a body that was taken holds another spelling of what a limit allows."""

from fal_codegen.cases import Documented
from fal_codegen.contract import Json, json_equal, json_type
from fal_codegen.probe.claims import values_at

_SPELLED = {"integer", "number", "boolean", "string"}


def is_coerced(body: dict[str, Json], limit: Documented) -> bool:
    """Tell whether a lenient reader makes an allowed value of what a body has at a limit's place.

    A text for a number, a number for a text, one item for a list of it, other case or stray spaces
    in a member of an enum: the service changed the value and took it. Anything else it took as it
    was.
    """
    return any(_is_spelling(value, limit) for value in values_at(body, limit.place.split("/")))


def _is_spelling(value: Json, limit: Documented) -> bool:
    if limit.keyword == "type" and limit.limit not in (json_type(value), _wider(value)):
        scalar = isinstance(value, str | int | float)
        return scalar if limit.limit in _SPELLED else limit.limit == "array" and value is not None
    if limit.keyword == "enum" and isinstance(limit.limit, list):
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        listed = any(json_equal(value, each) for each in limit.limit)
        return not listed and _plain(one) in {_plain(e) for e in limit.limit if e is not None}
    return False


def _wider(value: Json) -> str:
    return "number" if json_type(value) == "integer" else ""


def _plain(value: Json) -> str:
    return str(value).strip().casefold()
