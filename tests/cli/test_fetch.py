import json
from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.contract import Document, Json
from fal_codegen.emulator import emulator, schedule_of
from fal_codegen.project import load_contracts, load_lock, shipped

from tests.cli.conftest import PAINT, RETOUCH, Desk, as_live, changed, contents, document, put

Said = pytest.CaptureFixture[str]
ASK = "Ask/properties"


def test_documents_from_a_folder_become_contracts(empty: Desk, capsys: Said) -> None:
    assert empty.fetch() == 0
    assert "2 endpoints from " in capsys.readouterr().out
    contracts = empty.root / "contracts"
    assert json.loads((contracts / PAINT / "openapi.json").read_bytes()) == document(PAINT)
    lock = load_lock(contracts)
    assert {id_: origin.source for id_, origin in lock.documents.items()} == {
        PAINT: "folder",
        RETOUCH: "folder",
    }
    assert lock.pages == {}


def test_fetching_what_is_there_already_changes_nothing(desk: Desk, capsys: Said) -> None:
    before = contents(desk.root)
    assert desk.fetch() == 0
    assert "0 files changed." in capsys.readouterr().out
    assert contents(desk.root) == before


def test_only_what_is_named_is_fetched(empty: Desk) -> None:
    assert empty.fetch(RETOUCH) == 0
    assert [*contents(empty.root / "contracts")] == [f"{RETOUCH}/openapi.json", "lock.json"]


def test_all_takes_every_document_of_the_folder(empty: Desk) -> None:
    put(empty.documents, [("acme/poet", document("acme/poet"))])
    assert empty.fetch("--all") == 0
    assert "acme/poet/openapi.json" in contents(empty.root / "contracts")


def test_an_endpoint_that_ships_needs_no_network(empty: Desk) -> None:
    assert empty.run("fetch", "--source", "emulator", "fal-ai/nano-banana") == 0
    files = contents(empty.root / "contracts")
    assert {f"fal-ai/nano-banana/{name}.json" for name in ("openapi", "docs")} < set(files)
    lock = load_lock(empty.root / "contracts")
    assert {origin.source for origin in lock.documents.values()} == {"emulator"}


def spelled(value: Document) -> bytes:
    return json.dumps(value).encode()


def without_post(whole: Document) -> Document:
    paths = whole["paths"]
    assert isinstance(paths, dict)
    return {**whole, "paths": {path: paths[path] for path in paths if path != f"/{RETOUCH}"}}


def with_input(schema: Json) -> bytes:
    return spelled(changed(document(RETOUCH), f"{ASK}/seed", schema))


