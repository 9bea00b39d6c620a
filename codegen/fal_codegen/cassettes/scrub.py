"""What may be written of traffic: no secret, and no address of an emulator."""

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

_KEPT_REQUEST = ("content-type",)
_KEPT_RESPONSE = re.compile(r"content-type|allow|retry-after|x-fal-[a-z-]+", re.IGNORECASE)
_SHORTEST = 8
"""Characters below which a part of a key says nothing and may appear anywhere."""


class SecretFound(Exception):  # noqa: N818 - a finding, not a mistake
    """A recording holds a secret, so it was thrown away; the message does not repeat it."""


def kept_request_header(name: str) -> bool:
    """Tell whether a request's header may be written: only what the answer depends on."""
    return name.lower() in _KEPT_REQUEST


def kept_response_header(name: str) -> bool:
    """Tell whether a response's header may be written."""
    return _KEPT_RESPONSE.fullmatch(name) is not None


def without_gateway(text: str, gateway: str | None) -> str:
    """Put fal's own addresses where a gateway's stand: `http://127.0.0.1:1/fal.run/x` → `https://…`."""
    return text.replace(f"{gateway}/", "https://") if gateway else text


def refuse_secrets(text: str, secrets: Iterable[str]) -> None:
    """Raise `SecretFound` if a text holds a secret, a half of one, or its usual encodings.

    YAML breaks long lines, base64 ones in the middle of a word, so white space does not count.
    """
    squeezed = "".join(text.split())
    parts = {part for secret in secrets for part in (secret, *secret.split(":"))}
    for part in parts:
        if len(part) >= _SHORTEST and any(form in squeezed for form in _forms(part)):
            raise SecretFound("the recording holds the key; nothing was written")


def _forms(part: str) -> Iterator[str]:
    """Spell a part in every way it may stand in a recording."""
    yield "".join(part.split())
    yield quote(part, safe="")
    for before in range(3):  # bytes that share a group of base64 with the part's first one
        spelled = base64.b64encode(b"\0" * before + part.encode()).decode().rstrip("=")
        yield spelled[before and before + 1 : -1]
