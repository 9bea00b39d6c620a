"""How callers prove who they are: ways of which each is enough, and what each of them takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.compare.difference import Difference, Kind
from fal_codegen.compare.position import Position
from fal_codegen.contract import (
    Document,
    Json,
    Node,
    canonical,
    items_of,
    json_equal,
    node_of,
    pointer_of,
    resolve_pointer,
)

SECURITY = "security"
SCHEMES = "/components/securitySchemes"
_LONGEST_CHAIN = 16
"""References that lead to references; those that lead in a ring are as they are."""

Way: TypeAlias = frozenset[str]
"""All that one way takes together: schemes as they are defined, and scopes."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that both documents have: where it stands, and the place that stands for it."""

    pointer: str
    place: str


def compare_security(old: Document, new: Document, calls: Sequence[Call]) -> Iterator[Difference]:
    """Tell where a call takes another key now, may do with another one, or says so otherwise.

    Whoever makes a call by the earlier document goes one of its ways, and goes on as before where
    some way of the later one asks for nothing more. Documents that both leave open what calls take
    are read as if each scheme that they define were a way.
    """
    for call in calls:
        before, after = (_stated(each, call.pointer) for each in (old, new))
        open_ = before is None and after is None
        if not (_is_security(before) and _is_security(after)):
            if not json_equal(before, after):
                yield _tell(call, "other", new, (before, after))
            continue
        mine, theirs = (_defined(each, call.pointer, open_=open_) for each in (old, new))
        if _equal(mine, theirs) and _equal(before, after):
            continue
        kind: Kind = "key" if {*_ways(mine)} != {*_ways(theirs)} else "key-spelling"
        yield _tell(call, kind, new, (mine, theirs))


def lost_way(before: Json, after: Json) -> Sequence[str] | None:
    """Give the names of what a call was made with that is not enough any more; None for no such."""
    ways = [*_ways(after)]
    for way, names in zip(_ways(before), items_of(before), strict=True):
        if not any(each <= way for each in ways):
            return [*node_of(names)]
    return None


def schemes_named(document: Document, calls: Sequence[Call]) -> set[str]:
    """Give the names of the schemes that calls take; all of them where no call says which."""
    stated = [_stated(document, call.pointer) for call in calls]
    if all(each is None for each in stated):
        return {*node_of(resolve_pointer(document, SCHEMES))}
    return {name for each in stated for way in items_of(each) for name in node_of(way)}


def beside_schemes(document: Document, names: set[str]) -> Json:
    """Give what schemes say that is no part of what a call takes, such as their descriptions."""
    schemes = _schemes(document)
    return {name: _parted(each, taken=False) for name, each in schemes.items() if name in names}


def _tell(call: Call, kind: Kind, new: Document, values: tuple[Json, Json]) -> Difference:
    here = f"{call.pointer}/{SECURITY}"
    pointer = f"/{SECURITY}" if resolve_pointer(new, here) is None else here
    return Position(call.place).tell(pointer, kind, SECURITY, values)


def _stated(document: Document, pointer: str) -> Json:
    """Give what a call states that it takes, or else the document; None where neither does."""
    own = node_of(resolve_pointer(document, pointer))
    return own[SECURITY] if SECURITY in own else document.get(SECURITY)


def _is_security(value: Json) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(x, dict) for x in value))


def _defined(document: Document, pointer: str, *, open_: bool) -> Json:
    """Give the ways of a call with their schemes as they are defined."""
    schemes = _schemes(document)
    stated: list[Json] = [{name: []} for name in schemes] if open_ else []
    stated = stated or items_of(_stated(document, pointer)) or [{}]
    return [
        {
            name: {"scheme": _parted(schemes.get(name, name), taken=True), "scopes": scopes}
            for name, scopes in node_of(way).items()
        }
        for way in stated
    ]


def _schemes(document: Document) -> Node:
    """Give the schemes by name, each as it is defined, wherever references lead to that."""
    named = node_of(resolve_pointer(document, SCHEMES))
    return {name: _followed(document, each) for name, each in named.items()}


def _followed(document: Document, scheme: Json) -> Json:
    """Follow references; what is said beside one goes before what is said where it leads."""
    beside: Node = {}
    for _ in range(_LONGEST_CHAIN):
        ref = node_of(scheme).get("$ref")
        target = resolve_pointer(document, pointer_of(ref)) if isinstance(ref, str) else None
        if not isinstance(target, dict):
            break
        said = {word: value for word, value in node_of(scheme).items() if word != "$ref"}
        beside, scheme = {**said, **beside}, target
    return {**scheme, **beside} if isinstance(scheme, dict) else scheme


def _parted(scheme: Json, *, taken: bool) -> Json:
    """Give the words of a scheme that tell what a call takes, or the others."""
    if not isinstance(scheme, dict):
        return scheme if taken else None
    beside = {word for word in scheme if word == "description" or word.startswith("x-")}
    return {word: value for word, value in scheme.items() if (word not in beside) == taken}


def _ways(defined: Json) -> Iterator[Way]:
    for way in items_of(defined):
        parts: set[str] = set()
        for part in node_of(way).values():
            scheme = canonical(node_of(part).get("scheme"))
            parts.add(scheme)
            parts |= {f"{scheme} {canonical(scope)}" for scope in items_of(node_of(part)["scopes"])}
        yield frozenset(parts)


def _equal(one: Json, other: Json) -> bool:
    """Compare ways in whatever order they are listed."""
    if not isinstance(one, list) or not isinstance(other, list):
        return json_equal(one, other)
    return {*map(canonical, one)} == {*map(canonical, other)}
