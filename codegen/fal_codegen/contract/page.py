"""A documentation page: what it tells of an endpoint, which is less than the document does."""

from dataclasses import dataclass

from fal_codegen.contract.endpoint import Claim, Endpoint
from fal_codegen.contract.values import Json


@dataclass(frozen=True, slots=True)
class Page:
    """What one documentation page claims.

    `endpoint` is as weak as the page: no string lengths, nullability only of enums (the page's word
    for a nullable one is `Enum`). `limitations` is the page's list of that name, `prose` the limits
    and fields it states only in running text.
    """

    endpoint: Endpoint
    input_example: Json = None
    output_example: Json = None
    limitations: tuple[Claim, ...] = ()
    prose: tuple[Claim, ...] = ()
