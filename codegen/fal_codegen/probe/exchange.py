"""One call and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.contract import CONTENT_REFUSALS, Json, items_of

Became: TypeAlias = Literal["taken", "refused", "unclear"]
"""`unclear` is everything that is neither: no answer, a late one, an error of the service."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a call: the HTTP status (0 for none), the request's id, and the reason given.

    `free` where it is known to cost nothing, `detail` is what a refusal says, as it came, `server`
    is what the service calls itself. Of an unclear one `reason` says why it tells nothing, and
    `ends` that no other call would tell more.
    """

    became: Became
    status: int = 0
    request_id: str = ""
    detail: Json = None
    server: str = ""
    free: bool = False
    reason: str = ""
    ends: bool = False

    @property
    def about(self) -> frozenset[str] | None:
        """The fields that a refusal names, and what lies in them; None where it names none."""
        named = frozenset(name for each in self._entries() for name in _fields(each))
        return named or None

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the body that a refusal of its form names."""
        steps = [_fields(each) for each in self._entries() if self.of_form]
        return frozenset(named[0] for named in steps if named)

    @property
    def of_form(self) -> bool:
        """Whether a refusal is about the form of the body, as far as it says."""
        kinds = {str(each.get("type")) for each in self._entries()}
        return not kinds or not kinds <= CONTENT_REFUSALS

    def blames(self, place: str) -> bool:
        """Tell whether a refusal may be for this place: it names the field, or none.

        For the body as a whole it may be whatever it names.
        """
        field, about = place.split("/", maxsplit=1)[0], self.about
        return self.of_form and (about is None or not field or field in about)

    def _entries(self) -> list[dict[str, Json]]:
        listed = items_of(self.detail)
        return [each for each in listed if isinstance(each, dict)]


Send: TypeAlias = Callable[[dict[str, Json]], Reply]
"""Sends a body once, never twice where the first may have cost. Raises `Unreached`."""


class Unreached(Exception):  # noqa: N818 - an outcome, not a mistake
    """The service was not reached, or does not let us in: nothing was done, and nothing will be."""


def _fields(entry: dict[str, Json]) -> list[str]:
    """Give the names in pydantic's `loc`, which begins with where the value came from."""
    steps = items_of(entry.get("loc"))
    return [step for step in steps if isinstance(step, str) and step != "body"]
