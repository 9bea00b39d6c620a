import base64
import json
from typing import Any

import pytest
from fal_codegen.cassettes import read_har
from fal_codegen.contract import EndpointId

from tests.cassettes.har_files import Entry, entry, har, only


def test_a_sync_call_belongs_to_the_endpoint_it_names() -> None:
    found = read_har(har(entry("POST", "https://fal.run/a/b/c", '{"x": 1}', '{"y": 2}')))
    ((id_, traffic),) = found.traffic.items()
    (exchange,) = traffic.exchanges
    assert (id_, traffic.day, traffic.places) == ("a/b/c", "2026-04-18", ["log/entries/0"])
    assert (exchange.method, exchange.url, exchange.status) == (
        "POST",
        "https://fal.run/a/b/c",
        200,
    )
    assert (exchange.request, exchange.response) == (b'{"x": 1}', b'{"y": 2}')
    assert exchange.headers == {"content-type": "application/json"}


JOBS = "https://queue.fal.run/a/b/requests"


def submitted(path: str, job: str) -> Entry:
    return entry("POST", f"https://queue.fal.run/{path}", "{}", json.dumps({"request_id": job}))


def test_a_job_belongs_to_the_endpoint_whose_answer_named_it() -> None:
    found = read_har(
        har(
            submitted("a/b/edit", "1"),
            submitted("a/b", "2"),
            entry("GET", f"{JOBS}/1/status"),
            entry("GET", f"{JOBS}/2"),
            entry("GET", f"{JOBS}/1"),
            entry("PUT", f"{JOBS}/1/cancel"),
        )
    )
    methods = {id_: [each.method for each in of.exchanges] for id_, of in found.traffic.items()}
    assert methods == {"a/b/edit": ["POST", "GET", "GET", "PUT"], "a/b": ["POST", "GET"]}


def test_a_job_that_nobody_named_belongs_to_the_one_endpoint_of_its_app_if_there_is_one() -> None:
    one, result = entry("POST", "https://queue.fal.run/a/b/edit", "{}"), entry("GET", f"{JOBS}/7")
    found = read_har(har(one, result))
    assert [len(of.exchanges) for of in found.traffic.values()] == [2]
    found = read_har(har(one, submitted("a/b", "2"), result))
    assert [each.why for each in found.passed] == [
        "it asks for a job that may be of several endpoints"
    ]


def test_looks_that_saw_nothing_new_leave_room_for_the_result() -> None:
    def look(status: str) -> Entry:
        return entry("GET", f"{JOBS}/1/status", "", json.dumps({"status": status}))

    waits, works, done = (look(each) for each in ("IN_QUEUE", "IN_PROGRESS", "COMPLETED"))
    found = read_har(
        har(submitted("a/b", "1"), *[waits] * 20, *[works] * 20, done, entry("GET", f"{JOBS}/1"))
    )
    assert [len(of.exchanges) for of in found.traffic.values()] == [5]
    assert len(found.passed) == 38
    assert {each.why for each in found.passed} == {
        "it saw a job in the state in which it was seen before"
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a/b",
        "https://fal.ai/models/a/b",
        "https://rest.fal.ai/storage/upload/initiate",
        "https://v3.fal.media/files/a.png",
        "https://fal.run.example.com/a/b",
        "https://fal.run/a",
        "https://queue.fal.run/undefined",
        "https://queue.fal.run/a/b/requests/1/status",
        "not a url",
    ],
)
def test_what_is_no_call_of_an_endpoint_is_left_out(url: str) -> None:
    found = read_har(har(entry("GET", url), entry("POST", "https://fal.run/x/y", "{}")))
    assert {id_: of.places for id_, of in found.traffic.items()} == {"x/y": ["log/entries/1"]}


def test_an_answer_in_base64_is_read_for_its_bytes() -> None:
    text = base64.b64encode(b'"y"\xff').decode()
    found = read_har(har(entry("POST", "https://fal.run/a/b", "{}", text, encoding="base64")))
    assert only(found).response == b'"y"\xff'


@pytest.mark.parametrize("more", [{}, {"bodySize": -1}])
def test_a_post_whose_body_nobody_wrote_down_is_passed_over(more: dict[str, Any]) -> None:
    bare = entry("POST", "https://fal.run/a/b")
    bare["request"] |= more
    found = read_har(har(bare))
    assert [each.why for each in found.passed] == ["what was sent was not recorded"]


