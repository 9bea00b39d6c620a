"""Every disagreement that a project can hold, provoked once and found once."""

import json
import shutil
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.check import ACCEPTED
from fal_codegen.contract import Document, parse, pretty
from fal_codegen.openapi import read_document
from fal_codegen.pages import Page, PageProvenance, entries, write_docs

from tests.cli.conftest import CANARY, PAINT, Desk, changed, contents, document

Told = dict[str, Any]
Said = pytest.CaptureFixture[str]
MODULE = "generated/python/fal_endpoints/acme_painter.py"
ROOT = Path(__file__).parents[2]


def findings(desk: Desk, capsys: Said, code: int = 1) -> list[Told]:
    """Check, and give what was found beside the pages and pictures that the project lacks."""
    assert desk.run("check", "--format", "json") == code
    found: list[Told] = json.loads(capsys.readouterr().out)
    return [each for each in found if each["rule"] not in ("docs-missing", "media-unseen")]


def test_a_project_in_which_all_is_well_has_nothing_but_notes(desk: Desk, capsys: Said) -> None:
    before = contents(desk.root)
    assert findings(desk, capsys, 0) == []
    assert contents(desk.root) == before


def edit(desk: Desk, path: str, old: str, new: str) -> None:
    file = desk.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


TOO_MUCH = {"request-takes-too-much"}
BROKEN_CLIENT = {
    "a limit too wide": ("le=4", "le=5", TOO_MUCH),
    "a limit too narrow": ("le=4", "le=3", {"request-takes-too-little"}),
    "a value too few": (', "1:4"] =', "] =", {"request-takes-too-little"}),
    "a type too loose": ("seed: int | None = None\n    s", "seed: object = None\n    s", TOO_MUCH),
    "an answer it cannot read": (
        "    images: list[Picture]",
        "    images: list[int]",
        {"replay-failed"},
    ),
    "an answer it reads otherwise": (
        "class Picture(Answer):\n    url: str",
        "class Picture(Answer):\n    url: Annotated[str, Field(exclude=True)]",
        {"replay-differs"},
    ),
    "a body it changes": (
        "class Input(",
        "class Input_(",
        {"request-changes-body"},
    ),
}


@pytest.mark.deep
@pytest.mark.parametrize(("old", "new", "rules"), BROKEN_CLIENT.values(), ids=BROKEN_CLIENT)
def test_a_client_broken_by_hand_is_found_out(
    desk: Desk, capsys: Said, old: str, new: str, rules: set[str]
) -> None:
    edit(desk, MODULE, old, new)
    if "request-changes-body" in rules:
        edit(desk, MODULE, "\n\n\n__all__", CHANGES_BODY)
    found = [each["rule"] for each in findings(desk, capsys)]
    listed = [rule for rule in found if not rule.startswith(("property-", "replay-"))]
    replayed = {rule for rule in found if rule.startswith("replay-")}
    assert sorted([*listed, *replayed]) == sorted(["generated-stale", *rules])


CHANGES_BODY = """


class Input(Input_, endpoint="acme/painter"):
    def body(self, luggage=None):
        return super().body(luggage) | ({"seed": 7} if self.seed is not None else {})


__all__"""


PLANTED = {
    f"{PAINT}/sync.yaml": f"# {CANARY}",
    f"{PAINT}/queue.yaml": f"# {b64encode(CANARY[16:].encode()).decode()}",
    f"{PAINT}/refused/ratio.enum.yaml": "x: {headers: {authorization: [masked]}}",
    f"{PAINT}/noted.txt": "Key somebody-elses-id:0123456789abcdef",
    "acme/gone/sync.yaml": f'more: [unclosed, "{CANARY}"',
    "noted.txt": f"?token={CANARY}",
}


