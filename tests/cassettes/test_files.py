from pathlib import Path

import httpx
import pytest
from fal_codegen.cassettes import (
    Cassette,
    Exchange,
    Stamp,
    read_cassette,
    replaying,
    write_cassette,
)

from tests.cassettes.conftest import PAINT, STAMP

EXCHANGES = (
    Exchange("POST", f"https://fal.run/{PAINT}", b'{"prompt":"x"}', 200, b'{"seed":7}', {}),
    Exchange(
        "GET",
        f"https://queue.fal.run/{PAINT}/requests/1/status?logs=1",
        b"",
        200,
        '{"message": "grüße, \'quoted\' and\\nbroken"}'.encode(),
        {"content-type": "application/json", "x-fal-request-id": "1"},
    ),
    Exchange("GET", f"https://fal.run/{PAINT}", b"", 422, b"\x89PNG\xff\x00", {}),
)


def test_a_cassette_comes_back_as_it_was_written() -> None:
    cassette = Cassette(STAMP, EXCHANGES)
    assert read_cassette(write_cassette(cassette)) == cassette


def test_what_is_written_is_what_is_replayed(tmp_path: Path) -> None:
    (tmp_path / "tape.yaml").write_text(write_cassette(Cassette(STAMP, EXCHANGES)), "utf-8")
    with replaying(tmp_path / "tape.yaml"), httpx.Client() as http:
        for each in EXCHANGES:
            headers = {"content-type": "application/json"}
            answer = http.request(each.method, each.url, content=each.request, headers=headers)
            assert (answer.status_code, answer.content) == (each.status, each.response)


WHOLE = write_cassette(Cassette(STAMP, EXCHANGES[:1]))
DAMAGED = {
    "nothing": "",
    "a word": "cassette",
    "a list": "- 1\n",
    "bad YAML": "interactions: [\n",
    "cut off": WHOLE[: len(WHOLE) // 2],
    "a merge left open": "<<<<<<< ours\n" + WHOLE,
    "no exchange": "interactions: []\n" + WHOLE.partition("\n")[2][WHOLE.index("metadata:") - 14 :],
    "no stamp": WHOLE.partition("metadata:")[0] + "version: 1\n",
    "another stamp": WHOLE.replace("scenario: sync", "scene: sync"),
    "an id that is none": WHOLE.replace(f"endpoint: {PAINT}", "endpoint: ../.."),
    "no status": WHOLE.replace("code: 200", "kind: 200"),
    "the oldest form": "- request: {}\n",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_cassette_is_told_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a cassette of ours: ") as caught:
        read_cassette(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch {mark}']",
        "!!python/object/apply:os.mkdir ['{mark}']",
        "!!python/object/new:os.system ['touch {mark}']",
        "!!python/name:os.system",
        "!!python/module:os",
    ],
)
def test_a_tag_that_would_run_code_is_refused(tmp_path: Path, tag: str) -> None:
    mark = tmp_path / "mark"
    text = WHOLE.replace("scenario: sync", f"scenario: {tag.format(mark=mark)}")
    with pytest.raises(ValueError, match="not a cassette of ours"):
        read_cassette(text)
    (tmp_path / "tape.yaml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="loading the cassette"), replaying(tmp_path / "tape.yaml"):
        pytest.fail("it was loaded")
    assert not mark.exists()


def test_a_stamp_shows_whose_answer_it_is() -> None:
    stamp = Stamp(PAINT, "imported/shop", "har", "2026-04-18", "c" * 64)
    text = write_cassette(Cassette(stamp, EXCHANGES[:1]))
    assert "source: har\n" in text
    assert read_cassette(text).stamp == stamp
