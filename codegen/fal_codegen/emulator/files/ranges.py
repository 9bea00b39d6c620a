"""A file, or the part of it that was asked for: players ask for parts (RFC 9110, section 14)."""

import re

from starlette.requests import Request
from starlette.responses import Response

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def file_response(request: Request, content: bytes, media_type: str) -> Response:
    """Answer 200 with the whole, 206 with one range of bytes, or 416 where there are none.

    A header that is not understood, or asks for several ranges, is answered with the whole, as
    HTTP allows.
    """
    headers = {"content-type": media_type, "accept-ranges": "bytes"}
    asked = _ONE_RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if asked is None or asked.groups() == ("", "") or request.method not in {"GET", "HEAD"}:
        return Response(content, headers=headers)
    first, last = _bounds(*asked.groups(), size=len(content))
    if first > last:
        return Response(status_code=416, headers={"content-range": f"bytes */{len(content)}"})
    headers["content-range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], 206, headers=headers)


def _bounds(first: str, last: str, *, size: int) -> tuple[int, int]:
    """Give the first and the last byte; without a first one, `last` counts from the end."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last or size), size - 1)
