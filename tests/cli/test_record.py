import json
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.cassettes import read_cassette
from fal_codegen.project import load_contracts

from tests.cli.conftest import CANARY, PAINT, RETOUCH, Desk, changed, contents, document

Said = pytest.CaptureFixture[str]
SYNC = f"cassettes/{PAINT}/sync.yaml"
DIRECT, QUEUE = (f"https://{host}/{PAINT}" for host in ("fal.run", "queue.fal.run"))


def test_every_scenario_is_recorded_and_says_from_whom(desk: Desk) -> None:
    contracts = load_contracts(desk.root / "contracts")
    files = contents(desk.root / "cassettes")
    assert len(files) == 20
    for path, data in files.items():
        stamp = read_cassette(data.decode()).stamp
        assert path == f"{stamp.endpoint}/{stamp.scenario}.yaml"
        assert stamp.source == "emulator"
        assert stamp.contract == contracts[stamp.endpoint].digest
        assert "127.0.0.1" not in data.decode()


@pytest.mark.deep
def test_recording_again_changes_nothing_but_what_says_something_else(
    desk: Desk, capsys: Said
) -> None:
    before = contents(desk.root)
    file = desk.root / SYNC
    file.write_text(file.read_text("utf-8").replace("date: '20", "date: '19"), "utf-8")
    dated = file.read_bytes()
    assert desk.run("record") == 0
    assert capsys.readouterr().out == "20 cassettes from emulator, 0 new.\n"
    assert contents(desk.root) == before | {SYNC: dated}


@pytest.mark.deep
@pytest.mark.parametrize("text", ["", "interactions: [", "interactions: []\n"])
def test_a_damaged_recording_is_made_anew(desk: Desk, capsys: Said, text: str) -> None:
    before = contents(desk.root)
    (desk.root / SYNC).write_text(text, "utf-8")
    assert desk.run("record", PAINT) == 0
    assert capsys.readouterr().out == "10 cassettes from emulator, 1 new.\n"
    assert contents(desk.root) == before


@pytest.mark.deep
def test_refusals_of_limits_that_are_no_more_are_removed(desk: Desk, capsys: Said) -> None:
    wider = changed(document(PAINT), "Ask/properties/num_images/maximum", None)
    desk.serves(PAINT, wider)
    assert desk.fetch() == 0
    assert desk.run("generate") == 0
    assert desk.run("check") == 1
    out = capsys.readouterr().out
    assert f"{PAINT} input/num_images: maximum: 4 where recorded: " in out
    assert "changed since 2 recordings of the emulator were made" in out
    assert desk.run("record", PAINT) == 0
    files = contents(desk.root / "cassettes")
    assert f"{PAINT}/refused/num_images.maximum.yaml" not in files
    assert f"{RETOUCH}/refused/num_images.maximum.yaml" in files
    assert desk.run("check") == 0


def test_recording_live_needs_a_key(desk: Desk, capsys: Said) -> None:
    before = contents(desk.root)
    assert desk.run("record", "--source", "live") == 2
    message = "error: recording live needs the key in the environment variable FAL_KEY\n"
    assert capsys.readouterr().err == message
    assert contents(desk.root) == before


@pytest.mark.parametrize("gateway", [None, "http://127.0.0.1:2"])
@pytest.mark.deep
def test_a_live_recording_that_fails_leaves_everything_as_it_was(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, gateway: str | None
) -> None:
    monkeypatch.setenv("FAL_KEY", CANARY)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    if gateway:
        monkeypatch.setenv("FAL_GATEWAY", gateway)
    before = contents(desk.root)
    assert desk.run("record", "--source", "live", "--yes", PAINT) == 2
    message, _, error = capsys.readouterr().err.partition("\n")
    assert message == "2 calls to fal.ai that are billed, and refusals, which are not."
    assert error.startswith(
        f"error: {PAINT}: sync: TransportError: no answer to POST https://fal.run/"
    )
    assert error.count("\n") == 1
    assert CANARY not in error
    assert contents(desk.root) == before


