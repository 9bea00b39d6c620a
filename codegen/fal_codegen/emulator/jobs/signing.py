"""Signatures of webhooks (form: documentation page).

The key pair is the same in every emulator, so that recordings repeat. It guards nothing: whoever
reads this can sign.
"""

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from fal_codegen.contract import Json
from fal_codegen.emulator.identity import NAME

_USER_ID = NAME

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signed_headers(request_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Give the headers by which a receiver knows who sent a body; the time is in seconds."""
    digest = hashlib.sha256(body).hexdigest()
    message = f"{request_id}\n{_USER_ID}\n{timestamp}\n{digest}"
    return {
        "X-Fal-Webhook-Request-Id": request_id,
        "X-Fal-Webhook-User-Id": _USER_ID,
        "X-Fal-Webhook-Timestamp": str(timestamp),
        "X-Fal-Webhook-Signature": _key().sign(message.encode()).hex(),
    }


def key_set() -> Json:
    """Give the JWKS to verify with; `x` is padded with "=", unlike the standard's, as fal's is."""
    x = base64.urlsafe_b64encode(_key().public_key().public_bytes_raw()).decode()
    return {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x}]}


@cache
def _key() -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - 7 MiB, for webhooks
        ed25519,
    )

    return ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(NAME.encode()).digest())
