"""Values that a schema of a document admits, where only trying finds some."""

from collections.abc import Iterator
from itertools import islice

from fal_codegen.contract import Json, resolve_pointer
from fal_codegen.judge.judge import Judge
from fal_codegen.judge.proofs.candidates import Candidates
from fal_codegen.judge.proofs.hints import hints_of

_TRIES = 200
_STEPS = 1_000


def examples(judge: Judge, pointer: str) -> Iterator[Json]:
    """Give small values that the schema at a pointer admits: some, or none where none is found.

    They are looked for by trying, a bounded number of times.
    """
    asked = resolve_pointer(judge.document, pointer)
    tried = islice(Candidates(judge.document, hints_of(()), _STEPS).of(asked), _TRIES)
    return (value for value in tried if judge.admits(pointer, value))
