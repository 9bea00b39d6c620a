import gzip
import json
from pathlib import Path

import httpx
import pytest
from fal_codegen.cassettes import read_cassette, recording, replaying
from vcr.errors import CannotOverwriteExistingCassetteException

from tests.cassettes.conftest import IDENTITY, PAINT, STAMP, Stage

SYNC = f"fal.run/{PAINT}"
QUEUED = f"queue.fal.run/{PAINT}"
BODY = {"prompt": "a red door"}


def made(stage: Stage, http: httpx.Client, *calls: tuple[str, str]) -> str:
    """Record calls, each a method and a place; give the text of the cassette."""
    with stage.recorded() as recorded_text:
        for method, place in calls:
            http.request(method, stage.at(place), json=BODY if method == "POST" else None)
    return recorded_text[-1]


def test_a_recording_is_stamped_and_holds_what_was_said(stage: Stage, http: httpx.Client) -> None:
    stage.says('{"seed": 7}', ("Content-Type", "application/json"))
    cassette = read_cassette(made(stage, http, ("POST", SYNC)))
    (exchange,) = cassette.exchanges
    assert cassette.stamp == STAMP
    assert (exchange.method, exchange.status) == ("POST", 200)
    assert json.loads(exchange.request) == BODY
    assert exchange.response == b'{"seed": 7}'


def test_only_headers_that_matter_are_kept(stage: Stage, http: httpx.Client) -> None:
    stage.says(
        "{}",
        ("Content-Type", "application/json"),
        ("X-Fal-Request-Id", "job-1"),
        ("X-Fal-Billable-Units", "1"),
        ("Retry-After", "3"),
        ("Set-Cookie", "session=abc"),
        ("Server", "a proxy"),
        ("X-Account", "someone"),
    )
    text = made(stage, http, ("POST", SYNC))
    (exchange,) = read_cassette(text).exchanges
    assert exchange.headers == {
        "content-type": "application/json",
        "x-fal-request-id": "job-1",
        "x-fal-billable-units": "1",
        "retry-after": "3",
    }
    for dropped in ("authorization", "user-agent", "host", "cookie", "session", IDENTITY):
        assert dropped not in text.lower()


def test_addresses_of_a_gateway_become_those_of_fal(stage: Stage, http: httpx.Client) -> None:
    stage.says(json.dumps({"status_url": stage.at(f"{QUEUED}/requests/1/status")}))
    text = made(stage, http, ("POST", QUEUED))
    (exchange,) = read_cassette(text).exchanges
    assert exchange.url == f"https://queue.fal.run/{PAINT}"
    assert json.loads(exchange.response) == {
        "status_url": f"https://queue.fal.run/{PAINT}/requests/1/status"
    }
    assert stage.url not in text


def test_a_compressed_answer_is_written_as_what_it_says(
    stage: Stage, http: httpx.Client, tmp_path: Path
) -> None:
    zipped = gzip.compress(b'{"seed": 7}')
    stage.says(zipped, ("Content-Encoding", "gzip"), ("Content-Type", "application/json"))
    text = made(stage, http, ("POST", SYNC))
    assert read_cassette(text).exchanges[0].response == b'{"seed": 7}'
    (tmp_path / "tape.yaml").write_text(text, encoding="utf-8")
    with replaying(tmp_path / "tape.yaml"):
        assert http.post(f"https://{SYNC}", json=BODY).json() == {"seed": 7}


def test_an_answer_that_is_no_text_comes_back_byte_for_byte(
    stage: Stage, http: httpx.Client
) -> None:
    stage.says(bytes(range(256)), ("Content-Type", "image/png"))
    text = made(stage, http, ("GET", SYNC))
    assert read_cassette(text).exchanges[0].response == bytes(range(256))


STATUS = f"queue.fal.run/{PAINT}/requests/1/status"
RESULT = f"queue.fal.run/{PAINT}/requests/1"
STATES = ["IN_QUEUE", "IN_QUEUE", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "COMPLETED"]


def test_looks_that_saw_nothing_new_are_left_out_and_the_rest_replays(
    stage: Stage, http: httpx.Client, tmp_path: Path
) -> None:
    for body in ('{"request_id": "1"}', *(f'{{"status": "{state}"}}' for state in STATES), "{}"):
        stage.says(body)
    calls = [("POST", QUEUED), *[("GET", STATUS)] * len(STATES), ("GET", RESULT)]
    text = made(stage, http, *calls)
    assert [each.url.rpartition("/")[2] for each in read_cassette(text).exchanges] == [
        "painter",
        "status",
        "status",
        "status",
        "1",
    ]
    (tmp_path / "tape.yaml").write_text(text, encoding="utf-8")
    with replaying(tmp_path / "tape.yaml"):
        http.post(f"https://{QUEUED}", json=BODY)
        seen = [http.get(f"https://{STATUS}").json()["status"] for _ in range(3)]
        http.get(f"https://{RESULT}")
    assert seen == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]


@pytest.mark.parametrize("page", ["<html>bad gateway</html>", "[]", ""])
def test_a_look_that_told_no_status_is_kept(stage: Stage, http: httpx.Client, page: str) -> None:
    stage.says(page, status=502)
    stage.says('{"status": "COMPLETED"}')
    text = made(stage, http, ("GET", STATUS), ("GET", STATUS))
    assert [each.status for each in read_cassette(text).exchanges] == [502, 200]


def test_a_call_without_an_answer_raises_as_ever_and_is_not_recorded(
    http: httpx.Client,
) -> None:
    with (
        pytest.raises(httpx.ConnectError),
        recording(STAMP, "http://127.0.0.1:1", []) as tape,
    ):
        http.post("http://127.0.0.1:1/fal.run/acme/painter")
    assert "interactions: []" in tape.text


def test_what_was_not_recorded_is_refused_and_the_nearest_is_shown(
    stage: Stage, http: httpx.Client, tmp_path: Path
) -> None:
    file = tmp_path / "tape.yaml"
    file.write_text(made(stage, http, ("POST", SYNC)), encoding="utf-8")
    with (
        replaying(file),
        pytest.raises(CannotOverwriteExistingCassetteException) as caught,
    ):
        http.post(f"https://{SYNC}", json={"prompt": "a blue door"})
    assert "the closest differ in body" in str(caught.value)
    assert "a red door" in str(caught.value)


def test_a_recording_answers_as_often_as_it_was_asked(
    stage: Stage, http: httpx.Client, tmp_path: Path
) -> None:
    file = tmp_path / "tape.yaml"
    file.write_text(made(stage, http, ("POST", SYNC)), encoding="utf-8")
    before = file.read_bytes()
    with replaying(file):
        http.post(f"https://{SYNC}", json=BODY)
        with pytest.raises(CannotOverwriteExistingCassetteException):
            http.post(f"https://{SYNC}", json=BODY)
    assert file.read_bytes() == before
