"""Webhooks for a client to judge, signed with keys of the kit's own, which guard nothing."""

import hashlib
from collections.abc import Mapping
from time import time
from typing import Any

from fal_codegen.contract import Json

_USER = "conformance"


def webhook(wanted: Mapping[str, Any]) -> dict[str, Json]:
    """Give headers and body of a webhook that a script describes, signed now.

    `body` is what was signed, `sent` what comes in its place; the signature is `age` seconds old
    and made with `seed`, 32 bytes in hex; the headers in `without` are missing.
    """
    body: str = wanted["body"]
    request_id, moment = str(wanted["request_id"]), str(int(time()) - int(wanted.get("age", 0)))
    digest = hashlib.sha256(body.encode()).hexdigest()
    headers: dict[str, Json] = {
        "X-Fal-Webhook-Request-Id": request_id,
        "X-Fal-Webhook-User-Id": _USER,
        "X-Fal-Webhook-Timestamp": moment,
        "X-Fal-Webhook-Signature": _signed(
            wanted["seed"], f"{request_id}\n{_USER}\n{moment}\n{digest}"
        ),
    }
    left = {name: value for name, value in headers.items() if name not in wanted.get("without", ())}
    return {"headers": left, "body": wanted.get("sent", body)}


def _signed(seed: str, message: str) -> str:
    from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - 7 MiB, for webhooks
        ed25519,
    )

    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    return key.sign(message.encode()).hex()
