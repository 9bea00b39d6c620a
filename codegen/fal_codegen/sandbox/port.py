"""The generated Python client as a program that the conformance kit is tried on.

`python -m fal_codegen.sandbox.port PACKAGE ENDPOINT=MODULE…`: asked and answering by lines of JSON.
"""

import json
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

from pydantic import ValidationError

_FEATURES = ["validate", "read", "run", "queue", "cancel"]


class PythonPort:
    """Answers questions with a generated package."""

    def __init__(self, package: str, modules: dict[str, str]) -> None:
        self._package, self._client = package, import_module(package)
        self._modules = {id_: f"{package}.{name}" for id_, name in modules.items()}
        warnings.simplefilter("ignore", self._client.DisagreementWarning)
        self._does: dict[str, Callable[[dict[str, Any]], object]] = {
            "start": lambda _: {"name": package, "features": _FEATURES},
            "validate": self._validate,
            "read": self._read,
            "run": lambda asked: self._call(asked, lambda fal, request: fal.run(request)),
            "queue": lambda asked: self._call(asked, lambda fal, request: fal.subscribe(request)),
            "cancel": self._cancel,
        }

    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer a question."""
        try:
            return {"id": asked["id"], "ok": self._does[asked["do"]](asked)}
        except Exception as error:  # noqa: BLE001 - whatever it is, it kept us from trying
            return {"id": asked["id"], "error": f"{type(error).__name__}: {error}"}

    def _validate(self, asked: dict[str, Any]) -> object:
        try:
            request = self._input(asked).from_body(asked["body"])
        except ValidationError:
            return {"taken": False}
        return {"taken": True, "sent": request.body()}

    def _read(self, asked: dict[str, Any]) -> object:
        raw = json.dumps(asked["answer"]).encode()
        reply = import_module(f"{self._package}._wire").Reply(200, {}, raw)
        parse = import_module(f"{self._package}._flow").parse_answer
        try:
            return {"answer": _plain(parse(reply, self._input(asked).output_type()))}
        except self._client.UnexpectedAnswer as error:
            return {"refused": str(error)}

    def _call(self, asked: dict[str, Any], do: Callable[[Any, Any], Any]) -> object:
        request = self._input(asked).from_body(asked["body"])
        with self._fal(asked) as fal:
            try:
                return {"answer": _plain(do(fal, request))}
            except self._client.FalError as error:
                return self._failed(error)

    def _cancel(self, asked: dict[str, Any]) -> object:
        request = self._input(asked).from_body(asked["body"])
        with self._fal(asked) as fal:
            try:
                return {"cancelled": fal.submit(request).cancel()}
            except self._client.FalError as error:
                return self._failed(error)

    def _fal(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - a generated class
        return self._client.Fal(key=asked["key"], gateway=asked["base"], timeout=asked["timeout"])

    def _failed(self, error: Exception) -> object:
        client = self._client
        kinds = {
            client.Timeout: "timeout",
            client.TransportError: "transport",
            client.UnexpectedAnswer: "unexpected",
            client.Unauthorized: "unauthorized",
            client.NotFound: "not_found",
            client.Refused: "refused",
            client.RateLimited: "rate_limited",
            client.ServerError: "server",
        }
        failure: dict[str, object] = {"failed": kinds.get(type(error), "other")}
        status = getattr(error, "status", None)
        return failure if status is None else {**failure, "status": status}

    def _input(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        return import_module(self._modules[asked["endpoint"]]).Input


def _plain(answer: Any) -> object:  # noqa: ANN401 - as above
    return answer.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)


def main() -> None:
    """Answer until told to stop, or the input ends."""
    package, *modules = sys.argv[1:]
    port = PythonPort(package, dict(each.split("=", 1) for each in modules))
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "stop":
            return
        sys.stdout.write(json.dumps(port.reply(asked)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
