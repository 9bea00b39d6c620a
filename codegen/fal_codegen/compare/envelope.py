"""What a document says beside its two schemas: servers, the key, paths, and everything else."""

from collections.abc import Iterator

from fal_codegen.compare.calls import call_at, compare_call
from fal_codegen.compare.difference import Bodies, Difference, Kind
from fal_codegen.compare.operations import schema_pointers, schemas_used, without
from fal_codegen.compare.parameters import compare_parameters, parameters, rest_of
from fal_codegen.compare.position import Position
from fal_codegen.compare.protocol import Schemas, Walk
from fal_codegen.compare.security import (
    SCHEMES,
    SECURITY,
    Call,
    beside_schemes,
    compare_security,
    schemes_named,
)
from fal_codegen.contract import (
    Document,
    Json,
    OperationSchemas,
    escape,
    items_of,
    json_equal,
    node_of,
    resolve_pointer,
)

NOISE = frozenset(("title", "thumbnailUrl"))
"""Words of the envelope in which no difference is told."""

_SCHEMAS = "/components/schemas"
_DESCRIBING: Kind = "description"
_DATA: Kind = "metadata"
_KINDS: dict[str, Kind] = {
    "openapi": "edition",
    "deprecated": "deprecated",
    **dict.fromkeys(("example", "examples"), "examples"),
    **dict.fromkeys(("description", "summary"), _DESCRIBING),
    **dict.fromkeys(("info", "tags", "externalDocs", "operationId"), _DATA),
}
_HOLDERS = frozenset(("requestBody", "responses", "content", "headers"))
"""Words of a call that say nothing where nothing is in them."""
_METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace"))


