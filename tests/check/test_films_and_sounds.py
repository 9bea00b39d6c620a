"""Films, sounds and models of an answer: what can be read of them is held, the rest is counted."""

from collections.abc import Iterable, Mapping

import pytest
from fal_codegen.cassettes import fetched, urls_in
from fal_codegen.check import HeldFact, asking, hold, others_of, pictures_of, repeats
from fal_codegen.check.answers.media import Seen, look_at
from fal_codegen.check.answers.relations import OTHERS, PICTURES
from fal_codegen.contract import Json

from tests.documents import endpoint, fields

URL = "https://v3b.fal.media/files/b/a"
BYTES = {
    "mp4": b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
    "mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "webm": b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x84webm",
    "mkv": b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x88matroska",
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "mp3": b"\xff\xfb\x90\xc4" + bytes(413),
    "ogg": b"OggS\0\x02" + bytes(20),
    "flac": b"fLaC\0\0\0\x22" + bytes(34),
    "glb": b"glTF\x02\0\0\0\x20\0\0\0\x10\0\0\0JSON",
    "fbx": b"Kaydara FBX Binary  \0\x1a\0",
}
TEXT = b"a note that says nothing of any form"


def facts(
    asked: Mapping[str, Json], field: str, data: bytes | None, **said: Json
) -> list[tuple[str, str]]:
    answer: Json = {field: {"url": URL, **said}}
    files = {} if data is None else {URL: fetched(data)}
    return short(hold(asked, answer, pictures_of(answer, files), others_of(answer, files)))


def short(held: Iterable[HeldFact]) -> list[tuple[str, str]]:
    return [(each.name, each.verdict) for each in held]


@pytest.mark.parametrize("form", BYTES)
def test_the_form_is_known_by_the_first_bytes(form: str) -> None:
    assert look_at(BYTES[form]) == Seen(form)


def id3(size: int, flags: int = 0) -> bytes:
    """Make a tag with that many bytes behind its head."""
    foot = bytes(10) if flags & 0x10 else b""
    return b"ID3\4\0" + bytes((flags, 0, 0, size >> 7, size & 0x7F)) + bytes(size) + foot


TAGGED = {
    "mp3": id3(300) + BYTES["mp3"],
    "flac": id3(300) + BYTES["flac"],
    "flac behind a foot": id3(300, 0x10) + BYTES["flac"],
    "mp3 behind two": id3(20) + id3(200) + BYTES["mp3"],
    "": id3(20) + b"\xff\xf1\x50\x80" + bytes(20),
    " that does not end": id3(300)[:200],
    " that ends the bytes": id3(300),
    " before another of which little is there": id3(300) + b"ID3\4",
    " before a film of which little is there": id3(300) + b"\x1a\x45\xdf\xa3",
}


@pytest.mark.parametrize("form", TAGGED)
def test_what_a_tag_stands_before_is_known_by_what_is_behind_it(form: str) -> None:
    assert look_at(TAGGED[form]) == Seen(form.partition(" ")[0])


def test_the_name_in_the_header_of_a_film_is_found_wherever_it_stands_there() -> None:
    void = b"\xec\xc8" + bytes(72)
    names = {b"\x84webm": "webm", b"\x88matroska": "mkv", b"\x84avid": ""}
    for name, form in names.items():
        header = void + b"\x42\x82" + name
        assert look_at(b"\x1a\x45\xdf\xa3" + bytes((0x80 | len(header),)) + header) == Seen(form)
    bare = b"\x1a\x45\xdf\xa3\x8a" + bytes(10) + b"\x42\x82\x84webm"
    assert look_at(bare) == Seen(""), "behind the header"
    assert look_at(b"\x1a\x45\xdf\xa3" + bytes(20)) == Seen(""), "without a size"


def test_sound_that_is_packed_as_aac_is_not_taken_for_mp3() -> None:
    assert look_at(b"\xff\xf1\x50\x80" + bytes(20)) == Seen("")


ASKED_FORMS = [
    ("output_format", "mp3_44100_128", "audio", "mp3"),
    ("output_format", "ogg_opus", "audio", "ogg"),
    ("audio_format", "wav", "audio_file", "wav"),
    ("video_output_type", "X264 (.mp4)", "video", "mp4"),
    ("video_output_type", "VP9 (.webm)", "video", "webm"),
    ("geometry_file_format", "glb", "model_mesh", "glb"),
]


@pytest.mark.parametrize(("name", "value", "field", "form"), ASKED_FORMS)
def test_the_form_that_was_asked_for_is_held(name: str, value: str, field: str, form: str) -> None:
    for other, data in BYTES.items():
        verdict = "kept" if other == form else "otherwise"
        assert facts({name: value}, field, data) == [(name, verdict)]
    for unknown in (None, TEXT):
        assert facts({name: value}, field, unknown) == [(name, "cannot tell")]


@pytest.mark.parametrize("name", ["format", "image_format"])
def test_the_form_of_pictures_has_other_names(name: str) -> None:
    jpeg = b"\xff\xd8\xff" + bytes(20)
    assert facts({name: "jpeg"}, "image", jpeg) == [(name, "kept")]
    assert facts({name: "png"}, "image", jpeg) == [(name, "otherwise")]


@pytest.mark.parametrize("value", ["pcm_16000", "opus", "usdz", "hex"])
def test_of_a_form_that_no_bytes_show_nobody_can_tell(value: str) -> None:
    assert facts({"output_format": value}, "audio", BYTES["wav"]) == [
        ("output_format", "cannot tell")
    ]


