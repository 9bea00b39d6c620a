"""How long comparing takes: the whole catalogue unchanged, all of it changed, and one proof."""

import time
from collections.abc import Callable, Iterator
from random import Random
from statistics import median

from fal_codegen.cases import mutations
from fal_codegen.contract import Document, EndpointId
from fal_codegen.drift import DEFAULT_FAIL_ON, changes
from fal_codegen.judge import Proven, Verdict, Witness
from fal_codegen.pipeline.comparing.document_sets import DocumentSet, read_folder
from fal_codegen.pipeline.comparing.drift import compare_sets
from fal_codegen.pipeline.comparing.levels import Levels

from tests.bench.measure import CORPUS, Row

_LEVELS = Levels(DEFAULT_FAIL_ON, {})


def rows() -> list[Row]:
    """Measure the catalogue against itself, and against one edit of every document."""
    base = read_folder(CORPUS / "catalogue-2026-05-12", "catalogue")
    revision = DocumentSet("edited", {id_: _edited(each) for id_, each in base.documents.items()})
    count = len(base.documents)
    unchanged, changed = _compare(base, base), _compare(base, revision)
    asked = [*_asked(base, revision)]
    proofs = [seconds for verdict, seconds in asked if isinstance(verdict, Proven)]
    witnesses = [seconds for verdict, seconds in asked if isinstance(verdict, Witness)]
    return [
        Row(f"{count} unchanged documents compared", f"{unchanged:.1f} s", "at most 2 s"),
        Row(f"{count} changed documents compared", f"{changed:.1f} s", "at most 15 s"),
        Row(
            f"one proof, median of {len(proofs)}",
            f"{1000 * median(proofs):.1f} ms",
            f"at most 1 ms; a witness, shrunk and confirmed: {1000 * median(witnesses):.1f} ms",
        ),
    ]


def _compare(base: DocumentSet, revision: DocumentSet) -> float:
    start = time.perf_counter()
    found = compare_sets(base, revision, sorted(base.documents), _LEVELS)
    seconds = time.perf_counter() - start
    assert not found.refused
    return seconds


def _edited(document: Document) -> Document:
    found = mutations(document)
    return Random(7).choice(found).document if found else document


def _asked(base: DocumentSet, revision: DocumentSet) -> Iterator[tuple[Verdict, float]]:
    """Give each verdict with the seconds of this process that it took."""
    taken: list[tuple[Verdict, float]] = []

    def timed(proof: Callable[[], Verdict]) -> Verdict:
        start = time.process_time()
        verdict = proof()
        taken.append((verdict, time.process_time() - start))
        return verdict

    for id_ in sorted(base.documents):
        changes(base.documents[id_], revision.documents[id_], EndpointId(id_), timed)
        yield from taken
        taken.clear()
