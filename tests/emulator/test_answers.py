"""What an answer is made of, and the files it points to."""

import wave
from io import BytesIO
from typing import Any

import httpx
import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator import emulator
from fal_codegen.emulator.answers.sizes import picture_size
from fal_codegen.emulator.answers.synthetic import SyntheticFile, content, parse_name
from PIL import Image

from .conftest import KEY, Stage, document

FILM = EndpointId("acme/cinema")
FILE: dict[str, Json] = {
    "type": "object",
    "required": ["url"],
    "properties": {"url": {"type": "string"}, "content_type": {"type": "string"}},
}
SIZED: dict[str, Json] = {
    "type": "object",
    "required": ["url", "file_size"],
    "properties": {
        "url": {"type": "string"},
        "file_size": {"type": "integer", "minimum": 1},
        "width": {"type": "integer", "minimum": 1},
    },
}


MAY_BE_SIZED: dict[str, Json] = {
    "type": "object",
    "required": ["url", "file_size"],
    "properties": {"url": {"type": "string"}, "file_size": {"type": ["integer", "null"]}},
}


def needing(**properties: Json) -> dict[str, Json]:
    return {"type": "object", "required": [*properties], "properties": properties}


@pytest.fixture
def film(stage: Stage) -> httpx.Client:
    """Give a client of an endpoint that answers with one file of each kind."""
    output = needing(
        video=FILE,
        audio_file=FILE,
        thumbnail=SIZED,
        preview_video=MAY_BE_SIZED,
        preview_audio=MAY_BE_SIZED,
        mesh=FILE,
        prompt={"type": "string"},
        seed={"type": "integer"},
    )
    stage.app = emulator({FILM: document(FILM, output)})
    return httpx.Client(base_url=stage.url, headers=KEY)


def answered(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(f"/fal.run/{FILM}", json={"prompt": "a red boat", **body})
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()
    return given


def test_every_file_of_an_answer_is_what_it_says_it_is(film: httpx.Client) -> None:
    with film:
        answer = answered(film)
        served = {name: film.get(answer[name]["url"]) for name in ("video", "audio_file", "mesh")}
        types = {name: file.headers["content-type"] for name, file in served.items()}
        assert types == {"video": "video/mp4", "audio_file": "audio/wav", "mesh": "text/plain"}
        assert types == {name: answer[name]["content_type"] for name in served}
        assert served["video"].content[4:8] == b"ftyp"
        with wave.open(BytesIO(served["audio_file"].content)) as sound:
            assert sound.getnframes() == sound.getframerate()
        assert "cannot make" in served["mesh"].text


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ({"audio_format": "mp3_44100_128"}, ("video/mp4", "audio/mpeg")),
        ({"audio_format": "flac"}, ("video/mp4", "text/plain")),
        ({"video_output_type": "X264 (.mp4)"}, ("video/mp4", "audio/wav")),
        ({"video_output_type": "VP9 (.webm)"}, ("text/plain", "audio/wav")),
        ({"format": "jpg"}, ("video/mp4", "audio/wav")),
    ],
)
def test_a_form_that_cannot_be_made_is_not_what_another_is_called(
    film: httpx.Client, asked: dict[str, str], types: tuple[str, str]
) -> None:
    with film:
        answer = answered(film, **asked)
        files = [answer["video"], answer["audio_file"]]
        assert tuple(each["content_type"] for each in files) == types
        for each, type_ in zip(files, types, strict=True):
            served = film.get(each["url"])
            assert served.headers["content-type"] == type_
            assert served.content.startswith(b"\xff\xfb") is (type_ == "audio/mpeg")


def test_sizes_that_must_be_told_are_true(film: httpx.Client) -> None:
    with film:
        thumbnail = answered(film, resolution="0.5K", output_format="png")["thumbnail"]
        assert thumbnail["file_size"] == len(film.get(thumbnail["url"]).content)
        assert thumbnail["width"] == 512


def test_of_what_may_have_no_size_a_video_has_its_own(film: httpx.Client) -> None:
    with film:
        answer = answered(film)
        video, sound = answer["preview_video"], answer["preview_audio"]
        assert video["file_size"] == len(film.get(video["url"]).content)
        assert sound["file_size"] is None


def test_prompt_and_seed_are_said_again(film: httpx.Client) -> None:
    with film:
        answer = answered(film, seed=7)
        assert (answer["prompt"], answer["seed"]) == ("a red boat", 7)
        assert answered(film)["seed"] == answered(film, seed=None)["seed"] > 0


def test_an_address_is_good_with_the_next_emulator_as_well(
    film: httpx.Client, stage: Stage
) -> None:
    with film:
        url = answered(film)["video"]["url"]
        before = film.get(url).content
        stage.app = emulator({})
        assert film.get(url).content == before


def test_a_fetched_head_has_no_body(film: httpx.Client) -> None:
    with film:
        head = film.head(answered(film)["mesh"]["url"])
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "name",
    [
        "gone.png",
        f"{'a' * 32}.png",
        f"{'a' * 32}-64x64.wav",
        f"{'a' * 32}-64x64.bmp",
        f"{'a' * 32}-0x64.png",
        f"{'a' * 32}-99999x99999.png",
        f"{'a' * 32}-64x64.png\n",
    ],
)
def test_a_name_that_no_made_file_has_is_none(name: str) -> None:
    assert parse_name(name) is None


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_a_name_says_all_that_making_the_file_needs(kind: str) -> None:
    made = SyntheticFile("0f" * 16, kind, (24, 16))
    assert parse_name(made.name) == made
    with Image.open(BytesIO(content(made))) as picture:
        assert (picture.size, f"image/{picture.format}".lower()) == ((24, 16), made.media_type)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (1024, 1024)),
        ({"aspect_ratio": "21:9"}, (1568, 672)),
        ({"aspect_ratio": "9:16", "resolution": None}, (768, 1368)),
        ({"aspect_ratio": "999:1"}, (2896, 360)),
        ({"aspect_ratio": {"width": 3}, "resolution": 7}, (1024, 1024)),
        ({"aspect_ratio": "0:0", "resolution": "0.1K"}, (104, 104)),
        ({"image_size": "landscape_16_9", "aspect_ratio": "1:1"}, (1024, 576)),
        ({"image_size": "1536x1024"}, (1536, 1024)),
        ({"image_size": {"width": 640, "height": 1}}, (640, 1)),
        ({"image_size": {"width": -3, "height": 7}}, (1, 7)),
        ({"image_size": "auto", "resolution": "2K"}, (2048, 2048)),
        ({"image_size": {"width": 10**9, "height": 0}}, (16_382, 1)),
    ],
)
def test_any_wish_gives_a_picture_of_sensible_size(
    asked: dict[str, Json], size: tuple[int, int]
) -> None:
    assert picture_size(asked) == size


def test_a_picture_too_large_to_be_made_is_a_smaller_one_of_its_shape() -> None:
    width, height = picture_size({"image_size": {"width": 14_142, "height": 7_071}})
    assert width * height == pytest.approx(2**25, rel=1e-3)
    assert width / height == pytest.approx(2, rel=1e-3)
