"""What `TestFal` becomes: a test for each endpoint of the project and what it is held to."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import pytest

from fal_codegen.check import RULES, SAVED, Finding, rules
from fal_codegen.pipeline import CheckResult, check, explore
from fal_codegen.project import find_documents
from fal_codegen.pytest_plugin import RANDOM_DRAWS
from fal_codegen.pytest_plugin.place import project_of, told_in_one_line
from fal_codegen.report import tell_finding

_WHOLE = "project"
_GROUPS = dict.fromkeys(
    rule.group
    for rule in RULES
    if rule.severity != "note" and rule not in (rules.GENERATED_STALE, rules.GENERATED_OUTDATED)
)
_OF_BODIES = ("property", "request")
_RESULT = pytest.StashKey[CheckResult]()


class FalChecks(pytest.Collector):
    """All checks of a project; they run at once, when the first test needs them."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test for the project as a whole, then one for each contract and group of rules.

        What is found of an endpoint without a contract is the whole project's.
        """
        project = project_of(self.config, self.path)
        yield FalCheck.from_parent(self, name=_WHOLE, endpoint=None, group="")  # pyright: ignore[reportUnknownMemberType] - untyped here
        for endpoint in find_documents(project.contracts):
            for group in _GROUPS:
                name = f"{endpoint}:{group}"
                yield FalCheck.from_parent(self, name=name, endpoint=endpoint, group=group)  # pyright: ignore[reportUnknownMemberType] - untyped here


class FalCheck(pytest.Item):
    """That nothing is found of one endpoint under one group of rules."""

    def __init__(self, *, endpoint: str | None, group: str, **more: Any) -> None:  # noqa: ANN401 - pytest's own
        super().__init__(**more)  # pyright: ignore[reportUnknownMemberType] - untyped here
        self._endpoint = endpoint
        self._group = group

    def runtest(self) -> None:
        """Fail with a sentence for each open finding."""
        with told_in_one_line():
            result = _checked(self)
            found = [*filter(self._about(), result.open)]
        if found:
            lines = ((tell_finding(each), f"  {each.remedy}") for each in found)
            or_accept = "Or accept it: fal-codegen accept ID --reason TEXT"
            message = [*chain.from_iterable(lines), *_saved(self, result, found), or_accept]
            pytest.fail("\n".join(message), pytrace=False)

    def reportinfo(self) -> tuple[Any, None, str]:
        """Say what it is."""
        return self.path, None, f"TestFal.{self.name}"

    def _about(self) -> Callable[[Finding], bool]:
        """Give what tells of a finding whether it is this test's."""
        if self._endpoint is None:
            tested = find_documents(project_of(self.config, self.path).contracts)
            return lambda finding: finding.endpoint is None or finding.endpoint not in tested
        mine = self._endpoint, self._group
        return lambda finding: (finding.endpoint, finding.rule.group) == mine


def _checked(item: FalCheck) -> CheckResult:
    stash = item.config.stash
    if _RESULT not in stash:
        stash[_RESULT] = _check(item)
    return stash[_RESULT]


def _check(item: FalCheck) -> CheckResult:
    project = project_of(item.config, item.path)
    draws = item.config.stash.get(RANDOM_DRAWS, None)
    if draws is None:
        return check(project)
    examples, seed = draws
    return explore(project, examples, seed=seed).checked


def _saved(item: FalCheck, result: CheckResult, found: Sequence[Finding]) -> Iterator[str]:
    """Say where the bodies are kept that exploring found, beside what they show."""
    if RANDOM_DRAWS not in item.config.stash:
        return
    folder = project_of(item.config, item.path).contracts.name
    every = (one for each in found for one in each.each)
    shown = (each.endpoint for each in every if each.rule.group in _OF_BODIES and each.endpoint)
    for id_ in dict.fromkeys(shown):
        if result.endpoints[id_].bodies:
            yield f"Saved in {folder}/{id_}/{SAVED}: every check holds {id_} to it from now on."