def test_every_entry_is_taken_or_passed_over_with_its_place_and_a_reason() -> None:
    entries = [entry("POST", "https://fal.run/a/b", "{}") for _ in range(8)]
    aborted, unanswered, unread, unsent, unencoded, broken, undated, _ = entries
    aborted["response"]["status"] = 0
    unanswered["response"] = None
    unread["response"]["content"] = {"size": 160}
    unsent["request"] |= {"postData": None, "bodySize": 20}
    unencoded["response"]["content"] |= {"text": "a", "encoding": "base64"}
    broken["request"] = 7
    undated["startedDateTime"] = "token=hidden"
    elsewhere = entry("GET", "https://shop.example/x")
    early = entry("GET", "https://queue.fal.run/c/d/requests/1")
    nowhere = entry("POST", "https://fal.run/a", "{}")
    found = read_har(har(*entries, elsewhere, early, nowhere))
    assert found.traffic[EndpointId("a/b")].places == ["log/entries/7"]
    assert {place.rpartition("/")[2]: why for place, why in found.passed} == {
        "0": "no answer came",
        "1": "no answer came",
        "2": "the body of the answer was not recorded",
        "3": "what was sent was not recorded",
        "4": "the body of the answer is not in base64, as it says",
        "5": "it is no entry of a HAR file",
        "6": "it is no entry of a HAR file",
        "8": "it is no call to fal.run or queue.fal.run",
        "9": "it asks for a job of which no request was recorded before",
        "10": "its path names no endpoint",
    }


@pytest.mark.parametrize("slash", ["/", r"\/"])
def test_a_data_uri_is_cut_and_everything_else_stays_as_it_came(slash: str) -> None:
    picture = f"data:image{slash}png;base64,iVBO{f'Rw0{slash}' * 5000}=="
    small = "data:image/png;base64,iVBORw0KGgo="
    body = f'{{ "image_url": "{picture}", "n": 1.0, "mask_url": "{small}" }}'
    found = read_har(har(entry("POST", "https://fal.run/a/b", body, body)))
    exchange = only(found)
    assert found.shortened == 2
    assert exchange.request == exchange.response
    assert len(exchange.request) < 1200
    whole, kept = json.loads(body), json.loads(exchange.request)
    assert whole["image_url"].startswith(kept["image_url"])
    assert base64.b64decode(kept["image_url"].partition(",")[2], validate=True)
    assert exchange.request.endswith(f'", "n": 1.0, "mask_url": "{small}" }}'.encode())


def shown(*entries: object) -> set[str]:
    return {secret.value for secret in read_har(har(*entries)).secrets}


def test_every_secret_that_a_file_shows_is_known_whatever_it_belongs_to() -> None:
    one = entry(
        "POST", "https://fal.run/a/b?fal_jwt_token=jwt-0123&logs=1", '{"password": "tiger-7"}'
    )
    one["request"]["headers"] = [
        {"name": "Authorization", "value": "Key an-id:a-secret-01"},
        {"name": "cookie", "value": 'theme=dark; sid="crumb-77-crumb"; visits=12345678'},
        {"name": "X-Api-Key", "value": "other-key-9"},
    ]
    one["request"]["queryString"] = [{"name": "signature", "value": "signed-5"}]
    one["response"]["headers"] = [{"name": "Set-Cookie", "value": "jar=crumb-88-crumb; Path=/"}]
    two = entry("PUT", "https://ann:tiger-8@files.example/x")
    two["request"]["postData"] = {"params": [{"name": "access_token", "value": "formed-6"}]}
    hook = "fal_webhook=https%3A%2F%2Fshop.example%2F%3Ftoken%3Dhooked-4"
    three = entry("GET", f"https://queue.fal.run/a/b?{hook}")
    assert shown(one, two, three) == {
        "an-id:a-secret-01",
        "crumb-77-crumb",
        "other-key-9",
        "jwt-0123",
        "signed-5",
        "tiger-7",
        "crumb-88-crumb",
        "ann",
        "tiger-8",
        "formed-6",
        "hooked-4",
    }


def test_what_is_masked_is_no_secret() -> None:
    masked = entry("POST", "https://fal.run/a/b?token=REDACTED&key=***", '{"token": "xxxxxxxx"}')
    masked["request"]["headers"] = [{"name": "authorization", "value": "Bearer ***"}]
    assert shown(masked) == set()


BAD: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"<html>",
    "a list": b"[]",
    "no log": b"{}",
    "a log without entries": b'{"log": {}}',
    "entries that are no list": b'{"log": {"entries": 1}}',
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_file_that_is_no_har_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_har(data)
    assert str(caught.value).startswith("not a HAR file: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["application/javascript; charset=utf-8", "text/css", "font/woff"])
def test_large_programs_are_not_searched_for_secrets_and_all_beside_them_is(kind: str) -> None:
    program = entry("GET", "https://shop.example/page.js?token=asked-0123")
    program["request"]["headers"] = [{"name": "Cookie", "value": "sid=crumb-99-crumb"}]
    data = "const settings = {'api_key': 'shipped-4711'};"
    program["response"]["content"] = {"mimeType": kind, "text": data + " " * 2**16}
    assert shown(program) == {"asked-0123", "crumb-99-crumb"}
    for content in ({"mimeType": kind, "text": data}, {"text": data + " " * 2**16}):
        program["response"]["content"] = content
        assert "shipped-4711" in shown(program)