def test_planted_secrets_are_found_in_any_file_and_never_repeated(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAL_KEY", CANARY)
    for path, planted in PLANTED.items():
        file = desk.root / "cassettes" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as end:
            end.write(f"{planted}\n")
    found = [each for each in findings(desk, capsys) if each["rule"] != "cassette-missing"]
    assert {each["rule"] for each in found} == {"cassette-secret"}
    assert {each["file"].removeprefix("cassettes/") for each in found} == {*PLANTED}
    for part in (CANARY, *CANARY.split(":"), "somebody-elses-id"):
        assert part not in str(found)


def remove(desk: Desk) -> None:
    (desk.root / f"cassettes/{PAINT}/queue.yaml").unlink()


def damage(desk: Desk) -> None:
    (desk.root / f"cassettes/{PAINT}/extra.yaml").write_text("interactions: [", "utf-8")


def another_contract(desk: Desk) -> None:
    for old in ("contract: ", "input/prompt: "):
        edit(desk, f"cassettes/{PAINT}/sync.yaml", old, f"{old}0")


def accepted_invalid(desk: Desk) -> None:
    edit(desk, f"cassettes/{PAINT}/refused/ratio.enum.yaml", "code: 422", "code: 200")


def refused_valid(desk: Desk) -> None:
    edit(desk, f"cassettes/{PAINT}/sync.yaml", "code: 200", "code: 422")


def answer_invalid(desk: Desk) -> None:
    edit(desk, f"cassettes/{PAINT}/sync.yaml", '"images"', '"pictures"')


def answer_unreadable(desk: Desk) -> None:
    edit(desk, f"cassettes/{PAINT}/sync.yaml", "string: '{", "string: '<{")


def not_refused(desk: Desk) -> None:
    edit(desk, f"cassettes/{PAINT}/refused/ratio.enum.yaml", "code: 422", "code: 500")


def not_what_was_fetched(desk: Desk) -> None:
    edit(desk, f"contracts/{PAINT}/openapi.json", "A document of", "The document of")


def an_old_acceptance(desk: Desk) -> None:
    entry = {"endpoint": PAINT, "rule": "docs-enum-differs", "place": "input/x", "reason": "old"}
    (desk.root / "contracts" / ACCEPTED).write_bytes(pretty([{**entry}]))


def a_damaged_page(desk: Desk) -> None:
    (desk.root / f"contracts/{PAINT}/docs.json").write_bytes(b'{"endpoint": 3}')


def a_stranger(desk: Desk) -> None:
    (desk.root / "generated/mine.py").write_text("mine = 1\n", "utf-8")


PROVOKED: dict[Callable[[Desk], None], set[str]] = {
    remove: {"cassette-missing"},
    damage: {"cassette-unreadable"},
    another_contract: {"cassette-stale"},
    accepted_invalid: {
        "traffic-accepted-invalid",
        "traffic-answer-invalid",
    },
    refused_valid: {"traffic-refused-valid"},
    answer_invalid: {"traffic-answer-invalid"},
    answer_unreadable: {"traffic-answer-unreadable"},
    not_refused: {"traffic-not-refused"},
    not_what_was_fetched: {"contract-edited", "generated-stale"},
    an_old_acceptance: {"acceptance-unused"},
    a_damaged_page: {"docs-unreadable"},
    a_stranger: {"generated-stale"},
}


@pytest.mark.deep
@pytest.mark.parametrize("provoke", PROVOKED, ids=lambda provoke: provoke.__name__)
def test_a_disagreement_is_found_and_nothing_else(
    desk: Desk, capsys: Said, provoke: Callable[[Desk], None]
) -> None:
    provoke(desk)
    assert {each["rule"] for each in findings(desk, capsys)} == PROVOKED[provoke]


@pytest.mark.deep
def test_a_bound_that_moved_in_the_document_alone_is_one_finding(desk: Desk, capsys: Said) -> None:
    edit(desk, f"contracts/{PAINT}/openapi.json", '"maximum": 4', '"maximum": 8')
    (finding,) = findings(desk, capsys)
    assert (finding["rule"], finding["place"]) == ("witnesses-differ", "input/num_images")
    assert {each["witness"] for each in finding["witnesses"]} == {"client", "cassettes"}
    beside = {"contract-edited", "generated-stale"}
    assert {each["rule"] for each in finding["beside"]} == beside
    assert desk.run("accept", finding["id"], "--reason", "looked at") == 0
    capsys.readouterr()
    assert {each["rule"] for each in findings(desk, capsys)} == beside


def test_a_value_that_only_the_document_lost_is_told_of_the_client_too(
    desk: Desk, capsys: Said
) -> None:
    with_page(desk, document(PAINT))
    lost = changed(document(PAINT), "Ask/properties/ratio/enum", ["auto", "2:1"])
    (desk.root / f"contracts/{PAINT}/openapi.json").write_bytes(pretty(lost))
    found = {each["place"]: each for each in findings(desk, capsys)}
    whole = found["input/ratio"]
    assert whole["rule"] == "witnesses-differ"
    assert 'only on the page: ["1:4"]; the generated client takes 1:4' in whole["text"]


def test_nothing_recorded_yet_is_a_note(desk: Desk, capsys: Said) -> None:
    shutil.rmtree(desk.root / "cassettes")
    found = findings(desk, capsys, 0)
    assert {(each["rule"], each["severity"]) for each in found} == {("cassettes-none", "note")}


def with_page(desk: Desk, whole: Document) -> None:
    """Have the project hold a page that says what a document does."""
    endpoint = read_document(whole).endpoint
    assert endpoint
    page = Page(id=endpoint.id, input=entries(endpoint.input), output=entries(endpoint.output))
    docs = write_docs(page, PageProvenance("live", "2026-11-01"))
    (desk.root / f"contracts/{PAINT}/docs.json").write_bytes(pretty(docs))


def test_a_page_that_says_something_else_is_a_warning_until_it_is_accepted(
    desk: Desk, capsys: Said
) -> None:
    with_page(desk, changed(document(PAINT), "Ask/properties/num_images/default", 2))
    (finding,) = findings(desk, capsys)
    assert (finding["rule"], finding["severity"]) == ("docs-default-differs", "warning")
    assert finding["text"] == "default: 2 on the page, 1 in the document"
    entry = {key: finding[key] for key in ("endpoint", "rule", "place", "name")}
    file = desk.root / "contracts" / ACCEPTED
    file.write_bytes(pretty([{**entry, "reason": "the page is old"}]))
    assert findings(desk, capsys, 0) == []
    assert desk.run("check") == 0
    assert "(accepted: the page is old)" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{", "{}", '[{"endpoint": "acme/painter"}]'])
def test_a_damaged_list_of_acceptances_could_not_tell(desk: Desk, capsys: Said, text: str) -> None:
    file = desk.root / "contracts" / ACCEPTED
    file.write_text(text, "utf-8")
    assert desk.run("check") == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {file}: ")
    assert error.count("\n") == 1


def test_a_client_that_does_not_run_could_not_tell(desk: Desk, capsys: Said) -> None:
    shutil.rmtree(desk.root / "generated")
    assert desk.run("check") == 2
    assert "no generated package there; `fal-codegen generate` makes it" in capsys.readouterr().err


@pytest.mark.deep
def test_the_committed_project_has_nothing_open(capsys: Said) -> None:
    found = findings(Desk(ROOT, ROOT), capsys, 0)
    assert {each["severity"] for each in found} <= {"note"}
    assert isinstance(parse((ROOT / "contracts" / ACCEPTED).read_bytes()), list)
