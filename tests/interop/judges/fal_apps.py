"""PyPI's fal, as its users call a deployed app, job by job and connection by connection."""

import json
import sys
from importlib import import_module
from typing import Any

apps: Any = import_module("fal.apps")  # it has an environment of its own


def main(painter: str, writer: str) -> None:
    handle = apps.submit(painter, {"prompt": "a boat", "seed": 7})
    stages = [type(event).__name__ for event in handle.iter_events(logs=True)]
    result = handle.get()
    apps.submit(painter, {"prompt": "a boat"}).cancel()
    lines = [*apps.stream(writer, {"prompt": "tell me of the sea"}, path="stream")]
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data")]
    with apps.ws(painter) as connection:
        over_websocket = [json.loads(connection.run({"prompt": "a boat"})) for _ in range(2)]
    with apps.ws(writer, path="/stream") as connection:
        connection.send({"prompt": "tell me of the sea"})
        pieces = len([*connection.stream()])
    outcome = {
        "stages": stages,
        "last": type(handle.status()).__name__,
        "seed": result["seed"],
        "run": len(apps.run(painter, {"prompt": "a boat"})["images"]),
        "over_websocket": [len(each["images"]) for each in over_websocket],
        "pieces": pieces,
        "partial": [event["partial"] for event in events],
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])