UNREAD: dict[str, Json] = {
    "duration": "5",
    "num_frames": 81,
    "fps": 24,
    "resolution": "720p",
    "aspect_ratio": "16:9",
    "video_size": "landscape_16_9",
    "generate_audio": False,
    "sample_rate": "48 kHz",
}


def test_what_is_not_read_off_a_film_is_counted() -> None:
    held = facts(UNREAD, "video", BYTES["mp4"])
    assert sorted(held) == sorted((name, "cannot tell") for name in UNREAD)


def test_nothing_is_counted_where_nothing_was_asked() -> None:
    assert facts({"duration": "auto", "resolution": None, "prompt": "a"}, "video", None) == []
    answer: Json = {"text": "a"}
    assert [*hold(UNREAD, answer, pictures_of(answer, {}))] == []


def test_what_was_asked_of_files_by_other_names_is_counted_too() -> None:
    answer: Json = {"model_urls": {"glb": {"url": URL}}}
    held = hold({"output_format": "glb"}, answer, pictures_of(answer, {}), others_of(answer, {}))
    assert short(held) == [("output_format", "cannot tell")]


def test_a_film_in_place_of_a_picture_is_found() -> None:
    held = facts({"resolution": "1K"}, "image", BYTES["mp4"], content_type="image/png")
    assert held == [("resolution", "otherwise"), ("content_type", "otherwise")]


def test_a_film_beside_a_picture_is_not_held_to_the_form_of_pictures() -> None:
    answer: Json = {"image": {"url": f"{URL}.png"}, "video": {"url": URL}}
    files = {URL: fetched(BYTES["mp4"])}
    held = hold(
        {"output_format": "png"}, answer, pictures_of(answer, files), others_of(answer, files)
    )
    assert {each.verdict for each in held} == {"cannot tell"}


GIF, PNG = b"GIF89a" + bytes(20), b"\x89PNG\r\n\x1a\n" + bytes(20)
TWO_KINDS = [
    (PNG, GIF, ["cannot tell", "kept"]),
    (GIF, BYTES["mp4"], ["kept", "cannot tell"]),
    (PNG, None, ["cannot tell", "cannot tell"]),
    (PNG, BYTES["mp4"], ["otherwise", "otherwise"]),
]


@pytest.mark.parametrize(("image", "video", "verdicts"), TWO_KINDS)
def test_a_form_that_picture_and_film_may_have_is_asked_of_either(
    image: bytes, video: bytes | None, verdicts: list[str]
) -> None:
    answer: Json = {"image": {"url": f"{URL}1"}, "video": {"url": f"{URL}2"}}
    files = {f"{URL}1": fetched(image)} | ({f"{URL}2": fetched(video)} if video else {})
    held = hold(
        {"output_format": "gif"}, answer, pictures_of(answer, files), others_of(answer, files)
    )
    assert [each.verdict for each in held] == verdicts


def test_files_of_one_seed_are_compared_with_those_in_their_own_place() -> None:
    one: Json = {"images": [{"url": f"{URL}1"}, {"url": f"{URL}1"}], "video": {"url": f"{URL}2"}}
    other: Json = {"images": [{"url": f"{URL}1"}], "video": {"url": f"{URL}2"}}
    files = {f"{URL}1": fetched(PNG), f"{URL}2": fetched(BYTES["mp4"])}
    mine, theirs = ([*pictures_of(each, files), *others_of(each, files)] for each in (one, other))
    for held in (repeats(mine, theirs), repeats(theirs, mine)):
        assert {each.place: each.verdict for each in held} == {
            "images/0": "kept",
            "images/1": "cannot tell",
            "video": "kept",
        }


def test_files_that_answers_have_by_their_address_alone_are_found_to_be_fetched() -> None:
    for name in (*OTHERS, *PICTURES):
        addresses: list[Json] = [{name: URL}, {name: [URL]}, {name: {"url": URL}}]
        assert [[*urls_in(each)] for each in addresses] == [[URL]] * len(addresses), name
    assert [*urls_in({"status_url": URL})] == []


def test_an_address_in_place_of_a_data_uri_is_found_of_any_file() -> None:
    assert facts({"sync_mode": True}, "video", None) == [("sync_mode", "otherwise")]
    assert facts({"sync_mode": False}, "video", None) == [("sync_mode", "kept")]


def test_what_an_answer_says_of_a_films_form_is_held_to_its_bytes() -> None:
    said: dict[str, Json] = {"content_type": "video/mp4", "file_name": "output.mp4"}
    names = ("content_type", "file_name")
    assert facts({}, "video", BYTES["mp4"], **said) == [(name, "kept") for name in names]
    assert facts({}, "video", BYTES["webm"], **said) == [(name, "otherwise") for name in names]
    assert facts({}, "video", TEXT, **said) == [(name, "cannot tell") for name in names]
    assert facts({}, "audio", BYTES["mp4"], content_type="audio/mp4") == [("content_type", "kept")]


def test_films_of_one_seed_that_are_not_alike_may_differ_in_when_they_were_made() -> None:
    answer: Json = {"video": {"url": URL}}
    one, other = (others_of(answer, {URL: fetched(BYTES[each])}) for each in ("mp4", "webm"))
    assert short(repeats(one, other)) == [("seed", "cannot tell")]
    assert short(repeats(one, one)) == [("seed", "kept")]


def test_of_films_only_what_can_be_read_is_recorded_to_be_held() -> None:
    made = endpoint(
        fields(
            duration={"enum": ["5", "10"], "default": "5"},
            output_format={"enum": ["mp3", "wav"], "default": "wav"},
            seed={"type": "integer"},
        ),
        fields("audio", audio=fields("url", url={"type": "string"})),
    )
    assert [*asking(made, {})] == [("output_format", {"output_format": "mp3"})]
