"""Files that the answers in a HAR file lead to: their beginning is taken with the answer."""

import json
from base64 import b64encode
from typing import Any

import pytest
from fal_codegen.cassettes import FIRST_BYTES, read_har

from tests.cassettes.har_files import Entry, entry, har

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(FIRST_BYTES)
URL = "https://v3.fal.media/files/a/b.png"
ANSWERED = entry("POST", "https://fal.run/a/b", "{}", json.dumps({"images": [{"url": URL}]}))


def fetched(url: str = URL, **more: Any) -> Entry:  # noqa: ANN401 - of any shape
    file = entry("GET", url, "", b64encode(PICTURE).decode(), encoding="base64")
    file["response"] |= more
    return file


@pytest.mark.parametrize("status", [200, 206])
def test_a_file_goes_with_the_answer_that_leads_to_it(status: int) -> None:
    file = fetched(status=status)
    found = read_har(har(ANSWERED, entry("POST", "https://fal.run/a/b", "{}"), file))
    (traffic,) = found.traffic.values()
    assert [each.url for each in traffic.exchanges][1:] == ["https://fal.run/a/b", URL]
    assert traffic.exchanges[2].response == PICTURE[:FIRST_BYTES]
    assert traffic.groups == ["log/entries/0", "log/entries/1", "log/entries/0"]


NOT_TAKEN: dict[str, tuple[Entry, str]] = {
    "of another address": (fetched("https://v3.fal.media/x.png"), "it is no call to fal.run"),
    "that was not found": (fetched(status=404), "it is no fetched file"),
    "of which nobody says that it was found": (fetched(status=201), "it is no fetched file"),
    "that was sent": (entry("PUT", URL, "x"), "it is no fetched file"),
    "that was not kept": (fetched(content={"size": 9}), "the body of the answer was not recorded"),
}


@pytest.mark.parametrize(("file", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_a_file_is_passed_over_with_its_reason(file: Entry, why: str) -> None:
    found = read_har(har(ANSWERED, file))
    assert [each.why.startswith(why) for each in found.passed] == [True]
    assert [len(each.exchanges) for each in found.traffic.values()] == [1]
