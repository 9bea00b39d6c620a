"""What the emulator tells of ports on the side, and what convicts the kit and no port."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fal_codegen.conform import Rules, convict, load_kit, play_before_emulator
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, running, schedule_of
from fal_codegen.errors import ProjectBroken

from tests.ports.clients import clients, sound
from tests.ports.matrix import ENDPOINT, client, painter, write_kit

ID = EndpointId(ENDPOINT)
TOLD = {
    "submits a job twice": ("queue_submit_reset", "the emulator has 2 jobs of one call"),
    "repeats a run that was delivered": ("run_reset", "asked for run 2 times, and may be 1"),
    "puts the request into another": ("run_data_uri", 'ended with {"failed": "refused"'),
    "leaves the key out": ("queue", 'ended with {"failed": "unauthorized"'),
    "mixes up the parts of a file": ("upload_parts", "the emulator has 10485825 other bytes"),
    "leaves its job running at its deadline": ("queue_deadline", "asked for cancel 0 times"),
}
"""In which script a client's fault is told, and with which words."""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_kit(tmp_path_factory.mktemp("kit"))


@contextmanager
def serve(rules: Rules) -> Generator[str]:
    schedule = schedule_of({"rule": [*rules]})
    with running(emulator({ID: painter()}, schedule=schedule)) as base:
        yield base


def objections(kit: Path, folder: Path, modules: Mapping[str, str], *scripts: str) -> list[str]:
    """Give what the emulator holds against a client; nothing where it passes."""
    tests = load_kit(kit)
    some = replace(tests, scripts={name: tests.scripts[name] for name in scripts or tests.scripts})
    with client(kit, modules, folder, tests.lines) as port:
        outcomes = play_before_emulator(some, port, serve)
    assert outcomes
    return [each.said for each in outcomes if each.verdict != "passed"]


@pytest.mark.deep
def test_nothing_is_held_against_the_sound_client(kit: Path, tmp_path: Path) -> None:
    assert objections(kit, tmp_path, sound()) == []


@pytest.mark.parametrize(
    "fault",
    [
        "submits a job twice",
        *(pytest.param(each, marks=pytest.mark.deep) for each in [*TOLD][1:]),
    ],
)
def test_the_emulator_tells_on_the_side_what_a_client_did(
    kit: Path, tmp_path: Path, fault: str
) -> None:
    script, said = TOLD[fault]
    (found,) = objections(kit, tmp_path, clients()[fault], script)
    assert said in found


def test_a_body_of_the_kit_that_its_endpoint_refuses_convicts_the_kit(kit: Path) -> None:
    tests = load_kit(kit)
    convict(tests, {ID: painter()})
    vectors = [*tests.requests[ID]]
    taken = next(each for each in vectors if each["taken"])
    vectors.append({**taken, "id": "mine", "body": {**taken["body"], "count": 5}})
    with pytest.raises(ProjectBroken, match="the kit is broken: clients must take mine"):
        convict(replace(tests, requests={ID: vectors}), {ID: painter()})


def test_a_kit_of_an_endpoint_without_a_document_cannot_be_judged(kit: Path) -> None:
    with pytest.raises(ProjectBroken, match="generate again"):
        convict(load_kit(kit), {})
