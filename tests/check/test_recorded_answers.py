"""What came back is what was asked for: recordings, altered or not."""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise

import httpx
import pytest
from fal_codegen.cassettes import Cassette, Exchange, Stamp, read_cassette, urls_in
from fal_codegen.check import (
    RELATIONS,
    HeldAnswers,
    check_answers,
    hold,
    pictures_of,
)
from fal_codegen.check.answers.media import look_at
from fal_codegen.check.exchanges import files_in, is_file, sent_in
from fal_codegen.contract import Json
from fal_codegen.emulator import emulator, running
from PIL import Image

from tests.check.asked import (
    DOCUMENTS,
    HERE,
    ROOT,
    SIZED,
    endpoint_of,
)

SIZES: dict[str, Json] = {
    "sides": {"width": 768, "height": 512},
    "ratio": "portrait_16_9",
    "spelled": "640*960",
}
"""What the committed contracts have no field for."""


def recordings() -> list[Cassette]:
    files = sorted((ROOT / "cassettes").rglob("asked/*.yaml"))
    committed = [read_cassette(file.read_text("utf-8")) for file in files]
    return [*committed, *map(sized_recording, SIZES)]


@cache
def sized_recording(name: str) -> Cassette:
    """Record from the emulator what asks for a size in one of the ways that there are."""
    stamp = Stamp(SIZED, f"asked/image_size {name}", "emulator", "2026-11-27", "")
    with (
        running(emulator({SIZED: DOCUMENTS[SIZED]})) as front,
        httpx.Client(base_url=front, headers={"Authorization": "Key a:b"}) as http,
    ):
        body = {"prompt": "a red door", "image_size": SIZES[name]}
        posted = http.post(f"/fal.run/{SIZED}", json=body)
        sent = Exchange(
            "POST", f"https://fal.run/{SIZED}", posted.request.content, 200, posted.content
        )
        files = [
            Exchange("GET", url, b"", 200, http.get(url).content) for url in urls_in(posted.json())
        ]
    return Cassette(stamp, (sent, *files))


def checked(*cassettes: Cassette) -> HeldAnswers:
    return check_answers(endpoint_of(cassettes[0].stamp.endpoint), cassettes, HERE)


def test_nothing_is_found_in_the_recordings_which_say_that_the_emulator_made_them() -> None:
    tapes = recordings()
    assert len(tapes) >= 12
    for tape in tapes:
        result = checked(tape)
        assert (result.findings, result.undecided) == ((), 0), tape.stamp
        assert result.decided
        assert tape.stamp.source == "emulator"


def repainted(change: Callable[[Image.Image], Image.Image]) -> Callable[[bytes], bytes]:
    def painted(data: bytes) -> bytes:
        seen = look_at(data)
        assert seen
        assert seen.size
        buffer = BytesIO()
        change(Image.new("RGB", seen.size)).save(buffer, seen.form)
        return buffer.getvalue()

    return painted


def with_bytes(cassette: Cassette, change: Callable[[bytes], bytes]) -> Cassette:
    exchanges = [
        replace(each, response=change(each.response)) if is_file(each) else each
        for each in cassette.exchanges
    ]
    return replace(cassette, exchanges=tuple(exchanges))


def with_answers(cassette: Cassette, change: Callable[[int, Json], None]) -> Cassette:
    exchanges: list[Exchange] = []
    for number, each in enumerate(cassette.exchanges):
        if each.method == "POST":
            answer = json.loads(each.response)
            change(number, answer["images"])
            exchanges.append(replace(each, response=json.dumps(answer).encode()))
        else:
            exchanges.append(each)
    return replace(cassette, exchanges=tuple(exchanges))


def one_less(_: int, images: Json) -> None:
    assert isinstance(images, list)
    images.pop()


def linked(_: int, images: Json) -> None:
    assert isinstance(images, list)
    images[0]["url"] = "https://v3.fal.media/a.png"  # type: ignore[index, call-overload] # a picture


def other_seed(number: int, images: Json) -> None:
    assert isinstance(images, list)
    picture: bytes = repainted(lambda image: image.rotate(number))(PNG)
    if number:
        images[0]["url"] = f"data:image/png;base64,{b64encode(picture).decode()}"  # type: ignore[index, call-overload] # a picture


