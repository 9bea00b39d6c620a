"""An endpoint's contract: everything one witness promises about it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.contract.ids import EndpointId
from fal_codegen.contract.shapes import Object, Ref, Shape
from fal_codegen.contract.values import Json

Side: TypeAlias = Literal["input", "output"]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said of a field that no validator enforces.

    `place` is the field's path, `input/image_urls`; `keyword` names what is claimed (a JSON Schema
    keyword where one fits, else the document's own key), `text` says it as it was said.
    """

    place: str
    keyword: str
    value: Json
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A named shape that others refer to."""

    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What may be sent to an endpoint and what comes back.

    `parts` holds every shape that `input` and `output` refer to, once each.
    """

    id: EndpointId
    input: Object
    output: Shape
    parts: tuple[Part, ...] = ()
    category: str = ""
    about: str = ""
    claims: tuple[Claim, ...] = ()

    def side(self, side: Side) -> Shape:
        """Give the shape of one direction."""
        return self.input if side == "input" else self.output

    def claims_at(self, place: str) -> list[Claim]:
        """Give what is claimed of a place of a body, and of what lies directly in it."""
        return [claim for claim in self.claims if claim.place in (place, f"{place}/*")]

    def resolve(self, shape: Shape) -> Shape:
        """Follow references until a shape that is none.

        A reference that leads back to itself never gets here: the reader refuses it.
        """
        while isinstance(shape, Ref):
            name = shape.name
            shape = next(part.shape for part in self.parts if part.name == name)
        return shape


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a document: where, as a JSON pointer, and what.

    `fatal` problems leave nothing to generate; the others cost a piece.
    """

    pointer: str
    message: str
    fatal: bool = True
