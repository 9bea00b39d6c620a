"""Runs generated code, in a process of its own: `python -m fal_codegen.sandbox.driver`.

Reads a list of jobs from a line of standard input, as JSON, and writes the list of their outcomes;
ends at once when its input does. The package
is named by the argument and found on PYTHONPATH, so whatever project it belongs to, this process
knows no other.
"""

import json
import os
import sys
import warnings
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from fal_codegen.cassettes import Stamp, recording, replaying
from fal_codegen.contract import EndpointId

_TIMEOUT = 600.0


def load(package: str, job: dict[str, Any]) -> dict[str, Any]:
    """Import a module and build all of its classes; give the error, if there is one."""
    try:
        module = _module(package, job)
        for name in module.__all__:
            named: object = getattr(module, name)
            if isinstance(named, type) and issubclass(named, BaseModel):
                named.model_rebuild()
    except Exception as error:  # noqa: BLE001 - whatever the module does is the finding
        return {"error": f"{type(error).__name__}: {error}"}
    return {}


def take(package: str, job: dict[str, Any]) -> dict[str, Any]:
    """Tell of each body whether the request takes it, as `taken`; or why the module does not run.

    None for a body that is taken and given back unchanged, else the errors, or what came back.
    """
    import_module(package)  # without which there is nothing to run at all
    try:
        request = _module(package, job).Input
        return {"taken": [_refusal(request, body) for body in job["bodies"]]}
    except Exception as error:  # noqa: BLE001 - whatever the module does is the finding
        return {"error": f"{type(error).__name__}: {error}"}


def replay(package: str, job: dict[str, Any]) -> dict[str, Any]:
    """Make the client do what a cassette holds, with the network shut; give the answer it read."""
    try:
        with replaying(Path(job["cassette"])):
            return {"answer": _talk(package, job, {"key": "replayed", "sleep": _no_sleep})}
    except Exception as error:  # noqa: BLE001 - whatever the client raises is the finding
        return {"error": f"{type(error).__name__}: {error}"}


def record(package: str, job: dict[str, Any]) -> dict[str, Any]:
    """Do a scenario against the service or a gateway; give the text of its cassette."""
    import_module(package)  # as above
    stamp = Stamp(**{**job["stamp"], "endpoint": EndpointId(job["stamp"]["endpoint"])})
    key = os.environ["FAL_KEY"]
    try:
        with recording(stamp, job["gateway"], [key]) as tape:
            if stamp.scenario in ("sync", "queue"):
                _talk(package, job, {"key": key, "gateway": job["gateway"]})
            else:
                _post(job, key)
    except Exception as error:  # noqa: BLE001 - whatever the client raises is told, and ends one job
        return {"error": f"{type(error).__name__}: {error}"}
    return {"text": tape.text}


def _talk(package: str, job: dict[str, Any], settings: dict[str, Any]) -> object:
    request = _module(package, job).Input.from_body(job["body"])
    client = import_module(package)
    # What a user is warned of is an error here, where the contract is held to its recordings.
    warnings.simplefilter("error", client.DisagreementWarning)
    with client.Fal(retries=0, **settings) as fal:  # a recording shows one attempt
        queued = job["scenario"] == "queue"
        answer = fal.subscribe(request, logs=True) if queued else fal.run(request)
    return answer.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _no_sleep(_seconds: float) -> None:
    """Wait for nothing: a recording knows no time."""


def _post(job: dict[str, Any], key: str) -> None:
    """Send a body that the client would refuse to send."""
    front = f"{job['gateway']}/fal.run" if job["gateway"] else "https://fal.run"
    url = f"{front}/{job['stamp']['endpoint']}"
    signed = {"Authorization": f"Key {key}"}
    httpx.post(url, json=job["body"], headers=signed, timeout=_TIMEOUT)


def _refusal(request: Any, body: dict[str, Any]) -> object:  # noqa: ANN401 - a generated class
    try:
        back = request.from_body(body).body()
    except ValidationError as error:
        return {"errors": error.errors(include_url=False, include_input=False)}
    return None if back == body else {"changed": back}


def _module(package: str, job: dict[str, Any]) -> Any:  # noqa: ANN401 - a generated module
    return import_module(f"{package}.{job['module']}")


_JOBS = {"load": load, "take": take, "replay": replay, "record": record}


def _end_with_input() -> None:
    """End when standard input does: whoever asked is gone, and nothing more may be sent."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    jobs = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with_input, daemon=True).start()
    json.dump([_JOBS[job["do"]](sys.argv[1], job) for job in jobs], sys.stdout, default=str)
