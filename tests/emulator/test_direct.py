import base64
import json
from io import BytesIO
from typing import Any

import httpx
import pytest
from fal_codegen.emulator.wire import LARGEST_BODY
from PIL import Image

from .conftest import HARD, PAINT, RETOUCH, WRITE, WRITTEN


def run(client: httpx.Client, endpoint: str = PAINT, /, **body: object) -> httpx.Response:
    return client.post(f"/fal.run/{endpoint}", json={"prompt": "a red boat", **body})


def images(client: httpx.Client, **body: object) -> list[Image.Image]:
    answer = run(client, PAINT, **body)
    assert answer.status_code == 200, answer.text
    return [
        Image.open(BytesIO(client.get(entry["url"]).content)) for entry in answer.json()["images"]
    ]


def test_an_answer_holds_what_its_schema_requires(client: httpx.Client) -> None:
    assert run(client, WRITE).json() == WRITTEN


def test_pictures_are_real_and_as_many_as_asked_for(client: httpx.Client) -> None:
    shown = images(client, num_images=3)
    assert [image.size for image in shown] == [(1024, 1024)] * 3
    assert len({image.tobytes() for image in shown}) == 3


@pytest.mark.parametrize(
    ("wish", "size"),
    [
        ({"resolution": "0.5K"}, (512, 512)),
        ({"resolution": "2K", "aspect_ratio": "2:1"}, (2896, 1448)),
        ({"resolution": "4K", "aspect_ratio": "1:4"}, (2048, 8192)),
        ({"aspect_ratio": "auto"}, (1024, 1024)),
        ({"aspect_ratio": None}, (1024, 1024)),
    ],
)
def test_pictures_have_the_size_asked_for(
    client: httpx.Client, wish: dict[str, Any], size: tuple[int, int]
) -> None:
    assert [image.size for image in images(client, **wish)] == [size]


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_pictures_have_the_format_asked_for(client: httpx.Client, kind: str) -> None:
    entry = run(client, output_format=kind).json()["images"][0]
    served = client.get(entry["url"])
    assert entry["content_type"] == served.headers["content-type"] == f"image/{kind}"
    assert entry["file_name"].endswith(f".{kind}")
    assert Image.open(BytesIO(served.content)).format == kind.upper()


def test_the_format_not_asked_for_is_the_default_of_the_schema(client: httpx.Client) -> None:
    assert run(client).json()["images"][0]["content_type"] == "image/webp"


def test_a_picture_is_described_in_its_schemas_order_and_words(client: httpx.Client) -> None:
    entry = run(client, resolution="2K").json()["images"][0]
    assert list(entry) == [
        "url",
        "content_type",
        "file_name",
        "file_size",
        "width",
        "height",
    ]
    assert (entry["file_size"], entry["width"], entry["height"]) == (None, None, 2048)


def test_prompt_and_seed_decide_what_a_picture_shows(client: httpx.Client) -> None:
    def shown(**body: object) -> bytes:
        return images(client, **body)[0].tobytes()

    assert shown(seed=1) == shown(seed=1)
    assert len({shown(seed=1), shown(seed=2), shown(), shown(prompt="a blue boat")}) == 4


def test_in_sync_mode_pictures_come_inside_the_answer(client: httpx.Client) -> None:
    url = run(client, sync_mode=True).json()["images"][0]["url"]
    assert url.startswith("data:image/webp;base64,")
    content = base64.b64decode(url.partition(",")[2])
    assert Image.open(BytesIO(content)).size == (1024, 1024)


def test_an_answer_says_who_gave_it(client: httpx.Client) -> None:
    one, other = run(client, RETOUCH, num_images=2), run(client)
    assert one.headers["x-fal-served-from"] == one.headers["server"] == "fal-codegen-emulator"
    assert one.headers["x-fal-billable-units"] == "2"
    assert one.headers["x-fal-request-id"] != other.headers["x-fal-request-id"]
    assert one.headers["content-type"] == "application/json"


@pytest.mark.parametrize("header", [None, "", "Key", "Token abc", "canary"])
def test_without_a_key_nothing_is_answered(client: httpx.Client, header: str | None) -> None:
    del client.headers["authorization"]
    headers = {} if header is None else {"authorization": header}
    work = [f"fal.run/{PAINT}", f"queue.fal.run/{PAINT}", f"queue.fal.run/{PAINT}/requests/r1"]
    rest = ["storage/upload/initiate", "storage/auth/token", "tokens/"]
    for path in (*work, *(f"rest.fal.ai/{each}" for each in rest)):
        answer = client.post(f"/{path}", json={"prompt": "a boat"}, headers=headers)
        assert (answer.status_code, list(answer.json())) == (401, ["detail"]), path


def test_both_schemes_of_authorisation_are_taken(client: httpx.Client) -> None:
    client.headers["authorization"] = "Bearer canary-secret"
    assert run(client).status_code == 200


def test_the_key_comes_back_in_no_answer(client: httpx.Client) -> None:
    for answer in (run(client), run(client, num_images=9), run(client, "acme/gone")):
        assert "canary" not in answer.text + str(answer.headers)


def test_an_endpoint_without_a_document_is_not_found(client: httpx.Client) -> None:
    answer = run(client, "acme/gone")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "The emulator has no document of acme/gone."}


def test_only_post_runs_an_endpoint(client: httpx.Client) -> None:
    answer = client.get(f"/fal.run/{PAINT}")
    assert (answer.status_code, answer.headers["allow"], answer.text) == (405, "POST", "")


def test_a_body_over_the_maximum_is_refused_as_pydantic_would(client: httpx.Client) -> None:
    answer = run(client, num_images=5)
    assert answer.status_code == 422
    assert answer.json() == {
        "detail": [
            {
                "loc": ["body", "num_images"],
                "msg": "Input should be less than or equal to 4",
                "type": "less_than_equal",
                "url": "https://docs.fal.ai/errors#less_than_equal",
                "ctx": {"le": 4},
                "input": 5,
            }
        ]
    }


@pytest.mark.parametrize("text", [b"", b"{", b"NaN", b"[1e999]", b"\xff", b"[" * 50_000])
def test_a_body_that_is_no_json_is_refused(client: httpx.Client, text: bytes) -> None:
    answer = client.post(f"/fal.run/{PAINT}", content=text)
    assert answer.status_code == 422
    assert [error["type"] for error in answer.json()["detail"]] == ["json_invalid"]


def test_a_body_that_cannot_be_utf8_is_refused_and_quoted(client: httpx.Client) -> None:
    answer = client.post(f"/fal.run/{PAINT}", content=rb'{"prompt": "a boat \ud800"}')
    assert answer.status_code == 422
    assert json.loads(answer.content)["detail"][0]["input"] == "a boat \ud800"


def test_a_body_that_is_too_large_is_refused(client: httpx.Client) -> None:
    answer = client.post(f"/fal.run/{PAINT}", content=b" " * (LARGEST_BODY + 1))
    assert (answer.status_code, list(answer.json())) == (413, ["detail"])


def test_an_answer_that_would_break_the_schema_is_never_given(client: httpx.Client) -> None:
    answer = run(client, HARD)
    assert answer.status_code == 500
    assert answer.headers["x-fal-error-type"] == answer.json()["error_type"] == "internal_error"
    assert "no valid answer" in answer.json()["detail"]
