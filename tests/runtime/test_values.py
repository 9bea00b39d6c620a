"""Values of a request: changed ones are checked, and a file may be given in many forms."""

import base64
import copy
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image
from pydantic import TypeAdapter, ValidationError


def decoded(uri: str) -> Any:  # noqa: ANN401 - Pillow's
    head, _, data = uri.partition(",")
    assert head == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_a_changed_request_is_checked(api: ModuleType) -> None:
    lamp = api.portrait.Lamp(format="cold")
    request = api.portrait.Input(prompt="by night", lamps=[lamp])
    changed = request.replace(num_images=2)
    assert changed.body() == {
        "prompt": "by night",
        "num_images": 2,
        "lamps": [{"format": "cold"}],
    }
    assert request.body() == {"prompt": "by night", "lamps": [{"format": "cold"}]}
    assert lamp.replace(format="warm").model_dump(exclude_unset=True) == {"format": "warm"}
    assert lamp.replace(format_="warm") == lamp.replace(format="warm")
    for wrong in ({"num_images": 9}, {"num_image": 2}, {"prompt": None}):
        with pytest.raises(ValidationError):
            request.replace(**wrong)


def test_no_way_of_copying_lets_an_invalid_request_out(api: ModuleType) -> None:
    request = api.portrait.Input(prompt="by night")
    assert request.model_copy() == request
    assert request.model_copy(update={"num_images": 2}) == request.replace(num_images=2)
    with pytest.raises(ValidationError):
        request.model_copy(update={"num_images": 9})
    if replace := getattr(copy, "replace", None):  # since Python 3.13
        with pytest.raises(ValidationError):
            replace(request, num_images=9)
    with pytest.raises(ValidationError):
        request.num_images = 9


def test_the_name_of_a_local_file_is_no_url(
    api: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "day.png").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    for given in ("day.png", str(tmp_path / "day.png")):
        with pytest.raises(ValidationError, match=rf"did you mean Path\('{given}'\)\?"):
            api.portrait.Input(prompt="by night", mask_url=given)
        with pytest.raises(ValidationError, match=r"image_urls\.1[^$]*did you mean Path"):
            api.portrait.Input(prompt="by night", image_urls=["https://a.example/1", given])
        with pytest.raises(ValueError, match=r"image_urls\.0: .*did you mean Path"):
            api.work_of("any/model", {"image_urls": [given]}).body(None)
    for url in (f"file://{tmp_path}/day.png", f"FILE://localhost{tmp_path}/day.png"):
        with pytest.raises(ValidationError, match=rf"did you mean Path\('{tmp_path}/day.png'\)\?"):
            api.portrait.Input(prompt="by night", mask_url=url)
    urls = ["https://a.example/day.png", "data:text/plain,day.png", "night.png", "x" * 9999, ""]
    request = api.portrait.Input(prompt="by night", mask_url="a\0b", pose_urls=urls)
    assert request.body()["pose_urls"] == urls
    assert api.work_of("any/model", {"prompt": "day.png"}).body(None) == {"prompt": "day.png"}
    body = {"prompt": "by night", "mask_url": "day.png"}
    assert api.portrait.Input.from_body(body).body() == body


def test_what_was_not_written_here_learns_nothing_of_the_files_that_are(
    api: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "day.png").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    kind: Any = api.portrait.Input

    def read(body: dict[str, Any]) -> list[Any]:
        listed: Any = list
        many: Any = TypeAdapter[Any](listed[kind]).validate_python([body])
        text = json.dumps(body)
        return [
            *many,
            kind.from_body(body),
            kind.model_validate(body),
            kind.model_validate_json(text),
        ]

    for url in ("day.png", str(tmp_path / "day.png"), "/etc/passwd", "night.png"):
        body = {"prompt": "by night", "mask_url": url, "image_urls": [url]}
        assert [each.body() for each in read(body)] == [body] * 4
    with pytest.raises(ValidationError, match="did you mean Path"):
        kind(prompt="by night").replace(mask_url="day.png")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV"])
def test_a_picture_of_pillows_goes_as_a_png(api: ModuleType, mode: str) -> None:
    picture = Image.new(mode, (3, 2))
    request = api.portrait.Input(prompt="by night", mask_url=picture, image_urls=[picture])
    picture.resize((9, 9))
    sent = decoded(request.body()["mask_url"])
    assert sent.size == (3, 2)
    assert decoded(request.body()["image_urls"][0]).size == (3, 2)
    assert decoded(api.data_uri(picture)).size == (3, 2)


def test_an_array_of_numpys_goes_as_a_png(api: ModuleType) -> None:
    numpy = pytest.importorskip("numpy")
    array = numpy.zeros((2, 3, 3), numpy.uint8)
    array[1, 2] = 7
    request = api.portrait.Input(prompt="by night", mask_url=array)
    array[:] = 9
    assert decoded(request.body()["mask_url"]).getpixel((2, 1)) == (7, 7, 7)
    for wrong in (numpy.zeros((2, 3, 3)), numpy.zeros(5, numpy.complex128)):
        with pytest.raises(ValidationError, match="no picture of 8 bits a channel"):
            api.portrait.Input(prompt="by night", mask_url=wrong)


def test_without_pillow_a_picture_says_what_is_missing(
    api: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Image.new("RGB", (1, 1))
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with pytest.raises(ValidationError, match="a picture needs the package pillow"):
        api.portrait.Input(prompt="by night", mask_url=picture)


def test_a_picture_in_a_dictionary_is_a_file_too(api: ModuleType) -> None:
    picture = Image.new("RGB", (3, 2))
    sent = api.work_of("any/model", {"a": {"b": [picture]}}).body(None)
    assert decoded(sent["a"]["b"][0]).size == (3, 2)
