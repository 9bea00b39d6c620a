"""Runs generated code, in a process of its own: `python -m fal_codegen.sandbox.driver`.

Each line of standard input is a list of jobs, as JSON, each line of standard output the list of
their outcomes; what generated code prints goes to standard error. Ends at once when its input does.
The package is named by the argument and found on PYTHONPATH, so whatever project it belongs to,
this process knows no other.
"""

import json
import os
import sys
import warnings
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from pydantic import BaseModel, ValidationError

_TIMEOUT = 600.0
_LONGEST = 1800.0
"""Seconds that a recording waits for a job; our own choice, for there are jobs that never end."""


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
    Where the job asks to `construct`, each is built from keyword arguments and classes too; what
    comes of that is told as `constructed` where it is something else.
    """
    import_module(package)  # without which there is nothing to run at all
    try:
        request = _module(package, job).Input
        decide = _decided_twice if job.get("construct") else _refusal
        return {"taken": [decide(request, body) for body in job["bodies"]]}
    except Exception as error:  # noqa: BLE001 - whatever the module does is the finding
        return {"error": f"{type(error).__name__}: {error}"}


def read(package: str, job: dict[str, Any]) -> dict[str, Any]:
    """Tell of each answer whether the client reads it, as `read`; or why the module does not run.

    None for one that is read and given back unchanged, else the errors, or what it became.
    """
    import_module(package)
    try:
        output = _module(package, job).Output
        all_the_same = import_module(f"{package}._lenient").read_value
        return {"read": [_misread(output, answer, all_the_same) for answer in job["answers"]]}
    except Exception as error:  # noqa: BLE001 - whatever the module does is the finding
        return {"error": f"{type(error).__name__}: {error}"}


def replay(package: str, job: dict[str, Any]) -> dict[str, Any]:
    """Make the client do what a cassette holds, with the network shut; give the answer it read.

    Where it fails because the `request` or the `answer` is not as promised, `refuses` says which;
    the answer to a refused request is read alone.
    """
    from fal_codegen.cassettes import replaying  # noqa: PLC0415 - half a second, for few jobs

    disagreement = import_module(package).DisagreementWarning
    try:
        _module(package, job).Input.from_body(job["body"])
    except ValidationError as error:
        told = {"error": f"{type(error).__name__}: {error}", "refuses": "request"}
        return told | read(package, {"module": job["module"], "answers": [job["answer"]]})
    except Exception as error:  # noqa: BLE001 - as below
        return {"error": f"{type(error).__name__}: {error}"}
    try:
        with replaying(Path(job["cassette"])):
            return {"answer": _talk(package, job, {"key": "replayed", "sleep": _no_sleep})}
    except disagreement as error:
        return {"error": f"{type(error).__name__}: {error}", "refuses": "answer"}
    except Exception as error:  # noqa: BLE001 - whatever the client raises is the finding
        return {"error": f"{type(error).__name__}: {error}"}


def record(package: str, job: dict[str, Any]) -> dict[str, Any]:
    """Do a scenario against the service or a gateway; give the text of its cassette."""
    import_module(package)  # as above
    from fal_codegen.cassettes import Stamp, recording  # noqa: PLC0415 - as above
    from fal_codegen.contract import EndpointId  # noqa: PLC0415 - as above

    stated: dict[str, Any] = {**job["stamp"], "endpoint": EndpointId(job["stamp"]["endpoint"])}
    stamp = Stamp(**stated)
    key = os.environ["FAL_KEY"]
    try:
        with recording(stamp, job["gateway"], [key]) as tape:
            if stamp.scenario.startswith("asked/"):
                _fetch(job, [_talk(package, job, _at(job, key)) for _ in range(job["times"])])
            elif stamp.scenario in ("sync", "queue"):
                _talk(package, job, _at(job, key))
            else:
                _post(job, key)
    except Exception as error:  # noqa: BLE001 - whatever the client raises is told, and ends one job
        return {"error": _without(key, error), "goes_on": _may_go_on(stamp.scenario, error)}
    return {"text": tape.text}


def _may_go_on(scenario: str, error: Exception) -> bool:
    """Tell whether there is a job of the queue's of which nobody knows that it has ended.

    Nobody answered about it in time, or at all, or the answer is that of a server that is ill.
    """
    if scenario != "queue":
        return False
    reply = getattr(error, "reply", None)
    is_ill = getattr(reply, "status", 0) >= HTTPStatus.INTERNAL_SERVER_ERROR
    return bool(getattr(error, "request_id", None)) and (reply is None or is_ill)


def _without(key: str, error: Exception) -> str:
    """Tell an error; of one that quotes the key, which a service may repeat, only the kind."""
    from fal_codegen.cassettes import SecretFound, refuse_secrets  # noqa: PLC0415 - as above

    kind = type(error).__name__
    try:
        refuse_secrets(f"{error}", [key])
    except SecretFound:
        return f"{kind}, whose words hold the key"
    return f"{kind}: {error}"


def _talk(package: str, job: dict[str, Any], settings: dict[str, Any]) -> object:
    request = _module(package, job).Input.from_body(job["body"])
    client = import_module(package)
    # What a user is warned of is an error here, where the contract is held to its recordings.
    warnings.simplefilter("error", client.DisagreementWarning)
    with client.Fal(retries=0, **settings) as fal:  # a recording shows one attempt
        queued = job["scenario"] == "queue"
        if queued:  # a job that is not done in time may be paid for: it goes on, by its id
            answer = fal.subscribe(request, logs=True, on_timeout="leave")
        else:
            answer = fal.run(request)
    return answer.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _at(job: dict[str, Any], key: str) -> dict[str, Any]:
    settings = {"key": key, "timeout": _LONGEST}
    return settings | ({"gateway": job["gateway"]} if job["gateway"] else {})


def _fetch(job: dict[str, Any], answers: list[Any]) -> None:
    """Fetch the beginning of each file that answers lead to, without the key."""
    import httpx  # noqa: PLC0415 - few jobs need it

    from fal_codegen.cassettes import FIRST_BYTES, urls_in  # noqa: PLC0415 - as above

    front = f"{job['gateway']}/" if job["gateway"] else "https://"
    for url in dict.fromkeys(url for answer in answers for url in urls_in(answer)):
        if url.startswith(front):
            begin = {"Range": f"bytes=0-{FIRST_BYTES - 1}"}
            httpx.get(url, headers=begin, timeout=_TIMEOUT)


def _no_sleep(_seconds: float) -> None:
    """Wait for nothing: a recording knows no time."""


def _post(job: dict[str, Any], key: str) -> None:
    """Send a body that the client would refuse to send."""
    import httpx  # noqa: PLC0415 - few jobs need it

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


def _decided_twice(request: Any, body: dict[str, Any]) -> object:  # noqa: ANN401 - a generated class
    """Decide about a body as it is parsed, and as a caller would construct it."""
    from fal_codegen.sandbox.constructing import construct  # noqa: PLC0415 - drawn bodies alone

    parsed: Any = _refusal(request, body)
    constructed = construct(request, body)
    if constructed is None:
        return parsed
    outcome: dict[str, Any] = parsed or {}
    as_parsed = (
        "errors" in constructed
        if "errors" in outcome
        else constructed.get("sent") == outcome.get("changed", body)
    )
    return parsed if as_parsed else {**outcome, "constructed": constructed}


def _misread(output: Any, answer: Any, all_the_same: Any) -> object:  # noqa: ANN401 - a generated class and function
    """Read an answer as the client does: quickly, and if need be value by value."""
    try:
        read = output.model_validate_json(json.dumps(answer))
    except ValidationError as error:
        read = _without_warnings(all_the_same, output, answer)
        if read is None or read.disagreements:
            return {"errors": error.errors(include_url=False, include_input=False)}
    back = read.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return None if back == answer else {"changed": back}


def _without_warnings(all_the_same: Any, output: Any, answer: Any) -> Any:  # noqa: ANN401 - as above
    if not isinstance(answer, dict):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return all_the_same(output, answer)


def _module(package: str, job: dict[str, Any]) -> Any:  # noqa: ANN401 - a generated module
    return import_module(f"{package}.{job['module']}")


_JOBS = {"load": load, "take": take, "read": read, "replay": replay, "record": record}


def _listen(asked: SimpleQueue[bytes]) -> None:
    """Pass lines on, and end when there are no more: whoever asked is gone, nothing may be sent."""
    with os.fdopen(os.dup(sys.stdin.fileno()), "rb") as lines:  # its lock is nobody else's
        for line in lines:
            asked.put(line)
    os._exit(1)


def main(package: str) -> None:
    """Do what is asked, list after list."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked = SimpleQueue[bytes]()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    while True:
        outcomes = [_JOBS[job["do"]](package, job) for job in json.loads(asked.get())]
        answers.write(json.dumps(outcomes, default=str) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
