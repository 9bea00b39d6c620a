# The runtime of fal-codegen, from templates/python/runtime/_webhook.py: edit it there.
"""Webhooks: what the service sends when a job is done, and the proof that it was the service."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

from pydantic import field_validator

from ._errors import FalError, UnexpectedAnswer, UnverifiedWebhook, api_error
from ._flow import Flow, fetch, if_readable, parse, parse_answer
from ._hints import what_it_is
from ._model import Answer, Request, T
from ._wire import Call, Reply

TOLERANCE = 300.0
"""Seconds that a webhook may be old, or ahead of our clock (documentation page)."""

_CACHED = 24 * 3600.0
"""Seconds for which the service's keys may be kept (documentation page)."""

_REFRESHED = 60.0
"""Seconds; keys this old are fetched anew when no key fits, for the service may have new ones."""


class Delivery(Answer):
    """What a webhook brings: `payload` is the answer, or the refusal of a job that failed.

    What may be left out is None in an unknown form: no answer is lost for what stands beside it.
    """

    request_id: str
    gateway_request_id: str | None = None
    status: str
    payload: Any = None
    error: str | None = None
    payload_error: str | None = None

    _if_readable = field_validator("gateway_request_id", "error", "payload_error", mode="wrap")(
        if_readable
    )

    def answer(self, kind: type[Request[T]]) -> T:
        """Read the answer to a request of this class; raises `ApiError` if the job failed.

        `payload_error` is set where the service could not send the answer along: fetch it then, by
        `Fal.handle`.
        """
        body = json.dumps(self.payload).encode()
        if self.status == "ERROR":
            status = re.search(r"\b[45]\d\d\b", self.error or "")
            raise api_error(Reply(int(status[0]) if status else 500, body=body), self.request_id)
        if self.payload_error:
            raise UnexpectedAnswer(Reply(200, body=body), self.payload_error, self.request_id)
        return parse_answer(Reply(200, body=body), kind.output_type(), self.request_id)


class Jwk(Answer):
    """One public key: `x` is base64url, with or without padding."""

    x: str = ""


class Jwks(Answer):
    """The service's public keys."""

    keys: list[Jwk]


class Keyring:
    """The service's public keys, and when they were fetched."""

    def __init__(self, keys: tuple[bytes, ...] = (), fetched: float = float("-inf")) -> None:
        self.keys = keys
        self.fetched = fetched


def verify(
    rest: str, keyring: Keyring, body: bytes, headers: Mapping[str, str], now: float
) -> Flow[Delivery]:
    """Read a webhook if the service signed it, and did so now; raises `UnverifiedWebhook`.

    `now` is in seconds since 1970, and `body` as it came: any other spelling has another signature.
    """
    if not isinstance(cast("object", body), bytes | bytearray):
        raise TypeError(f"body is the bytes that came, which are signed, not {what_it_is(body)}")
    message, signature = _signed(body, headers, now)
    for age in (_CACHED, _REFRESHED):
        if now - keyring.fetched >= age:
            yield from _fetch(rest, keyring, now)
        if any(_fits(key, signature, message) for key in keyring.keys):
            return _delivery(body, message.partition(b"\n")[0].decode())
    raise UnverifiedWebhook("no key of the service fits the signature")


def _delivery(body: bytes, request_id: str) -> Delivery:
    delivery = parse(Reply(200, body=body), Delivery, request_id)
    try:
        body.decode()
    except UnicodeDecodeError:
        from ._warn import NO_TEXT, warn  # rarely needed

        warn(delivery, (NO_TEXT,))
    return delivery


def _signed(body: bytes, headers: Mapping[str, str], now: float) -> tuple[bytes, bytes]:
    """Give the message that was signed, and the signature (documentation page)."""
    by_name = {name.lower(): value for name, value in headers.items()}
    try:
        request_id, user_id, timestamp, signature = (
            by_name[f"x-fal-webhook-{name}"]
            for name in ("request-id", "user-id", "timestamp", "signature")
        )
        age = abs(now - int(timestamp))
        signed = binascii.unhexlify(signature)
        digest = hashlib.sha256(body).hexdigest()
        message = f"{request_id}\n{user_id}\n{timestamp}\n{digest}".encode()
    except KeyError as error:
        raise UnverifiedWebhook(f"the header {error.args[0]} is missing") from None
    except (ValueError, OverflowError):
        raise UnverifiedWebhook("a header is not in the form that the service writes") from None
    if age > TOLERANCE:
        raise UnverifiedWebhook(f"signed {age:.0f} seconds from now")
    return message, signed


def _fetch(rest: str, keyring: Keyring, now: float) -> Flow[None]:
    jwks = yield from fetch(Call("GET", f"{rest}/.well-known/jwks.json", authenticated=False), Jwks)
    keyring.keys = tuple(key for jwk in jwks.keys if (key := _key(jwk.x)))
    keyring.fetched = now


def _key(x: str) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(x.rstrip("=") + "=" * (-len(x.rstrip("=")) % 4))
    except ValueError:
        return None


def _fits(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        ed25519 = import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
        wrong = import_module("cryptography.exceptions").InvalidSignature
    except ImportError:  # this package needs it for nothing else
        raise FalError("verifying a webhook needs the package cryptography") from None
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (wrong, ValueError):
        return False
    return True
