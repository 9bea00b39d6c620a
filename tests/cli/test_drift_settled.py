"""Changes that were accepted, and changes that are taken over."""

import json
import shutil
from typing import Any

import pytest
from fal_codegen.check import ACCEPTED
from fal_codegen.contract import Json

from tests.cli.conftest import PAINT, RETOUCH, Desk, changed, contents, document, put
from tests.cli.test_drift import ASK, Said

pytestmark = pytest.mark.deep

MOST = f"{ASK}/num_images/maximum"


def serves(desk: Desk, most: Json, id_: str = PAINT) -> None:
    desk.serves(id_, changed(document(id_), MOST, most))


def changes(desk: Desk, capsys: Said, code: int) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert desk.run("drift", "--source", desk.documents, "--format", "json") == code
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["changes"]
    return found


def accept(desk: Desk, id_: str, *more: str) -> int:
    return desk.run("accept", id_, "--reason", "we send one", "--source", desk.documents, *more)


def entries(desk: Desk) -> list[dict[str, str]]:
    kept: list[dict[str, str]] = json.loads((desk.root / "contracts" / ACCEPTED).read_bytes())
    return kept


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    for verb in ("accept", "check", "drift"):
        monkeypatch.setattr(f"fal_codegen.pipeline.stages.{verb}.today", lambda: day)


def test_a_change_is_accepted_by_its_fingerprint_for_those_two_values_only(
    desk: Desk, capsys: Said
) -> None:
    serves(desk, 2)
    (change,) = changes(desk, capsys, 1)
    assert accept(desk, change["fingerprint"]) == 0
    assert "1 change accepted." in capsys.readouterr().out
    (again,) = changes(desk, capsys, 0)
    assert (again["fingerprint"], again["accepted"]) == (change["fingerprint"], "we send one")
    assert desk.run("drift", "--source", desk.documents) == 0
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"accepted {PAINT} input/num_images: maximum tightened from 4 to 2")
    serves(desk, 3)
    (other,) = changes(desk, capsys, 1)
    assert "accepted" not in other


def test_an_accepted_change_is_no_finding_of_check(desk: Desk, capsys: Said) -> None:
    serves(desk, 2)
    (change,) = changes(desk, capsys, 1)
    assert accept(desk, change["fingerprint"]) == 0
    assert desk.run("check") == 0


@pytest.mark.deep
def test_all_changes_that_count_are_accepted_where_the_source_is_named(
    desk: Desk, capsys: Said
) -> None:
    serves(desk, 2)
    serves(desk, 3, RETOUCH)
    assert desk.run("accept", "--all", "--reason", "later") == 0
    assert len(changes(desk, capsys, 1)) == 2
    assert desk.run("accept", "--all", "--reason", "later", "--source", desk.documents) == 0
    assert "2 changes accepted." in capsys.readouterr().out
    assert {each["accepted"] for each in changes(desk, capsys, 0)} == {"later"}
    assert desk.run("accept", "--all", "--reason", "later", "--source", desk.documents) == 0
    assert len(entries(desk)) == 2