def test_a_recording_that_costs_is_not_made_unasked(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAL_KEY", CANARY)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    before = contents(desk.root)
    assert desk.run("record", "--source", "live") == 2
    error = capsys.readouterr().err
    assert error.startswith("4 calls to fal.ai that are billed")
    assert "say --yes" in error
    assert "TransportError" not in error
    assert contents(desk.root) == before


@pytest.mark.parametrize("key", ["canary\nidentity", "canary-schlüssel"])
def test_a_key_that_no_header_can_carry_is_not_repeated(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("FAL_KEY", key)
    before = contents(desk.root)
    assert desk.run("record") == 2
    assert capsys.readouterr().err == "error: FAL_KEY is not of visible ASCII characters alone\n"
    assert contents(desk.root) == before


def test_white_space_around_a_key_is_no_part_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAL_KEY", f" {CANARY}\n")
    assert desk.run("record", PAINT) == 0


def test_a_client_that_is_not_there_is_told(empty: Desk, capsys: Said) -> None:
    assert empty.fetch() == 0
    before = contents(empty.root)
    assert empty.run("record") == 2
    assert "no generated package there; `fal-codegen generate` makes it" in capsys.readouterr().err
    assert contents(empty.root) == before


def har(
    desk: Desk,
    url: str = DIRECT,
    prompt: str = "a red door",
    authorization: str = "Bearer ***",
) -> Path:
    """Write a HAR file with one sync call, after one of another host."""
    entry: dict[str, Any] = {
        "startedDateTime": "2026-04-18T10:00:00Z",
        "request": {
            "method": "POST",
            "url": url,
            "headers": [{"name": "authorization", "value": authorization}],
            "postData": {"text": json.dumps({"prompt": prompt})},
        },
        "response": {
            "status": 200,
            "headers": [{"name": "content-type", "value": "application/json"}],
            "content": {"text": '{"images": [{"url": "https://v3.fal.media/1.png"}]}'},
        },
    }
    file = desk.root.parent / "shop.har"
    other = {**entry, "request": {**entry["request"], "url": "https://shop.example/x"}}
    file.write_text(json.dumps({"log": {"entries": [other, entry]}}), "utf-8")
    return file


@pytest.mark.deep
def test_a_har_file_becomes_a_recording_that_is_checked_and_replayed(
    desk: Desk, capsys: Said
) -> None:
    assert desk.run("record", "--har", har(desk)) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"shop.har: 1 of 2 entries taken: {PAINT} 1",
        "shop.har: 1 passed over: it is no call to fal.run or queue.fal.run: log/entries/0",
        "1 cassette from HAR files, 1 new.",
    ]
    cassette = read_cassette((desk.root / f"cassettes/{PAINT}/imported/shop.yaml").read_text())
    assert (cassette.stamp.source, cassette.stamp.date) == ("har", "2026-04-18")
    assert desk.run("check") == 0
    assert "21 cassettes checked" in capsys.readouterr().out
    assert desk.run("record") == 0
    assert f"cassettes/{PAINT}/imported/shop.yaml" in contents(desk.root)


def test_a_cookie_that_names_the_endpoint_or_a_field_is_no_secret(desk: Desk, capsys: Said) -> None:
    file = har(desk)
    cookies = [{"name": "cookie", "value": f"last={PAINT}; tab=num_images"}]
    said = json.loads(file.read_text("utf-8"))
    said["log"]["entries"][0]["request"]["headers"] = cookies
    file.write_text(json.dumps(said), "utf-8")
    assert desk.run("record", "--har", file) == 0
    assert f"1 of 2 entries taken: {PAINT} 1" in capsys.readouterr().out


def test_a_har_file_of_which_nothing_is_imported_fails_and_says_why(
    desk: Desk, capsys: Said
) -> None:
    before = contents(desk.root)
    assert desk.run("record", "--har", har(desk, "https://fal.run/acme/poet")) == 2
    said = capsys.readouterr()
    assert said.err == "error: shop.har: nothing of it was imported\n"
    assert said.out.splitlines() == [
        "shop.har: 0 of 2 entries taken",
        "shop.har: 1 passed over: it is no call to fal.run or queue.fal.run: log/entries/0",
        "shop.har: 1 passed over: acme/poet is not in the project: log/entries/1",
        "0 cassettes from HAR files, 0 new.",
    ]
    assert contents(desk.root) == before


def test_beside_a_har_file_of_which_nothing_is_imported_others_are(
    desk: Desk, capsys: Said
) -> None:
    other = har(desk, "https://fal.run/acme/poet").rename(desk.root.parent / "poet.har")
    assert desk.run("record", "--har", other, "--har", har(desk)) == 2
    assert capsys.readouterr().err == "error: poet.har: nothing of it was imported\n"
    assert f"cassettes/{PAINT}/imported/shop.yaml" in contents(desk.root)


def test_a_long_har_file_becomes_several_recordings_and_nothing_of_it_is_lost(
    desk: Desk, capsys: Said
) -> None:
    file, job = har(desk), f"{QUEUE}/requests/7"
    _, entry = json.loads(file.read_text("utf-8"))["log"]["entries"]
    submit = {**entry, "request": {**entry["request"], "url": QUEUE}}
    submit["response"] = {**entry["response"], "content": {"text": '{"request_id": "7"}'}}
    result = {**entry, "request": {"method": "GET", "url": job}}
    entries = [*[entry] * 9, submit, *[entry] * 4, result]
    file.write_text(json.dumps({"log": {"entries": entries}}), "utf-8")
    assert desk.run("record", "--har", file, PAINT) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"shop.har: 15 of 15 entries taken: {PAINT} 15",
        "2 cassettes from HAR files, 2 new.",
    ]
    parts = [
        [each.url for each in read_cassette((desk.root / path).read_text()).exchanges]
        for path in (f"cassettes/{PAINT}/imported/shop{end}.yaml" for end in ("", "-2"))
    ]
    assert parts == [[DIRECT] * 9, [QUEUE, job, *[DIRECT] * 4]]


