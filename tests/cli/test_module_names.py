import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from fal_codegen.cli import main

from tests.cli.conftest import Desk, copied, document, put

Said = pytest.CaptureFixture[str]
MEETING = ("acme/draw-x", "acme/draw.x")


def suffixed(id_: str) -> str:
    return f"acme_draw_x_{sha256(id_.encode()).hexdigest()[:6]}"


def modules(desk: Desk) -> dict[str, str]:
    lock = json.loads((desk.root / "contracts/lock.json").read_bytes())
    names: dict[str, str] = lock["modules"]
    return names


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("met")
    desk = Desk(folder / "project", folder / "documents")
    put(desk.documents, [(id_, document(id_)) for id_ in MEETING])
    assert main(["init", str(desk.root), *MEETING]) == 0
    for id_ in reversed(MEETING):
        assert desk.fetch(id_) == 0
        assert desk.run("generate") == 0
    return desk


@pytest.fixture
def meeting(met: Desk, tmp_path: Path) -> Desk:
    """A project of two endpoints whose plain names are one, the second of which came later."""
    return copied(met, tmp_path)


def test_where_a_name_had_to_differ_is_told_once(empty: Desk, capsys: Said) -> None:
    put(empty.documents, [(id_, document(id_)) for id_ in MEETING])
    assert empty.fetch(*MEETING) == 0
    note = f"acme/draw.x is the module {suffixed('acme/draw.x')}"
    assert empty.run("generate") == 0
    assert note in capsys.readouterr().out
    assert empty.run("generate") == 0
    assert note not in capsys.readouterr().out


def test_a_newcomer_leaves_the_module_of_another_alone(meeting: Desk) -> None:
    assert modules(meeting) == {
        "acme/draw-x": suffixed("acme/draw-x"),
        "acme/draw.x": "acme_draw_x",
    }
    package = meeting.root / "generated/python/fal_endpoints"
    assert 'endpoint="acme/draw.x"' in (package / "acme_draw_x.py").read_text("utf-8")
    assert meeting.run("check") == 0


def test_a_name_is_free_again_only_after_a_generate_without_its_endpoint(meeting: Desk) -> None:
    before = modules(meeting)
    shutil.rmtree(meeting.root / "contracts/acme/draw.x")
    assert modules(meeting) == before
    assert meeting.run("generate") == 0
    assert modules(meeting) == {"acme/draw-x": suffixed("acme/draw-x")}
    assert meeting.fetch("acme/draw.x") == 0
    assert meeting.run("generate") == 0
    assert modules(meeting)["acme/draw.x"] == "acme_draw_x"


@pytest.mark.parametrize("name", ["../outside", "no-name", "Upper", ""])
def test_a_lock_whose_module_names_are_none_is_refused(
    meeting: Desk, capsys: Said, name: str
) -> None:
    file = meeting.root / "contracts/lock.json"
    lock = json.loads(file.read_bytes())
    lock["modules"]["acme/draw.x"] = name
    file.write_text(json.dumps(lock), "utf-8")
    assert meeting.run("generate") == 2
    said = capsys.readouterr().err
    assert "lock.json" in said
    assert repr(name) in said


def test_two_endpoints_of_one_name_in_a_lock_are_refused(meeting: Desk, capsys: Said) -> None:
    file = meeting.root / "contracts/lock.json"
    lock = json.loads(file.read_bytes())
    lock["modules"]["acme/draw-x"] = "acme_draw_x"
    file.write_text(json.dumps(lock), "utf-8")
    assert meeting.run("generate") == 2
    assert "two endpoints share a name" in capsys.readouterr().err


def test_templates_of_the_project_that_are_no_python_are_told(meeting: Desk, capsys: Said) -> None:
    file = meeting.root / "templates/python/runtime/__init__.py"
    file.parent.mkdir(parents=True)
    file.write_text("from . import (", "utf-8")
    project = Path(meeting.root / "pyproject.toml")
    project.write_text(project.read_text("utf-8") + 'templates = "templates"\n', "utf-8")
    assert meeting.run("generate") == 2
    assert "runtime/__init__.py" in capsys.readouterr().err
