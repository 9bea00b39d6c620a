"""A secret in a recording is found wherever it stands and however it is spelled."""

import base64
import gzip
import html
import json
from collections.abc import Callable
from itertools import product
from urllib.parse import quote

import httpx
import pytest
from fal_codegen.cassettes import SecretFound, find_leaks, recording, refuse_secrets
from fal_codegen.cassettes.secrets import Secret

from tests.cassettes.conftest import HALF, IDENTITY, PAINT, SECRET, STAMP, Stage

Spelling = Callable[[str], str]


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


SPELLINGS: dict[str, Spelling] = {
    "as it is": str,
    "in capitals": str.upper,
    "quoted for an address": lambda text: quote(text, safe=""),
    "every character quoted": lambda text: "".join(f"%{each:02X}" for each in text.encode()),
    "quoted twice": lambda text: quote(quote(text, safe=""), safe=""),
    "as escapes of JSON": lambda text: "".join(f"\\u{ord(each):04x}" for each in text),
    "as escapes of JavaScript": lambda text: "".join(f"\\u{{{ord(each):x}}}" for each in text),
    "as escapes of Python": lambda text: "".join(f"\\x{each:02x}" for each in text.encode()),
    "as escapes of C": lambda text: "".join(f"\\{each:03o}" for each in text.encode()),
    "as entities": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "as hexadecimal entities": lambda text: "".join(f"&#x{ord(each):X};" for each in text),
    "as entities of entities": lambda text: html.escape("".join(f"&#{ord(c)};" for c in text)),
    "for mail": lambda text: "".join(f"={each:02X}" for each in text.encode()),
    "in hexadecimal": lambda text: text.encode().hex(),
    "in hexadecimal, in capitals and with colons": lambda text: text.encode().hex(":").upper(),
    "in hexadecimal with semicolons": lambda text: text.encode().hex(";"),
    "in decimal bytes": lambda text: str([*text.encode()]),
    "escaped by a browser": lambda text: "".join(f"%u{ord(each):04X}" for each in text),
    "in base32": lambda text: base64.b32encode(text.encode()).decode(),
    "in base64": in_base64,
    "in base64, one byte on": lambda text: in_base64(f"x{text}!"),
    "in base64, two bytes on": lambda text: in_base64(f"xy{text}!!"),
    "in base64 for addresses": lambda text: base64.urlsafe_b64encode(f"~{text}~".encode()).decode(),
    "in base64 behind a letter": lambda text: f"x{in_base64(text)}y",
    "compressed, in base64": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
    "in 16 bits a character, in base64": lambda text: base64.b64encode(
        text.encode("utf-16-le")
    ).decode(),
    "broken by newlines": "\n".join,
    "broken by what nobody sees": "\u200b".join,
    "broken by lines of HTML": "<br />".join,
}
ALONE: dict[str, Spelling] = {
    "as escapes of Python in capitals": lambda text: "\\x".join(
        ["", *(f"{each:02X}" for each in text.encode())]
    ).upper(),
    "as escapes of C, as short as can be": lambda text: "".join(
        f"\\{each:o}" for each in text.encode()
    ),
    "in decimal bytes, a line each": lambda text: ",\r\n        ".join(map(str, text.encode())),
    "in decimal bytes with blanks": lambda text: " ".join(map(str, text.encode())),
    "broken by lines that go on": "\\\n".join,
}
"""What is found as it is, and not in every other spelling."""
INNER = [*SPELLINGS.items()]
OUTER = [each for each in INNER if each[0] != "in capitals"]


def found(text: str, keys: tuple[str, ...] = (SECRET,)) -> bool:
    leaks = [*find_leaks(f"body: {json.dumps(text)}", keys)]
    for leak in leaks:
        assert not any(part in repr(leak) for part in (SECRET, IDENTITY, HALF))
    return bool(leaks)


@pytest.mark.parametrize("part", [SECRET, IDENTITY, HALF], ids=["whole", "first", "second"])
@pytest.mark.parametrize("spelling", (SPELLINGS | ALONE).values(), ids=SPELLINGS | ALONE)
def test_a_key_and_its_halves_are_found_in_every_spelling(spelling: Spelling, part: str) -> None:
    assert found(f"a red door {spelling(part)} and some more words")