def test_a_stream_of_an_endpoint_is_told_from_an_endpoint_that_is_missing(
    desk: Desk, capsys: Said
) -> None:
    assert desk.run("record", "--har", har(desk, f"{DIRECT}/stream")) == 2
    assert f"it is a stream of {PAINT}, whose events" in capsys.readouterr().out


def test_two_har_files_that_would_make_one_recording_are_refused(desk: Desk, capsys: Said) -> None:
    file, before = har(desk), contents(desk.root)
    other = file.parent / "more" / file.name
    other.parent.mkdir()
    other.write_bytes(file.read_bytes())
    assert desk.run("record", "--har", file, "--har", other) == 2
    assert "is made of another file already" in capsys.readouterr().err
    assert contents(desk.root) == before


@pytest.mark.parametrize("name", ["shop.har", "recorded/today/Shop.HAR"])
def test_a_har_file_among_the_endpoints_is_told_how_it_is_imported(
    desk: Desk, capsys: Said, name: str
) -> None:
    assert desk.run("record", name) == 2
    assert f"--har {name}" in capsys.readouterr().err


@pytest.mark.parametrize("key", [CANARY, ""])
def test_a_har_file_that_would_bring_a_key_along_is_refused(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("FAL_KEY", key)
    before = contents(desk.root)
    file = har(desk, prompt=f"my key is {CANARY}", authorization=f"Key {CANARY}")
    assert desk.run("record", "--har", file) == 2
    what = "the key" if key else "the value of a header `authorization`"
    place = "log/entries/1/request/body"
    error = f"error: {file}: {place} holds {what}; nothing was written\n"
    assert capsys.readouterr().err == error
    assert contents(desk.root) == before


def test_a_key_in_the_path_of_a_call_is_not_repeated(desk: Desk, capsys: Said) -> None:
    half = CANARY.rpartition(":")[2]
    url = f"https://fal.run/acme/{half}"
    assert desk.run("record", "--har", har(desk, url, authorization=f"Key {CANARY}")) == 2
    said = capsys.readouterr().out
    assert "shop.har: 1 passed over: an endpoint is not in the project: log/entries/1" in said
    assert half not in said


def test_a_file_that_is_no_har_is_refused(desk: Desk, capsys: Said) -> None:
    file = desk.root.parent / "shop.har"
    file.write_text("{}", "utf-8")
    before = contents(desk.root)
    assert desk.run("record", "--har", file) == 2
    assert capsys.readouterr().err.startswith(f"error: {file}: not a HAR file")
    assert contents(desk.root) == before
