"""Findings that were looked at: accepted by id, with a reason and perhaps a last day."""

import json
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.check import ACCEPTED
from fal_codegen.cli import main
from fal_codegen.contract import pretty

from tests.cli.conftest import PAINT, RETOUCH, Desk, contents

pytestmark = pytest.mark.deep

Said = pytest.CaptureFixture[str]
Told = dict[str, Any]
SIX = [f"fal-ai/nano-banana{name}" for name in ("", "/edit", "-pro", "-pro/edit", "-2", "-2/edit")]


@pytest.fixture
def odd(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A project with two findings, on a day that does not move."""
    on(monkeypatch, "2026-11-01")
    for id_ in (PAINT, RETOUCH):
        (desk.root / f"cassettes/{id_}/queue.yaml").unlink()
    return desk


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    for verb in ("accept", "check"):
        monkeypatch.setattr(f"fal_codegen.pipeline.stages.{verb}.today", lambda: day)


def findings(desk: Desk, capsys: Said, code: int) -> list[Told]:
    """Check, and give what counts."""
    capsys.readouterr()
    assert desk.run("check", "--format", "json") == code
    found: list[Told] = json.loads(capsys.readouterr().out)
    return [each for each in found if each["severity"] != "note"]


def entries(desk: Desk) -> list[Told]:
    kept: list[Told] = json.loads((desk.root / "contracts" / ACCEPTED).read_bytes())
    return kept


def test_a_finding_is_accepted_by_the_id_that_check_shows(odd: Desk, capsys: Said) -> None:
    assert odd.run("check") == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if PAINT in line)
    id_ = line.rpartition(" ")[2].removesuffix("]")
    assert odd.run("accept", id_, "--reason", "a queue run costs too much") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"accepted {PAINT} queue: ")
    assert said.endswith("1 finding accepted.\n")
    assert [each["endpoint"] for each in findings(odd, capsys, 1)] == [RETOUCH]
    assert entries(odd) == [
        {
            "id": id_,
            "endpoint": PAINT,
            "rule": "cassette-missing",
            "place": "queue",
            "reason": "a queue run costs too much",
        }
    ]


def test_all_that_counts_is_accepted_at_once(odd: Desk, capsys: Said) -> None:
    assert odd.run("accept", "--all", "--reason", "not yet") == 0
    assert findings(odd, capsys, 0) == []
    assert odd.run("accept", "--all", "--reason", "not yet") == 0
    assert capsys.readouterr().out == "0 findings accepted.\n"


def test_an_acceptance_whose_day_is_over_counts_again_and_can_be_renewed(
    odd: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert odd.run("accept", "--all", "--reason", "next week", "--until", "2026-11-07") == 0
    on(monkeypatch, "2026-11-07")
    assert findings(odd, capsys, 0) == []
    on(monkeypatch, "2026-11-08")
    first, second = findings(odd, capsys, 1)
    assert odd.run("check") == 1
    assert "(until 2026-11-07: next week)" in capsys.readouterr().out
    renewed = ("accept", first["id"], second["id"], "--reason", "never", "--until", "2026-12-01")
    assert odd.run(*renewed) == 0
    assert findings(odd, capsys, 0) == []
    assert {each["reason"] for each in entries(odd)} == {"never"}


def test_an_acceptance_that_nothing_needs_is_told_and_taken_out_by_its_id(
    odd: Desk, capsys: Said
) -> None:
    assert odd.run("accept", "--all", "--reason", "not yet") == 0
    assert odd.run("record", PAINT) == 0
    (unused,) = findings(odd, capsys, 1)
    assert (unused["rule"], unused["left"]) == ("acceptance-unused", "queue")
    assert odd.run("accept", unused["id"], "--reason", "recorded by now") == 0
    assert "taken out: 1." in capsys.readouterr().out
    assert findings(odd, capsys, 0) == []
    assert [each["endpoint"] for each in entries(odd)] == [RETOUCH]


def test_an_acceptance_of_other_values_gives_way_to_the_new_one(odd: Desk, capsys: Said) -> None:
    first, _ = findings(odd, capsys, 1)
    old = {
        "id": "0" * 12,
        "endpoint": PAINT,
        "rule": first["rule"],
        "place": first["place"],
        "reason": "of other values",
    }
    (odd.root / "contracts" / ACCEPTED).write_bytes(pretty([{**old}]))
    again, _ = findings(odd, capsys, 1)
    assert [each["rule"] for each in again["beside"]] == ["acceptance-unused"]
    assert odd.run("accept", first["id"], "--reason", "of these") == 0
    assert [each["reason"] for each in entries(odd)] == ["of these"]


BAD: dict[str, tuple[list[str], str]] = {
    "no id and not all": (["--reason", "x"], "name the ids that `fal-codegen check` or `drift`"),
    "an id and all": (["abc", "--all", "--reason", "x"], "name the ids"),
    "an unknown id": (
        ["abc", "--reason", "x"],
        "abc: no finding and no change has this id; ",
    ),
    "no reason": (["--all"], "Missing option '--reason'"),
    "an empty reason": (["--all", "--reason", " "], "the reason is empty: say why"),
    "a day that is none": (
        ["--all", "--reason", "x", "--until", "soon"],
        "'soon' is no day",
    ),
    "a day that is over": (["--all", "--reason", "x", "--until", "2026-10-31"], "2026-10-31 is"),
}


@pytest.mark.parametrize(("arguments", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_accepted_changes_nothing(
    odd: Desk, capsys: Said, arguments: list[str], message: str
) -> None:
    before = contents(odd.root)
    assert odd.run("accept", *arguments) == 2
    assert message in capsys.readouterr().err
    assert contents(odd.root) == before


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[{}]", "entry 1: no endpoint, no rule, no place, no reason"),
        (b"[", "line 1 column 2"),
        (b"\xff", "byte 0: not UTF-8"),
    ],
)
@pytest.mark.parametrize("verb", [("check",), ("accept", "--all", "--reason", "x")])
def test_a_wrong_entry_is_told_with_its_file(
    odd: Desk, capsys: Said, data: bytes, message: str, verb: tuple[str, ...]
) -> None:
    file = odd.root / "contracts" / ACCEPTED
    file.write_bytes(data)
    assert odd.run(*verb) == 2
    assert capsys.readouterr().err.startswith(f"error: {file}: {message}")
    assert file.read_bytes() == data


def test_after_a_fresh_fetch_what_is_known_of_the_six_is_no_finding(
    tmp_path: Path, capsys: Said
) -> None:
    desk = Desk(tmp_path / "shop", tmp_path)
    assert main(["init", str(desk.root), *SIX]) == 0
    assert desk.run("fetch", "--source", "emulator") == 0
    assert desk.run("generate") == 0
    capsys.readouterr()
    assert desk.run("check") == 0
    lines = capsys.readouterr().out.splitlines()
    known = [line for line in lines if line.startswith("known ")]
    assert len(known) == 12  # the emulator's pages have no running text
    assert all("(known to fal-codegen: " in line for line in known)
    assert "0 findings, 0 accepted, 12 known" in lines[-1]
    page = desk.root / "contracts" / SIX[0] / "docs.json"
    page.write_text(page.read_text("utf-8").replace('"default": false', '"default": null'), "utf-8")
    assert findings(desk, capsys, 1) != []
