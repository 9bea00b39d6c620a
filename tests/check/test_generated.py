import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.cases import Case
from fal_codegen.cassettes import Exchange, write_cassette
from fal_codegen.check import (
    Finding,
    beside_cases,
    check_cases,
    client_rules,
    property_rules,
    replays_of,
    take_job,
)
from fal_codegen.contract import FieldPlace, Json
from fal_codegen.errors import GeneratedBroken
from fal_codegen.judge import Violation
from fal_codegen.sandbox import Job, run_jobs

from tests.check.conftest import PAINT
from tests.check.test_replayed import SYNC, taped

ROOT = Path(__file__).parents[2]
MODULE = """
from pydantic import BaseModel, ConfigDict, Field


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    size: int = Field(1, le=4)
    name: str = "x"

    @classmethod
    def from_body(cls, body):
        return cls.model_validate(body)

    def body(self):
        return {key: key if key == "name" else value for key, value in self.model_dump(
            exclude_unset=True).items()}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder of a package with one careless module: its request sends its name for a name."""
    (tmp_path / "fal_endpoints").mkdir()
    (tmp_path / "fal_endpoints/__init__.py").touch()
    (tmp_path / "fal_endpoints/painter.py").write_text(MODULE, "utf-8")
    return tmp_path


def case(body: dict[str, Json], *, taken: bool) -> Case:
    return Case("size", "maximum", 4, body, taken, taken)


def taken(package: Path, *cases: Case) -> list[Any]:
    (outcome,) = run_jobs(package / "fal_endpoints", [take_job("painter", cases)])
    outcomes: list[Any] = outcome["taken"]
    return outcomes


def too_large(body: Json) -> Sequence[Violation]:
    size = body.get("size") if isinstance(body, dict) else None
    if not isinstance(size, int) or size <= 2:
        return ()
    return (Violation(("size",), "maximum", 2, size),)


def found(package: Path, *cases: Case) -> list[tuple[str, Json, str]]:
    findings = check_cases(PAINT, cases, taken(package, *cases), too_large)
    return [(each.rule.id, each.left, each.name) for each in findings]


def test_a_request_that_decides_as_the_contract_does_is_in_no_disagreement(package: Path) -> None:
    assert found(package, case({"size": 4}, taken=True), case({"size": 5}, taken=False)) == []


def test_a_request_that_takes_what_the_contract_refuses_takes_too_much(package: Path) -> None:
    assert found(package, case({"size": 3}, taken=False)) == [
        ("request-takes-too-much", 3, "maximum")
    ]


def test_a_request_that_refuses_what_the_contract_takes_takes_too_little(package: Path) -> None:
    assert found(package, case({"size": 5}, taken=True)) == [
        ("request-takes-too-little", 5, "maximum")
    ]


def test_one_moved_bound_is_one_finding_with_the_values_that_show_it(package: Path) -> None:
    beyond = case({"size": 3}, taken=False)
    far = Case("size", "type", "integer", {"size": 4}, valid=False, taken=False)
    beside = Case("name", "pair", "size", {"size": 3, "name": "x"}, valid=False, taken=False)
    assert found(package, beyond, far, beside) == [("request-takes-too-much", [3, 4], "maximum")]


def test_a_bound_that_is_too_low_is_told_once_however_many_bodies_meet_it(package: Path) -> None:
    at = case({"size": 5}, taken=True)
    pairs = [
        Case("", "pair", None, {"size": 5, "name": name}, valid=True, taken=True) for name in "ab"
    ]
    other = Case("name", "maxLength", 9, {"size": 5, "name": "c"}, valid=True, taken=True)
    assert found(package, at, *pairs, other) == [("request-takes-too-little", 5, "maximum")]


def test_what_is_refused_for_one_field_is_laid_at_that_field(package: Path) -> None:
    other = Case("name", "maxLength", 9, {"size": 5, "name": "c"}, valid=True, taken=True)
    (finding,) = check_cases(PAINT, [other], taken(package, other), too_large)
    assert (str(finding.place), finding.left, finding.name) == ("input/size", 5, "maximum")


def test_drawn_bodies_add_nothing_where_cases_have_shown_the_same() -> None:
    place = FieldPlace("input/size")
    disagreement = Finding(client_rules.REQUEST_TAKES_TOO_MUCH, PAINT, place, 5, 4, "maximum")
    same = Finding(property_rules.PROPERTY_CLIENT_TAKES, PAINT, place, {"size": 5}, [], "maximum")
    elsewhere = replace(same, place=FieldPlace("input/name"))
    otherwise = replace(same, rule=property_rules.PROPERTY_CLIENT_REFUSES)
    assert [*beside_cases([disagreement], [same, elsewhere, otherwise])] == [elsewhere, otherwise]


def test_a_request_that_sends_another_body_changes_it(package: Path) -> None:
    cases = [case({"name": "ann"}, taken=True)]
    (finding,) = check_cases(PAINT, cases, taken(package, *cases), too_large)
    assert finding.rule == client_rules.REQUEST_CHANGES_BODY
    assert (finding.left, finding.right) == ({"name": "ann"}, {"name": "name"})


