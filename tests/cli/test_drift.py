import json

import pytest
from fal_codegen.contract import Document, Json
from fal_codegen.drift import RULES
from fal_codegen.emulator import emulator, running

from tests.cli.conftest import PAINT, RETOUCH, Desk, as_live, changed, contents, document

Said = pytest.CaptureFixture[str]
ASK = "Ask/properties"
NEW: Json = {"type": "string", "default": ""}

DRIFTS: dict[str, tuple[Document, str, str]] = {
    "narrower": (
        changed(document(PAINT), f"{ASK}/num_images/maximum", 2),
        "breaking",
        "request-limit-tightened",
    ),
    "another default": (
        changed(document(PAINT), f"{ASK}/num_images/default", 2),
        "warning",
        "request-default-changed",
    ),
    "a new field": (
        changed(document(PAINT), f"{ASK}/style", NEW),
        "info",
        "request-field-added",
    ),
}
LEVELS = ["breaking", "unknown", "warning", "info"]


def test_nothing_new_is_no_drift(desk: Desk, capsys: Said) -> None:
    assert desk.run("drift", "--source", desk.documents) == 0
    first, base, revision, last = capsys.readouterr().out.splitlines()
    assert first == "No drift: the documents say what they said."
    assert base.startswith("base: contracts/ (folder, 2")
    assert revision.startswith(f"revision: {desk.documents} on 2")
    assert last == "compared 2: 2 unchanged, 0 changed."


def test_documents_of_a_running_emulator_are_not_shown_as_the_services(
    desk: Desk, capsys: Said
) -> None:
    both = {id_: document(id_) for id_ in (PAINT, RETOUCH)}
    with running(emulator(both)) as url:
        assert desk.run("drift", "--source", url) == 0
    revision = capsys.readouterr().out.splitlines()[2]
    assert revision.startswith(f"revision: {url} (an emulator of ours) on 2")


def test_who_finds_drift_is_told_how_to_take_it_over_from_the_same_source(
    desk: Desk, capsys: Said
) -> None:
    desk.serves(PAINT, DRIFTS["narrower"][0])
    assert desk.run("drift", "--source", desk.documents) == 1
    *_, apply, settle = capsys.readouterr().out.splitlines()
    assert f"`fal-codegen drift --apply --source {desk.documents}`" in apply
    assert f"`fal-codegen accept ID --reason TEXT --source {desk.documents}`" in settle
    assert desk.run("drift", "--apply", "--source", desk.documents) == 1
    assert "To take over" not in capsys.readouterr().out
    assert desk.run("drift", "--source", desk.documents) == 0


@pytest.mark.parametrize("name", DRIFTS)
@pytest.mark.parametrize("fail_on", LEVELS)
def test_a_change_fails_from_its_level_on(
    desk: Desk, capsys: Said, name: str, fail_on: str
) -> None:
    whole, level, rule = DRIFTS[name]
    desk.serves(PAINT, whole)
    before = contents(desk.root)
    failing = LEVELS.index(level) <= LEVELS.index(fail_on)
    code = desk.run("drift", "--source", desk.documents, "--fail-on", fail_on)
    assert code == (1 if failing else 0)
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.split()[:2] == [level, PAINT]
    assert f" [{rule} " in first
    assert contents(desk.root) == before


def test_json_holds_every_change(desk: Desk, capsys: Said) -> None:
    desk.serves(PAINT, DRIFTS["narrower"][0])
    desk.serves(RETOUCH, changed(document(RETOUCH), f"{ASK}/style", NEW))
    assert desk.run("drift", "--source", desk.documents, "--format", "json") == 1
    report = json.loads(capsys.readouterr().out)
    counts = {"total": 2, "unchanged": 0, "changed": 2, "cannot_tell": 0}
    assert (report["schema_version"], counts.items() <= report["compared"].items()) == (2, True)
    assert [(each["endpoint"], each["rule"]) for each in report["changes"]] == [
        (PAINT, "request-limit-tightened"),
        (RETOUCH, "request-field-added"),
    ]


def test_only_what_is_named_is_compared(desk: Desk, capsys: Said) -> None:
    desk.serves(PAINT, DRIFTS["narrower"][0])
    assert desk.run("drift", "--source", desk.documents, RETOUCH) == 0
    assert "No drift" in capsys.readouterr().out


