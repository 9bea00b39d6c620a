"""Where documents come from, and what each source can tell a project."""

from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, running
from fal_codegen.project import Project, load_lock, load_project
from starlette.applications import Starlette

from tests.cli.conftest import PAINT, RETOUCH, Desk, as_live, changed, contents, document
from tests.documents import family

Said = pytest.CaptureFixture[str]
EMULATOR = ("--source", "emulator")
SHIPPED = EndpointId("fal-ai/nano-banana")
REPEATED = "cannot tell: the emulator would repeat this project's own document"
NARROWER = changed(document(PAINT), "Ask/properties/num_images/maximum", 2)


@pytest.fixture
def with_shipped(tmp_path: Path) -> Desk:
    """A project of one endpoint that comes with fal-codegen, had from the emulator."""
    desk = Desk(tmp_path / "shop", tmp_path / "documents")
    assert main(["init", str(desk.root), SHIPPED]) == 0
    assert desk.run("fetch", *EMULATOR) == 0
    return desk


def edit(desk: Desk, id_: str, old: str, new: str) -> None:
    file = desk.root / "contracts" / id_ / "openapi.json"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_new_project_asks_fal_ai(desk: Desk) -> None:
    assert load_project(desk.root).source == "live"


@pytest.mark.parametrize(
    ("source", "read"), [("live", "live"), ("emulator", "emulator"), ("documents", None)]
)
def test_a_project_says_where_its_documents_come_from(
    empty: Desk, source: str, read: str | None
) -> None:
    (empty.root / "documents").mkdir()
    say_source(empty, source)
    assert load_project(empty.root).source == (read or str(empty.root / "documents"))


def say_source(desk: Desk, source: str) -> None:
    file = desk.root / "pyproject.toml"
    text = file.read_text("utf-8").replace('source = "live"', f'source = "{source}"')
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("verb", ["fetch", "drift", "pipeline", "generate"])
def test_a_source_that_is_none_is_told_with_its_file(desk: Desk, capsys: Said, verb: str) -> None:
    say_source(desk, "lvie")
    before = contents(desk.root)
    assert desk.run(verb) == 2
    message = 'source = \'lvie\' is neither "live", nor "emulator", nor a folder of documents'
    assert capsys.readouterr().err == f"error: {desk.root / 'pyproject.toml'}: {message}\n"
    assert contents(desk.root) == before


def test_a_verb_asks_the_source_of_the_project(desk: Desk, capsys: Said) -> None:
    say_source(desk, str(desk.documents))
    assert desk.run("fetch") == 0
    assert desk.run("drift") == 0
    desk.serves(PAINT, NARROWER)
    assert desk.run("drift") == 1
    assert "request-limit-tightened" in capsys.readouterr().out


def test_drift_never_compares_a_project_with_itself(desk: Desk, capsys: Said) -> None:
    assert desk.run("drift", *EMULATOR) == 2
    shown = capsys.readouterr()
    assert shown.out.endswith("compared 2: 0 unchanged, 0 changed, 2 cannot tell.\n")
    assert shown.err.startswith(f"error: {PAINT} and 1 more: {REPEATED}; ")
    assert shown.err.count("\n") == 1


def test_an_edit_of_a_contract_is_not_taken_for_news_from_the_emulator(
    desk: Desk, capsys: Said
) -> None:
    edit(desk, PAINT, '"maximum": 4', '"maximum": 3')
    before = contents(desk.root)
    assert desk.run("fetch", *EMULATOR) == 0
    assert "0 files changed; 2 repeated, nothing learned." in capsys.readouterr().out
    assert contents(desk.root) == before
    assert desk.run("drift", *EMULATOR) == 2
    assert desk.run("pipeline", *EMULATOR) == 1
    assert "contract-edited" in capsys.readouterr().out


def test_the_pipeline_does_all_the_rest_where_drift_cannot_be_told(
    desk: Desk, capsys: Said
) -> None:
    assert desk.run("pipeline", *EMULATOR) == 0
    out = capsys.readouterr().out
    rows = [line.split() for line in out.splitlines() if line.startswith("acme/")]
    assert {row[6] for row in rows} == {"–"}  # noqa: RUF001 - the report's own dash
    assert out.count(REPEATED) == 1


def test_what_comes_with_fal_codegen_is_another_source_than_the_project(
    with_shipped: Desk, capsys: Said
) -> None:
    assert with_shipped.run("drift", *EMULATOR) == 0
    edit(with_shipped, SHIPPED, '"maximum": 4', '"maximum": 3')
    assert with_shipped.run("drift", *EMULATOR, "--fail-on", "info") == 2
    assert "the source says the same still" in "".join(capsys.readouterr())
    assert with_shipped.run("fetch", *EMULATOR) == 0
    assert with_shipped.run("drift", *EMULATOR) == 0


def test_a_fetch_from_the_emulator_says_what_its_documents_are(
    with_shipped: Desk, capsys: Said
) -> None:
    made = "reconstructed from documentation on 2026-11-21"
    assert with_shipped.run("fetch", *EMULATOR) == 0
    message = f"The emulator's 1 document: {made}; not fal.ai's own."
    assert message in capsys.readouterr().out
    lock = load_lock(with_shipped.root / "contracts")
    for origin in (lock.documents[SHIPPED], lock.pages[SHIPPED]):
        assert (origin.source, origin.basis) == ("emulator", made)


