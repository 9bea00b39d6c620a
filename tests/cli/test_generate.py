import json
import shutil
import subprocess
import sys

import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.project import list_endpoints, shipped

from tests.cli.conftest import PAINT, RETOUCH, Desk, changed, contents, document
from tests.cli.test_check import findings

Said = pytest.CaptureFixture[str]
MODULE = "python/fal_endpoints/acme_painter.py"


def generated(desk: Desk) -> dict[str, bytes]:
    return contents(desk.root / "generated")


def test_generating_again_changes_nothing(desk: Desk, capsys: Said) -> None:
    before = contents(desk.root)
    assert desk.run("generate") == 0
    assert capsys.readouterr().out.endswith(", 0 of them changed.\n")
    assert contents(desk.root) == before


def test_what_a_killed_run_left_beside_generated_goes_though_nothing_has_changed(
    desk: Desk,
) -> None:
    left = desk.root / ".generated.fresh/python"
    left.mkdir(parents=True)
    assert desk.run("generate") == 0
    assert not left.parent.exists()


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


@pytest.mark.parametrize("path", [MODULE, "python/fal_endpoints/_client.py", "python/README.md"])
def test_a_lock_that_lost_an_entry_changes_no_generated_byte(desk: Desk, path: str) -> None:
    before, lock = generated(desk), desk.root / "contracts/lock.json"
    whole = lock.read_bytes()
    lost = json.loads(whole)
    del lost["files"][path]
    lock.write_text(json.dumps(lost), "utf-8")
    assert desk.run("generate", "--check") == 0
    assert desk.run("generate") == 0
    assert generated(desk) == before
    assert lock.read_bytes() == whole


def test_what_has_not_changed_is_told_without_what_makes_it(desk: Desk) -> None:
    code = (
        "import sys; from pathlib import Path; from fal_codegen import pipeline; "
        "project = pipeline.load_project(Path(sys.argv[1])); "
        "assert not pipeline.generate(project).changed; "
        "assert pipeline.check(project, draws=None).endpoints; "
        "print(*sys.modules)"
    )
    shutil.rmtree(desk.root / "cassettes")
    assert desk.run("check", "--no-properties") in (0, 1)
    said = subprocess.run(
        [sys.executable, "-c", code, str(desk.root)], check=True, capture_output=True, text=True
    ).stdout.split()
    heavy = {"datamodel_code_generator", "httpx", "markdown_it", "pydantic", "vcr"}
    assert not heavy & {*said}


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
    said = capsys.readouterr()
    assert "`fal-codegen generate` writes it anew." in said.err
    lines = said.out.splitlines()
    assert lines[:2] == [f"--- generated/{MODULE}", f"+++ generated/{MODULE} (from contracts/)"]
    assert [line for line in lines if "le=" in line and line[0] in "+-"] == [
        "-    num_images: Annotated[int, Field(ge=1, le=400)] = 1",
        "+    num_images: Annotated[int, Field(ge=1, le=4)] = 1",
    ]
    assert contents(desk.root) == edited
    assert desk.run("generate") == 0
    assert generated(desk) == before


@pytest.mark.parametrize(
    "damage",
    [
        "removed",
        "not text",
        "lines of Windows",
        *(pytest.param(each, marks=pytest.mark.deep) for each in ("cut", "empty")),
    ],
)
def test_every_other_damage_is_shown_and_undone_too(desk: Desk, capsys: Said, damage: str) -> None:
    before = generated(desk)
    file = desk.root / "generated" / MODULE
    match damage:
        case "removed":
            file.unlink()
        case "lines of Windows":
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        case "cut":
            file.write_bytes(file.read_bytes()[:-1])
        case "empty":
            file.with_name("py.typed").unlink()
        case _:
            file.write_bytes(b"\xff\x00")
    assert desk.run("generate", "--check") == 1
    shown = capsys.readouterr().out
    assert shown.startswith("--- generated/python/fal_endpoints/")
    assert shown.count("\n--- ") == 0
    assert desk.run("generate") == 0
    assert generated(desk) == before