class Envelope:
    """Two documents' envelopes side by side.

    `places` tell where the two have the schemas of bodies, which are compared elsewhere.
    """

    def __init__(
        self, old: Document, new: Document, places: tuple[OperationSchemas, OperationSchemas]
    ) -> None:
        self._old = old
        self._new = new
        self._id = places[1].id
        self._bodies = {
            pointer
            for each in places
            for pointer in (each.input_pointer, each.output_pointer)
            if pointer is not None
        }
        self._parameters: set[str] = set()
        self._reported = {_result(place.id) for place in places if place.output_pointer is None}

    def differences(self, walk: Walk) -> Iterator[Difference]:
        """Give all that differs."""
        yield from self._servers("/servers", "envelope")
        yield from self._paths(walk)
        yield from self._unused(_SCHEMAS, {*schemas_used(self._old), *schemas_used(self._new)})
        yield from self._security()
        for word in dict.fromkeys((*self._new, *self._old)):
            if word not in ("servers", "paths", "components", SECURITY):
                yield from self._rest(
                    f"/{escape(word)}", "envelope", self._old.get(word), self._new.get(word)
                )
        before, after = ({**node_of(each.get("components"))} for each in (self._old, self._new))
        for word in dict.fromkeys((*after, *before)):
            if word == "parameters":
                yield from self._unused(f"/components/{word}", self._parameters)
            elif f"/components/{word}" not in (_SCHEMAS, SCHEMES):
                yield from self._rest(
                    f"/components/{escape(word)}", "envelope", before.get(word), after.get(word)
                )

    def _security(self) -> Iterator[Difference]:
        """Tell what calls take as a key, what schemes say beside, and of those that none takes."""
        calls = [*self._calls()]
        yield from compare_security(self._old, self._new, calls)
        names = [schemes_named(each, calls) for each in (self._old, self._new)]
        before, after = (
            beside_schemes(each, {*names[0]} & {*names[1]}) for each in (self._old, self._new)
        )
        yield from self._rest(SCHEMES, "envelope", before, after)
        yield from self._unused(SCHEMES, {f"{SCHEMES}/{escape(x)}" for x in (*names[0], *names[1])})

    def _calls(self) -> Iterator[Call]:
        """Give the calls that both documents have."""
        before, after = (node_of(each.get("paths")) for each in (self._old, self._new))
        for path in after:
            for word in node_of(after[path]):
                if word in _METHODS and word in node_of(before.get(path)):
                    pointer = f"/paths/{escape(path)}/{word}"
                    yield Call(pointer, f"envelope/{self._role(path)}")

    def _servers(self, pointer: str, place: str) -> Iterator[Difference]:
        """Tell of other addresses; calls go to the first, and the others are only offered."""
        before, after = (resolve_pointer(each, pointer) for each in (self._old, self._new))
        if json_equal(before, after):
            return
        position, mine, theirs = Position(f"{place}/servers"), _urls(before), _urls(after)
        kind: Kind = "server" if mine[:1] != theirs[:1] or {*mine} - {*theirs} else "offer"
        if mine != theirs:
            yield position.tell(pointer, kind, "servers", (before, after))
        else:
            yield from self._rest(pointer, position.place, before, after)

    def _paths(self, walk: Walk) -> Iterator[Difference]:
        before, after = (node_of(each.get("paths")) for each in (self._old, self._new))
        for path in dict.fromkeys((*after, *before)):
            mine, theirs = node_of(before.get(path)), node_of(after.get(path))
            for word in dict.fromkeys((*theirs, *mine)):
                pointer = f"/paths/{escape(path)}/{escape(word)}"
                place = f"envelope/{self._role(path)}"
                if word not in _METHODS:
                    yield from self._shared(pointer, place, mine.get(word), theirs.get(word))
                elif word in mine and word in theirs:
                    yield from self._operation(pointer, place, mine[word], theirs[word], walk)
                elif path not in self._reported:
                    name = f"{word.upper()} {path}"
                    yield Position(place).tell(
                        pointer, "path", name, (word in mine, word in theirs)
                    )

    def _shared(self, pointer: str, place: str, old: Json, new: Json) -> Iterator[Difference]:
        """Compare what a path says for all its calls; parameters are compared with each of them."""
        if pointer.endswith("/servers"):
            yield from self._servers(pointer, place)
        elif not pointer.endswith("/parameters"):
            yield from self._rest(pointer, place, old, new)

    def _operation(
        self, pointer: str, place: str, old: Json, new: Json, walk: Walk
    ) -> Iterator[Difference]:
        """Compare one call: the schemas of what is sent and answered as such, the rest as written.

        The bodies of the endpoint itself are compared elsewhere.
        """
        common = {*schema_pointers(new)} & {*schema_pointers(old)}
        found = [
            below
            for below in dict.fromkeys((*schema_pointers(new), *schema_pointers(old)))
            if below in common or pointer + below in self._bodies
        ]
        for below in found:
            there = pointer + below
            if there not in self._bodies:
                one, other = resolve_pointer(old, below), resolve_pointer(new, below)
                bodies = Bodies(there, there, sent=below.startswith("/requestBody/"))
                pair = Schemas(one, other, there, there)
                yield from walk.bodies(pair, Position(_place(place, below), bodies=bodies))
        yield from self._servers(f"{pointer}/servers", place)
        yield from self._beside(pointer, place, walk)
        around = compare_call(old, new, pointer, place, call_at(pointer))
        for below, differences in around.items():
            if not any(each.startswith(f"{pointer}{below}/") for each in self._bodies):
                yield from differences
        elsewhere = [*found, "/servers", "/parameters", f"/{SECURITY}", *around]
        yield from self._rest(pointer, place, without(old, elsewhere), without(new, elsewhere))

    def _beside(self, pointer: str, place: str, walk: Walk) -> Iterator[Difference]:
        """Compare the parameters of one call, those of its path among them."""
        path = pointer.rpartition("/")[0]
        lists = f"{path}/parameters", f"{pointer}/parameters"
        old, new = (parameters(each, *lists) for each in (self._old, self._new))
        self._parameters |= {each for each, _ in (*old.values(), *new.values())}
        yield from compare_parameters(old, new, place, call_at(pointer), walk)
        for key in dict.fromkeys((*new, *old)):
            there, _ = new.get(key) or old[key]
            yield from self._rest(there, place, rest_of(old, key, new), rest_of(new, key, old))

    def _unused(self, pointer: str, used: set[str]) -> Iterator[Difference]:
        """Tell of components that no call refers to, on either side."""
        before, after = (node_of(resolve_pointer(each, pointer)) for each in (self._old, self._new))
        for name in dict.fromkeys((*after, *before)):
            there = f"{pointer}/{escape(name)}"
            if there not in used and not json_equal(before.get(name), after.get(name)):
                position = Position("envelope/components")
                yield position.tell(there, "unused", name, (before.get(name), after.get(name)))

    def _rest(self, pointer: str, place: str, old: Json, new: Json) -> Iterator[Difference]:
        """Give where two values differ, as deep as both are objects or lists of one length."""
        steps = pointer.split("/")
        if steps[-1] in NOISE or json_equal(old, new):
            return
        if steps[-1] in _HOLDERS and not old and not new:
            return
        if steps[1] == "info" and {type(old), type(new)} == {type(None), dict}:
            old, new = node_of(old), node_of(new)
        if isinstance(old, dict) and isinstance(new, dict):
            for name in dict.fromkeys((*new, *old)):
                below = f"{pointer}/{escape(name)}"
                yield from self._rest(below, place, old.get(name), new.get(name))
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            for index, (one, other) in enumerate(zip(old, new, strict=True)):
                yield from self._rest(f"{pointer}/{index}", place, one, other)
        else:
            kind: Kind = "other"
            for step in steps:
                kind = _KINDS.get(step) or kind
            if kind == "deprecated" and (old is True) == (new is True):
                return
            if steps[-2] == "responses" and (old is None or new is None):
                kind = _DATA  # an answer that is documented now was possible all along
            yield Position(place).tell(pointer, kind, steps[-1], (old, new))

    def _role(self, path: str) -> str:
        """Name a path by what it is for."""
        result = _result(self._id)
        roles = {f"/{self._id}": "submit", result: "result"}
        return roles.get(path) or path.removeprefix(f"{result}/").strip("/") or path


def _result(id_: str) -> str:
    return f"/{id_}/requests/{{request_id}}"


def _place(place: str, below: str) -> str:
    """Give the place of the call's schema at a pointer: a header's is one of its own."""
    _, _, header = below.removesuffix("/schema").partition("/headers/")
    return f"{place}/header/{header}" if header else place


def _urls(servers: Json) -> list[str]:
    """Give addresses, with what their variables are where nobody sets them."""
    listed = items_of(servers)
    return [_address(each) for each in listed if isinstance(each, dict)]


def _address(server: dict[str, Json]) -> str:
    url = str(server.get("url"))
    for name, variable in node_of(server.get("variables")).items():
        url = url.replace(f"{{{name}}}", str(node_of(variable).get("default", f"{{{name}}}")))
    return url