def test_outcomes_come_in_the_order_of_the_jobs(package: Path) -> None:
    jobs = [take_job("painter", [case({"size": size}, taken=True)]) for size in (1, 5, 2)]
    outcomes = run_jobs(package / "fal_endpoints", jobs)
    assert [outcome["taken"][0] is None for outcome in outcomes] == [True, False, True]


def test_asking_leaves_nothing_beside_the_package(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    run_jobs(package / "fal_endpoints", [take_job("painter", [])])
    assert not [*package.rglob("__pycache__")]


def test_no_jobs_need_no_package(tmp_path: Path) -> None:
    assert run_jobs(tmp_path / "nowhere", []) == []


def broken(package: Path) -> str:
    with pytest.raises(GeneratedBroken) as caught:
        run_jobs(package / "fal_endpoints", [take_job("painter", [])])
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_package_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    assert "no generated package there; `fal-codegen generate` makes it" in broken(tmp_path)


def test_a_package_that_is_no_python_is_told_in_one_line(package: Path) -> None:
    (package / "fal_endpoints/__init__.py").write_text("class Input(:\n", "utf-8")
    assert "SyntaxError" in broken(package)


def test_the_terminals_ctrl_c_is_for_us_and_not_for_the_package(package: Path) -> None:
    group = "import os\nraise SystemExit(f'in group {os.getpgrp()}')\n"
    (package / "fal_endpoints/__init__.py").write_text(group, "utf-8")
    said = broken(package)
    assert "in group " in said
    assert not said.endswith(f"in group {os.getpgrp()}")


def test_a_module_that_is_no_python_spoils_no_other(package: Path) -> None:
    (package / "fal_endpoints/poet.py").write_text("class Input(:\n", "utf-8")
    jobs = [take_job("poet", []), take_job("painter", [])]
    one, other = run_jobs(package / "fal_endpoints", jobs)
    assert one["error"].startswith("SyntaxError: ")
    assert other == {"taken": []}


def test_what_lies_in_the_working_folder_does_not_stand_in_for_our_modules(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work/codegen.py").write_text("raise SystemExit('the wrong one')", "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    assert found(package, case({"size": 4}, taken=True)) == []


def test_a_gateway_of_the_user_is_not_the_drivers(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = "import os\nclass Input:\n    def from_body(body): raise KeyError(*os.environ)\n"
    (package / "fal_endpoints/painter.py").write_text(seen, "utf-8")
    monkeypatch.setenv("FAL_GATEWAY", "http://127.0.0.1:1")
    monkeypatch.setenv("CANARY", "seen")
    job = take_job("painter", [case({}, taken=True)])
    (outcome,) = run_jobs(package / "fal_endpoints", [job])
    assert "CANARY" in outcome["error"]
    assert "FAL_GATEWAY" not in outcome["error"]


def test_a_cassette_is_replayed_with_the_network_shut(package: Path, tmp_path: Path) -> None:
    client = """
import httpx
class DisagreementWarning(UserWarning): pass
class Fal:
    def __init__(self, **_): pass
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def run(self, request): return httpx.post("https://fal.run/elsewhere/painter")
"""
    (package / "fal_endpoints/__init__.py").write_text(client, "utf-8")
    file = tmp_path / "tape.yaml"
    file.write_text(write_cassette(taped(SYNC)), "utf-8")
    (replay,) = replays_of("painter", file, taped(SYNC))
    (outcome,) = run_jobs(package / "fal_endpoints", [replay.job])
    assert "the closest differ in path" in json.dumps(outcome)


def test_an_answer_that_a_user_is_warned_of_is_an_error_of_its_recording(tmp_path: Path) -> None:
    url, body = "https://fal.run/fal-ai/nano-banana", b'{"prompt": "by night"}'
    said = (Exchange("POST", url, body, 200, b'{"images": [], "description": null}'),)
    file = tmp_path / "tape.yaml"
    file.write_text(write_cassette(taped(said)), "utf-8")
    (replay,) = replays_of("nano_banana", file, taped(said))
    (outcome,) = run_jobs(ROOT / "generated/python/fal_endpoints", [replay.job])
    assert "DisagreementWarning" in str(outcome)
    assert "description: Input should be a valid string" in str(outcome)


def test_answers_are_read_as_the_client_reads_them() -> None:
    fine: dict[str, Json] = {"images": [{"url": "https://a.example/b.png", "width": 1024.0}]}
    wrong: dict[str, Json] = {"images": [{"url": "https://a.example/b.png", "width": 1024.5}]}
    answers: list[Json] = [{**each, "description": "a boat"} for each in (fine, wrong)]
    job: Job = {"do": "read", "module": "nano_banana", "answers": [*answers, []]}
    (outcome,) = run_jobs(ROOT / "generated/python/fal_endpoints", [job])
    whole, part, none = outcome["read"]
    assert whole is None
    assert [each["loc"] for each in part["errors"]] == [["images", 0, "width"]]
    assert none["errors"]
