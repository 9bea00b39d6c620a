"""HAR files as browsers and proxies write them: with bodies left out, nulls, and other calls."""

import gzip
from base64 import b64encode
from typing import Any

import pytest
from fal_codegen.cassettes import read_har
from fal_codegen.contract import Json

from tests.cassettes.har_files import entry, har, only

DROPPED: dict[str, Any] = {
    "no text": {"mimeType": "application/json"},
    "no text, and a size": {"size": 160},
    "no text, and none of the size": {"size": 0, "mimeType": "x-unknown"},
    "an empty text": {"size": 0, "text": ""},
    "a null": {"size": None, "text": None, "encoding": None},
    "nothing": None,
}


@pytest.mark.parametrize("content", DROPPED.values(), ids=DROPPED)
def test_what_browsers_keep_no_longer_is_not_taken_for_an_empty_answer(content: Any) -> None:  # noqa: ANN401 - of any shape
    bare = entry("POST", "https://fal.run/a/b", "{}")
    bare["response"]["content"] = content
    found = read_har(har(bare))
    assert found.traffic == {}
    assert [each.why for each in found.passed] == ["the body of the answer was not recorded"]


@pytest.mark.parametrize("side", ["request", "response"])
def test_a_body_that_was_cut_is_not_taken_for_what_was_sent(side: str) -> None:
    cut = entry("POST", "https://fal.run/a/b", "{}")
    at = cut[side]["postData"] if side == "request" else cut[side]["content"]
    at["text"] = '{"images": [{"url": "https://v3.fal.me'
    (passed,) = read_har(har(cut)).passed
    assert passed.why.endswith("is no complete JSON")


def test_a_call_without_a_body_has_none() -> None:
    bare = entry("PUT", "https://queue.fal.run/a/b")
    bare["request"] |= {"postData": None, "bodySize": 0}
    assert only(read_har(har(bare))).request == b""


@pytest.mark.parametrize("method", ["OPTIONS", "HEAD", None, 7])
def test_what_browsers_ask_before_a_call_is_no_call(method: Any) -> None:  # noqa: ANN401 - of any shape
    asked = entry("POST", "https://fal.run/a/b", "{}")
    asked["request"]["method"] = method
    assert read_har(har(asked)).traffic == {}


def nulled(value: Json) -> Json:
    """Give the same with null in place of whatever is neither object nor list."""
    match value:
        case dict():
            return {name: nulled(each) for name, each in value.items()}
        case list():
            return [nulled(each) for each in value]
        case _:
            return None


def test_an_entry_of_nulls_is_none_and_a_null_is_no_text() -> None:
    whole = entry("POST", "https://fal.run/a/b", "{}")
    shapes = [nulled(whole), *({**whole, name: None} for name in whole)]
    for side, names in (("request", ("postData", "bodySize")), ("response", ("headers",))):
        shapes += [{**whole, side: whole[side] | {name: None}} for name in names]
    found = read_har(har(*shapes))
    taken = [each for of in found.traffic.values() for each in of.exchanges]
    assert len(found.passed) + len(taken) == len(shapes)
    assert {each.request for each in taken} == {b"{}"}
    assert b"None" not in repr(taken).encode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_any_encoding_of_json_is_read(encoding: str) -> None:
    data = har(entry("POST", "https://fal.run/a/b", "{}"))
    assert read_har(data.decode().encode(encoding)) == read_har(data)


def test_a_file_that_is_cut_within_a_letter_is_no_har() -> None:
    data = har().decode().encode("utf-16")
    with pytest.raises(ValueError, match="not a HAR file"):
        read_har(data[:-1])


def test_what_proxies_write_otherwise_is_read_the_same() -> None:
    plain = only(read_har(har(entry("POST", "https://fal.run/a/b", "{}"))))
    for content in (
        {"text": "e30=", "encoding": "Base64"},
        {"text": "\ufeff{}"},
        {"text": b64encode(gzip.compress(b"{}")).decode(), "encoding": "base64"},
    ):
        other = entry("post", "https://fal.run/a/b", "{}")
        other["response"]["content"] = content
        other["response"]["headers"] += [{"name": "X-Fal-Request-Id", "value": None}]
        assert only(read_har(har(other))) == plain


@pytest.mark.parametrize(
    "packed", [gzip.compress(b"{}")[:-3], gzip.compress(b"")[:3] + b"!" * 9], ids=["cut", "broken"]
)
def test_a_packed_body_that_is_not_whole_is_passed_over(packed: bytes) -> None:
    cut = entry("POST", "https://fal.run/a/b", "{}")
    cut["response"]["content"] = {"text": b64encode(packed).decode(), "encoding": "base64"}
    (passed,) = read_har(har(cut)).passed
    assert passed.why.startswith("the body of the answer is in gzip, and ")


def test_an_answer_without_any_content_says_so() -> None:
    bare = entry("POST", "https://fal.run/a/b", "{}")
    del bare["response"]["content"]
    assert [each.why for each in read_har(har(bare)).passed] == [
        "the body of the answer was not recorded"
    ]