@pytest.mark.deep
@pytest.mark.parametrize("inner", SPELLINGS)
def test_a_spelling_in_a_spelling_is_found(inner: str) -> None:
    missed = [
        outer
        for outer, spelled in OUTER
        if not found(f"a red door {spelled(f'is {SPELLINGS[inner](SECRET)} here')} and more")
    ]
    assert missed == []


def test_four_times_base64_is_found_wherever_the_words_around_it_end() -> None:
    for befores in product(("", "x", "xy"), repeat=4):
        text = SECRET
        for before in befores:
            text = in_base64(before + text)
        assert found(text), befores


def test_base64_that_is_broken_into_lines_in_an_answer_is_found() -> None:
    coded = in_base64(f"user:{SECRET}@host")
    lines = "\n".join(coded[start : start + 19] for start in range(0, len(coded), 19))
    assert found(json.dumps({"echo": lines}))


FORMS = {
    name: SPELLINGS[name]
    for name in ("as it is", "quoted for an address", "in base64", "in base64, two bytes on")
}


@pytest.mark.parametrize("spelling", FORMS.values(), ids=FORMS)
class TestARecordingThatHoldsTheKeyIsRefused:
    def test_in_an_address(self, stage: Stage, http: httpx.Client, spelling: Spelling) -> None:
        asked = {"hint": spelling(SECRET)}
        refused(stage, lambda: http.get(stage.at("fal.run/a/b"), params=asked), "0/request/uri")

    def test_in_a_path(self, stage: Stage, http: httpx.Client, spelling: Spelling) -> None:
        refused(stage, lambda: http.get(stage.at(f"fal.run/a/{spelling(HALF)}")), "0/request/uri")

    def test_in_a_body(self, stage: Stage, http: httpx.Client, spelling: Spelling) -> None:
        body = {"prompt": f"a door {spelling(HALF)} and some words, so that the line is long"}
        refused(stage, lambda: http.post(stage.at("fal.run/a/b"), json=body), "0/request/body")

    def test_in_an_answer(self, stage: Stage, http: httpx.Client, spelling: Spelling) -> None:
        stage.says("{}")
        stage.says(f'{{"echo": "{spelling(SECRET)}"}}')
        calls = [stage.at("fal.run/a/b")] * 2
        refused(stage, lambda: [http.get(each) for each in calls], "1/response/body/string")

    def test_in_a_header_that_is_kept(
        self, stage: Stage, http: httpx.Client, spelling: Spelling
    ) -> None:
        stage.says("{}", ("X-Fal-Runner-Hint", spelling(SECRET)))
        refused(stage, lambda: http.get(stage.at("fal.run/a/b")), "0/response/headers/…/0")


@pytest.mark.parametrize("part", [SECRET, IDENTITY, HALF])
@pytest.mark.parametrize("before", range(30, 36))
def test_a_secret_in_an_answer_that_is_no_text_is_refused(
    stage: Stage, http: httpx.Client, part: str, before: int
) -> None:
    stage.says(b"\xff" * before + part.encode() + b"\xff", ("Content-Type", "image/png"))
    refused(stage, lambda: http.get(stage.at("fal.run/a/b")), "0/response/body/string")


def refused(stage: Stage, call: Callable[[], object], place: str, key: str = SECRET) -> None:
    with pytest.raises(SecretFound) as caught, recording(STAMP, stage.url, [key]):
        call()
    assert str(caught.value).startswith(f"interactions/{place} holds ")
    for part in (SECRET, IDENTITY, HALF):
        assert part not in str(caught.value)


def test_the_key_that_signs_is_in_no_recording(stage: Stage, http: httpx.Client) -> None:
    with stage.recorded() as recorded_text:
        http.post(stage.at(f"fal.run/{PAINT}"), json={"prompt": "a red door"})
    assert recorded_text
    for part in (SECRET, IDENTITY, HALF):
        assert part not in recorded_text[-1]


