"""The kit catches what it is there to catch, and lets pass what is sound."""

from pathlib import Path

import pytest
from fal_codegen.conform import load_kit

from tests.ports.clients import SOUND, clients
from tests.ports.matrix import caught, matrix, needed, shown, write_kit


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_kit(tmp_path_factory.mktemp("kit"))


def test_every_fault_is_a_patch_that_fits_the_sound_client() -> None:
    made = clients()
    assert len(made) >= 30
    for text in made.values():
        compile(text, "client", "exec")


@pytest.mark.deep
def test_the_sound_client_passes(kit: Path) -> None:
    assert caught(kit, SOUND.read_text("utf-8"), "sound") == frozenset()


@pytest.mark.deep
def test_every_faulty_client_is_caught_and_every_script_and_answer_needed(kit: Path) -> None:
    found = matrix(kit, clients())
    assert all(found.values()), shown(found)
    alone, tests = needed(found), load_kit(kit)
    names = [f"scripts/{name}" for name in tests.scripts]
    for id_, vectors in tests.answers.items():
        names += [f"answers/{id_}/{each['id']}" for each in vectors]
    idle = [name for name in names if name not in alone]
    assert idle == [], shown(found)
