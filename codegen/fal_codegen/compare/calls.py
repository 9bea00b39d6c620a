"""What one call says around its bodies: whether one must be sent, in which forms, what comes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fal_codegen.compare.difference import Difference, Kind
from fal_codegen.compare.position import Position
from fal_codegen.contract import Json, Node, escape, node_of, unescape

_STATED = (None, False, True)


class _Call(NamedTuple):
    """A call: its pointer, where it is told of, and its name, as `POST /acme/painter`."""

    pointer: str
    position: Position
    name: str

    def tell(self, below: str, kind: Kind, what: str, values: tuple[Json, Json]) -> Difference:
        """Tell of a difference at a pointer in the call."""
        return self.position.tell(self.pointer + below, kind, what, values)


def call_at(pointer: str) -> str:
    """Name the call at a pointer, as `POST /acme/painter`."""
    path, _, method = pointer.rpartition("/")
    return f"{method.upper()} {unescape(path.removeprefix('/paths/'))}"


def compare_call(
    old: Json, new: Json, pointer: str, place: str, call: str
) -> Mapping[str, tuple[Difference, ...]]:
    """Give what is told here, by the pointers in the call at which nothing else is left to tell.

    `call` names it, as `POST /acme/painter`.
    """
    told = _Call(pointer, Position(place), call)
    return {
        below: tuple(differences)
        for stage in (_body, _forms, _answers)
        for below, differences in stage(node_of(old), node_of(new), told)
    }


def _body(old: Node, new: Node, call: _Call) -> Iterator[tuple[str, list[Difference]]]:
    """Tell whether a body must be sent; one that is taken no more is left to others."""
    before, after = _need(old), _need(new)
    if after is None or "" in (before, after):
        return
    below = "/requestBody" if before is None else "/requestBody/required"
    difference = call.tell(below, "body", call.name, (before, after))
    yield below, [difference] if before != after else []


def _need(call: Node) -> str | None:
    """Say whether a body must be sent, None where there is none, nothing where it is not said."""
    if "requestBody" not in call:
        return None
    body = node_of(call["requestBody"])
    needed = body.get("required")
    if "$ref" in body or not any(needed is each for each in _STATED):
        return ""
    return "required" if needed else "optional"


def _forms(old: Node, new: Node, call: _Call) -> Iterator[tuple[str, list[Difference]]]:
    """Tell of forms in which a body may be sent, or no longer."""
    mine, theirs = (_below(each, "requestBody", "content") for each in (old, new))
    if mine and theirs:
        yield from _one_sided(mine, theirs, call, "/requestBody/content", "form")


def _answers(old: Node, new: Node, call: _Call) -> Iterator[tuple[str, list[Difference]]]:
    """Tell of answers of success that are described now, or no longer, and of their headers."""
    mine, theirs = (_below(each, "responses") for each in (old, new))
    for status in dict.fromkeys((*theirs, *mine)):
        there = f"/responses/{escape(status)}"
        if status in mine and status in theirs:
            one, other = (_below(each[status], "headers") for each in (mine, theirs))
            answer = call._replace(name=f"{status} of {call.name}")
            yield from _one_sided(one, other, answer, f"{there}/headers", "header")
        elif status.startswith("2"):
            one, other = ({k: v for k, v in each.items() if k == status} for each in (mine, theirs))
            yield from _one_sided(one, other, call, "/responses", "response")


def _one_sided(
    old: Node, new: Node, owner: _Call, below: str, kind: Kind
) -> Iterator[tuple[str, list[Difference]]]:
    for name in dict.fromkeys((*new, *old)):
        if (name in old) != (name in new):
            there = f"{below}/{escape(name)}"
            values = (name in old, name in new)
            yield there, [owner.tell(there, kind, f"{name} of {owner.name}", values)]


def _below(value: Json, *steps: str) -> Node:
    for step in steps:
        value = node_of(value).get(step)
    return node_of(value)
