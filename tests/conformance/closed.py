"""Documents read closed: what lists properties admits no others."""

from fal_codegen.contract import Document, Json, resolve_pointer

REQUEST = "$request"
"""The key under which a document has its request for a judge."""

_PLACES = "$places"
_MAPS = ("properties", "patternProperties", "$defs", "schemas")
_ALTERNATIVES = ("anyOf", "oneOf")
_IDLE = frozenset(("title", "description", "default", "examples", "deprecated", "$comment"))
_MOST = 100


def closed(document: Document) -> Document:
    """Let no value have a property that its schema lists nowhere, if it lists any.

    Where there are alternatives, each of them lists its own.
    """
    closer = _Closer(document)
    components = document["components"]
    assert isinstance(components, dict)
    return {
        **document,
        "components": closer.inside(components),
        REQUEST: closer.place(document[REQUEST]),
        _PLACES: closer.places,
    }


class _Closer:
    def __init__(self, document: Document) -> None:
        self._document = document
        self.places: dict[str, Json] = {}

    def place(self, node: Json) -> Json:
        """Refer to the closed form of a schema that says alone what stands in its place.

        Each is closed once, so that a part may hold itself.
        """
        if not isinstance(node, dict):
            return node
        name = str(id(node))
        if name not in self.places:
            self.places[name] = True
            ways = self._alternatives(node, ())
            several: list[Json] = [self._closed_way(parts) for parts in ways]
            self.places[name] = {"allOf": [self.inside(node), {"anyOf": several}]}
        return {"$ref": f"#/{_PLACES}/{name}"}

    def _closed_way(self, parts: list[Json]) -> Json:
        inner: list[Json] = [self._open(each) for each in parts]
        return {"allOf": inner, **({"unevaluatedProperties": False} if _lists(parts) else {})}

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
            case list() if word == "prefixItems":
                return [self.place(child) for child in value]
            case list() if word in (*_ALTERNATIVES, "allOf"):
                return [self._open(child) for child in value]
            case _:
                return value

    def _open(self, node: Json) -> Json:
        return self.inside(node) if isinstance(node, dict) else node

    def _alternatives(self, node: Json, met: tuple[str, ...]) -> list[list[Json]]:
        """Give the ways to fit a schema, each as the schemas that then hold at once."""
        if not isinstance(node, dict):
            return [[node]]
        combining = (*_ALTERNATIVES, "allOf", "$ref", "unevaluatedProperties")
        own: dict[str, Json] = {word: node[word] for word in node if word not in combining}
        if _says_nothing(own.get("additionalProperties", False)):
            del own["additionalProperties"]
        if required := _listed(own.get("required")):
            properties = own.get("properties")
            known = properties if isinstance(properties, dict) else {}
            own["properties"] = {**{str(name): True for name in required}, **known}
        ways: list[list[Json]] = [[own]]
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith("#") and ref not in met:
            target = resolve_pointer(self._document, ref[1:])
            ways = _with(ways, self._alternatives(target, (*met, ref)))
        elif ref is not None:
            ways = _with(ways, [[{"$ref": ref}]])
        for branch in _listed(node.get("allOf")):
            ways = _with(ways, self._alternatives(branch, met))
        for word in _ALTERNATIVES:
            if branches := _listed(node.get(word)):
                several = [way for each in branches for way in self._alternatives(each, met)]
                ways = _with(ways, several)
        return ways


def _with(ways: list[list[Json]], others: list[list[Json]]) -> list[list[Json]]:
    return [[*one, *other] for one in ways for other in others][:_MOST]


def _lists(parts: list[Json]) -> bool:
    """Tell whether schemas that hold at once list properties of the value itself."""
    return any(
        isinstance(each, dict) and (each.get("properties") or each.get("required"))
        for each in parts
    )


def _says_nothing(schema: Json) -> bool:
    """Tell whether a schema admits everything, by what it has no word for."""
    if not isinstance(schema, dict):
        return schema is True
    ways = [_listed(schema[word]) for word in _ALTERNATIVES if word in schema]
    return (
        schema.keys() <= _IDLE | {*_ALTERNATIVES, "allOf"}
        and all(map(_says_nothing, _listed(schema.get("allOf"))))
        and all(len(way) == 1 and _says_nothing(way[0]) for way in ways)
    )


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
