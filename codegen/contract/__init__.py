"""What an endpoint promises, in our words; knows nothing of any output language."""

from codegen.contract.admits import admits, takes
from codegen.contract.document import COMPONENTS, Document, Places, at, escape, locate, mended
from codegen.contract.endpoint import Claim, Endpoint, Part, Problem, Side
from codegen.contract.ids import EndpointId
from codegen.contract.page import Page
from codegen.contract.shapes import (
    NULL,
    Anything,
    Array,
    Enum,
    Field,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
    children,
    nullable,
    options,
    without_null,
)
from codegen.contract.values import Json, canonical, digest, json_type, parse, pretty, same

__all__ = [
    "COMPONENTS",
    "NULL",
    "Anything",
    "Array",
    "Claim",
    "Document",
    "Endpoint",
    "EndpointId",
    "Enum",
    "Field",
    "Json",
    "Limit",
    "Object",
    "Page",
    "Part",
    "Places",
    "Problem",
    "Ref",
    "Scalar",
    "Shape",
    "Side",
    "Union",
    "admits",
    "at",
    "canonical",
    "children",
    "digest",
    "escape",
    "json_type",
    "locate",
    "mended",
    "nullable",
    "options",
    "parse",
    "pretty",
    "same",
    "takes",
    "without_null",
]
