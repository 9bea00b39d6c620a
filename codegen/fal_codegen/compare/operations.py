"""Where the calls of a document have schemas, and what they say beside them."""

from collections.abc import Iterator

from fal_codegen.contract import Document, Json, escape, node_of, resolve_pointer
from fal_codegen.judge import pointers_reached


def schema_pointers(operation: Json) -> Iterator[str]:
    """Give where a call has the schemas of what is sent and answered, as pointers in it."""
    call = node_of(operation)
    for media in node_of(node_of(call.get("requestBody")).get("content")):
        yield f"/requestBody/content/{escape(media)}/schema"
    for status, answer in node_of(call.get("responses")).items():
        for media in node_of(node_of(answer).get("content")):
            yield f"/responses/{escape(status)}/content/{escape(media)}/schema"
        for name in node_of(node_of(answer).get("headers")):
            yield f"/responses/{escape(status)}/headers/{escape(name)}/schema"


def schemas_used(document: Document) -> Iterator[str]:
    """Give the pointers of the schemas that calls have, and of those that these refer to."""
    for path, methods in node_of(document.get("paths")).items():
        for method, operation in node_of(methods).items():
            for below in schema_pointers(operation):
                pointer = f"/paths/{escape(path)}/{escape(method)}{below}"
                yield from pointers_reached(resolve_pointer(document, pointer), document)


def without(value: Json, pointers: list[str]) -> Json:
    """Give an operation without what is at these pointers, which is compared elsewhere."""
    return _pruned(value, [pointer.split("/")[1:] for pointer in pointers])


def _pruned(value: Json, steps: list[list[str]]) -> Json:
    if not isinstance(value, dict):
        return value
    kept: dict[str, Json] = {}
    for name, inner in value.items():
        below = [rest for first, *rest in filter(None, steps) if first == escape(name)]
        if [] not in below:
            kept[name] = _pruned(inner, below)
    return kept
