"""A secret that a HAR file shows anywhere is known, whatever route it took."""

import base64
import gzip
import json
from typing import Any

import pytest
from fal_codegen.cassettes import read_har

from .har_files import entry, har

SECRET = "trout-77-Quay-91"


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


ASKED: dict[str, dict[str, Any]] = {
    "a cookie that was read from its header": {"cookies": [{"name": "theme", "value": SECRET}]},
    "a name that says so": {"headers": [{"name": "X-CSRF-Token", "value": SECRET}]},
    "a name that ends in a number": {
        "headers": [{"name": "X-Hub-Signature-256", "value": f"sha256={SECRET}"}]
    },
    "a session's id": {"headers": [{"name": "X-Session-Id", "value": SECRET}]},
    "what a digest answers": {
        "headers": [{"name": "Authorization", "value": f'Digest username="u", response="{SECRET}"'}]
    },
    "a signature of the whole": {
        "headers": [{"name": "Authorization", "value": f"HMAC KeyId=7, Signature={SECRET}"}]
    },
    "the password of a proxy": {
        "headers": [{"name": "Proxy-Authorization", "value": f"Basic {coded(f'ann:{SECRET}')}"}]
    },
    "a comment on a header": {
        "headers": [
            {"name": "a", "value": "b", "comment": f"see https://a.example/?token={SECRET}"}
        ]
    },
    "the name of a header": {
        "headers": [{"name": f"https://a.example/?key={SECRET}", "value": ""}]
    },
}
SENT: dict[str, str] = {
    "a part of a form": (
        f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{SECRET}\r\n'
    ),
    "a part with a type": (
        '--b\r\nContent-Disposition: form-data; name="token"; filename="a"\r\n'
        f"Content-Type: text/plain\r\n\r\n{SECRET}\r\n--b--"
    ),
    "an element": f"<login><password>{SECRET}</password></login>",
    "an element with a prefix": f'<a:secret kind="x">{SECRET}</a:secret>',
    "an attribute": f"<login password='{SECRET}'/>",
    "an argument": f'query {{ login(password: "{SECRET}") }}',
    "an argument in JSON": json.dumps({"query": f'{{ login(secret: "{SECRET}") }}'}),
    "a line of YAML": f"user: ann\npassword: {SECRET}\n",
    "an object of a program": f"({{user:'ann',apiKey:'{SECRET}'}})",
    "a header in a command": f"curl -H 'X-Api-Key: {SECRET}' https://a.example",
    "a scheme in a command": f"curl -H 'Authorization: Key {SECRET}' https://a.example",
    "a scheme in a pair": json.dumps([["Authorization", f"Key {SECRET}"]]),
    "a scheme in a list": json.dumps({"headers": {"authorization": [f"Key {SECRET}"]}}),
    "a scheme in a member": json.dumps({"headers": {"authorization": f"Key {SECRET}"}}),
    "a name and a value": json.dumps([{"name": "Authorization", "value": f"Key {SECRET}"}]),
    "a list of one": json.dumps({"token": [SECRET]}),
    "an object of one": json.dumps({"token": {"value": SECRET}}),
    "a part in base64": (
        '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n'
        f"\r\n{coded(json.dumps({'api_key': SECRET}))}\r\n--b--"
    ),
    "a webhook's address": json.dumps({"webhook_url": f"https://a.example/in/{SECRET}?b=c"}),
    "a webhook's parameter": f"fal_webhook=https://a.example/in?a=b%26k={SECRET}",
    "a user in a command": f"curl -u ann:{SECRET} https://a.example",
}
ANSWERED: dict[str, dict[str, Any]] = {
    "a cookie that was read from its header": {"cookies": [{"name": "jar", "value": SECRET}]},
    "the second cookie of one header": {
        "headers": [{"name": "Set-Cookie", "value": f"a=b; Path=/\njar={SECRET}; Path=/"}]
    },
    "where a redirect leads": {
        "headers": [{"name": "Location", "value": f"/x?token={SECRET}"}],
        "redirectURL": f"/x#id_token={SECRET}",
    },
    "what a server asks for": {
        "headers": [{"name": "WWW-Authenticate", "value": f'Bearer realm="a", token="{SECRET}"'}]
    },
    "a body in base64": {
        "content": {"encoding": "base64", "text": coded(json.dumps({"access_token": SECRET}))}
    },
    "a compressed body in base64": {
        "content": {"encoding": "base64", "text": packed(json.dumps({"access_token": SECRET}))}
    },
}
BESIDE: dict[str, dict[str, Any]] = {
    "a frame of text": {
        "_webSocketMessages": [{"opcode": 1, "data": json.dumps({"token": SECRET})}]
    },
    "a frame of bytes": {
        "_webSocketMessages": [{"opcode": 2, "data": coded(json.dumps({"token": SECRET}))}]
    },
    "a script's address": {
        "_initiator": {"stack": {"callFrames": [{"url": f"https://a.example/a.js?key={SECRET}"}]}}
    },
    "a comment": {"comment": f"the token: {SECRET}"},
}


def known(**parts: dict[str, Any]) -> set[str]:
    other = entry("POST", "https://login.example/")
    other |= parts.pop("beside", {})
    for name, part in parts.items():
        other[name] |= part
    return {secret.value for secret in read_har(har(other)).secrets}


@pytest.mark.parametrize("part", ASKED.values(), ids=ASKED)
def test_a_secret_in_a_request_is_known(part: dict[str, Any]) -> None:
    assert SECRET in known(request=part)


@pytest.mark.parametrize("text", SENT.values(), ids=SENT)
def test_a_secret_that_was_sent_is_known(text: str) -> None:
    assert SECRET in known(request={"postData": {"mimeType": "x", "text": text}})


@pytest.mark.parametrize("part", ANSWERED.values(), ids=ANSWERED)
def test_a_secret_in_an_answer_is_known(part: dict[str, Any]) -> None:
    assert SECRET in known(response=part)


@pytest.mark.parametrize("part", BESIDE.values(), ids=BESIDE)
def test_a_secret_beside_request_and_answer_is_known(part: dict[str, Any]) -> None:
    assert SECRET in known(beside=part)


@pytest.mark.parametrize(
    "text",
    [
        "a song in the key: D-major-7 sounds good",
        "a token: of love",
        "password: forgotten",
        '{"key": "A4", "signature": "4/4"}',
        "<key>left</key>",
        "the secret=open, the sid=1234567",
        "?key=mountains&token=landscape",
        "authorization: of Biscayne",
    ],
)
def test_words_behind_such_a_name_are_no_secrets(text: str) -> None:
    assert known(request={"postData": {"mimeType": "x", "text": text}}) <= {"open,", "1234567"}