REFUSED: dict[str, tuple[bytes | None, str]] = {
    "an endpoint the source does not have": (None, "No such file"),
    "an HTML page": (b"<html>Sorry</html>", "an HTML page came in place of the JSON document"),
    "a truncated document": (spelled(document(RETOUCH))[:900], "no JSON: line 1 column"),
    "nothing": (b"", "no JSON: line 1 column 1"),
    "a list": (b"[]", "not an object"),
    "a document without a POST": (spelled(without_post(document(RETOUCH))), "/paths: no POST"),
    "a reference that leads nowhere": (
        with_input({"$ref": "#/components/schemas/Nowhere"}),
        "/components/schemas/Ask/properties/seed",
    ),
    "an empty output": (spelled(document(RETOUCH, {})), "the output schema is empty"),
    "another endpoint's document": (
        spelled(document("acme/poet")),
        "/paths: the document describes acme/poet",
    ),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_a_document_that_cannot_be_used_costs_its_endpoint_alone(
    desk: Desk, capsys: Said, data: bytes | None, message: str
) -> None:
    before = contents(desk.root)
    serve_one_of_two(desk, data)
    assert desk.fetch("--strict") == 2
    shown = capsys.readouterr()
    assert shown.out.endswith(", 1 file changed, 1 passed over.\n")
    assert shown.err.startswith(f"error: {RETOUCH}: ")
    assert message in shown.err
    assert shown.err.count("\n") == 1
    after = contents(desk.root)
    changed_files = {path for path in before | after if before.get(path) != after.get(path)}
    assert changed_files == {f"contracts/{PAINT}/openapi.json", "contracts/lock.json"}


@pytest.mark.parametrize("project", ["desk", "empty"])
def test_where_no_document_can_be_used_nothing_changes(
    request: pytest.FixtureRequest, capsys: Said, project: str
) -> None:
    desk: Desk = request.getfixturevalue(project)
    before = contents(desk.root)
    for id_ in (PAINT, RETOUCH):
        (desk.documents / f"{id_}.json").write_bytes(b"<html>")
    assert desk.fetch() == 2
    assert capsys.readouterr().err.count("error: ") == 2
    assert contents(desk.root) == before


def serve_one_of_two(desk: Desk, data: bytes | None) -> None:
    """Have the folder hold a changed document of one endpoint, and this or nothing of the other."""
    desk.serves(PAINT, changed(document(PAINT), f"{ASK}/num_images/maximum", 8))
    place = desk.documents / f"{RETOUCH}.json"
    if data is None:
        place.unlink()
    else:
        place.write_bytes(data)


@pytest.mark.deep
@pytest.mark.parametrize("why", ["an endpoint the source does not have", "a truncated document"])
def test_in_the_pipeline_a_document_that_cannot_be_used_costs_its_endpoint_alone(
    desk: Desk, capsys: Said, why: str
) -> None:
    before = contents(desk.root)
    data, message = REFUSED[why]
    serve_one_of_two(desk, data)
    assert desk.run("pipeline", "--source", desk.documents) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(f"error: {RETOUCH}: ")
    assert message in shown.err
    assert shown.err.count("\n") == 1
    rows = [line.split() for line in shown.out.splitlines() if line.startswith("acme/")]
    head = next(line for line in shown.out.splitlines() if line.startswith("endpoint ")).split()
    dash = "\N{EN DASH}"
    assert {row[0]: row[head.index("drift")] for row in rows} == {PAINT: "1", RETOUCH: dash}
    after = contents(desk.root)
    changed_files = {path for path in after if before.get(path) != after[path]}
    assert f"contracts/{PAINT}/openapi.json" in changed_files
    assert not [path for path in changed_files if RETOUCH in path]


def test_where_the_pipeline_can_use_no_document_it_tells_of_each(desk: Desk, capsys: Said) -> None:
    for id_ in (PAINT, RETOUCH):
        (desk.documents / f"{id_}.json").write_bytes(b"[]")
        (desk.root / f"contracts/{id_}/openapi.json").unlink(missing_ok=True)
    assert desk.run("pipeline", "--source", desk.documents) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [each.split(": ")[:2] for each in errors] == [["error", PAINT], ["error", RETOUCH]]


def test_an_endpoint_that_is_gone_is_drift_of_the_pipeline(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run("fetch", "--source", desk.documents)
    as_live(monkeypatch, emulator({PAINT: document(PAINT)}))
    assert desk.run("pipeline") == 1
    assert "request-endpoint-removed" in capsys.readouterr().out
    assert (desk.root / f"contracts/{RETOUCH}/openapi.json").exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [REFUSED[name] for name in ("an HTML page", "a truncated document")],
)
def test_all_passes_over_a_bad_document_and_says_so(
    empty: Desk, capsys: Said, data: bytes, message: str
) -> None:
    (empty.documents / f"{RETOUCH}.json").write_bytes(data)
    assert empty.fetch("--all") == 2
    shown = capsys.readouterr()
    assert shown.out.endswith(", 1 passed over.\n")
    assert shown.err.startswith(f"error: {RETOUCH}: ")
    assert message in shown.err
    assert [*contents(empty.root / "contracts")] == [f"{PAINT}/openapi.json", "lock.json"]


def test_all_that_is_strict_passes_over_documents_with_holes(empty: Desk, capsys: Said) -> None:
    empty.serves(RETOUCH, document(RETOUCH, {}))
    assert empty.fetch("--all", "--strict") == 2
    assert capsys.readouterr().err.startswith(f"error: {RETOUCH}: /paths")
    assert [*contents(empty.root / "contracts")] == [f"{PAINT}/openapi.json", "lock.json"]


def test_holes_are_let_through_where_that_is_asked_for(empty: Desk, capsys: Said) -> None:
    empty.serves(RETOUCH, document(RETOUCH, {}))
    assert empty.fetch("--lenient") == 0
    assert capsys.readouterr().err.startswith(f"warning: {RETOUCH}: /paths")


def test_a_name_that_would_play_with_the_terminal_is_escaped(empty: Desk, capsys: Said) -> None:
    odd = "\x1b[2J\nerror"
    hole: Json = {"$ref": "#/components/schemas/Nowhere"}
    empty.serves(RETOUCH, changed(document(RETOUCH), f"{ASK}/{odd}", hole))
    assert empty.fetch() == 2
    error = capsys.readouterr().err
    assert "\\x1b[2J\\nerror" in error
    assert error.count("\n") == 1


BAD_SOURCES: dict[str, tuple[list[str], str]] = {
    "no such folder": (
        ["--source", "nowhere"],
        "nowhere: no such folder; or say `live`",
    ),
    "not an id": (["--source", "emulator", "painter"], "'painter' is not an endpoint id"),
    "unknown to the emulator": (
        ["--source", "emulator", "acme/poet"],
        "acme/poet: no such endpoint (404 from the emulator); the emulator has what comes with",
    ),
    "nearly known to the emulator": (
        ["--source", "emulator", "fal-ai/nano-banan-pro"],
        "(404 from the emulator) (did you mean fal-ai/nano-banana-pro or ",
    ),
    "no address": (["--source", "https://"], "https://: no host in it"),
    "the service's own address": (
        ["--source", "https://fal.ai/"],
        "no emulator; fal.ai itself is `--source live`",
    ),
    "a URL where nobody listens": (
        ["--source", "http://127.0.0.1:1/"],
        "error: http://127.0.0.1:1: no emulator answers there (",
    ),
}


def test_a_page_that_cannot_be_had_costs_the_page_alone(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = schedule_of({"rule": [{"path": "/models/*", "fault": "status=500"}]})
    as_live(monkeypatch, emulator({PAINT: document(PAINT)}, schedule=schedule))
    assert desk.run("fetch", PAINT) == 0
    shown = capsys.readouterr()
    assert f"warning: {PAINT}: documentation page: " in shown.err
    assert "answered 500" in shown.err
    assert "Not read: 1 documentation page." in shown.out
    assert "answered 500" in load_lock(desk.root / "contracts").pages[PAINT].unread
    assert desk.run("check") == 0
    assert "answered 500" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "message"), BAD_SOURCES.values(), ids=BAD_SOURCES)
