"""Bodies as tools write them down: packed, in pieces, in hex, or marked by nothing."""

import gzip
import zlib
from base64 import b64encode
from binascii import hexlify
from collections.abc import Callable
from typing import Any

import pytest
from fal_codegen.cassettes import read_har
from fal_codegen.emulator.identity import NAME

from tests.cassettes.har_files import Entry, entry, har, only

URL = "https://fal.run/a/b"
ANSWER = b'{"description": "' + b"a cat, " * 40 + b'"}'


def raw_deflate(data: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(data) + packing.flush()


PACKED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "deflate without a head": ("Deflate", raw_deflate),
}


def answered(text: str, coding: str = "", **more: object) -> Entry:
    whole = entry("POST", URL, "{}", text, **more)
    if coding:
        whole["response"]["headers"].append({"name": "Content-Encoding", "value": coding})
    return whole


def coded(data: bytes) -> str:
    return b64encode(data).decode()


def passed(whole: Entry) -> str:
    (one,) = read_har(har(whole)).passed
    return one.why


@pytest.mark.parametrize(("coding", "pack"), PACKED.values(), ids=PACKED)
class TestAPackedAnswer:
    def test_in_base64_is_read(self, coding: str, pack: Callable[[bytes], bytes]) -> None:
        text = coded(pack(ANSWER))
        assert only(read_har(har(answered(text, coding, encoding="base64")))).response == ANSWER

    def test_in_pieces_is_put_together(self, coding: str, pack: Callable[[bytes], bytes]) -> None:
        """Polly.JS keeps the pieces that node was given, one after the other in a list."""
        data = pack(ANSWER)
        text = f'["{coded(data[:20])}","{coded(data[20:])}"]'
        assert only(read_har(har(answered(text, coding, encoding="base64")))).response == ANSWER

    def test_in_pieces_of_hex_is_read(self, coding: str, pack: Callable[[bytes], bytes]) -> None:
        """Earlier versions of it wrote hex, and said so in another way or not at all."""
        data = pack(ANSWER)
        text = f'["{hexlify(data[:9]).decode()}","{hexlify(data[9:]).decode()}"]'
        for mark in ({"_isBinary": True}, {"encoding": "hex"}, {}):
            assert only(read_har(har(answered(text, coding, **mark)))).response == ANSWER

    def test_that_was_cut_is_passed_over(self, coding: str, pack: Callable[[bytes], bytes]) -> None:
        text = coded(pack(ANSWER)[:-12])
        why = passed(answered(text, coding, encoding="base64"))
        assert why.startswith("the body of the answer is in ")


@pytest.mark.parametrize(("coding", "named"), [("br", " in br"), ("zstd", " in zstd"), ("<b>", "")])
def test_an_answer_that_cannot_be_unpacked_is_passed_over_and_not_taken_for_nonsense(
    coding: str, named: str
) -> None:
    for text, mark in ((coded(b"\x1b\x0c\xff\x00\x04"), "base64"), ("\x1b\x0c\ufffd\0", "")):
        why = passed(answered(text, coding, encoding=mark))
        assert why == f"the body of the answer is packed{named}, which is not read here"


def sent(text: str, *codings: str) -> Entry:
    """Give an entry whose request was packed, as it is in the file."""
    whole = entry("POST", "https://fal.run/fal-ai/nano-banana", text, ANSWER.decode())
    headers = whole["request"]["headers"]
    headers += [{"name": "Content-Encoding", "value": coding} for coding in codings]
    return whole


SENT = {"gzip": gzip.compress(ANSWER), "deflate": zlib.compress(ANSWER)}


@pytest.mark.parametrize("coding", SENT)
def test_a_request_that_was_sent_packed_is_read(coding: str) -> None:
    data = SENT[coding]
    for text in (data.decode("latin-1"), data.decode("utf-8", "surrogateescape")):
        assert only(read_har(har(sent(text, coding)))).request == ANSWER
    marked = sent(coded(data), coding)
    marked["request"]["postData"]["encoding"] = "base64"
    assert only(read_har(har(marked))).request == ANSWER


def test_gzip_is_known_without_its_header() -> None:
    text = gzip.compress(ANSWER).decode("latin-1")
    assert only(read_har(har(sent(text)))).request == ANSWER


@pytest.mark.parametrize("codings", [(), ("gzip",)])
def test_a_packed_request_that_was_written_down_as_text_is_passed_over(
    codings: tuple[str, ...],
) -> None:
    text = gzip.compress(ANSWER).decode("utf-8", "replace")
    assert passed(sent(text, *codings)) == "what was sent is in gzip, and was written down as text"


