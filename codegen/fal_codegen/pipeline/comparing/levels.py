"""Levels of drift as a project wants them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from fal_codegen.contract import did_you_mean
from fal_codegen.drift import (
    DEFAULT_FAIL_ON,
    FAIL_ON,
    LEVELS,
    RULES_BY_ID,
    Change,
    FailOn,
    Level,
    fails,
)
from fal_codegen.errors import ProjectBroken
from fal_codegen.project import Project


@dataclass(frozen=True, slots=True)
class Levels:
    """From which level on drift fails, and the rules that a project gave another level."""

    fail_on: FailOn
    overrides: dict[str, Level]

    def applied(self, changes: Iterable[Change]) -> list[Change]:
        """Give changes with the levels that the project wants."""
        return [
            replace(change, level=self.overrides.get(change.rule.id, change.level))
            for change in changes
        ]

    def fail(self, changes: Iterable[Change]) -> bool:
        """Tell whether changes are a failure."""
        return fails(changes, self.fail_on)


def levels_of(project: Project, fail_on: FailOn | None = None) -> Levels:
    """Read the levels a project wants; what was asked for goes before what it says.

    Raises `ProjectBroken` for a rule or level that there is not.
    """
    file, table = project.configuration, project.drift
    wanted = fail_on or table.fail_on or DEFAULT_FAIL_ON
    if wanted not in FAIL_ON:
        raise ProjectBroken(f"{file}: drift.fail-on = {wanted!r} is not among {', '.join(FAIL_ON)}")
    for rule, level in table.levels.items():
        if rule not in RULES_BY_ID:
            raise ProjectBroken(
                f"{file}: drift.levels: {rule} is no rule{did_you_mean(rule, RULES_BY_ID)}; "
                "`fal-codegen drift --rules` lists them"
            )
        if level not in LEVELS:
            raise ProjectBroken(
                f"{file}: drift.levels.{rule} = {level!r} is not among {', '.join(LEVELS)}"
            )
    return Levels(wanted, cast("dict[str, Level]", dict(table.levels)))
