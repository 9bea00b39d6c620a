import base64
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest
from fal_codegen.cassettes import SecretFound, recording, refuse_secrets

from tests.cassettes.conftest import HALF, IDENTITY, PAINT, SECRET, STAMP, Stage


def encoded(before: str, secret: str, after: str) -> str:
    return base64.b64encode(f"{before}{secret}{after}".encode()).decode()


FORMS = {
    "the whole key": SECRET,
    "its first half": IDENTITY,
    "its second half": HALF,
    "quoted for a URL": quote(SECRET, safe=""),
    "in base64": encoded("", SECRET, ""),
    "a half in base64": encoded("", HALF, ""),
    "in base64, one byte on": encoded("x", SECRET, "!"),
    "in base64, two bytes on": encoded("xy", HALF, "!!"),
    "in base64 with a user's name": encoded("user:", SECRET, "@host"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
class TestASecretIsRefused:
    def test_in_an_address(self, stage: Stage, http: httpx.Client, form: str) -> None:
        refused(stage, lambda: http.get(stage.at("fal.run/a/b"), params={"token": form}))

    def test_in_a_path(self, stage: Stage, http: httpx.Client, form: str) -> None:
        refused(stage, lambda: http.get(stage.at(f"fal.run/a/{form}")))

    def test_in_a_body(self, stage: Stage, http: httpx.Client, form: str) -> None:
        body = {"prompt": f"a red door {form} and some more words, so that the line is long"}
        refused(stage, lambda: http.post(stage.at("fal.run/a/b"), json=body))

    def test_in_an_answer(self, stage: Stage, http: httpx.Client, form: str) -> None:
        stage.says(f'{{"echo": "{form}"}}')
        refused(stage, lambda: http.get(stage.at("fal.run/a/b")))

    def test_in_a_header_that_is_kept(self, stage: Stage, http: httpx.Client, form: str) -> None:
        stage.says("{}", ("X-Fal-Runner-Hint", form))
        refused(stage, lambda: http.get(stage.at("fal.run/a/b")))


@pytest.mark.parametrize("part", [SECRET, IDENTITY, HALF])
@pytest.mark.parametrize("before", range(30, 36))
def test_a_secret_in_an_answer_that_is_no_text_is_refused(
    stage: Stage, http: httpx.Client, part: str, before: int
) -> None:
    stage.says(b"\xff" * before + part.encode() + b"\xff", ("Content-Type", "image/png"))
    refused(stage, lambda: http.get(stage.at("fal.run/a/b")))


def refused(stage: Stage, call: Callable[[], object]) -> None:
    with pytest.raises(SecretFound) as caught, recording(STAMP, stage.url, [SECRET]):
        call()
    for part in (SECRET, IDENTITY, HALF):
        assert part not in str(caught.value)


def test_the_key_that_signs_is_in_no_recording(stage: Stage, http: httpx.Client) -> None:
    with stage.recorded() as told:
        http.post(stage.at(f"fal.run/{PAINT}"), json={"prompt": "a red door"})
    assert told
    for part in (SECRET, IDENTITY, HALF):
        assert part not in told[-1]


@pytest.mark.parametrize("secret", ["", "short", "ab:cd"])
def test_a_part_too_short_to_tell_from_a_word_is_not_looked_for(secret: str) -> None:
    refuse_secrets("a short text of ab and cd", [secret])


def test_a_key_with_one_short_half_is_looked_for_as_a_whole() -> None:
    with pytest.raises(SecretFound):
        refuse_secrets("the key me:twentytwo-and-more is here", ["me:twentytwo-and-more"])
