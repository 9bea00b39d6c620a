"""What a proof would cost, counted in the schemas: the same on every machine."""

from dataclasses import dataclass

from fal_codegen.contract import Json, Node, items_of
from fal_codegen.judge.proofs.schema import reached, walk

_CONDITIONS = ("if", "not", "oneOf", "dependentSchemas", "contains", "dependentRequired")


@dataclass(slots=True)
class Cost:
    """What makes proofs long, of all schemas that a question reaches.

    `alternatives` are those of the widest union.
    """

    nodes: int = 0
    alternatives: int = 0
    conditions: int = 0
    patterns: int = 0

    @property
    def too_large(self) -> bool:
        """Whether the proof is not begun."""
        return (
            self.nodes > _MOST.nodes
            or self.alternatives > _MOST.alternatives
            or self.conditions > _MOST.conditions
            or self.patterns > _MOST.patterns
        )


_MOST = Cost(nodes=20_000, alternatives=40, conditions=10, patterns=64)
"""Within it, the slowest proofs that were made up took under a second; real ones have some 30 nodes
at a place, and no condition."""


def cost_of(*questions: tuple[Json, Node]) -> Cost:
    """Count schemas, each with the definitions it refers to, every one of these once."""
    cost = Cost()
    for schema, root in questions:
        for each in reached(schema, root):
            _count(each, cost)
    return cost


def _count(schema: Json, cost: Cost) -> None:
    for node in walk(schema):
        cost.nodes += 1
        options = max(len(items_of(node.get(word))) for word in ("anyOf", "oneOf"))
        cost.alternatives = max(cost.alternatives, options)
        cost.conditions += sum(word in node for word in _CONDITIONS)
        cost.patterns += sum(word in node for word in ("pattern", "patternProperties"))