def test_a_file_that_was_never_generated_is_named_and_not_lost(desk: Desk, capsys: Said) -> None:
    mine = (desk.root / "generated" / MODULE).with_name("mine.py")
    mine.write_text("mine = 1\n", "utf-8")
    before = contents(desk.root)
    assert desk.run("generate") == 2
    assert f"{mine}: not generated by us" in capsys.readouterr().err
    assert contents(desk.root) == before


def test_checking_writes_nothing_at_all(desk: Desk) -> None:
    shutil.rmtree(desk.root / ".fal-codegen", ignore_errors=True)
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


@pytest.mark.deep
def test_what_another_generator_made_is_told_as_that_and_held_to_nothing(
    desk: Desk, capsys: Said
) -> None:
    runtime = desk.root / "generated/python/fal_endpoints/_lenient.py"
    runtime.write_text(runtime.read_text("utf-8").replace("read_value", "read_it"), "utf-8")
    own(desk)
    frame = desk.root / "templates/python/endpoints.py.jinja"
    frame.write_text("# ours\n" + frame.read_text("utf-8"), "utf-8")
    assert desk.run("generate", "--check") == 1
    assert capsys.readouterr().err.startswith("generated/ was made by another version")
    assert desk.run("doctor", "--source", desk.documents) == 1
    assert "2 generated files of another version or template" in capsys.readouterr().out
    (outdated,) = findings(desk, capsys)
    assert (outdated["rule"], outdated["endpoint"]) == ("generated-outdated", None)
    assert desk.run("accept", outdated["id"], "--reason", "not today") == 0
    capsys.readouterr()
    assert {each["rule"] for each in findings(desk, capsys)} >= {"property-answer-fails"}


@pytest.mark.deep
def test_a_package_goes_by_the_name_that_its_project_gives_it(desk: Desk, capsys: Said) -> None:
    with (desk.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('package = "shop_fal"\nversion = "2.1.0"\n')
    assert desk.run("generate") == 0
    files = generated(desk)
    of_python = {path.split("/")[1] for path in files if path.startswith("python/")}
    assert of_python == {"README.md", "pyproject.toml", "shop_fal"}
    assert b'name = "shop-fal"\nversion = "2.1.0"' in files["python/pyproject.toml"]
    assert desk.run("check") == 0, capsys.readouterr().out
    assert desk.run("record") == 0
    assert "20 cassettes from emulator, 0 new." in capsys.readouterr().out


@pytest.mark.parametrize("file", ["python/README.md", "python/pyproject.toml"])
def test_what_makes_the_package_installable_is_checked_too(
    desk: Desk, capsys: Said, file: str
) -> None:
    before = generated(desk)
    with (desk.root / "generated" / file).open("a", encoding="utf-8") as text:
        text.write("# by hand\n")
    assert desk.run("generate", "--check") == 1
    assert "-# by hand" in capsys.readouterr().out
    assert desk.run("generate") == 0
    assert generated(desk) == before


def test_a_file_in_place_of_generated_is_told(desk: Desk, capsys: Said) -> None:
    shutil.rmtree(desk.root / "generated")
    (desk.root / "generated").touch()
    before = contents(desk.root)
    assert desk.run("generate") == 2
    assert f"error: {desk.root / 'generated'}" in capsys.readouterr().err
    assert contents(desk.root) == before


def test_a_listed_endpoint_without_a_contract_is_told(desk: Desk, capsys: Said) -> None:
    list_endpoints(desk.root, [EndpointId("acme/poet")])
    for arguments in (["generate"], ["generate", "--check"]):
        assert desk.run(*arguments) == 0
        told = capsys.readouterr().err
        assert told.startswith(
            "warning: acme/poet: listed in pyproject.toml, and not in the client"
        )
        assert "`fal-codegen fetch acme/poet` brings it" in told
