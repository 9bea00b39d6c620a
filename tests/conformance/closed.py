"""Documents read closed: what lists properties admits no others."""

from fal_codegen.contract import Document, Json, resolve_pointer

REQUEST = "$request"
"""The key under which a document has its request for a judge."""

_BRANCHES = ("allOf", "anyOf", "oneOf")
_MAPS = ("properties", "patternProperties", "$defs", "schemas")


def closed(document: Document) -> Document:
    """Let no value have a property that its schema lists nowhere, if it lists any.

    Alternatives that stand alone are closed each by itself.
    """
    closer = _Closer(document)
    components = document["components"]
    assert isinstance(components, dict)
    return {
        **document,
        "components": closer.inside(components),
        REQUEST: closer.place(document[REQUEST]),
    }


class _Closer:
    def __init__(self, document: Document) -> None:
        self._document = document

    def place(self, node: Json) -> Json:
        """Close a schema that says alone what stands in its place."""
        if not isinstance(node, dict):
            return node
        told = self.inside(node)
        if not node.keys() & {"properties", "allOf"} and node.keys() & {"anyOf", "oneOf"}:
            for word in ("anyOf", "oneOf"):
                if isinstance(branches := node.get(word), list):
                    told[word] = [self.place(branch) for branch in branches]
        elif self._lists(node) and node.get("additionalProperties", True) in (True, {}):
            told["unevaluatedProperties"] = False
        return told

    def inside(self, node: dict[str, Json]) -> dict[str, Json]:
        """Close what a schema has below it, and not itself."""
        return {word: self._below(word, value) for word, value in node.items()}

    def _below(self, word: str, value: Json) -> Json:
        match value:
            case dict() if word in _MAPS:
                close = self._open if word in ("$defs", "schemas") else self.place
                return {name: close(child) for name, child in value.items()}
            case dict() if word in ("items", "additionalProperties"):
                return self.place(value)
            case list() if word in (*_BRANCHES, "prefixItems"):
                opened = word in _BRANCHES
                return [self._open(child) if opened else self.place(child) for child in value]
            case _:
                return value

    def _open(self, node: Json) -> Json:
        return self.inside(node) if isinstance(node, dict) else node

    def _lists(self, node: Json, met: tuple[str, ...] = ()) -> bool:
        """Tell whether a schema lists properties of the value itself, here or elsewhere."""
        if not isinstance(node, dict):
            return False
        if node.get("properties") or node.get("required"):
            return True
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith("#") and ref not in met:
            return self._lists(resolve_pointer(self._document, ref[1:]), (*met, ref))
        branches = (node[word] for word in _BRANCHES if word in node)
        inner = (branch for each in branches if isinstance(each, list) for branch in each)
        return any(self._lists(branch, met) for branch in inner)
