"""What could not be read is told by every verb, and spoils nothing beside it."""

import json
import shutil
from pathlib import Path

import pytest
from fal_codegen.cases import CaseSet
from fal_codegen.contract import Document, EndpointId, Json, node_of
from fal_codegen.emulator import emulator
from fal_codegen.project import load_lock
from starlette.applications import Starlette

from tests.cli.conftest import PAINT, RETOUCH, Desk, as_live, changed, contents, copied, document

pytestmark = pytest.mark.deep

Said = pytest.CaptureFixture[str]
EMULATOR = ("--source", "emulator")
DANGLING: Json = {"$ref": "#/components/schemas/Nowhere"}
HOLED: Document = changed(document(RETOUCH), "Ask/properties/seed", DANGLING)
HOLE = "1 hole in 1 document, where client and document may differ"
UNREADABLE = {
    "empty": ("", "line 1 column 1"),
    "cut off": ("{", "line 1 column 2"),
    "a list": ("[]", "not an object"),
    "no paths": ('{"openapi": "3.0.4"}', "/paths"),
    "another's": (json.dumps(document("acme/poet")), "the document describes acme/poet"),
}


@pytest.fixture(scope="module")
def with_hole(finished: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = copied(finished, tmp_path_factory.mktemp("holed"))
    desk.serves(RETOUCH, HOLED)
    assert desk.fetch("--lenient") == 0
    assert desk.run("generate") == 0
    assert desk.run("record") == 0
    return desk


@pytest.fixture
def holed(with_hole: Desk, tmp_path: Path) -> Desk:
    """A project with a hole in one of its documents."""
    return copied(with_hole, tmp_path)


def spoil(desk: Desk, text: str = "{") -> None:
    (desk.root / "contracts" / RETOUCH / "openapi.json").write_text(text, "utf-8")


def test_a_hole_is_counted_by_every_verb(holed: Desk, capsys: Said) -> None:
    capsys.readouterr()
    folder = ("--source", str(holed.documents))
    for verb in (
        ("fetch", *folder),
        ("generate",),
        ("check",),
        ("cases",),
        ("drift", *folder),
        ("record",),
        ("accept", "--all", "--reason", "x"),
    ):
        assert holed.run(*verb) == 0, verb
        shown = capsys.readouterr()
        assert "1 hole" in shown.out + shown.err, verb


def test_the_pipeline_has_a_column_for_gaps(holed: Desk, capsys: Said) -> None:
    capsys.readouterr()
    assert holed.run("pipeline", "--source", str(holed.documents)) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    column = head.split().index("gaps")
    rows = {line.split()[0]: line.split()[column] for line in lines if line.startswith("acme/")}
    assert rows == {PAINT: "0", RETOUCH: "1"}


def test_check_names_the_place_of_a_hole(holed: Desk, capsys: Said) -> None:
    assert holed.run("check") == 0
    out = capsys.readouterr().out
    assert f"{RETOUCH} openapi.json#/components/schemas/Ask/properties/seed/$ref: the client" in out
    assert f"Not read: {HOLE}." in out


def test_a_hole_is_no_surprise_where_there_was_one_unless_one_insists(
    holed: Desk, capsys: Said
) -> None:
    assert holed.fetch() == 0
    assert holed.fetch("--strict") == 2
    holed.serves(PAINT, changed(document(PAINT), "Ask/properties/seed", DANGLING))
    capsys.readouterr()
    assert holed.fetch() == 2
    refused, known = capsys.readouterr().err.splitlines()
    assert refused.startswith(f"error: {PAINT}: ")
    assert known.startswith(f"warning: {RETOUCH}: ")


@pytest.mark.parametrize(("text", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_check_never_passes_a_document_that_it_could_not_read(
    desk: Desk, capsys: Said, text: str, message: str
) -> None:
    spoil(desk, text)
    before = contents(desk.root)
    assert desk.run("check", "--format", "json") == 1
    found = {each["rule"]: each for each in json.loads(capsys.readouterr().out)}
    assert "document-unreadable" in found
    assert found["document-unreadable"]["endpoint"] == RETOUCH
    assert message in found["document-unreadable"]["text"]
    assert contents(desk.root) == before


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        (("cases",), 2),
        (("record",), 2),
        (("generate",), 2),
        (("check",), 1),
        (("drift", "--source", "documents"), 2),
        (("pipeline", *EMULATOR), 1),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",  # pyright: ignore[reportUnknownLambdaType] - untyped here
)
def test_a_document_that_cannot_be_read_is_told_and_the_others_are_worked_with(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(desk.documents.parent)
    spoil(desk)
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/num_images/maximum", 2))
    assert desk.run(*verb) == code
    shown = capsys.readouterr()
    assert "line 1 column 2" in shown.out + shown.err
    assert RETOUCH in shown.out + shown.err
    works = {
        "cases": f"accepted {PAINT} ",
        "record": "10 cassettes from emulator",
        "generate": "files in ",
        "check": " bodies drawn, 10 cassettes checked",
        "drift": "request-limit-tightened",
        "pipeline": "cannot tell: the document cannot be read.",
    }
    assert works[verb[0]] in shown.out


def test_a_document_that_cannot_be_read_is_brought_back_by_fetching(desk: Desk) -> None:
    before = contents(desk.root)
    spoil(desk)
    assert desk.fetch() == 0
    assert contents(desk.root) == before


def test_what_the_emulator_cannot_serve_is_told_and_the_rest_is_served(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(desk)
    served: list[Starlette] = []

    def once(app: Starlette, _port: int, announce: object, *_: object) -> None:
        served.append(app)
        assert callable(announce)
        announce("http://127.0.0.1:1")

    monkeypatch.setattr("fal_codegen.pipeline.stages.serve.serve_emulator", once)
    assert desk.run("serve") == 2
    message = f"error: not served: {RETOUCH}: openapi.json cannot be read: line 1 column 2"
    assert capsys.readouterr().err.startswith(message)
    assert len(served) == 1


def test_an_endpoint_of_which_nothing_was_checked_does_not_pass(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> CaseSet:
        return CaseSet((), ())

    monkeypatch.setattr("fal_codegen.pipeline.checking.checked.judged_cases", none)
    shutil.rmtree(desk.root / "cassettes" / RETOUCH)
    shutil.rmtree(desk.root / ".fal-codegen", ignore_errors=True)  # what was found before
    assert desk.run("check", "--no-properties") == 1
    said = capsys.readouterr().out
    (line,) = [each for each in said.splitlines() if "[nothing-checked " in each]
    assert line.startswith(f"error    {RETOUCH} ")


def test_a_module_that_does_not_run_is_a_finding_and_the_others_are_run(
    desk: Desk, capsys: Said
) -> None:
    module = desk.root / "generated/python/fal_endpoints/acme_painter.py"
    module.write_text(module.read_text("utf-8").replace("class Input", "class Input!"), "utf-8")
    assert desk.run("check", "--format", "json") == 1
    found = {each["rule"] for each in json.loads(capsys.readouterr().out)}
    assert {"module-broken", "generated-stale"} <= found


def test_a_page_that_could_not_be_read_is_remembered(
    empty: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {PAINT: document(PAINT), RETOUCH: document(RETOUCH)}
    pages = {PAINT: "# A page\n\nwithout any field.\n"}
    as_live(monkeypatch, emulator(both, pages.get))
    assert empty.run("fetch") == 0
    assert "Not read: 1 documentation page." in capsys.readouterr().out
    assert empty.run("generate") == 0
    capsys.readouterr()
    assert empty.run("check") == 0
    out = capsys.readouterr().out
    assert f"{PAINT} docs.json: there is a documentation page, and it could not be read: " in out
    assert f"{RETOUCH} docs.json: no documentation page to compare with" in out
    pages.clear()
    assert empty.run("fetch") == 0
    assert load_lock(empty.root / "contracts").pages == {}


def test_a_damaged_page_costs_the_page_alone(desk: Desk, capsys: Said) -> None:
    (desk.root / "contracts" / PAINT / "docs.json").write_bytes(b"{")
    assert desk.run("cases", PAINT) == 0
    assert desk.run("check") == 1
    assert "docs.json: docs.json cannot be read: line 1 column 2" in capsys.readouterr().out


def test_a_verb_that_names_one_endpoint_reads_no_other(desk: Desk) -> None:
    spoil(desk)
    for verb in (("cases", PAINT), ("record", PAINT)):
        assert desk.run(*verb) == 0


def test_modules_are_named_beside_all_others_though_one_alone_is_recorded(desk: Desk) -> None:
    clash = [EndpointId("fal-ai/acme/painter"), PAINT]
    for id_ in clash:
        desk.serves(id_, document(id_))
    assert desk.fetch(*clash) == 0
    assert desk.run("generate") == 0
    assert desk.run("record", PAINT) == 0


def test_recordings_of_an_endpoint_that_is_gone_are_held_to_no_other(
    desk: Desk, capsys: Said
) -> None:
    shutil.rmtree(desk.root / "contracts" / RETOUCH)
    assert desk.run("generate") == 0
    capsys.readouterr()
    assert desk.run("check", "--format", "json") == 1
    found = {each["rule"]: each["endpoint"] for each in json.loads(capsys.readouterr().out)}
    assert found == {
        "docs-missing": PAINT,
        "contract-lost": RETOUCH,
        "cassette-stray": None,
        "media-unseen": PAINT,
    }


def test_a_recording_in_the_folder_of_another_endpoint_is_held_to_nothing_and_found(
    desk: Desk, capsys: Said
) -> None:
    kept = desk.root / "cassettes"
    (kept / PAINT / "sync.yaml").write_bytes((kept / RETOUCH / "sync.yaml").read_bytes())
    shutil.copytree(kept / RETOUCH, kept / "acme/nobody")
    capsys.readouterr()
    assert desk.run("check", "--format", "json", "--no-properties") == 1
    found = [*map(node_of, json.loads(capsys.readouterr().out))]
    misplaced = [each for each in found if each["rule"] == "cassette-misplaced"]
    assert {str(each["left"]) for each in misplaced} == {str(RETOUCH)}
    assert {str(each["place"]).rpartition("cassettes/")[2] for each in misplaced} >= {
        f"{PAINT}/sync.yaml",
        "acme/nobody/sync.yaml",
    }
    others = {str(each["rule"]) for each in found if each["severity"] != "note"}
    assert others == {"cassette-misplaced", "cassette-missing"}


def test_a_listed_endpoint_without_a_contract_passes_neither_check_nor_drift(
    desk: Desk, capsys: Said
) -> None:
    assert desk.run("check") == 0
    config = desk.root / "pyproject.toml"
    text = config.read_text("utf-8").replace("endpoints = [", 'endpoints = ["acme/poet", ', 1)
    config.write_text(text, "utf-8")
    capsys.readouterr()
    assert desk.run("check", "--format", "json") == 1
    found = {each["rule"]: each["endpoint"] for each in json.loads(capsys.readouterr().out)}
    assert found["nothing-checked"] == "acme/poet"
    assert desk.run("drift", "--source", desk.documents) == 2
    shown = capsys.readouterr()
    assert "acme/poet: no contract to compare with; `fal-codegen fetch acme/poet`" in shown.err
    assert shown.out.splitlines()[-1] == "compared 3: 2 unchanged, 0 changed, 1 cannot tell."
    assert "no drift" not in (shown.out + shown.err).lower()
    assert desk.run("drift", PAINT, "--source", desk.documents) == 0
    capsys.readouterr()
    assert desk.run("drift", "--apply", "--source", desk.documents) == 2
    assert "acme/poet: no contract to compare with" in capsys.readouterr().err
