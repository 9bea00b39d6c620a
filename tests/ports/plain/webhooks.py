"""Webhooks: was it the service, and just now?"""

# As in contract.py:
# pyright: basic

import base64
import hashlib
import json
import time
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .client import Client, Failed, parsed

TOLERANCE = 300


def delivery(client: Client, headers: dict[str, str], body: str) -> Any:
    """Read a webhook that the service signed."""
    signed = {name.lower().removeprefix("x-fal-webhook-"): each for name, each in headers.items()}
    try:
        signature, timestamp = bytes.fromhex(signed["signature"]), signed["timestamp"]
        digest = hashlib.sha256(body.encode()).hexdigest()
        message = "\n".join((signed["request-id"], signed["user-id"], timestamp, digest)).encode()
        old = abs(time.time() - int(timestamp)) > TOLERANCE
    except (KeyError, ValueError):
        raise Failed("unverified") from None
    if old or not any(fits(key, signature, message) for key in keys(client)):
        raise Failed("unverified")
    return json.loads(body)


def keys(client: Client) -> list[bytes]:
    """Fetch the service's public keys."""
    url = f"{client.base}/rest.fal.ai/.well-known/jwks.json"
    listed = parsed(client.send("GET", url, foreign=True))["keys"]
    return [base64.urlsafe_b64decode(each["x"].rstrip("=") + "=") for each in listed]


def fits(key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a message was signed with the other half of a key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True