def test_what_a_dropped_header_carries_is_looked_for_in_all_that_stays(
    stage: Stage, http: httpx.Client
) -> None:
    stage.says(f'{{"echo": "{in_base64(HALF)}"}}')
    refused(stage, lambda: http.get(stage.at("fal.run/a/b")), "0/response/body/string", key="")
    stage.says('{"echo": "crumb-77-crumb"}', ("Set-Cookie", "jar=crumb-77-crumb; Path=/"))
    refused(stage, lambda: http.get(stage.at("fal.run/a/b")), "0/response/body/string", key="")


@pytest.mark.parametrize("secret", ["", "short", "ab:cd", "********", "xxxxxxxxxxxx"])
def test_a_part_too_short_to_tell_from_a_word_is_not_looked_for(secret: str) -> None:
    refuse_secrets(f"a short text of ab and cd and {secret}", [secret])


def test_a_key_with_one_short_half_is_looked_for_as_a_whole() -> None:
    with pytest.raises(SecretFound):
        refuse_secrets("the key me:twentytwo-and-more is here", ["me:twentytwo-and-more"])


JWT = ".".join(in_base64(part).rstrip("=") for part in ('{"alg":"HS256"}', '{"sub":"42"}', "sig7"))
SHAPES = {
    "a key as it is sent": "curl -H 'Authorization: Key my-own-key-id:0123abcd' fal.run",
    "a key of fal's form": "0a1b2c3d-0000-4000-8000-0123456789ab:00112233445566778899aabbccddeeff",
    "a key of another service": "/sk-proj-abcdefghijklmnopqrst0123",
    **{
        f"a key that begins with {head}": f"it is {head}{'A1' * 20}, or was"
        for head in (
            *(
                "github_pat_",
                "glpat-",
                "sk_live_",
                "rk_test_",
                "hf_",
                "npm_",
                "r8_",
                "AIza",
                "AKIA",
            ),
            "123456789:AA",
        )
    },
    "a bearer's token": "authorization: Bearer abcdefghij0123456789",
    "a JWT": f"it is {JWT}",
    "a name and a password": f": Basic {in_base64('ann:tiger-lily')}",
    "a password in an address": "https://ann:tiger@shop.example/x",
    "a user in an address": "https://ann@shop.example/x",
    "a token in an address": "https://v3.fal.media/files/a/b.png?token=SIGNEDTOKEN",
    "a token behind other parameters": "https://a.example/?size=3&access_token=abcd&x=1",
    "a token behind a number sign": "https://a.example/#id_token=abcdef",
    "a key in an address": "https://a.example/?fal_key=abcd1234",
    "a signature": "https://s3.example/x?X-Amz-Signature=0123456789abcdef",
    "another signature": "https://blob.example/x?sv=1&sig=abcd%2Babcd%3D",
    "a token for browsers": f"https://fal.run/a/b?fal_jwt_token={JWT}",
    "a form": "client_secret=abcdefgh&grant=x",
    "a member": json.dumps({"openai_api_key": "abcdefgh-ijkl"}),
    "a member of a member": json.dumps({"said": json.dumps({"accessToken": "abcd0123efgh"})}),
    "a webhook with a password": f"fal_webhook={quote('https://ann:tiger@shop.example/', safe='')}",
    "a webhook with a token": f"fal_webhook={quote('https://shop.example/?key=abcd1234', safe='')}",
    "a webhook that nobody could guess": "fal_webhook=https://hooks.example/T0/aB3dE5gH7jK9mN1pQ3",
    "a webhook of a chat": "https://hooks.chat.example/services/T0/B0/aB3dE5gH7jK9mN1pQ3",
    "another webhook of a chat": "https://chat.example/api/webhooks/12/aB3dE5gH7jK9mN1pQ3",
    "small letters behind token": "https://a.example/?token=qwhzkvbnmxrtyplk",
    "small letters behind key": "https://a.example/?key=abcdefghijklmnop",
    "small letters behind sig": "https://a.example/?sig=kqjwhexvbnzmrtyuabcd",
    "a webhook's parameter, quoted": "fal_webhook="
    + quote("https://shop.example/?a=b&k=trout-77-Quay-91", safe=""),
    "a webhook's parameter in a member": json.dumps(
        {"webhook_url": "https://shop.example/?a=b&k=trout-77-Quay-91"}
    ),
    "a scheme of another kind": "Authorization: Odd trout-77-Quay-91",
    "a password that begins as a variable does": json.dumps({"password": "$tiger-lily-night"}),
    "a password in braces": json.dumps({"password": "{trout-77-Quay-91}"}),
    "a private key": "-----BEGIN PRIVATE KEY-----\nMIIB",
}


