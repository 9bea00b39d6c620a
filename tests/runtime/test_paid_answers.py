"""Whatever a server sends for an answer that was paid for: it is given, or it is in the error."""

import json
import warnings
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from pydantic import create_model

from .conftest import FakeService, WithClient
from .test_webhooks import NOW, SERVICE, jwks, signed

READ: dict[str, object] = {"images": [], "description": "é"}
DEEP = 600
SPELLINGS = {
    "mark": json.dumps(READ).encode("utf-8-sig"),
    "utf-16": json.dumps(READ, ensure_ascii=False).encode("utf-16"),
    "utf-32": json.dumps(READ, ensure_ascii=False).encode("utf-32-be"),
    "spaces": b" \r\n" + json.dumps(READ).encode() + b"\n\n",
    "twice": b'{"images": 5, "images": [], "description": "", "description": "\xc3\xa9"}',
}
"""The same answer, in the ways that JSON may be written."""
ODD = {
    "Latin-1": '{"images": [], "description": "é"}'.encode("latin-1"),
    "half a pair": b'{"images": [], "description": "\\ud800"}',
    "half a pair in a name": b'{"images": [], "description": "", "\\ud800": 1}',
    "break in a text": b'{"images": [], "description": "a\nb"}',
    "long number": b'{"images": [], "description": "", "n": %s}' % (b"9" * 5000),
    "no number": b'{"images": [], "description": "", "n": NaN, "m": -Infinity, "k": 1e999}',
    "deep": b'{"images": [], "description": "", "x": %s}' % (b"[" * DEEP + b"]" * DEEP),
    "deep where none is promised": b'{"images": %s}' % (b"[" * DEEP + b"]" * DEEP),
}
"""Answers that are no JSON, or more of it than readers take."""
NO_ANSWER = {
    "nothing": b"",
    "a page": b"<html>{}</html>",
    "cut off": b'{"images": [',
    "endless": b"[" * 10_000 + b"]" * 10_000,
    "two": b"{}{}",
}


@pytest.fixture(autouse=True)
def _no_warnings(api: ModuleType) -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", api.DisagreementWarning)
        yield


def answers(service: FakeService, with_client: WithClient, api: ModuleType, body: bytes) -> Any:  # noqa: ANN401 - of a package built by the test
    """Have one body answer a typed request, a dictionary, a job, and come by webhook."""
    typed = api.portrait.Input(prompt="by night")
    service.says(200, body, content_type="text/html", x_fal_request_id="r1")
    yield "run", lambda: with_client(lambda fal: fal.run(typed))
    service.says(200, body, x_fal_request_id="r1")
    yield "dictionary", lambda: with_client(lambda fal: fal.run("acme/unknown", {"a": 1}))
    service.says(200, body, x_fal_request_id="other")
    yield "job", lambda: with_client(lambda fal: fal.handle(type(typed), "r1").result())
    yield "webhook", lambda: delivered(service, with_client, body).answer(type(typed))


def delivered(service: FakeService, with_client: WithClient, payload: bytes) -> Any:  # noqa: ANN401 - as above
    body = b'{"request_id": "r1", "status": "OK", "payload": %s}' % payload
    service.says(200, jwks(SERVICE))
    return with_client(lambda fal: fal.verify_webhook(body, signed(body), now=NOW))


@pytest.mark.parametrize("body", SPELLINGS.values(), ids=SPELLINGS)
def test_an_answer_is_read_in_whatever_way_its_json_is_written(
    api: ModuleType, service: FakeService, with_client: WithClient, body: bytes
) -> None:
    for name, ask in answers(service, with_client, api, body):
        if name != "webhook" or body.startswith((b"{", b" ")):  # what is inside has one encoding
            answer = ask()
            assert (
                answer if name == "dictionary" else answer.model_dump(exclude_unset=True)
            ) == READ
            assert getattr(answer, "disagreements", ()) == ()
            assert answer.response.request_id == "r1"


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_an_answer_that_is_odd_is_given_all_the_same(
    api: ModuleType, service: FakeService, with_client: WithClient, body: bytes
) -> None:
    for name, ask in answers(service, with_client, api, body):
        answer: Any = ask()
        kind: Any = dict if name == "dictionary" else api.portrait.Output
        assert isinstance(answer, kind)
        images = answer["images"] if name == "dictionary" else answer.images
        assert images == [] or images[0][0][0]
        assert answer.response.request_id == "r1"


@pytest.mark.parametrize("body", NO_ANSWER.values(), ids=NO_ANSWER)
def test_what_is_no_answer_is_in_an_error_that_names_the_request(
    api: ModuleType, service: FakeService, with_client: WithClient, body: bytes
) -> None:
    for _, ask in answers(service, with_client, api, body):
        with pytest.raises(api.UnexpectedAnswer) as caught:
            ask()
        assert body in caught.value.reply.body
        assert caught.value.request_id == "r1"
        assert "request r1" in str(caught.value)


def test_letters_that_are_lost_are_told(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    for name, ask in answers(service, with_client, api, ODD["Latin-1"]):
        with pytest.warns(api.DisagreementWarning, match="should be UTF-8"):
            answer = ask()
        text = answer["description"] if name == "dictionary" else answer.description
        assert text == "\ufffd"


@pytest.mark.parametrize("body", [b'{"a": 1}', b'[{"url": 5}, 7]', b"null", b'"text"', b"[]"])
def test_an_answer_that_is_promised_to_be_no_object_is_kept_whatever_it_is(
    api: ModuleType, body: bytes
) -> None:
    kind: Any = import_module("fal_endpoints._root").RootAnswer
    item: Any = api.portrait.Picture
    kind = kind[list[item]]
    answer = api.parse_answer(api.Reply(200, {}, body), kind)
    assert answer.model_dump(exclude_unset=True, warnings=False) == json.loads(body)
    assert bool(answer.disagreements) == (body != b"[]")


def test_an_answer_that_holds_itself_is_read_however_deep_it_goes(api: ModuleType) -> None:
    make: Any = create_model
    tree = make("Tree", __base__=api.Answer, below=("Tree | None", None))
    body = b'{"below": ' * DEEP + b"null" + b"}" * DEEP
    answer = api.parse_answer(api.Reply(200, {}, body), tree)
    assert isinstance(answer.below.below, tree)


@pytest.mark.parametrize(
    "beside", [b'"gateway_request_id": 5', b'"error": {"a": 1}', b'"payload_error": []']
)
def test_a_webhook_is_read_for_all_that_stands_beside_its_answer(
    api: ModuleType, service: FakeService, with_client: WithClient, beside: bytes
) -> None:
    payload = b"%s, %s" % (json.dumps(READ).encode(), beside)
    answer = delivered(service, with_client, payload).answer(api.portrait.Input)
    assert answer.description == READ["description"]


@pytest.mark.parametrize("beside", [b'"status_url": 5', b'"cancel_url": {}', b'"response_url": []'])
def test_a_job_is_taken_by_its_id_whatever_its_urls_are(
    api: ModuleType, service: FakeService, with_client: WithClient, beside: bytes
) -> None:
    service.says(200, b'\xef\xbb\xbf{"request_id": "r1", %s}' % beside)
    handle = with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert handle.request_id == "r1"
