"""Import of HAR files: traffic with the service that others recorded."""

import base64
from typing import Any
from urllib.parse import urlsplit

from fal_codegen.cassettes.scrub import kept_response_header
from fal_codegen.cassettes.tape import Exchange
from fal_codegen.contract import EndpointId, parse

_HOSTS = ("fal.run", "queue.fal.run")


def read_har(data: bytes) -> dict[EndpointId, tuple[str, list[Exchange]]]:
    """Read the exchanges with endpoints that a HAR file holds, by endpoint, with the first's day.

    A status, result or cancel call belongs to the endpoint of the last request to its app before
    it. Exchanges with other hosts, or with no endpoint, are left out. Raises `ValueError` for a
    file that is no HAR.
    """
    found: dict[EndpointId, tuple[str, list[Exchange]]] = {}
    try:
        har: Any = parse(data)
        for entry in har["log"]["entries"]:
            if (id_ := _endpoint(entry["request"], [*found])) is not None:
                day = entry["startedDateTime"][:10]
                found.setdefault(id_, (day, []))[1].append(_exchange(entry))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a HAR file: {error}") from None
    return found


def _endpoint(request: dict[str, Any], known: list[EndpointId]) -> EndpointId | None:
    url = urlsplit(str(request["url"]))
    path, _, job = url.path.strip("/").partition("/requests/")
    if url.hostname not in _HOSTS:
        return None
    if job:
        return next((id_ for id_ in reversed(known) if path in (id_, id_.app)), None)
    try:
        return EndpointId(path)
    except ValueError:
        return None


def _exchange(entry: dict[str, Any]) -> Exchange:
    request, response = entry["request"], entry["response"]
    content = response["content"]
    text = content.get("text", "")
    return Exchange(
        request["method"],
        request["url"],
        request.get("postData", {}).get("text", "").encode(),
        response["status"],
        base64.b64decode(text) if content.get("encoding") == "base64" else text.encode(),
        {
            header["name"].lower(): header["value"]
            for header in response["headers"]
            if kept_response_header(header["name"])
        },
    )
