"""check: what has not changed is kept, what random bodies show is saved, and a cluster agrees."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from fal_codegen.check import Finding, client_rules, page_rules, rules
from fal_codegen.contract import FieldPlace, FilePlace, ScenarioPlace
from fal_codegen.pipeline import CheckResult, check, explore, load_project
from fal_codegen.pipeline.checking import CheckedEndpoint, CheckTask, Kept, load_kept, save_kept

from tests.cli.conftest import PAINT, RETOUCH, Desk

MODULE = "generated/python/fal_endpoints/acme_painter.py"
CHECKED = "fal_codegen.pipeline.checking.check_endpoints"


def checked(desk: Desk) -> CheckResult:
    return check(load_project(desk.root))


def run_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Check, and give the endpoints that were not taken from what was kept."""
    ran: list[str] = []

    def none(tasks: Sequence[CheckTask], *_more: object) -> list[CheckedEndpoint]:
        ran.extend(task.id for task in tasks)
        return [CheckedEndpoint(task.id, ()) for task in tasks]

    monkeypatch.setattr(CHECKED, none)
    checked(desk)
    return ran


def edit(desk: Desk, path: str, old: str, new: str) -> None:
    file = desk.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_what_has_not_changed_is_not_checked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_again(desk, monkeypatch) == []


RUNTIME = "generated/python/fal_endpoints/_model.py"
CHANGES = {
    "its module": (MODULE, "le=4", "le=5", [PAINT]),
    "its document": (f"contracts/{PAINT}/openapi.json", '"maximum": 4', '"maximum": 5', [PAINT]),
    "its recording": (f"cassettes/{PAINT}/sync.yaml", "a red door", "a red d00r", [PAINT]),
    "the client around it": (RUNTIME, "strict=True", "strict=False", [PAINT, RETOUCH]),
}


@pytest.mark.parametrize(("path", "old", "new", "ids"), CHANGES.values(), ids=CHANGES)
@pytest.mark.deep
def test_what_has_changed_is_checked_again(  # noqa: PLR0913, PLR0917 - the change and its fixtures
    desk: Desk, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str, ids: list[str]
) -> None:
    edit(desk, path, old, new)
    assert run_again(desk, monkeypatch) == ids


def test_a_saved_case_is_reason_to_check_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.root / f"contracts/{PAINT}/cases.json").write_text('{"cases": []}', "utf-8")
    assert run_again(desk, monkeypatch) == [PAINT]


@pytest.mark.deep
def test_what_was_kept_is_told_as_it_was_found(desk: Desk) -> None:
    edit(desk, MODULE, "le=4", "le=5")
    assert checked(desk).open == checked(desk).open
    assert "request-takes-too-much" in {each.rule.id for each in checked(desk).open}


def test_findings_of_every_place_are_kept_whole(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.fal-codegen]\n", "utf-8")
    project = load_project(tmp_path)
    findings = (
        Finding(page_rules.DOCS_LIMIT_DIFFERS, PAINT, FieldPlace("input/a"), 0, [], "maximum"),
        Finding(rules.DOCUMENT_HOLE, PAINT, FilePlace("a/b", "/c", 3), False, "", detail="x"),  # noqa: FBT003 - a value of a body
        Finding(
            client_rules.REPLAY_DIFFERS, PAINT, ScenarioPlace("sync"), {"a": [1.0, None]}, None
        ),
    )
    kept = {PAINT: Kept("key", CheckedEndpoint(PAINT, findings, 1, 2, 3, "why", 4))}
    save_kept(project, kept)
    assert load_kept(project) == kept


@pytest.mark.parametrize("text", ["", "[]", '{"form": 0}', '{"form": 1, "endpoints": {"a/b": {}}}'])
def test_what_was_kept_otherwise_is_nothing(desk: Desk, text: str) -> None:
    (desk.root / ".fal-codegen/checked.json").write_text(text, "utf-8")
    assert load_kept(load_project(desk.root)) == {}


@pytest.mark.deep
def test_without_properties_nothing_is_drawn(desk: Desk) -> None:
    edit(desk, MODULE, "le=4", "le=5")
    project = load_project(desk.root)
    for _ in range(2):
        plain = check(project, draws=None)
        assert [each.drawn for each in plain.endpoints.values()] == [None, None]
        assert not any(each.rule.group == "property" for each in plain.open)
        checked(desk)


