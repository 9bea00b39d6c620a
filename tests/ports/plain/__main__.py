"""What the kit asks, by lines of JSON."""

# As in contract.py:
# pyright: basic

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .client import Client, Failed
from .contract import read, validate
from .files import data_uri, upload, upload_parts
from .webhooks import delivery

FEATURES = "validate read run queue cancel stream upload upload_parts data_uri webhook".split()


def done(contracts: dict[str, Any], asked: Any) -> Any:
    """Do what is asked."""
    do = asked["do"]
    if do == "start":
        return {"name": "plain", "features": FEATURES}
    if do == "validate":
        return validate(contracts[asked["endpoint"]], asked["body"])
    if do == "read":
        return read(contracts[asked["endpoint"]], asked["answer"])
    if do == "data_uri":
        return {"url": data_uri(asked["file"])}
    try:
        return called(Client(asked["base"], asked["key"], asked["timeout"]), asked)
    except Failed as failed:
        return failed.ending


def called(client: Client, asked: Any) -> Any:
    """Call the service."""
    match asked["do"]:
        case "cancel":
            return {"cancelled": client.cancel(asked["endpoint"], asked["body"])}
        case "stream":
            return client.stream(asked["endpoint"], asked["body"])
        case "upload":
            return {"url": upload(client, asked["file"])}
        case "upload_parts":
            return {"url": upload_parts(client, asked["file"], asked["part"])}
        case "webhook":
            return {"delivery": delivery(client, asked["headers"], asked["body"])}
        case "run":
            return {"answer": client.run(asked["endpoint"], asked["body"])}
        case _:
            return {"answer": client.queue(asked["endpoint"], asked["body"])}


def questions() -> Iterator[Any]:
    """Give what is asked, until told to stop."""
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "stop":
            return
        yield asked


if __name__ == "__main__":
    folder = Path(sys.argv[1], "endpoints")
    found = {
        file.parent.relative_to(folder).as_posix(): json.loads(file.read_text("utf-8"))
        for file in folder.rglob("contract.json")
    }
    for question in questions():
        try:
            reply = {"ok": done(found, question)}
        except Exception as error:  # noqa: BLE001 - the run is told, whatever it is
            reply = {"error": repr(error)}
        print(json.dumps({"id": question["id"], **reply}), flush=True)  # noqa: T201 - the protocol
