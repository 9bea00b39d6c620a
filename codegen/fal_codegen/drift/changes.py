"""Changes over time: differences with a rule, which gives each its level."""

from dataclasses import dataclass

from fal_codegen.compare import Difference, compare
from fal_codegen.contract import Endpoint, EndpointId
from fal_codegen.drift.actions import action
from fal_codegen.drift.rules import RULES, Rule


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between an endpoint's contract before and after, under its rule."""

    endpoint: EndpointId
    rule: Rule
    difference: Difference


def changes(before: Endpoint, after: Endpoint) -> tuple[Change, ...]:
    """Give what changed, in the order of the fields."""
    return tuple(
        Change(after.id, rule_of(difference), difference) for difference in compare(before, after)
    )


def gone(endpoint: EndpointId) -> Change:
    """Give the change that an endpoint is no more."""
    return Change(endpoint, _rules["request-endpoint-removed"], Difference("input", "endpoint"))


def rule_of(difference: Difference) -> Rule:
    """Find the rule of a difference: every one has exactly one."""
    side = "request" if difference.place.split("/")[0] == "input" else "answer"
    return _rules[f"{side}-{difference.kind}-{action(difference)}"]


_rules = {rule.id: rule for rule in RULES}
