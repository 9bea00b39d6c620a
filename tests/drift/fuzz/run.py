"""Many mutants, each told by drift and searched for a body that says otherwise."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from fal_codegen.contract import EndpointId, Json, OperationSchemas, canonical, find_schemas
from fal_codegen.drift import LEVELS, Change, changes

from .kinds import KINDS
from .search import Maker, Party, witness
from .subjects import Mutant, at, drawn, mutant, real_documents

TRIES = 200
"""Bodies that are made for a mutant."""
IMPOSSIBLE = "nothing fits"
"""The reason that decides: an edit that left no right body, of which nothing can be proven."""
NARROWING = frozenset(
    [
        "maximum down",
        "minimum up",
        "longer at least",
        "shorter at most",
        "value dropped",
        "required",
        "field that must be",
        "field forbidden",
        "other type",
        "number to integer",
        "more items at least",
        "fewer items at most",
    ]
)
"""Kinds that refuse something by construction, where only fields lead to the place."""


@dataclass(slots=True)
class Tally:
    """What came of the mutants of one kind."""

    mutants: int = 0
    proven: int = 0
    witnessed: int = 0
    unknown: int = 0
    found: int = 0
    sought: int = 0


@dataclass(slots=True)
class Outcome:
    """What came of all: tallies by kind, and what must not be, in words."""

    kinds: dict[str, Tally] = field(default_factory=dict[str, Tally])
    wrong: list[str] = field(default_factory=list[str])
    real_decided: int = 0
    real_asked: int = 0
    bite: Counter[bool] = field(default_factory=Counter[bool])
    """Of the mutants that break by construction: how many the search found, and did not find."""

    @property
    def found(self) -> float:
        """The share of what breaks by construction that the search finds."""
        return self.bite[True] / max(1, self.bite.total())

    @property
    def decided(self) -> float:
        """The share of the mutants of real documents that are proven or have a witness."""
        return self.real_decided / max(1, self.real_asked)


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    """Give mutants, drawn evenly over the kinds, half of them of real documents."""
    random = Random(seed)
    real = real_documents()
    kinds = [*KINDS]
    made = tried = 0
    while made < count and tried < count * 20:
        kind = kinds[tried % len(kinds)]
        tried += 1
        of_real = random.random() < 0.5
        source = random.choice(real) if of_real else drawn(random)
        found = mutant(source, kind, random, real=of_real)
        if found is not None:
            made += 1
            yield found


def run(count: int, seed: int) -> Outcome:
    """Tell and search every mutant."""
    outcome = Outcome()
    for number, each in enumerate(mutants(count, seed)):
        _judge(each, outcome, Random(seed * 1_000_003 + number))
    return outcome


def _judge(each: Mutant, outcome: Outcome, random: Random) -> None:
    found = find_schemas(each.base)
    assert isinstance(found, OperationSchemas)
    reported = changes(each.base, each.revision, EndpointId(found.id))
    mine = [change for change in reported if change.place.split("/")[0] == each.side]
    tally = outcome.kinds.setdefault(each.kind, Tally())
    tally.mutants += 1
    body = _search(each, random)
    tally.sought += 1
    tally.found += body is not None
    _count(each, mine, tally, outcome)
    if _breaks(each):
        outcome.bite[body is not None] += 1
    outcome.wrong += [f"{_name(each)}: {problem}" for problem in _wrong(each, reported, mine, body)]


def _breaks(each: Mutant) -> bool:
    """Tell whether a mutant refuses something by construction, and no pattern is in the way."""
    node = each.place.node
    if each.side != "input" or each.turned or each.kind not in NARROWING or not each.place.plain:
        return False
    if each.kind == "value dropped" or not isinstance(node, dict):
        return True
    return "enum" not in node and '"pattern"' not in canonical(node)


def _search(each: Mutant, random: Random) -> Json:
    sender, receiver = each.base, each.revision
    if each.side == "output":
        sender, receiver = receiver, sender
    hints = [at(each.base, each.place.steps), at(each.revision, each.place.steps)]
    parties = Party(sender, each.side), Party(receiver, each.side)
    return witness(*parties, each.place, Maker(sender, random, hints), TRIES)


def _count(each: Mutant, mine: list[Change], tally: Tally, outcome: Outcome) -> None:
    wire = [change for change in mine if change.proven or change.witness or change.reason]
    undecided = any(change.reason not in (None, IMPOSSIBLE) for change in wire)
    tally.unknown += undecided
    tally.witnessed += not undecided and any(change.witness for change in wire)
    tally.proven += bool(wire) and not undecided and not any(change.witness for change in wire)
    if each.real and wire:
        outcome.real_asked += 1
        outcome.real_decided += not undecided


def _wrong(
    each: Mutant, reported: Iterable[Change], mine: list[Change], body: Json
) -> Iterator[str]:
    """Say what must not be."""
    least = "unknown" if each.side == "input" else "warning"
    worst = min((LEVELS.index(change.level) for change in mine), default=len(LEVELS))
    if body is not None and worst > LEVELS.index(least):
        yield f"{body} is a witness, and it is told below {least}"
    if KINDS[each.kind].silent and any(change.level != "info" for change in reported):
        yield "is told as if it meant something"
    if not reported and not KINDS[each.kind].silent and body is not None:
        yield "is not told at all"
    for change in mine:
        yield from _unproven(each, change)


def _unproven(each: Mutant, change: Change) -> Iterator[str]:
    """Say of a change what its level lacks: a witness that holds, or a proof."""
    sender, receiver = each.base, each.revision
    if each.side == "output":
        sender, receiver = receiver, sender
    if change.rule.effect in ("narrows", "retypes", "widens", "keeps", "undecided"):
        harmful = change.rule.effect in (
            ("narrows",) if each.side == "input" else ("retypes", "widens")
        )
        if harmful and change.witness is None and change.rule.kind != "format":
            yield f"{change.rule.id} without a witness"
        if not harmful and change.rule.effect != "undecided" and not change.proven:
            yield f"{change.rule.id} without a proof"
    if change.witness is not None:
        body = change.witness.body
        if not Party(sender, each.side).takes(body) or Party(receiver, each.side).takes(body):
            yield f"{change.rule.id}: {body} is no witness"


def _name(each: Mutant) -> str:
    backwards = " backwards" if each.turned else ""
    return f"{each.kind}{backwards} at {each.side}/{'/'.join(map(str, each.place.path))}"
