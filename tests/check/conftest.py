"""An endpoint, in our words and as a document, for each witness to disagree with."""

from fal_codegen.contract import (
    NULL,
    Array,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    Limit,
    Object,
    Scalar,
    Union,
)

from tests.documents import document, fields

PAINT = EndpointId("acme/painter")

PROMPT = Field("prompt", Scalar("string", (Limit("maxLength", 40),)), required=True)
COUNT = Field(
    "num_images",
    Scalar("integer", (Limit("minimum", 1), Limit("maximum", 4))),
    has_default=True,
    default=1,
)
RATIO = Field(
    "ratio", Union((Enum(("auto", "2:1")), NULL)), has_default=True, default="auto", description="x"
)
TAGS = Field("tags", Array(Scalar("string"), limits=(Limit("maxItems", 3),)))
SEED = Field("seed", Union((Scalar("integer"), NULL)))
URL = Field("url", Scalar("string"), required=True)


def endpoint(*fields: Field, output: Field = URL) -> Endpoint:
    """Give the painter with these fields."""
    return Endpoint(PAINT, Object(fields), Object((output,)))


WHOLE = endpoint(PROMPT, COUNT, RATIO, TAGS, SEED)

DOCUMENT = document(
    fields(
        "prompt",
        prompt={"type": "string", "maxLength": 40},
        num_images={"type": "integer", "minimum": 1, "maximum": 4},
    ),
    fields("url", url={"type": "string"}),
    id_=PAINT,
)