def png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "png")
    return buffer.getvalue()


PNG = png()


def as_gif(data: bytes) -> bytes:
    seen, buffer = look_at(data), BytesIO()
    assert seen
    Image.new("RGB", seen.size or (1, 1)).save(buffer, "gif")
    return buffer.getvalue()


OTHER_FORMS = {
    *("format", "image_format", "audio_format", "video_output_type", "geometry_file_format")
}
"""Other names for `output_format`, which are held in test_films_and_sounds.py."""
ALTERED: dict[str, Callable[[Cassette], Cassette]] = {
    "num_images": lambda tape: with_answers(tape, one_less),
    "output_format": lambda tape: with_bytes(tape, as_gif),
    "resolution": lambda tape: with_bytes(
        tape, repainted(lambda image: image.resize((image.width // 2, image.height // 2)))
    ),
    "aspect_ratio": lambda tape: with_bytes(
        tape, repainted(lambda image: image.resize((image.height, image.width)))
    ),
    "image_size": lambda tape: with_bytes(
        tape, repainted(lambda image: image.resize((image.width, image.height * 2 // 3)))
    ),
    "seed": lambda tape: with_answers(tape, other_seed),
    "sync_mode": lambda tape: with_answers(tape, linked),
}


@pytest.mark.parametrize("name", ALTERED)
@pytest.mark.deep
def test_one_altered_fact_of_a_recording_is_found(name: str) -> None:
    tapes = [tape for tape in recordings() if tape.stamp.scenario.split(" ")[0] == f"asked/{name}"]
    assert tapes
    for tape in tapes:
        found = [each for each in checked(ALTERED[name](tape)).findings if each.severity != "note"]
        assert name in {each.name for each in found}, tape.stamp


def test_swapped_sides_are_called_that() -> None:
    (tape, *_) = (each for each in recordings() if each.stamp.scenario == "asked/aspect_ratio")
    (finding,) = checked(ALTERED["aspect_ratio"](tape)).findings
    assert finding.detail.endswith("with its sides swapped")


def test_without_the_bytes_nobody_can_tell_and_that_is_counted() -> None:
    for tape in recordings():
        calls = tuple(each for each in tape.exchanges if not is_file(each))
        result = checked(replace(tape, exchanges=calls))
        if tape.stamp.scenario != "asked/sync_mode":  # the answer itself has the bytes
            assert result.undecided
            (finding,) = result.findings
            assert (finding.rule.id, finding.left) == ("media-unseen", result.undecided)


def test_every_row_of_the_table_is_held_in_some_recording() -> None:
    held: set[tuple[str, str]] = set()
    for tape in recordings():
        for sent in sent_in(tape):
            answer, asked = json.loads(sent.answer.response), sent.body
            assert isinstance(asked, dict)
            facts = hold(asked, answer, pictures_of(answer, files_in(tape)))
            held |= {(each.name, each.fact) for each in facts if each.verdict == "kept"}
        if tape.stamp.scenario == "asked/seed":
            held |= {("seed", "seed")} if checked(tape).decided else set()
    assert held >= {(each.name, each.fact) for each in RELATIONS if each.name not in OTHER_FORMS}


def test_of_a_value_that_is_in_no_row_nobody_can_tell() -> None:
    answer: Json = {"images": [{"url": "https://x/a"}]}
    for body in ({"resolution": "720p"}, {"aspect_ratio": "wide"}, {"upscale_factor": 2}):
        held = [*hold(body, answer, pictures_of(answer, {}))]
        assert [each.verdict for each in held] == ["cannot tell"]


def test_auto_and_null_ask_for_nothing() -> None:
    answer: Json = {"images": [{"url": "https://x/a"}]}
    for body in ({"resolution": "auto"}, {"aspect_ratio": "auto"}, {"num_images": None}):
        assert [*hold(body, answer, pictures_of(answer, {}))] == []


def test_each_fact_of_the_table_can_be_asked_for() -> None:
    assert all(each.tries for each in RELATIONS)
    assert {each.name for each in RELATIONS} == {*ALTERED, *OTHER_FORMS}
    assert all(one != other for one, other in pairwise(RELATIONS))
