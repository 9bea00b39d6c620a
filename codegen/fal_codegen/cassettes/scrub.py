"""What is dropped of traffic before it is written: headers, and the address of an emulator."""

import re

from fal_codegen.cassettes.secrets import header_kind

_KEPT_REQUEST = ("content-type",)
_KEPT_RESPONSE = re.compile(r"content-type|allow|retry-after|x-fal-[a-z-]+", re.IGNORECASE)


def kept_request_header(name: str) -> bool:
    """Tell whether a request's header may be written: only what the answer depends on."""
    return name.lower() in _KEPT_REQUEST


def kept_response_header(name: str) -> bool:
    """Tell whether a response's header may be written."""
    return _KEPT_RESPONSE.fullmatch(name) is not None and not header_kind(name)


def without_gateway(text: str, gateway: str | None) -> str:
    """Put fal's own addresses where a gateway's stand: `http://127.0.0.1:1/fal.run/x` → `https://…`."""
    return text.replace(f"{gateway}/", "https://") if gateway else text
