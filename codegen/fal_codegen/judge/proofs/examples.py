"""Values that a schema of a document admits, where only trying finds some."""

from collections.abc import Iterator
from itertools import chain, islice

from fal_codegen.contract import Document, Json, is_number, resolve_pointer
from fal_codegen.judge.judge import Judge
from fal_codegen.judge.proofs.candidates import Candidates
from fal_codegen.judge.proofs.hints import Hints, hints_of
from fal_codegen.judge.proofs.schema import reached, walk

_TRIES = 200
_STEPS = 1_000


def examples(judge: Judge, pointer: str) -> Iterator[Json]:
    """Give small values that the schema at a pointer admits: some, or none where none is found.

    They are looked for by trying, a bounded number of times.
    """
    asked = resolve_pointer(judge.document, pointer)
    tried = islice(
        Candidates(judge.document, _refused(asked, judge.document), _STEPS).of(asked), _TRIES
    )
    return (value for value in tried if judge.admits(pointer, value))


def _refused(asked: Json, document: Document) -> Hints:
    """Gather what a schema refuses by `not`: what it takes lies beside that."""
    nodes = chain.from_iterable(map(walk, reached(asked, document)))
    hints = hints_of(node["not"] for node in nodes if "not" in node)
    hints.numbers += [each for each in hints.values if is_number(each)]
    return hints
