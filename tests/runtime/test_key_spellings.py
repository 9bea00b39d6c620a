"""A server that repeats the key does not get it into an error, however it spells it."""

import base64
import re
from types import ModuleType
from urllib.parse import quote

import pytest
from fal_codegen.cassettes import find_leaks

from .conftest import KEY, FakeService, WithClient
from .test_hostile_replies import SECRET, shown

pytestmark = pytest.mark.deep


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


SPELLINGS = {
    "quoted twice for an address": quote("".join(f"%{ord(each):02X}" for each in KEY)),
    "in capitals": KEY.upper(),
    "in base64, as the header": in_base64(f"Key {KEY}"),
    "in base64, one byte on": in_base64(f"x{SECRET}."),
    "in base64, two bytes on": in_base64(f"xy{SECRET}."),
    "in base64 for addresses": base64.urlsafe_b64encode(f"~~~{KEY}".encode()).decode(),
    "in base64, broken into lines": "\n".join(re.findall(".{1,10}", in_base64(KEY))),
    "in base64 in base64": in_base64(f"is {in_base64(f'Key {KEY}')}"),
    "in base32": base64.b32encode(f"Key {KEY}".encode()).decode(),
    "in hexadecimal": KEY.encode().hex(),
    "in hexadecimal with colons": KEY.encode().hex(":").upper(),
    "in hexadecimal with underscores": KEY.encode().hex("_"),
    "in decimal bytes": str([*KEY.encode()]),
    "in decimal bytes, a line each": ",\r\n        ".join(map(str, KEY.encode())),
    "in decimal bytes with blanks": " ".join(map(str, KEY.encode())),
    "as entities": "".join(f"&#{ord(each)};" for each in KEY),
    "as entities of entities": "".join(f"&amp;#x{ord(each):X};" for each in KEY),
    "with an entity that has a name": KEY.replace("-", "&hyphen;").replace(":", "&colon;"),
    "for mail": "".join(f"={ord(each):02X}" for each in KEY),
    "broken into lines": "\n".join(KEY),
    "as escapes of a program": "".join(f"\\x{ord(each):02x}" for each in KEY),
    "as escapes of a browser": "".join(f"%u{ord(each):04X}" for each in KEY),
    "as JSON in JSON": "".join(f"\\\\u{ord(each):04X}" for each in KEY),
}


@pytest.mark.parametrize("echo", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("status", [401, 200])
def test_a_key_that_is_sent_back_in_another_spelling_is_in_no_error(
    *, api: ModuleType, service: FakeService, with_client: WithClient, status: int, echo: str
) -> None:
    body = {"detail": f"nobody has {echo}!"}
    service.says(status, [body] if status == 200 else body, x_echo=" ".join(echo.split()))
    with pytest.raises(api.FalError) as caught:
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), retries=0)
    assert [each for each in find_leaks(shown(caught.value), [SECRET]) if "key" in each.kind] == []


def test_what_would_take_long_to_search_for_a_key_does_not(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    for padding in ("0", "\\", "&amp;", "%25", " ", SECRET[:-1]):
        service.says(500, (padding * 60_000).encode()[:60_000])
        with pytest.raises(api.ServerError):
            with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), retries=0)


@pytest.mark.parametrize("status", [200, 400])
def test_a_key_that_is_sent_back_in_something_large_is_in_no_error(
    api: ModuleType, service: FakeService, with_client: WithClient, status: int
) -> None:
    body = {"padding": "x" * 2**21, "detail": KEY, "sent": in_base64(f"Key {KEY}")}
    service.says(status, [body] if status == 200 else body)
    with pytest.raises(api.FalError) as caught:
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    assert in_base64(f"y {KEY}")[4:-4] not in str(vars(caught.value))  # pyright: ignore[reportUnknownArgumentType] - untyped here
    assert SECRET not in str(vars(caught.value))  # pyright: ignore[reportUnknownArgumentType] - untyped here


@pytest.mark.parametrize("status", [200, 400])
def test_a_key_that_is_escaped_in_something_large_is_in_no_error(
    api: ModuleType, service: FakeService, with_client: WithClient, status: int
) -> None:
    escaped = "".join(f"\\u{ord(each):04X}" for each in KEY)
    body = f'{{"padding": "{"x" * 2**21}", "detail": "a \\\\\\\\u0041 {escaped}"}}'
    service.says(status, (f"[{body}]" if status == 200 else body).encode())
    with pytest.raises(api.FalError) as caught:
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    assert SECRET not in str(vars(caught.value)) + str(caught.value)  # pyright: ignore[reportUnknownArgumentType] - untyped here
    assert status == 200 or str(caught.value).startswith(r"400: a \\u0041 [key]")
