"""HAR files of our own, and what is read of them."""

import json
from typing import Any

from fal_codegen.cassettes import Exchange, Har

Entry = dict[str, Any]


def entry(method: str, url: str, body: str = "", answer: str = "{}", **more: object) -> Entry:
    """Give one entry of a HAR file."""
    return {
        "startedDateTime": "2026-04-18T10:00:00.000Z",
        "request": {
            "method": method,
            "url": url,
            "headers": [{"name": "Authorization", "value": "Key masked"}],
            **({"postData": {"text": body}} if body else {}),
        },
        "response": {
            "status": 200,
            "headers": [
                {"name": "Content-Type", "value": "application/json"},
                {"name": "Set-Cookie", "value": "lang=en"},
            ],
            "content": {"text": answer, **more},
        },
    }


def har(*entries: object) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def only(found: Har) -> Exchange:
    ((exchange,),) = (each.exchanges for each in found.traffic.values())
    return exchange
