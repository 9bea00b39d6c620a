# The runtime of fal-codegen, from templates/python/runtime/_options.py: edit it there.
"""Options of a call: how the service is to treat a request."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Literal, TypedDict


class AccessRule(TypedDict):
    """Who may see a file: a user, and what is decided for them."""

    user: str
    decision: Literal["hide", "forbid", "allow"]


class Access(TypedDict, total=False):
    """Who may see the files that an endpoint makes; `default` is for everyone else."""

    default: Literal["hide", "forbid", "allow"]
    rules: list[AccessRule]


class Lifecycle(TypedDict, total=False):
    """What becomes of the files that an endpoint makes, or of a file that is uploaded."""

    expiration_duration_seconds: int
    initial_acl: Access


class Options(TypedDict, total=False):
    """Options of every request that makes work (documentation page; official clients).

    `priority` orders the queue. `start_timeout` is in seconds, more than 1, and ends the wait for a
    runner, not its work: 504 then. `hint` prefers a runner that served the same hint. `store_io`
    False keeps input and output out of the service's history. `service_retries` False makes the
    service give up where it would try another runner.
    """

    priority: Literal["normal", "low"]
    start_timeout: float
    hint: str
    store_io: bool
    lifecycle: Lifecycle
    service_retries: bool


def option_headers(options: Options) -> dict[str, str]:
    """Give options as headers; raises `ValueError` for what no service could mean."""
    refuse_unknown(options, Options.__annotations__)
    headers: dict[str, str] = {}
    if "priority" in options:
        headers["X-Fal-Queue-Priority"] = options["priority"]
    if "start_timeout" in options:
        if not options["start_timeout"] > 1:
            raise ValueError("start_timeout is in seconds, and more than 1")
        headers["X-Fal-Request-Timeout"] = str(float(options["start_timeout"]))
    if "hint" in options:
        if not re.fullmatch("[ -~]+", options["hint"]):
            raise ValueError("a hint is of visible ASCII characters alone")
        headers["X-Fal-Runner-Hint"] = options["hint"]
    if not options.get("store_io", True):
        headers["X-Fal-Store-IO"] = "0"
    if "lifecycle" in options:
        headers["X-Fal-Object-Lifecycle-Preference"] = json.dumps(options["lifecycle"])
    if not options.get("service_retries", True):
        headers["X-Fal-No-Retry"] = "1"
    return headers


def refuse_unknown(given: Mapping[str, object], known: Iterable[str]) -> None:
    """Raise `TypeError` for a misspelt keyword, which Python lets through to a typed dict."""
    if unknown := ", ".join(given.keys() - known):
        raise TypeError(f"unexpected keyword argument: {unknown}")
