"""Changes over time: differences under their rules, each with what proves it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fal_codegen.compare import compare_documents
from fal_codegen.contract import Document, EndpointId, Json, Side, canonical
from fal_codegen.drift.change import Change
from fal_codegen.drift.deciding import Ask, Deciding, at_once
from fal_codegen.drift.deriving import ChangeDeriver
from fal_codegen.drift.rules import LEVELS, RULES_BY_ID, FailOn


def changes(
    old: Document, new: Document, endpoint: EndpointId, ask: Ask = at_once
) -> tuple[Change, ...]:
    """Give what changed between two documents of an endpoint, in the order of the fields.

    Raises `ValueError` where one of them cannot be judged by.
    """
    differences = compare_documents(old, new)
    if not differences:
        return ()
    deciding = Deciding(old, new, ask)
    found = (
        change
        for difference in differences
        for change in ChangeDeriver(endpoint, deciding).changes_of(difference)
    )
    return tuple(_grouped(found))


def gone(endpoint: EndpointId) -> Change:
    """Give the change that an endpoint is no more."""
    rule = RULES_BY_ID["request-endpoint-removed"]
    call = f"POST /{endpoint}"
    return Change(endpoint, rule, rule.level, "input", "", places=("input",), shown=call)


def arrived(endpoint: EndpointId) -> Change:
    """Give the change that an endpoint is new."""
    rule = RULES_BY_ID["request-endpoint-added"]
    return Change(endpoint, rule, rule.level, "input", "", places=("input",))


def classes_gone(
    endpoint: EndpointId, side: Side, before: Sequence[str], after: Sequence[str]
) -> Change:
    """Give the change that the client lost classes, or fields of such, and has others now."""
    word = {"input": "request", "output": "answer"}[side]
    rule = RULES_BY_ID[f"{word}-class-removed"]
    values: tuple[Json, Json] = ([*before], [*after] or None)
    return Change(
        endpoint, rule, rule.level, side, "", "", *values, places=(side,), shown=before[0]
    )


def fails(changes: Iterable[Change], fail_on: FailOn) -> bool:
    """Tell whether some change is at least of a level."""
    if fail_on == "never":
        return False
    failing = LEVELS[: LEVELS.index(fail_on) + 1]
    return any(change.level in failing for change in changes)


def _grouped(changes: Iterable[Change]) -> Iterator[Change]:
    """Make one change of what one edit shows at several places: the worst that it does."""
    groups: dict[str, list[Change]] = {}
    places: dict[str, list[Change]] = {}
    for change in changes:
        said: list[Json] = [change.rule.kind, change.name, change.before, change.after]
        side = change.place.split("/")[0]
        edit = canonical([side, change.pointer, said])
        place = canonical([change.place, said])
        group = groups.get(edit) or places.get(place) or []
        group.append(change)
        groups[edit] = places[place] = group
    for group in {id(group): group for group in groups.values()}.values():
        worst = min(group, key=lambda change: LEVELS.index(change.level))
        yield replace(worst, places=tuple(dict.fromkeys(change.place for change in group)))
