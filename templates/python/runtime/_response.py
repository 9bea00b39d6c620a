# The runtime of fal-codegen, from templates/python/runtime/_response.py: edit it there.
"""What came back beside an answer."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

_NO_HEADERS: Mapping[str, str] = {}
_KEY = "_response"  # no field begins with an underscore

_Kept: TypeAlias = tuple[Mapping[str, str], str | None, float | None]


class Response(NamedTuple):
    """What came back beside an answer: `answer.response`.

    `request_id` is the service's name for the call, or for the job in the queue. `billable_units`
    is what it cost, in the units of the endpoint's price, and `served_from` names the runner
    (recorded traffic). `inference_time` is how long the model worked, in seconds: the queue tells
    it of a job that was waited for. The names of `headers` are in lower case. What the service did
    not say is None.
    """

    request_id: str | None = None
    billable_units: float | None = None
    served_from: str | None = None
    inference_time: float | None = None
    headers: Mapping[str, str] = _NO_HEADERS


def keep_response(
    attributes: dict[str, Any],
    headers: Mapping[str, str],
    request_id: str | None,
    inference_time: float | None,
) -> None:
    """Keep beside an answer what came with it, in as few steps as can be: most never ask."""
    attributes[_KEY] = headers, request_id, inference_time


def kept_response(attributes: Mapping[str, Any]) -> Response:
    """Give what was kept; empty if nothing was, as for a part of an answer."""
    kept: _Kept | None = attributes.get(_KEY)
    if kept is None:
        return Response()
    headers, request_id, inference_time = kept
    return Response(
        request_id=request_id or headers.get("x-fal-request-id"),
        billable_units=billable_units(headers),
        served_from=headers.get("x-fal-served-from"),
        inference_time=inference_time,
        headers=dict(headers.items()),
    )


def billable_units(headers: Mapping[str, str]) -> float | None:
    """Read what a reply says that it cost; None where it does not say so."""
    try:
        number = float(headers.get("x-fal-billable-units", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
