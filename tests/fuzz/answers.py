"""Answers for a client to read: some that a document promises, and some that it does not."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from random import Random

from fal_codegen.cases import NoSample, Samples
from fal_codegen.contract import Endpoint, Json, Object, canonical, equality_key, is_text
from fal_codegen.judge import Judge, examples

from tests.documents import places, replaced

_PROMISED = 24
_SPOILT = 12
_STRANGE: tuple[Json, ...] = (None, 7, 1.0, "x", [], [[]], {}, {"a": {}}, True)


@dataclass(frozen=True, slots=True)
class Answers:
    """Those that the document promises, and those of which nobody knows."""

    promised: tuple[Json, ...]
    others: tuple[Json, ...]


def answers(endpoint: Endpoint, judge: Judge, random: Random) -> Answers:
    """Give a few small answers that the document promises, and like them some that are spoilt.

    A document that names fields promises an object, even where it forgets to say so.
    """
    found: dict[str, Json] = {}
    for answer in islice(_tried(endpoint, judge), _PROMISED):
        if isinstance(endpoint.output, Object) and not isinstance(answer, dict):
            continue
        if not judge.output(answer) and is_text(canonical(answer)):
            found[equality_key(answer)] = answer
    return Answers((*found.values(),), (*_STRANGE, *_spoilt(found.values(), random)))


def _tried(endpoint: Endpoint, judge: Judge) -> Iterator[Json]:
    with suppress(NoSample):
        yield Samples(endpoint).of(endpoint.output)
    pointer = judge.places.output_pointer
    if pointer is not None:
        yield from examples(judge, pointer)


def _spoilt(given: Iterable[Json], random: Random) -> Iterator[Json]:
    """Put something else in one place of some answers."""
    spots = [(answer, steps) for answer in given for steps in places(answer)]
    for answer, steps in random.sample(spots, min(len(spots), _SPOILT)):
        yield replaced(answer, steps, random.choice(_STRANGE))
