"""The fixture `fal_emulator`."""

import warnings
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypedDict, cast

import httpx
import pytest

from fal_codegen.pipeline import Served, emulated
from fal_codegen.pytest_plugin.place import project_of, told_in_one_line
from fal_codegen.pytest_plugin.redirect import KEY, environment, redirected


class Behaviour(TypedDict, total=False):
    """What the mark `fal_emulator`, or an indirect parameter, may say.

    `faults` is a fault's words for all requests, a rule, or a list of either; `changes` name
    promises that are changed, as for `fal-codegen serve --change`; `tls` has it speak HTTPS.
    """

    faults: str | Mapping[str, object] | Sequence[str | Mapping[str, object]]
    changes: Sequence[str]
    tls: bool


class FalEmulator:
    """An emulator that runs: where it is, and what it saw."""

    def __init__(self, served: Served) -> None:
        self.url: str = served.gateway
        """Its address, without a slash at the end; the first segment of a path names fal's host."""
        authority = None if served.authority is None else str(served.authority)
        self.environment: dict[str, str] = environment(self.url, authority)
        """The variables that lead a client in another process here."""

    def requests(self) -> list[dict[str, Any]]:
        """Give how often it was asked: `host`, `method`, `status` and `count`, for each of them."""
        return self._state("requests")

    def jobs(self) -> list[dict[str, Any]]:
        """Give its jobs: `request_id`, `endpoint`, `stage`, and how often each was `performed`."""
        return self._state("jobs")

    def _state(self, what: str) -> list[dict[str, Any]]:
        answer = httpx.get(
            f"{self.url}/emulator/{what}",
            headers={"Authorization": f"Key {KEY}"},
            trust_env=False,
            verify=False,  # noqa: S501 - an emulator of this process, on this machine
        )
        return cast("list[dict[str, Any]]", answer.raise_for_status().json())


@contextmanager
def emulator_for(request: pytest.FixtureRequest) -> Generator[FalEmulator, None, None]:
    """Run the emulator that a test asks for, and lead every client to it."""
    behaviour = _behaviour(request)
    project = project_of(request.config, request.node.path)
    with (
        told_in_one_line(),
        emulated(
            project,
            faults=_rules(behaviour.get("faults", ())),
            changes=behaviour.get("changes", ()),
            tls=behaviour.get("tls", False),
        ) as served,
        pytest.MonkeyPatch.context() as monkeypatch,
        redirected(served.gateway, KEY),
    ):
        for id_, why in served.unreadable.items():
            warnings.warn(f"the emulator cannot serve {id_}: {why}", pytest.PytestWarning, 2)
        if served.authority is not None:
            monkeypatch.setenv("SSL_CERT_FILE", str(served.authority))
        yield FalEmulator(served)


def _behaviour(request: pytest.FixtureRequest) -> Behaviour:
    """Read the marks, the nearest last, and the parameter after them."""
    behaviour: dict[str, object] = {}
    for mark in reversed([*request.node.iter_markers("fal_emulator")]):
        behaviour |= _of_mark(mark)
    behaviour |= getattr(request, "param", {})
    unknown = sorted(set(behaviour) - {*Behaviour.__annotations__})
    if unknown:
        known = ", ".join(Behaviour.__annotations__)
        pytest.fail(f"fal_emulator: {', '.join(unknown)}: not among {known}", pytrace=False)
    return cast("Behaviour", behaviour)


def _of_mark(mark: pytest.Mark) -> Mapping[str, object]:
    if mark.args:
        pytest.fail("fal_emulator: a mark takes its arguments by name", pytrace=False)
    return mark.kwargs


def _rules(faults: object) -> list[Mapping[str, object]]:
    match faults:
        case str():
            return [{"fault": faults}]
        case Mapping():
            return [cast("Mapping[str, object]", faults)]
        case _:
            return [rule for each in cast("Sequence[object]", faults) for rule in _rules(each)]