@pytest.mark.parametrize("value", ["nano-banana-2", "fal-ai/nano-banana-2", "trout-77-Quay"])
def test_what_was_shown_and_is_public_is_no_secret(value: str) -> None:
    shown = [Secret("a cookie", quote(value, safe=""))]
    text, public = f"body: a trout-77-Quay by {value}", "https://fal.run/fal-ai/nano-banana-2"
    assert bool([*find_leaks(text, (), shown, public)]) == (value not in public)
    assert [*find_leaks(text, [value], shown, public)]


@pytest.mark.parametrize("outer", ["as it is", "in base64, one byte on", "as escapes of JSON"])
@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_a_secret_that_nobody_told_us_is_known_by_its_name_or_shape(text: str, outer: str) -> None:
    assert found(f"words and\n{SPELLINGS[outer](text)}", ())


HARMLESS = {
    "words about keys": "Key signature: D major. The key: turned; a token: of love, secretly",
    "a key that is masked": "Authorization: Key *** and ?token=REDACTED and Bearer <token>",
    "a placeholder": json.dumps({"api_key": "YOUR_API_KEY", "token": "xxxxxxxxxx"}),
    "a musical key": json.dumps({"key": "C# minor", "key_scale": "D minor", "max_tokens": 5}),
    "an e-mail address": "ann@shop.example and https://medium.example/@ann/x",
    "a picture": f"data:image/png;base64,{in_base64('a picture ' * 40)}",
    "an id": "https://queue.fal.run/a/b/requests/0a1b2c3d-0000-4000-8000-0123456789ab/status",
    "a file": "https://v3b.fal.media/files/b/0a96bdb5/LC__6w0azE67GPycIc2y5_lj4yhgAM.png",
    "a webhook": "fal_webhook=https%3A%2F%2Fshop.example%2Fhooks%2Ffal",
    "keys that open nothing": json.dumps(
        {"cache_key": "aB3dE5gH7jK9", "sort_key": "u00001x", "publicKey": "f00dfeed0123"}
    ),
    "words about webhooks": "https://shop.example/docs/webhooks/how-to-answer-them-in-time",
    "variables of a shell": "Authorization: Key $FAL_KEY, Authorization: Key ${FAL_KEY}",
    "a variable of a template": "Authorization: Bearer {api_key}",
    "a variable of a program": "Authorization: Bearer process.env.FAL_KEY",
    "a variable of Python": "{'Authorization': f\"Key {os.environ['FAL_KEY']}\"}",
    "a placeholder in a header": json.dumps({"Authorization": "Bearer <access_token>"}),
    "a placeholder in capitals": "Authorization: Bearer ACCESS_TOKEN",
    "variables in an address": "https://a.example/?token={token_value}&fal_key=$FAL_KEY",
    "a sentence about authorization": "Authorization: see section-2.1",
    "what is wrong with a password": json.dumps({"password": ["This field is required"]}),
    "what stands behind a webhook": "https://queue.fal.run/a/b?fal_webhook=https://me.example/hook"
    "&request_id=0a1b2c3d-0000-4000-8000-0123456789ab",
    "a webhook named after a model": json.dumps(
        {"webhook_url": "https://me.example/hooks/fal-ai-nano-banana-2"}
    ),
    "basic words": "Basic understanding, bearer of good news, a key to Bearer",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_is_no_secret_is_let_be(text: str) -> None:
    assert not found(text, ())
