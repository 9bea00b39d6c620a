"""Cases held to mutants: which of them no case notices."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from fal_codegen.cases import Case, judged_cases
from fal_codegen.contract import Document, resolve_pointer, unescape
from fal_codegen.judge import Judge, Proofs, Proven, Root
from fal_codegen.openapi import read_document
from fal_codegen.pipeline.executors import spread

from tests.documents import load

from .making import Mutant, Pair, mutants, pairs


@dataclass
class Score:
    """What was tried and noticed, by kind; the survivors, and the fields not tried in pairs.

    A mutant that is proven to take the same bodies is `equivalent`: there is nothing to notice.
    """

    tried: Counter[str] = field(default_factory=Counter[str])
    noticed: Counter[str] = field(default_factory=Counter[str])
    survivors: list[str] = field(default_factory=list[str])
    equivalent: int = 0
    untried: int = 0

    @property
    def share(self) -> float:
        """Noticed of tried."""
        return self.noticed.total() / max(self.tried.total(), 1)

    def add(self, other: "Score") -> None:
        """Count what another score counts, too."""
        self.tried += other.tried
        self.noticed += other.noticed
        self.survivors += other.survivors
        self.equivalent += other.equivalent
        self.untried += other.untried


def score(files: Iterable[Path], cluster: str | None = None) -> Score:
    """Hold the cases of every document to its mutants, on a Dask cluster if one is named."""
    documents = [load(file) for file in files]
    whole = Score()
    for part in spread(cluster, len(documents), [partial(score_of, each) for each in documents]):
        whole.add(part)
    whole.survivors.sort()
    return whole


def score_of(document: Document) -> Score:
    """Hold the cases of one document to its mutants."""
    scored = Score()
    endpoint, judge = read_document(document).endpoint, Judge(document)
    assert endpoint is not None
    cases = judged_cases(endpoint, judge).cases
    steps = _steps(document, judge.places.input_pointer)
    for mutant in mutants(document, steps):
        noticed = _differs(mutant, cases)
        if noticed or not _is_equivalent(document, mutant):
            _count(scored, mutant.kind, f"{endpoint.id} {mutant.place}", noticed=noticed)
        else:
            scored.equivalent += 1
    together, too_many = pairs(document, steps)
    for pair in together:
        where = f"{endpoint.id} {pair.one} {pair.other}"
        _count(scored, "one pair refused", where, noticed=_meets(pair, cases))
    scored.untried += too_many
    return scored


def _count(scored: Score, kind: str, where: str, *, noticed: bool) -> None:
    scored.tried[kind] += 1
    scored.noticed[kind] += noticed
    if not noticed:
        scored.survivors.append(f"{kind}: {where}")


def _differs(mutant: Mutant, cases: Iterable[Case]) -> bool:
    judge = Judge(mutant.document)
    pointer = judge.places.input_pointer
    return any(judge.admits(pointer, case.body) != case.valid for case in cases)


def _is_equivalent(document: Document, mutant: Mutant) -> bool:
    """Tell whether it is proven that a mutant takes just the bodies that its document takes."""
    one, other = Root.of(document, "input"), Root.of(mutant.document, "input")
    return all(isinstance(Proofs(*pair).whole(), Proven) for pair in ((one, other), (other, one)))


def _meets(pair: Pair, cases: Iterable[Case]) -> bool:
    """Tell whether a body that is allowed has both values: a service that refuses it is noticed."""
    both = (pair.one, pair.other)
    return any(
        case.valid
        and all(name in case.body and _same(case.body[name], value) for name, value in both)
        for case in cases
    )


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _steps(document: Document, pointer: str) -> list[str]:
    """Lead to the request's schema, through a reference where it is one."""
    node = resolve_pointer(document, pointer)
    reference = node.get("$ref") if isinstance(node, dict) else None
    if isinstance(reference, str):
        return _steps(document, reference.removeprefix("#"))
    return [unescape(step) for step in pointer.split("/")[1:]]


def table(scored: Score) -> Iterator[str]:
    """Give the score by kind, and every survivor, line by line."""
    yield f"{'mutants':24} tried noticed"
    for kind, count in sorted(scored.tried.items()):
        yield f"{kind:24} {count:5} {scored.noticed[kind]:7}"
    yield f"{'all':24} {scored.tried.total():5} {scored.noticed.total():7}  {scored.share:.2%}"
    yield f"proven to be no change, not tried: {scored.equivalent}"
    yield f"fields with too many values for pairs, not tried: {scored.untried}"
    yield from (f"survivor: {each}" for each in scored.survivors)
