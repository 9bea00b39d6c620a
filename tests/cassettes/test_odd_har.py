"""HAR files as browsers and proxies write them: with bodies left out, nulls, and other calls."""

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


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    data = har(entry("POST", "https://fal.run/a/b", "{}"))
    assert read_har(b"\xef\xbb\xbf" + data) == read_har(data)
