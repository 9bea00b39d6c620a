"""What of a project's findings was accepted: by itself, or by the contracts that come along."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fal_codegen.check import (
    ACCEPTED,
    Acceptance,
    AcceptanceResult,
    Finding,
    apply_acceptances,
    read_accepted,
    write_accepted,
)
from fal_codegen.contract import EndpointId, parse, pretty
from fal_codegen.errors import reading
from fal_codegen.project import Project, shipped, update_tree

if TYPE_CHECKING:
    from fal_codegen.drift import Change


def load_acceptances(project: Project) -> tuple[Acceptance, ...]:
    """Read contracts/accepted.json. Raises `ProjectBroken` naming a wrong entry."""
    file = project.contracts / ACCEPTED
    with reading(file):
        return read_accepted(parse(file.read_bytes())) if file.exists() else ()


def save_acceptances(project: Project, acceptances: Sequence[Acceptance]) -> None:
    """Write contracts/accepted.json."""
    update_tree(project.contracts, {ACCEPTED: pretty(write_accepted(acceptances))})


def apply_to_changes(
    project: Project, changes: Iterable["Change"], compared: Collection[EndpointId], date: str
) -> "AcceptanceResult[Change]":
    """Sort changes by what was accepted. Raises `ProjectBroken`.

    An acceptance of a change of an endpoint that was compared is unused where its two values are no
    longer the ones.
    """
    from fal_codegen.drift import RULES_BY_ID  # noqa: PLC0415 - a check needs nothing of it

    own = [each for each in load_acceptances(project) if each.rule in RULES_BY_ID]
    result = apply_acceptances(changes, own, date)
    return replace(result, unused=[each for each in result.unused if each.endpoint in compared])


def drop_acceptances(project: Project, moved: Collection[EndpointId]) -> list[Acceptance]:
    """Take out what was accepted of changes of endpoints whose base has moved, and give it."""
    from fal_codegen.drift import RULES_BY_ID  # noqa: PLC0415 - as above

    kept: list[Acceptance] = []
    dropped: list[Acceptance] = []
    for each in load_acceptances(project):
        of_change = each.rule in RULES_BY_ID and each.endpoint in moved
        (dropped if of_change else kept).append(each)
    if dropped:
        save_acceptances(project, kept)
    return dropped


def apply_to_findings(
    project: Project, findings: Iterable[Finding], date: str
) -> AcceptanceResult[Finding]:
    """Sort findings by what was accepted. Raises `ProjectBroken`."""
    return apply_acceptances(findings, load_acceptances(project), date, _shipped(project))


def _shipped(project: Project) -> tuple[Acceptance, ...]:
    """Read what is known of the contracts that come along; it holds for their very values."""
    file = shipped("contracts") / ACCEPTED
    if file.parent.resolve() == project.contracts.resolve():
        return ()
    return read_accepted(parse(file.read_bytes()))
