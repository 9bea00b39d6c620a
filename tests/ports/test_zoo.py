"""The kit catches what it is there to catch, and lets pass what is sound."""

from pathlib import Path

import pytest

from tests.ports.clients import clients, sound
from tests.ports.matrix import caught, idle, matrix, shown, write_kit


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_kit(tmp_path_factory.mktemp("kit"))


def test_every_fault_is_a_patch_that_fits_the_sound_client() -> None:
    made = clients()
    assert len(made) >= 30
    for name, modules in made.items():
        assert modules != sound(), name
        for text in modules.values():
            compile(text, "client", "exec")


@pytest.mark.deep
def test_the_sound_client_passes(kit: Path) -> None:
    assert caught(kit, sound(), "sound") == frozenset()


@pytest.mark.deep
def test_every_faulty_client_is_caught_and_every_test_catches_some_alone(kit: Path) -> None:
    found = matrix(kit, clients())
    assert all(found.values()), shown(found)
    assert idle(kit, found) == [], shown(found)


def test_a_test_that_catches_nothing_alone_is_named(kit: Path) -> None:
    twice = frozenset({"scripts/run_refused", "scripts/queue_failed"})
    unneeded = idle(kit, {"one": twice, "other": frozenset({"scripts/run_refused"})})
    assert "scripts/run_refused" not in unneeded
    assert "scripts/queue_failed" in unneeded