def test_a_source_that_cannot_serve_is_told_in_one_line(
    desk: Desk, capsys: Said, arguments: list[str], message: str
) -> None:
    before = contents(desk.root)
    assert desk.run("fetch", *arguments) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert contents(desk.root) == before


def test_a_service_that_cannot_be_reached_changes_nothing(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    before = contents(desk.root)
    assert desk.run("fetch", "--source", "live") == 2
    error = capsys.readouterr().err
    assert error.startswith("error: fal.ai, through the proxy 127.0.0.1:1 that ")
    assert "Connection refused" in error
    assert all(way in error for way in ("--source FOLDER", "--source emulator"))
    assert error.count("\n") == 1
    assert contents(desk.root) == before


def test_a_project_that_names_no_endpoint_is_told(tmp_path: Path, desk: Desk, capsys: Said) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.fal-codegen]\n", "utf-8")
    other = Desk(tmp_path, desk.documents)
    assert other.fetch() == 2
    assert "no endpoints; `fal-codegen add ENDPOINT`" in capsys.readouterr().err


def test_the_whole_catalogue_of_the_emulator_arrives(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert main(["init", str(home)]) == 0
    assert main(["--project", str(home), "fetch", "--all", "--source", "emulator"]) == 0
    assert [*load_contracts(home / "contracts")] == [*load_contracts(shipped("contracts"))]
