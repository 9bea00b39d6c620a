"""One entry of a HAR file, read as an exchange; or why it is none that says anything."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fal_codegen.cassettes.data_uris import shortened
from fal_codegen.cassettes.har_body import NotTaken, body_of, is_json
from fal_codegen.cassettes.media import FIRST_BYTES
from fal_codegen.cassettes.scrub import kept_response_header
from fal_codegen.cassettes.tape import Exchange, names_emulator

_HOSTS = {
    "fal.run": "",
    "queue.fal.run": "",
    "falrun.com": "fal.run",
    "queue.falrun.com": "queue.fal.run",
}
"""Hosts that serve endpoints, and by which name another one goes in a recording."""
_PROXIED = "x-fal-target-url"
"""The header in which a browser tells its own server's proxy which call to pass on, as
@fal-ai/client does with `proxyUrl`."""
_METHODS = ("GET", "POST", "PUT")
_FOUND = (200, 206)
_NO_BODY = (204, 304)
_UNKNOWN = -1
"""A size that was not recorded: there may have been a body."""


def exchange_of(entry: dict[str, Any]) -> tuple[Exchange, int]:
    """Give an exchange with the service, and how many data URIs in it were shortened.

    Raises `NotTaken`, and `KeyError`, `TypeError`, `AttributeError` or `ValueError` for what is no
    entry of a HAR file.
    """
    request, response = entry["request"], entry["response"]
    if response and names_emulator(_headers(response)):
        raise NotTaken("fal-codegen's emulator answered it, and not fal")
    sent_with = _headers(request)
    address = _address(sent_with.get(_PROXIED) or request["url"])
    method = request["method"].upper()
    if method not in _METHODS:
        raise NotTaken("its method is not GET, POST or PUT")
    if not (response and response.get("status")):
        raise NotTaken("no answer came")
    asked, cut_asked = shortened(_sent(request, sent_with))
    answered, cut_answered = shortened(_received(response))
    exchange = Exchange(
        method, address, asked, int(response["status"]), answered, _kept_headers(response)
    )
    return exchange, cut_asked + cut_answered


def file_of(entry: Mapping[str, Any]) -> Exchange:
    """Give the beginning of a file that an answer led to. Raises as `exchange_of` does."""
    request, response = entry["request"], entry["response"]
    if request["method"].upper() != "GET" or response["status"] not in _FOUND:
        raise NotTaken("it is no fetched file")
    body = _received(response)[:FIRST_BYTES]
    return Exchange(
        "GET", request["url"], b"", int(response["status"]), body, _kept_headers(response)
    )


def _address(said: str) -> str:
    """Give the address of a call by the host's first name. Raises `NotTaken` for any other."""
    url = urlsplit(said)
    if url.scheme in ("ws", "wss"):
        raise NotTaken("it is a websocket's")
    if url.hostname not in _HOSTS or url.scheme not in ("https", "http"):
        raise NotTaken("it is no call to fal.run or queue.fal.run")
    other = _HOSTS[url.hostname]
    return url._replace(netloc=other).geturl() if other else said


def _kept_headers(response: Mapping[str, Any]) -> dict[str, str]:
    """Give the headers of an answer that may be written."""
    return {n: value for n, value in _headers(response).items() if kept_response_header(n)}


def _headers(of: Mapping[str, Any]) -> dict[str, str]:
    """Give headers by their names in lower case; some tools write a list of values."""
    found: dict[str, str] = {}
    for header in of.get("headers") or ():
        name = str(header["name"]).lower()
        match header["value"]:
            case None:
                pass
            case [*values]:
                found[name] = ", ".join(str(each) for each in values)
            case value:
                found[name] = str(value)
    return found


def _sent(request: Mapping[str, Any], headers: Mapping[str, str]) -> bytes:
    posted: dict[str, Any] = request.get("postData") or {}
    body, size = body_of(posted, headers, "what was sent"), request.get("bodySize")
    unknown = request["method"].upper() == "POST" and size in (None, _UNKNOWN)
    if not body and (unknown or posted.get("params") or (size or 0) > 0):
        raise NotTaken("what was sent was not recorded")
    if body and not is_json(body):
        raise NotTaken("what was sent is no JSON")
    return body


def _received(response: Mapping[str, Any]) -> bytes:
    """Give the body of an answer; browsers leave out what they keep no longer, size and all."""
    content: dict[str, Any] = response.get("content") or {}
    headers = _headers(response)
    body = body_of(content, headers, "the body of the answer")
    if body:
        return body
    if response["status"] in _NO_BODY or headers.get("content-length") == "0":
        raise NotTaken("its answer has no body")
    if content.get("_file"):
        raise NotTaken("the body of the answer lies in a file beside it")
    raise NotTaken("the body of the answer was not recorded")
