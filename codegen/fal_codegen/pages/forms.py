"""The forms that documentation pages have, and what each of them can show of an endpoint.

What a form cannot show is not denied by a page that lacks it. Told from pages as served: string
lengths, list sizes, one-sided bounds and constants are in no form at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

FormName: TypeAlias = Literal["llms.txt", "mintlify", "api-page", "api-text"]


@dataclass(frozen=True, slots=True)
class Form:
    """What pages of one form can show.

    `title` names it for people. `required` says whether they show which fields must be sent,
    `ranges` both ends of a number, `nulls` that a field may be null, `falsy` the defaults false and
    0, `typed` whether a value is a string or a number, `unions` the values of a union's enum.
    """

    title: str
    required: bool = True
    ranges: bool = True
    nulls: bool = False
    falsy: bool = True
    typed: bool = False
    unions: bool = True

    def hidden(self) -> tuple[str, ...]:
        """Name what the form cannot show, for a reader of what a page says."""
        parts = {
            "which fields are required": self.required,
            "ranges": self.ranges,
            "whether null is allowed": self.nulls,
            "defaults of false and 0": self.falsy,
            "values beside a type of its own": self.unions,
            "lengths, bounds at one end, constants": False,
        }
        return tuple(what for what, shown in parts.items() if not shown)


FORMS: Mapping[FormName, Form] = MappingProxyType(
    {
        "llms.txt": Form("an llms.txt page", typed=True, unions=False),
        "mintlify": Form("a Mintlify reference page"),
        "api-page": Form("an API page", ranges=False, nulls=True, falsy=False),
        "api-text": Form("an API page without stars", required=False, ranges=False, falsy=False),
    }
)
