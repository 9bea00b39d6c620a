"""One entry of a HAR file, read as an exchange; or why it is none that says anything."""

import base64
import zlib
from typing import Any
from urllib.parse import urlsplit

from fal_codegen.cassettes.data_uris import shortened
from fal_codegen.cassettes.scrub import kept_response_header
from fal_codegen.cassettes.tape import Exchange
from fal_codegen.contract import parse

_HOSTS = ("fal.run", "queue.fal.run")
_METHODS = ("GET", "POST", "PUT")
_GZIP = b"\x1f\x8b\x08"
_LARGEST = 64 * 2**20
"""Bytes that a body is unpacked to at most."""
_UNKNOWN = -1
"""A size that was not recorded: there may have been a body."""


class NotTaken(Exception):  # noqa: N818 - an outcome, not a mistake
    """Why an entry is passed over."""


def exchange_of(entry: dict[str, Any]) -> tuple[Exchange, int]:
    """Give an exchange with the service, and how many data URIs in it were shortened.

    Raises `NotTaken`, and `KeyError`, `TypeError`, `AttributeError` or `ValueError` for what is no
    entry of a HAR file.
    """
    request, response = entry["request"], entry["response"]
    address: str = request["url"]
    url = urlsplit(address)
    if url.hostname not in _HOSTS or url.scheme not in ("https", "http"):
        raise NotTaken("it is no call to fal.run or queue.fal.run")
    method = request["method"].upper()
    if method not in _METHODS:
        raise NotTaken("its method is not GET, POST or PUT")
    if not (response and response.get("status")):
        raise NotTaken("no answer came")
    asked, cut_asked = shortened(_sent(request))
    answered, cut_answered = shortened(_received(response.get("content")))
    status, headers = int(response["status"]), _kept_headers(response)
    exchange = Exchange(method, address, asked, status, answered, headers)
    return exchange, cut_asked + cut_answered


def _kept_headers(response: dict[str, Any]) -> dict[str, str]:
    return {
        str(header["name"]).lower(): str(header["value"])
        for header in response.get("headers") or ()
        if kept_response_header(str(header["name"])) and header["value"] is not None
    }


def _sent(request: dict[str, Any]) -> bytes:
    posted: dict[str, Any] = request.get("postData") or {}
    body, size = _body(posted, "what was sent"), request.get("bodySize")
    unknown = request["method"].upper() == "POST" and size in (None, _UNKNOWN)
    if not body and (unknown or posted.get("params") or (size or 0) > 0):
        raise NotTaken("what was sent was not recorded")
    return body


def _received(content: dict[str, Any] | None) -> bytes:
    """Give the body of an answer; browsers leave out what they keep no longer, size and all."""
    body = _body(content or {}, "the body of the answer")
    if not body:
        raise NotTaken("the body of the answer was not recorded")
    return body


def _body(of: dict[str, Any], what: str) -> bytes:
    """Give a body as it was recorded; one that begins as JSON and is none may have been cut."""
    text = of.get("text")
    if text is None:
        return b""
    coded = str(of.get("encoding")).lower() == "base64"
    try:
        body: bytes = base64.b64decode(text) if coded else text.removeprefix("\ufeff").encode()
    except ValueError:
        raise NotTaken(f"{what} is not in base64, as it says") from None
    if body.startswith(_GZIP):
        body = _unpacked(body, what)
    if body.lstrip().startswith((b"{", b"[")):
        try:
            parse(body)
        except ValueError:
            raise NotTaken(f"{what} is no complete JSON") from None
    return body


def _unpacked(body: bytes, what: str) -> bytes:
    """Give a body that a proxy wrote down as it was on the wire."""
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        whole = unpack.decompress(body, _LARGEST)
    except zlib.error:
        raise NotTaken(f"{what} is in gzip, and broken") from None
    if not unpack.eof:
        raise NotTaken(f"{what} is in gzip, and cut or too large")
    return whole