def test_an_acceptance_of_a_change_ends_after_its_last_day(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2026-11-01")
    serves(desk, 2)
    (change,) = changes(desk, capsys, 1)
    assert accept(desk, change["fingerprint"], "--until", "2026-11-30") == 0
    changes(desk, capsys, 0)
    on(monkeypatch, "2026-12-01")
    changes(desk, capsys, 1)


def test_an_id_that_is_neither_a_finding_nor_a_change_is_one_line(desk: Desk, capsys: Said) -> None:
    assert accept(desk, "0123456789ab") == 2
    assert "0123456789ab: no finding and no change has this id; " in capsys.readouterr().err
    (desk.documents / f"{PAINT}.json").write_text("{", "utf-8")
    assert accept(desk, "0123456789ab") == 2
    assert "(of 1 of the endpoints nobody can tell what changed)" in capsys.readouterr().err
    assert desk.run("accept", "0123456789ab", "--reason", "x", "--source", "nowhere/at/all") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: 0123456789ab: no finding has this id, and whether a change has")
    assert "nowhere/at/all" in line


def test_taking_a_change_over_writes_contract_and_client_and_the_recordings_tell(
    desk: Desk, capsys: Said
) -> None:
    serves(desk, 2)
    assert desk.run("drift", "--source", desk.documents, "--apply") == 1
    said = capsys.readouterr().out
    assert "maximum tightened from 4 to 2" in said
    assert "applied: 1 file of contracts/, " in said
    assert desk.run("drift", "--source", desk.documents) == 0
    assert desk.run("generate", "--check") == 0
    assert "2 cassettes stale now" in said
    capsys.readouterr()
    desk.run("check", "--format", "json")
    found = [each for each in json.loads(capsys.readouterr().out) if each["endpoint"] == PAINT]
    (moved,) = (each for each in found if each["rule"] == "cassette-stale")
    stale = {each["place"]: each["left"] for each in moved["witnesses"]}
    with_it = ("refused/num_images.maximum", "refused/num_images.minimum")
    assert stale == {scenario: ["input/num_images"] for scenario in with_it}


def test_taking_a_change_over_ends_its_acceptance_and_says_so(desk: Desk, capsys: Said) -> None:
    serves(desk, 2)
    serves(desk, 2, RETOUCH)
    for change in changes(desk, capsys, 1):
        assert accept(desk, change["fingerprint"]) == 0
    assert len(entries(desk)) == 2
    capsys.readouterr()
    assert desk.run("drift", "--source", desk.documents, "--apply", PAINT) == 0
    assert "the acceptance of request-limit-tightened" in capsys.readouterr().out
    assert [each["endpoint"] for each in entries(desk)] == [RETOUCH]


def test_a_fetch_that_moves_the_base_ends_the_acceptance_too(desk: Desk, capsys: Said) -> None:
    serves(desk, 2)
    serves(desk, 2, RETOUCH)
    for change in changes(desk, capsys, 1):
        assert accept(desk, change["fingerprint"]) == 0
    capsys.readouterr()
    assert desk.run("fetch", PAINT, "--source", desk.documents) == 0
    assert "the acceptance of request-limit-tightened" in capsys.readouterr().out
    assert [each["endpoint"] for each in entries(desk)] == [RETOUCH]


def test_an_acceptance_for_other_values_holds_no_more_and_gives_way(
    desk: Desk, capsys: Said
) -> None:
    serves(desk, 2)
    (change,) = changes(desk, capsys, 1)
    assert accept(desk, change["fingerprint"]) == 0
    serves(desk, 3)
    assert desk.run("drift", "--source", desk.documents) == 1
    line = "the acceptance of request-limit-tightened at input/num_images holds no more"
    assert line in capsys.readouterr().out
    (other,) = changes(desk, capsys, 1)
    assert accept(desk, other["fingerprint"]) == 0
    assert [each["id"] for each in entries(desk)] == [other["fingerprint"]]
    desk.run("drift", "--source", desk.documents)
    assert "holds no more" not in capsys.readouterr().out


def test_recorded_requests_that_the_new_contract_refuses_are_named(
    desk: Desk, capsys: Said
) -> None:
    whole = changed(document(PAINT), f"{ASK}/prompt/minLength", 30)
    desk.serves(PAINT, whole)
    assert desk.run("drift", "--source", desk.documents) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("recorded")]
    (line,) = (each for each in lines if "/sync.yaml" in each)
    assert line.endswith("have input/prompt, requests that the new contract refuses")


def test_nothing_new_leaves_everything_as_it_is(desk: Desk) -> None:
    before = contents(desk.root)
    assert desk.run("drift", "--source", desk.documents, "--apply") == 0
    assert contents(desk.root) == before


def test_what_cannot_be_compared_stays_and_the_rest_is_taken_over(desk: Desk, capsys: Said) -> None:
    serves(desk, 2)
    (desk.documents / f"{RETOUCH}.json").write_text("{", "utf-8")
    assert desk.run("drift", "--source", desk.documents, "--apply") == 2
    capsys.readouterr()
    assert desk.run("drift", "--source", desk.documents, PAINT) == 0


def test_a_change_is_accepted_where_no_client_was_generated(desk: Desk, capsys: Said) -> None:
    shutil.rmtree(desk.root / "generated")
    serves(desk, 2)
    (change,) = changes(desk, capsys, 1)
    assert accept(desk, change["fingerprint"]) == 0
    (again,) = changes(desk, capsys, 0)
    assert again["accepted"] == "we send one"
    for words in ((f"{0:012x}",), ("--all",), (change["fingerprint"], f"{0:012x}")):
        capsys.readouterr()
        given = ("--reason", "later", "--source", desk.documents)
        assert desk.run("accept", *words, *given) == 2
        assert (
            "no generated package there; `fal-codegen generate` makes it" in capsys.readouterr().err
        )
    assert [each["reason"] for each in entries(desk)] == ["we send one"]


@pytest.mark.parametrize("everything", [False, True])
def test_a_change_between_two_sides_is_settled_there(
    desk: Desk, capsys: Said, *, everything: bool
) -> None:
    narrower = put(desk.root.parent / "then", [(PAINT, changed(document(PAINT), MOST, 2))])
    sides = (str(desk.documents), str(narrower))
    compared = ("drift", *sides, "--endpoint", PAINT)
    assert desk.run(*compared, "--format", "json") == 1
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert desk.run(*compared) == 1
    how = f"fal-codegen accept ID --reason TEXT --between {' '.join(sides)}"
    assert how in capsys.readouterr().out
    chosen = "--all" if everything else change["fingerprint"]
    assert desk.run("accept", chosen, "--reason", "we send one", "--between", *sides) == 0
    assert [each["id"] for each in entries(desk) if each["rule"] == change["rule"]] == [
        change["fingerprint"]
    ]
    assert desk.run(*compared) == 0


def test_a_change_is_accepted_in_one_comparison(desk: Desk, capsys: Said) -> None:
    sides = ("--between", desk.documents, desk.documents)
    assert accept(desk, "0123456789ab", *map(str, sides)) == 2
    assert "--source and --between are two comparisons" in capsys.readouterr().err
