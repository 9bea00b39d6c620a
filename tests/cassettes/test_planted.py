"""A secret in a file that somebody wrote or changed by hand is found, in its data and beside it."""

import base64

import pytest
from fal_codegen.cassettes import Leak, find_leaks
from fal_codegen.cassettes.secrets import text_secrets

from tests.cassettes.conftest import HALF, IDENTITY, SECRET

PLANTED = """interactions:
- request:
    body: '{{}}'
    headers: {{{request}}}
    method: GET
    uri: https://fal.run/a/b
  response:
    body: {{string: '{{}}'}}
    headers: {{{response}}}
    status: {{code: 200, message: OK}}
version: 1
{end}
"""


@pytest.mark.parametrize(
    ("request_headers", "response_headers", "end", "leak"),
    [
        ("", "", "", None),
        ("Authorization: [x]", "", "", ("0/request/headers/…/0", "authorization")),
        ("", "set-cookie: [a=b]", "", ("0/response/headers/…/0", "set-cookie")),
        ("", "x-fal-upload-token: [x]", "", ("0/response/headers/…/0", "token")),
    ],
)
def test_a_header_that_carries_secrets_is_found_whatever_its_value(
    request_headers: str, response_headers: str, end: str, leak: tuple[str, str] | None
) -> None:
    text = PLANTED.format(request=request_headers, response=response_headers, end=end)
    wanted = [Leak(f"interactions/{leak[0]}", f"a header `{leak[1]}`")] if leak else []
    assert [*find_leaks(text)] == wanted


@pytest.mark.parametrize(
    "end",
    [
        f"# {SECRET}",
        f"more: {base64.b64encode(HALF.encode()).decode()}",
        f"? {IDENTITY}\n: 1",
        f"...\n{SECRET}",
        f"x: !!{HALF} 1",
        f"x: &{HALF} 1",
        "x: [" + SECRET,
    ],
)
def test_what_stands_beside_the_recorded_data_is_searched_too(end: str) -> None:
    assert [*find_leaks(PLANTED.format(request="", response="", end=end), [SECRET])]


def test_a_recording_that_names_itself_over_and_over_is_searched_in_no_time() -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    assert [*find_leaks(f"a0: &a0 [{SECRET}]\n{layers}", [SECRET])]


@pytest.mark.parametrize("before", ["?", "/"])
@pytest.mark.parametrize(
    "around", ['{"webhook_url": "https://me.example/h%s"}', "?fal_webhook=https://me.example/h%s"]
)
def test_a_long_webhook_is_searched_once_and_not_from_every_character(
    around: str, before: str
) -> None:
    assert [*text_secrets((around % (before + "a_" * 250_000)).encode())] == []


@pytest.mark.parametrize("name", ["a=", "password:", "webhook="])
def test_names_of_values_in_one_another_are_searched_in_no_time(name: str) -> None:
    assert [*text_secrets((name * (200_000 // len(name))).encode())] == []
