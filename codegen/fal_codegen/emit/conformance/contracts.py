"""An endpoint's contract as language-neutral JSON."""

from fal_codegen.contract import (
    Claim,
    Endpoint,
    Field,
    Json,
    Object,
    Side,
    Spelling,
    nullable,
    spelled_schema,
)
from fal_codegen.emit.parts import spelled_parts

_PARTS = "#/parts/"


def contract_of(endpoint: Endpoint) -> dict[str, Json]:
    """Spell what an endpoint promises: both directions, and the named parts of each.

    Requests are closed and answers open. Shapes are JSON Schema; fields stand in the order in which
    the endpoint shows them.
    """
    return {side: _side(endpoint, side) for side in ("input", "output")}


def _side(endpoint: Endpoint, side: Side) -> dict[str, Json]:
    closed = side == "input"
    spelling = Spelling(f"#/{side}{_PARTS[1:]}", closed=closed, served=False)
    shape = endpoint.resolve(endpoint.side(side))
    fields = shape.fields if isinstance(shape, Object) else ()
    return {
        "closed": closed,
        "fields": [_field(endpoint, side, each, spelling) for each in fields],
        "schema": spelled_schema(endpoint.side(side), spelling),
        "parts": spelled_parts(endpoint, side, spelling),
    }


def _field(endpoint: Endpoint, side: Side, field: Field, spelling: Spelling) -> dict[str, Json]:
    claims = endpoint.claims_at(f"{side}/{field.name}")
    default: dict[str, Json] = {"default": field.default} if field.has_default else {}
    return {
        "name": field.name,
        "required": field.required,
        "nullable": nullable(endpoint.resolve(field.shape)),
        **default,
        "deprecated": field.deprecated,
        "description": field.description,
        "claimed": [_claim(each) for each in claims],
        "schema": spelled_schema(field.shape, spelling),
    }


def _claim(claim: Claim) -> dict[str, Json]:
    """Spell what is said of a field and enforced by nobody."""
    return {"keyword": claim.keyword, "value": claim.value, "text": claim.text}
