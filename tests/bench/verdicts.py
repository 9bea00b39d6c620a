"""How many cases a second get both verdicts in process: the judge's, and the generated client's."""

import time
from collections.abc import Callable

from fal_codegen.cases import judged_cases
from fal_codegen.contract import Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_endpoints import nano_banana_2_edit as edit
from pydantic import ValidationError

from tests.bench.measure import Row
from tests.documents import family

_ROUNDS = 15
_ID = "fal-ai/nano-banana-2/edit"


def rows() -> list[Row]:
    """Measure both, and each alone, which is the floor."""
    document = family()[_ID]
    endpoint, judge = read_document(document).endpoint, Judge(document)
    assert endpoint
    bodies = [case.body for case in judged_cases(endpoint, judge).cases]
    pointer = judge.places.input_pointer

    def judged(body: Json) -> bool:
        return judge.admits(pointer, body)

    def both(body: dict[str, Json]) -> tuple[bool, bool]:
        return judged(body), taken(body)

    together, alone, client = (_rate(each, bodies) for each in (both, judged, taken))
    return [
        Row(
            "cases a second that judge and client decide, in process",
            f"{together:,.0f}",
            f"at least 20,000; the judge alone {alone:,.0f}, the client alone {client:,.0f}",
        )
    ]


def taken(body: dict[str, Json]) -> bool:
    """Tell whether the client takes a body."""
    try:
        edit.Input.from_body(body)
    except ValidationError:
        return False
    return True


def _rate(decide: Callable[[dict[str, Json]], object], bodies: list[dict[str, Json]]) -> float:
    """Decide about all bodies several times; give those a second of processor time, at best."""
    best = float("inf")
    for _ in range(_ROUNDS):
        begun = time.process_time()
        for body in bodies:
            decide(body)
        best = min(best, time.process_time() - begun)
    return len(bodies) / best
