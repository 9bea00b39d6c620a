import json
import shutil

import pytest

from codegen.contract import Json
from codegen.project import shipped
from tests.cli.conftest import PAINT, RETOUCH, Desk, changed, contents, document

Said = pytest.CaptureFixture[str]
MODULE = "python/fal_endpoints/acme_painter.py"


def generated(desk: Desk) -> dict[str, bytes]:
    return contents(desk.root / "generated")


def test_generating_again_changes_nothing(desk: Desk, capsys: Said) -> None:
    before = contents(desk.root)
    assert desk.run("generate") == 0
    assert capsys.readouterr().out.endswith(", 0 of them changed.\n")
    assert contents(desk.root) == before


def test_what_was_removed_comes_back_byte_for_byte(desk: Desk) -> None:
    before = contents(desk.root)
    shutil.rmtree(desk.root / "generated")
    assert desk.run("generate") == 0
    assert contents(desk.root) == before


def test_a_lock_that_was_removed_changes_no_generated_byte(desk: Desk) -> None:
    before = generated(desk)
    (desk.root / "contracts/lock.json").unlink()
    shutil.rmtree(desk.root / "generated")
    assert desk.run("generate") == 0
    assert generated(desk) == before


def reversed_keys(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed([*value])}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


def test_the_order_of_keys_in_a_contract_changes_no_generated_byte(desk: Desk) -> None:
    before = generated(desk)
    for file in (desk.root / "contracts").rglob("openapi.json"):
        shuffled = reversed_keys(json.loads(file.read_bytes()))
        file.write_text(json.dumps(shuffled), "utf-8")
    assert desk.run("generate", "--check") == 0
    shutil.rmtree(desk.root / "generated")
    (desk.root / "contracts/lock.json").unlink()
    assert desk.run("generate") == 0
    assert generated(desk) == before


def test_a_hand_edit_is_shown_as_a_diff_and_left_for_generate_to_undo(
    desk: Desk, capsys: Said
) -> None:
    before = generated(desk)
    file = desk.root / "generated" / MODULE
    file.write_text(file.read_text("utf-8").replace("le=4", "le=400"), "utf-8")
    edited = contents(desk.root)
    assert desk.run("generate", "--check") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"--- generated/{MODULE}", f"+++ generated/{MODULE} (from contracts/)"]
    assert [line for line in lines if "le=" in line and line[0] in "+-"] == [
        "-    num_images: Annotated[int, Field(ge=1, le=400)] = 1",
        "+    num_images: Annotated[int, Field(ge=1, le=4)] = 1",
    ]
    assert contents(desk.root) == edited
    assert desk.run("generate") == 0
    assert generated(desk) == before


@pytest.mark.parametrize("damage", ["removed", "added", "not text"])
def test_every_other_damage_is_shown_and_undone_too(desk: Desk, capsys: Said, damage: str) -> None:
    before = generated(desk)
    file = desk.root / "generated" / MODULE
    match damage:
        case "removed":
            file.unlink()
        case "added":
            file.with_name("mine.py").write_text("mine = 1\n", "utf-8")
        case _:
            file.write_bytes(b"\xff\x00")
    assert desk.run("generate", "--check") == 1
    assert capsys.readouterr().out.startswith("--- generated/python/fal_endpoints/")
    assert desk.run("generate") == 0
    assert generated(desk) == before


def test_checking_writes_nothing_at_all(desk: Desk) -> None:
    assert desk.run("generate", "--check") == 0
    assert not (desk.root / ".fal-codegen").exists()


def test_an_endpoint_that_changed_changes_its_own_file_alone(desk: Desk) -> None:
    before = generated(desk)
    wider = changed(document(PAINT), "Ask/properties/num_images/maximum", 8)
    desk.serves(PAINT, wider)
    assert desk.fetch() == 0
    assert desk.run("generate") == 0
    after = generated(desk)
    assert [path for path in after if after[path] != before[path]] == [MODULE]
    assert b"le=8" in after[MODULE]


def test_an_endpoint_without_a_contract_loses_its_file(desk: Desk) -> None:
    shutil.rmtree(desk.root / "contracts" / RETOUCH)
    assert desk.run("generate") == 0
    assert "python/fal_endpoints/acme_painter_retouch.py" not in generated(desk)
    assert MODULE in generated(desk)


def test_a_project_may_have_templates_of_its_own(desk: Desk) -> None:
    own(desk)
    frame = desk.root / "templates/python/endpoints.py.jinja"
    frame.write_text("# ours\n" + frame.read_text("utf-8"), "utf-8")
    assert desk.run("generate") == 0
    assert b"# ours\n" in generated(desk)["python/fal_endpoints/_endpoints.py"]


@pytest.mark.parametrize("text", [b"{% if %}", b"{{ nowhere.at_all }}", b"\xff"])
def test_a_template_that_cannot_be_used_changes_nothing(
    desk: Desk, capsys: Said, text: bytes
) -> None:
    own(desk)
    (desk.root / "templates/python/endpoints.py.jinja").write_bytes(text)
    before = contents(desk.root)
    assert desk.run("generate") == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {desk.root / 'templates'}")
    assert error.count("\n") == 1
    assert contents(desk.root) == before


def own(desk: Desk) -> None:
    shutil.copytree(shipped("templates"), desk.root / "templates")
    with (desk.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('templates = "templates"\n')


def test_a_file_in_place_of_generated_is_told(desk: Desk, capsys: Said) -> None:
    shutil.rmtree(desk.root / "generated")
    (desk.root / "generated").touch()
    before = contents(desk.root)
    assert desk.run("generate") == 2
    assert f"error: {desk.root / 'generated'}" in capsys.readouterr().err
    assert contents(desk.root) == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"openapi": "3.0.4"}'])
def test_a_contract_that_cannot_be_read_changes_nothing(
    desk: Desk, capsys: Said, text: str
) -> None:
    file = desk.root / "contracts" / PAINT / "openapi.json"
    file.write_text(text, "utf-8")
    before = contents(desk.root)
    assert desk.run("check") == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {file}: ")
    assert error.count("\n") == 1
    assert contents(desk.root) == before
