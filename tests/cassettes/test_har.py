import base64
import json
from typing import Any

import pytest
from fal_codegen.cassettes import read_har

Entry = dict[str, Any]


def entry(method: str, url: str, body: str = "", answer: str = "{}", **more: object) -> Entry:
    """Give one entry of a HAR file."""
    return {
        "startedDateTime": "2026-04-18T10:00:00.000Z",
        "request": {
            "method": method,
            "url": url,
            "headers": [{"name": "Authorization", "value": "Key masked"}],
            **({"postData": {"text": body}} if body else {}),
        },
        "response": {
            "status": 200,
            "headers": [
                {"name": "Content-Type", "value": "application/json"},
                {"name": "Set-Cookie", "value": "session"},
            ],
            "content": {"text": answer, **more},
        },
    }


def har(*entries: object) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def test_a_sync_call_belongs_to_the_endpoint_it_names() -> None:
    found = read_har(har(entry("POST", "https://fal.run/a/b/c", '{"x": 1}', '{"y": 2}')))
    ((id_, (day, (exchange,))),) = found.items()
    assert (id_, day) == ("a/b/c", "2026-04-18")
    assert (exchange.method, exchange.url, exchange.status) == (
        "POST",
        "https://fal.run/a/b/c",
        200,
    )
    assert (exchange.request, exchange.response) == (b'{"x": 1}', b'{"y": 2}')
    assert exchange.headers == {"content-type": "application/json"}


def test_status_and_result_belong_to_the_last_endpoint_of_their_app() -> None:
    jobs = "https://queue.fal.run/a/b/requests/1"
    found = read_har(
        har(
            entry("POST", "https://queue.fal.run/a/b", "{}"),
            entry("POST", "https://queue.fal.run/a/b/edit", "{}"),
            entry("GET", f"{jobs}/status"),
            entry("GET", jobs),
            entry("PUT", f"{jobs}/cancel"),
        )
    )
    assert {id_: [each.method for each in exchanges] for id_, (_, exchanges) in found.items()} == {
        "a/b": ["POST"],
        "a/b/edit": ["POST", "GET", "GET", "PUT"],
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
    assert {id_: len(exchanges) for id_, (_, exchanges) in found.items()} == {"x/y": 1}


def test_an_answer_in_base64_is_read_for_its_bytes() -> None:
    text = base64.b64encode(b'{"y": 2}\xff').decode()
    found = read_har(har(entry("POST", "https://fal.run/a/b", answer=text, encoding="base64")))
    ((_, (_, (exchange,))),) = found.items()
    assert exchange.response == b'{"y": 2}\xff'


def test_an_answer_without_content_is_empty() -> None:
    bare = entry("POST", "https://fal.run/a/b")
    del bare["response"]["content"]["text"]
    ((_, (_, (exchange,))),) = read_har(har(bare)).items()
    assert (exchange.request, exchange.response) == (b"", b"")


FINE = entry("POST", "https://fal.run/a/b", "{}")
BAD: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"<html>",
    "a list": b"[]",
    "no log": b"{}",
    "a log without entries": b'{"log": {}}',
    "entries that are none": har(1),
    "no response": har({**FINE, "response": None}),
    "post data that is none": har({**FINE, "request": {**FINE["request"], "postData": 1}}),
    "bad base64": har(entry("POST", "https://fal.run/a/b", answer="a", encoding="base64")),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_file_that_is_no_har_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_har(data)
    assert "\n" not in str(caught.value)