def test_an_endpoint_that_the_service_no_longer_has_is_breaking(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_live(monkeypatch, emulator({PAINT: document(PAINT)}))
    assert desk.run("drift", "--fail-on", "breaking") == 1
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"breaking {RETOUCH} ")
    said = f"the endpoint is gone; such as: POST /{RETOUCH}; to do: stop calling it; "
    assert said in first


def test_a_document_missing_in_a_folder_is_no_drift_but_could_not_tell(
    desk: Desk, capsys: Said
) -> None:
    (desk.documents / f"{RETOUCH}.json").unlink()
    assert desk.run("drift", "--source", desk.documents) == 2
    assert capsys.readouterr().err.startswith(f"error: {RETOUCH}: ")


def test_a_document_that_cannot_be_read_could_not_tell_but_the_others_are_told(
    desk: Desk, capsys: Said
) -> None:
    desk.serves(PAINT, DRIFTS["narrower"][0])
    (desk.documents / f"{RETOUCH}.json").write_bytes(b"<html>")
    assert desk.run("drift", "--source", desk.documents) == 2
    shown = capsys.readouterr()
    assert "request-limit-tightened" in shown.out
    assert shown.err == f"error: {RETOUCH}: an HTML page came in place of the JSON document\n"


def test_the_rules_are_listed_without_a_project(desk: Desk, capsys: Said) -> None:
    assert desk.run("drift", "--rules") == 0
    lines = capsys.readouterr().out.splitlines()
    levels = [line.split()[:2] for line in lines[1 : len(RULES) + 1]]
    assert levels == [[rule.id, rule.level] for rule in RULES]
    assert any(line.startswith("exception ") for line in lines)


def test_the_schema_of_the_json_is_printed_without_a_project(desk: Desk, capsys: Said) -> None:
    assert desk.run("drift", "--schema") == 0
    assert json.loads(capsys.readouterr().out)["title"].startswith("What fal-codegen drift")


def test_a_project_says_from_which_level_on_drift_fails_and_what_level_a_rule_has(
    desk: Desk, capsys: Said
) -> None:
    desk.serves(PAINT, DRIFTS["another default"][0])
    file = desk.root / "pyproject.toml"
    text = file.read_text("utf-8")
    assert desk.run("drift", "--source", desk.documents) == 0
    file.write_text(f'{text}\n[tool.fal-codegen.drift]\nfail-on = "warning"\n', "utf-8")
    assert desk.run("drift", "--source", desk.documents) == 1
    assert desk.run("drift", "--source", desk.documents, "--fail-on", "never") == 0
    override = '[tool.fal-codegen.drift]\nlevels = {request-default-changed = "breaking"}\n'
    file.write_text(f"{text}\n{override}", "utf-8")
    capsys.readouterr()
    assert desk.run("drift", "--source", desk.documents) == 1
    assert capsys.readouterr().out.startswith("breaking ")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('fail-on = "loud"', "drift.fail-on = 'loud' is not among breaking, unknown,"),
        (
            'levels = {request-limit-tightend = "info"}',
            "request-limit-tightend is no rule (did you mean request-limit-tightened",
        ),
        ('levels = {no-rule = "info"}', "drift.levels: no-rule is no rule; `fal-codegen drift"),
        (
            'levels = {request-order-changed = "never"}',
            "drift.levels.request-order-changed = 'never' is not among breaking, unknown,",
        ),
    ],
)
def test_a_level_or_rule_that_there_is_not_is_refused_by_its_name(
    desk: Desk, capsys: Said, table: str, message: str
) -> None:
    file = desk.root / "pyproject.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[tool.fal-codegen.drift]\n{table}\n", "utf-8")
    assert desk.run("drift", "--source", desk.documents) == 2
    assert message in capsys.readouterr().err


def test_the_pipeline_tells_of_drift_once_and_then_holds_the_new_contract(
    desk: Desk, capsys: Said
) -> None:
    desk.serves(PAINT, DRIFTS["narrower"][0])
    assert desk.run("pipeline", "--source", desk.documents) == 1
    assert "request-limit-tightened" in capsys.readouterr().out
    assert desk.run("drift", "--source", desk.documents) == 0
    assert desk.run("generate", "--check") == 0
