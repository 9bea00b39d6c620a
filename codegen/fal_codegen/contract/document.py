"""Where an endpoint's OpenAPI document keeps what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.contract.endpoint import Problem
from fal_codegen.contract.ids import EndpointId
from fal_codegen.contract.values import Json, Node, items_of, node_of

Document: TypeAlias = dict[str, Json]
"""An OpenAPI document as served, parsed and otherwise untouched."""


COMPONENTS = "#/components/schemas/"
"""How references within a document begin."""


@dataclass(frozen=True, slots=True)
class OperationSchemas:
    """The two schemas of a document, found by its paths and never by their names.

    A document that describes no result promises nothing of it: `output` is the empty schema and
    `output_pointer` None.
    """

    id: EndpointId
    input: Json
    output: Json
    input_pointer: str
    output_pointer: str | None


def find_schemas(document: Json) -> OperationSchemas | Problem:
    """Find the id and the two schemas of a document.

    The input is the body of the only POST, on the path `/<id>`; the output is the 200 answer of
    GET `/<id>/requests/{request_id}` (22 of 22 documents as served have exactly this form). A POST
    about a job that there is makes none, nor does one below the path that has no job of its own.
    """
    posts = [*_submits(_paths(document))]
    if len(posts) != 1:
        found = "no POST" if not posts else f"{len(posts)} POSTs"
        return Problem("/paths", f"{found} where the submit path is expected")
    path = posts[0]
    try:
        id_ = EndpointId(path.removeprefix("/"))
    except ValueError as error:
        return Problem(f"/paths/{escape(path)}", str(error))
    body = f"/paths/{escape(path)}/post/requestBody/content/application~1json/schema"
    result = escape(f"{path}/requests/{{request_id}}")
    answer = f"/paths/{result}/get/responses/200/content/application~1json/schema"
    if resolve_pointer(document, body) is None:
        return Problem(body, "the POST has no JSON body")
    if resolve_pointer(document, answer) is None:
        return OperationSchemas(id_, resolve_pointer(document, body), {}, body, None)
    return OperationSchemas(
        id_, resolve_pointer(document, body), resolve_pointer(document, answer), body, answer
    )


def _submits(paths: Node) -> Iterator[str]:
    """Give the paths whose POST makes a job."""
    posts = [path for path in paths if "post" in node_of(paths[path])]
    for path in posts:
        below = any(path.startswith(f"{other}/") for other in posts)
        if "{" not in path and (not below or f"{path}/requests/{{request_id}}" in paths):
            yield path


def required_schemas(document: Json) -> OperationSchemas:
    """Find the id and the two schemas of a document that is of no use without them.

    Raises `ValueError` with the place and what is wrong there.
    """
    match find_schemas(document):
        case Problem(pointer=pointer, message=message):
            raise ValueError(f"{pointer}: {message}")
        case OperationSchemas() as found:
            return found


def in_order(value: Json) -> Json:
    """Give a document with its keys in an order that stays, for files that people compare.

    Served documents come with another order at every fetch. Properties follow
    `x-fal-order-properties`, a few well-known keys come first, the others by name.
    """
    if isinstance(value, list):
        return [in_order(item) for item in value]
    if not isinstance(value, dict):
        return value
    names = items_of(value.get("x-fal-order-properties"))
    listed = {name: place for place, name in enumerate(names) if isinstance(name, str)}
    ordered = {key: in_order(value[key]) for key in sorted(value, key=_rank)}
    if properties := node_of(ordered.get("properties")):
        last = len(names)
        by_place = sorted(properties, key=lambda name: (listed.get(name, last), name))
        ordered["properties"] = {name: properties[name] for name in by_place}
    return ordered


def _rank(key: str) -> tuple[int, str]:
    return (_FIRST.index(key) if key in _FIRST else len(_FIRST), key)


_FIRST = ("openapi", "info", "title", "type", "description", "properties")


def resolve_pointer(document: Json, pointer: str) -> Json:
    """Give what a JSON pointer leads to, or None where it leads nowhere."""
    here = document
    for step in pointer.split("/")[1:]:
        name = unescape(step)
        if isinstance(here, list):
            here = here[int(name)] if name.isdecimal() and int(name) < len(here) else None
        else:
            here = node_of(here).get(name)
    return here


def joined_pointer(steps: Iterable[object]) -> str:
    """Give the JSON pointer that goes these steps: names, and indexes of lists."""
    return "".join(f"/{escape(str(step))}" for step in steps)


def escape(step: str) -> str:
    """Spell one step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """Read one step of a JSON pointer."""
    return step.replace("~1", "/").replace("~0", "~")


def _paths(document: Json) -> dict[str, Json]:
    return node_of(node_of(document).get("paths"))
