"""Whether a body that was taken holds another spelling of what a limit allows."""

from fal_codegen.cases import Documented
from fal_codegen.contract import Json

_SPELLED = {"integer", "number", "boolean", "string"}


def is_coerced(body: dict[str, Json], limit: Documented) -> bool:
    """Tell whether a lenient reader makes an allowed value of what a body has at a limit's place.

    A text for a number, a number for a text, other case or stray spaces in a member of an enum: the
    service changed the value and took it. Anything else it took as it was.
    """
    value = _at(body, limit.place)
    if limit.keyword == "type" and limit.limit in _SPELLED:
        return isinstance(value, str | int | float)
    if limit.keyword == "enum" and isinstance(limit.limit, list):
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        return _plain(one) in {_plain(each) for each in limit.limit if each is not None}
    return False


def _plain(value: Json) -> str:
    return str(value).strip().casefold()


def _at(body: Json, place: str) -> Json:
    here = body
    for step in place.split("/"):
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        else:
            return None
    return here