def test_what_was_told_for_some_endpoints_does_not_hide_that_others_cannot_be(
    with_shipped: Desk, capsys: Said
) -> None:
    with_shipped.serves(PAINT, document(PAINT))
    assert with_shipped.fetch(PAINT) == 0
    edit(with_shipped, SHIPPED, '"maximum": 4', '"maximum": 3')
    assert with_shipped.run("drift", *EMULATOR) == 2
    shown = capsys.readouterr()
    assert "the source says the same still" in shown.out + shown.err
    assert f"{PAINT}: {REPEATED}; " in shown.err


def test_when_fal_ai_answers_it_is_compared(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_live(monkeypatch, emulator({PAINT: NARROWER, RETOUCH: document(RETOUCH)}))
    assert desk.run("drift") == 1
    assert "request-limit-tightened" in capsys.readouterr().out
    assert desk.run("fetch") == 0
    assert load_lock(desk.root / "contracts").documents[PAINT].source == "live"


@pytest.mark.parametrize("verb", ["fetch", "drift", "pipeline"])
def test_when_fal_ai_cannot_be_reached_one_line_names_the_two_other_ways(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    before = contents(desk.root)
    assert desk.run(verb) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("error: fal.ai, through the proxy 127.0.0.1:1 that ")
    assert all(way in shown.err for way in ("--source FOLDER", "--source emulator"))
    assert shown.err.count("\n") == 1
    assert contents(desk.root) == before


@pytest.mark.deep
def test_a_contract_that_the_lock_does_not_know_is_of_unknown_origin(
    desk: Desk, capsys: Said
) -> None:
    (desk.root / "contracts/lock.json").unlink()
    assert desk.run("pipeline", *EMULATOR) == 1
    assert "2 contracts of unknown origin." in capsys.readouterr().out


def test_the_emulator_serves_a_project_its_own_contract_to_develop_against(
    with_shipped: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fal_codegen.pipeline.serving import project_emulator  # noqa: PLC0415 - to see what it hands on

    edit(with_shipped, SHIPPED, '"maximum": 4', '"maximum": 3')
    served: list[object] = []

    def noted(documents: dict[EndpointId, object], *_: object, **__: object) -> object:
        served.append(documents[SHIPPED])
        return emulator({})

    monkeypatch.setattr("fal_codegen.pipeline.serving.project_emulator.emulator", noted)
    project: Project = load_project(with_shipped.root)
    project_emulator.project_emulator(project)
    project_emulator.project_emulator(project, own_first=False)
    assert served[0] != served[1] == family()[SHIPPED]


SOURCES = ("http://ann:tiger@127.0.0.1:9", "http://ann:tiger@[::", "ftp://ann:tiger@a.example")


@pytest.mark.parametrize(
    ("verb", "source"),
    [
        *(("fetch", each) for each in SOURCES),
        *((verb, SOURCES[0]) for verb in ("drift", "pipeline", "doctor", "record")),
    ],
)
def test_the_user_and_password_of_a_source_are_not_told(
    desk: Desk, capsys: Said, verb: str, source: str
) -> None:
    assert desk.run(verb, "--source", source) != 0
    told = "".join(capsys.readouterr())
    assert source.replace("ann:tiger@", "") in told
    assert "tiger" not in told


def test_user_and_password_of_a_source_are_not_told_when_all_goes_well(
    desk: Desk, capsys: Said
) -> None:
    served = {EndpointId(id_): each for id_, each in family().items()}
    with running(emulator(served)) as front:
        source = front.replace("//", "//ann:tiger@")
        assert desk.run("fetch", SHIPPED, "--source", source) == 0
        assert desk.run("drift", "--source", source, "--format", "json") == 1
    assert "tiger" not in "".join(capsys.readouterr())
    assert not any(b"tiger" in each for each in contents(desk.root).values())


@pytest.mark.parametrize(
    ("verb", "proxy"),
    [
        ("fetch", "lvie://ann:tiger@a.example"),
        ("fetch", "lvie://a.example?token=tiger"),
        ("fetch", "http://ann:tiger/x@a.example"),
        ("drift", "http://ann:tiger@[::"),
    ],
)
def test_a_proxy_that_is_none_is_told_in_one_line(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, verb: str, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert desk.run(verb, "--source", "live") == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("error: the proxy that the environment names cannot be used: ")
    assert "tiger" not in told


def test_a_running_emulator_is_a_source_by_its_url(desk: Desk, capsys: Said) -> None:
    changed_one = changed(document(PAINT), "Ask/properties/num_images/maximum", 3)
    with running(emulator({PAINT: changed_one, RETOUCH: document(RETOUCH)}, key="k")) as front:
        assert desk.run("drift", "--source", f"{front}/") == 1
        assert "request-limit-tightened" in capsys.readouterr().out
        assert desk.run("fetch", "acme/poet", "--source", front) == 2
        assert f"acme/poet: no such endpoint (404 from {front})" in capsys.readouterr().err
        assert desk.run("fetch", "--source", front) == 0
    lock = load_lock(desk.root / "contracts")
    assert {id_: origin.source for id_, origin in lock.documents.items()} == {
        PAINT: "running emulator",
        RETOUCH: "folder",
    }


def test_a_server_that_is_no_emulator_is_no_source(desk: Desk, capsys: Said) -> None:
    with running(Starlette()) as front:
        assert desk.run("drift", "--source", front) == 2
    message = f"error: {front}: no emulator of ours; `fal-codegen serve` runs one\n"
    assert capsys.readouterr().err == message
