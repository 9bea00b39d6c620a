"""The search for a witness: a body that may be sent and is refused."""

from collections.abc import Callable, Iterator
from itertools import chain, islice

from fal_codegen.contract import Json, Path, node_of
from fal_codegen.judge.proofs.candidates import Candidates
from fal_codegen.judge.proofs.direction import Direction
from fal_codegen.judge.proofs.hints import hints_of
from fal_codegen.judge.proofs.schema import reached
from fal_codegen.judge.proofs.shrinking import shrunk
from fal_codegen.judge.proofs.validating import validator
from fal_codegen.judge.proofs.verdict import Undecided, Witness

_TRIES = 1_500
"""Candidates for one question: the first good one is among a few dozens."""
_BODIES = 8
"""Bodies that are tried around one value."""
_DOUBTS = 6
"""Values that may fail to make a witness before the search ends."""


def search(
    direction: Direction, path: Path, sent: Json, taken: Json, left: Json
) -> Witness | Undecided:
    """Look for a body with a value at a place that may be sent there and is not taken.

    `left` is the schema of just these values, where there is one.
    """
    sends = validator(sent, direction.sender.root)
    takes = validator(taken, direction.receiver.root)

    def breaks(value: Json) -> bool:
        return sends(value) and not takes(value)

    doubts = 0
    for value in filter(breaks, _candidates(direction, sent, taken, left)):
        found = _around(direction, path, value, breaks)
        if found is not None:
            return found
        doubts += 1
        if doubts == _DOUBTS:
            break
    return Undecided("not confirmed" if doubts else "no proof")


def _candidates(direction: Direction, sent: Json, taken: Json, left: Json) -> Iterator[Json]:
    """Give values of what is left over, then others that may be sent."""
    hints = hints_of(reached(taken, direction.receiver.root))
    sources = [Candidates(direction.sender.root, hints).of(sent)]
    if isinstance(left, dict):
        sources.insert(0, Candidates(left, hints).of(left))
    return islice(chain.from_iterable(sources), _TRIES)


def _around(
    direction: Direction, path: Path, value: Json, breaks: Callable[[Json], bool]
) -> Witness | None:
    """Give the smallest body around a value that is a witness as a whole."""

    def keeps(body: Json) -> bool:
        there, inner = value_at(body, path)
        return there and breaks(inner) and direction.breaks(body)

    for body in filter(keeps, _bodies(direction, path, value)):
        small = shrunk(body, keeps)
        if direction.confirmed(small):
            return Witness(small, value_at(small, path)[1])
        if direction.confirmed(body):
            return Witness(body, value_at(body, path)[1])
    return None


def _bodies(direction: Direction, path: Path, value: Json) -> Iterator[Json]:
    """Give whole bodies that may be sent, with a value at a place."""
    if not path:
        return iter((value,))
    return bodies_around(direction, path, {"const": value})


def bodies_around(direction: Direction, path: Path, schema: Json) -> Iterator[Json]:
    """Give some bodies that may be sent and have something at a place, as a schema has it."""
    pinned: Json = {"allOf": [direction.closed, _pin(path, schema)]}
    return islice(Candidates(direction.sender.root, hints_of(())).of(pinned), _BODIES)


def _pin(path: Path, schema: Json) -> Json:
    """Give the schema of whatever has something at this place."""
    for step in reversed(path):
        if isinstance(step, int):
            others: list[Json] = [True] * step
            schema = {"type": "array", "prefixItems": [*others, schema], "minItems": step + 1}
        else:
            schema = {"type": "object", "properties": {step: schema}, "required": [step]}
    return schema


def value_at(body: Json, path: Path) -> tuple[bool, Json]:
    """Give whether there is something at a place, and what."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(body, list) or step >= len(body):
                return False, None
            body = body[step]
        else:
            if step not in node_of(body):
                return False, None
            body = node_of(body)[step]
    return True, body