@pytest.mark.deep
def test_what_exploring_finds_is_a_case_of_the_project(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(desk, MODULE, "le=4", "le=5")
    assert desk.run("check", "--explore", "60", "--seed", "7") == 1
    said = capsys.readouterr()
    assert "Explored from seed 7." in said.err
    assert f"Saved 1 case of {PAINT}." in said.err
    saved = json.loads((desk.root / f"contracts/{PAINT}/cases.json").read_bytes())
    (case,) = saved["cases"]
    assert (case["body"]["num_images"], case["keyword"]) == (5, "maximum")
    assert desk.run("check", "--explore", "60", "--seed", "7") == 1
    assert "Saved" not in capsys.readouterr().err
    edit(desk, MODULE, "le=5", "le=4")
    assert desk.run("check") == 0


@pytest.mark.deep
def test_what_random_bodies_alone_show_is_shrunk_and_held_to_without_exploring(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(desk, MODULE, "min_length=3", 'min_length=3, pattern="^[^0]*$"')
    listed = check(load_project(desk.root), draws=None).open
    assert not any(each.rule.group in ("property", "request") for each in listed)
    explore_ = ("check", "--explore", "100", "--seed", "5")
    assert desk.run(*explore_) == 1
    file = desk.root / f"contracts/{PAINT}/cases.json"
    saved = file.read_bytes()
    (case,) = json.loads(saved)["cases"]
    assert len(case["body"]["prompt"]) == 3
    assert "0" in case["body"]["prompt"]
    assert case["body"].keys() == {"prompt"}
    assert desk.run(*explore_) == 1
    assert file.read_bytes() == saved
    capsys.readouterr()
    (held,) = (each for each in checked(desk).open if each.rule.group == "property")
    assert held.left == case["body"]


@pytest.mark.deep
def test_a_saved_case_is_held_to_from_then_on(desk: Desk) -> None:
    body = {"prompt": "a red door", "surprise": 1}
    case = {"side": "input", "body": body, "place": "surprise", "keyword": "unknown"}
    text = json.dumps({"cases": [case]})
    (desk.root / f"contracts/{PAINT}/cases.json").write_text(text, "utf-8")
    assert checked(desk).open == []
    edit(desk, RUNTIME, 'extra="forbid"', 'extra="ignore"')
    assert "input/surprise" in {str(each.place) for each in checked(desk).open}


@pytest.mark.deep
def test_exploring_takes_a_seed_of_its_own(desk: Desk) -> None:
    project = load_project(desk.root)
    one, other = explore(project, 5), explore(project, 5)
    assert one.seed != other.seed
    assert one.saved == other.saved == {}


def test_nothing_is_explored_of_a_client_that_another_version_made(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(desk, MODULE, "le=4", "le=5")
    lock = desk.root / "contracts/lock.json"
    value = json.loads(lock.read_bytes())
    lock.write_text(json.dumps(value | {"generator": "0" * 64}), "utf-8")
    assert desk.run("check", "--explore", "5") == 2
    assert "`fal-codegen generate` first" in capsys.readouterr().err
    assert not (desk.root / f"contracts/{PAINT}/cases.json").exists()


def test_a_seed_without_exploring_is_a_mistake(desk: Desk) -> None:
    assert desk.run("check", "--seed", "7") == 2


@pytest.mark.deep
def test_a_file_of_cases_that_cannot_be_read_is_a_finding(desk: Desk) -> None:
    (desk.root / f"contracts/{PAINT}/cases.json").write_text("{", "utf-8")
    (finding,) = checked(desk).open
    assert (finding.rule, finding.endpoint) == (rules.CASES_UNREADABLE, PAINT)
    assert desk.run("check", "--explore", "5") == 1


def test_removing_an_endpoint_takes_its_saved_cases_along(desk: Desk) -> None:
    file = desk.root / f"contracts/{PAINT}/cases.json"
    file.write_text('{"cases": []}', "utf-8")
    assert desk.run("remove", PAINT, "--yes") == 0
    assert not file.exists()