@pytest.mark.parametrize("text", ["hello", "prompt=a+cat", "\x00\x01"])
def test_a_request_that_is_no_json_is_passed_over_and_not_judged(text: str) -> None:
    assert passed(sent(text)) == "what was sent is no JSON"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_an_answer_that_the_tool_has_unpacked_is_read_as_it_stands(coding: str) -> None:
    assert only(read_har(har(answered(ANSWER.decode(), coding)))).response == ANSWER
    listed = b'["one", "two"]'
    assert only(read_har(har(answered(listed.decode())))).response == listed


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_control_character_does_not_make_an_unpacked_answer_a_packed_one(coding: str) -> None:
    text = "a log of \x1b[1mnine\x1b[0m lines, å, and an end\x0c"
    assert only(read_har(har(answered(text, coding)))).response == text.encode()


def test_base64_that_nothing_marks_is_read_where_it_says_json() -> None:
    for text in (coded(ANSWER), coded(gzip.compress(ANSWER))):
        assert only(read_har(har(answered(text, _encoding="base64")))).response == ANSWER
    words = "c29tZSB3b3Jkcw=="
    assert only(read_har(har(answered(words)))).response == words.encode()


def test_bytes_that_are_no_text_come_back_as_they_were() -> None:
    """mitmproxy writes each of them as half of a surrogate pair, which JSON can hold."""
    whole = answered("{}")
    whole["response"]["content"]["text"] = "\x00\udcff\udc89PNG"
    assert only(read_har(har(whole))).response == b"\x00\xff\x89PNG"
    for at in (whole["response"]["content"], whole["request"]["postData"]):
        at["text"] = "\ud83d"
        assert passed(whole).endswith("is no text")


def test_headers_with_a_list_of_values_are_headers() -> None:
    whole = answered("{}")
    whole["response"]["headers"] = [{"name": "X-Fal-Request-Id", "value": ["019d-a"]}]
    assert only(read_har(har(whole))).headers == {"x-fal-request-id": "019d-a"}


@pytest.mark.parametrize("name", ["authorization", "x-my-token"])
def test_a_secret_in_a_list_of_values_is_known(name: str) -> None:
    whole = answered("{}")
    whole["request"]["headers"] = [{"name": name, "value": ["Key zebra-crossing-1971"]}]
    assert any("zebra-crossing-1971" in each.value for each in read_har(har(whole)).secrets)


NO_BODY: dict[str, tuple[dict[str, Any], str]] = {
    "said by its length": (
        {"status": 405, "headers": [{"name": "Content-Length", "value": "0"}]},
        "its answer has no body",
    ),
    "said by its status": ({"status": 204, "headers": []}, "its answer has no body"),
    "in a file": (
        {"content": {"_file": "4f1.json"}},
        "the body of the answer lies in a file beside it",
    ),
    "not said": ({"status": 200, "headers": []}, "the body of the answer was not recorded"),
}


@pytest.mark.parametrize(("response", "why"), NO_BODY.values(), ids=NO_BODY)
def test_an_answer_without_a_body_is_told_from_one_that_was_not_kept(
    response: dict[str, Any], why: str
) -> None:
    whole = answered("{}")
    whole["response"] |= {"content": {"size": 0}, **response}
    assert passed(whole) == why


def test_what_a_proxy_of_the_page_passes_on_is_a_call_of_the_service() -> None:
    whole = answered(ANSWER.decode())
    whole["request"]["url"] = "https://shop.example/api/fal/proxy"
    whole["request"]["headers"].append({"name": "X-Fal-Target-Url", "value": URL})
    assert only(read_har(har(whole))).url == URL


@pytest.mark.parametrize("header", ["Server", "X-Fal-Served-From"])
def test_what_the_emulator_answered_is_no_recording_of_fal(header: str) -> None:
    whole = answered(ANSWER.decode())
    whole["response"]["headers"].append({"name": header, "value": NAME})
    assert passed(whole) == "fal-codegen's emulator answered it, and not fal"


def test_the_service_is_known_by_its_other_domain_too() -> None:
    whole = answered(ANSWER.decode())
    whole["request"]["url"] = "https://falrun.com/a/b?x=1"
    assert only(read_har(har(whole))).url == "https://fal.run/a/b?x=1"


def test_a_websocket_is_no_call_and_is_called_what_it_is() -> None:
    whole = answered("{}")
    whole["request"] |= {"method": "GET", "url": "wss://fal.run/a/b/realtime"}
    assert passed(whole) == "it is a websocket's"
