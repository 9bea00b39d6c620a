"""The generated Python client as a program that the conformance kit is tried on.

`python -m fal_codegen.sandbox.port PACKAGE ENDPOINT=MODULE…`: asked and answering by lines of JSON.
"""

import json
import sys
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

_FEATURES = "validate read run queue cancel stream upload upload_parts data_uri webhook".split()
_PART = 10 * 2**20
"""Bytes that one request of an upload brings at most; the client has no setting for it."""


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
            "data_uri": self._data_uri,
        }
        self._calls: dict[str, Callable[[Any, dict[str, Any]], object]] = {
            "run": lambda fal, asked: {"answer": _plain(fal.run(self._request(asked)))},
            "queue": lambda fal, asked: {"answer": _plain(fal.subscribe(self._request(asked)))},
            "cancel": lambda fal, asked: {"cancelled": fal.submit(self._request(asked)).cancel()},
            "stream": self._stream,
            "upload": _upload,
            "upload_parts": _upload,
            "webhook": _webhook,
        }

    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer a question."""
        if asked.get("part", _PART) < _PART:
            return {"id": asked["id"], "skipped": f"parts are of {_PART} bytes"}
        do = self._does.get(asked["do"], self._call)
        try:
            return {"id": asked["id"], "ok": do(asked)}
        except Exception as error:  # noqa: BLE001 - whatever it is, it kept us from trying
            return {"id": asked["id"], "error": f"{type(error).__name__}: {error}"}

    def _validate(self, asked: dict[str, Any]) -> object:
        try:
            request = self._request(asked)
        except ValidationError as error:
            return {"taken": False, "places": [_pointer(each["loc"]) for each in error.errors()]}
        return {"taken": True, "sent": request.body()}

    def _read(self, asked: dict[str, Any]) -> object:
        raw = json.dumps(asked["answer"]).encode()
        reply = import_module(f"{self._package}._wire").Reply(200, {}, raw)
        parse = import_module(f"{self._package}._flow").parse_answer
        try:
            return {"answer": _plain(parse(reply, self._input(asked).output_type()))}
        except self._client.UnexpectedAnswer as error:
            return {"refused": str(error)}

    def _data_uri(self, asked: dict[str, Any]) -> object:
        file = asked["file"]
        return {"url": self._client.data_uri(_content(file), file["content_type"])}

    def _stream(self, fal: Any, asked: dict[str, Any]) -> object:  # noqa: ANN401 - a generated class
        stream = fal.stream(self._request(asked))
        return {"events": [*stream], "answer": _plain(stream.answer())}

    def _call(self, asked: dict[str, Any]) -> object:
        call = self._calls[asked["do"]]
        timing = {"key": asked["key"], "gateway": asked["base"], "timeout": asked["timeout"]}
        with self._client.Fal(**timing) as fal:
            try:
                return call(fal, asked)
            except self._client.FalError as error:
                return self._failed(error)

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
            client.UnverifiedWebhook: "unverified",
        }
        failure: dict[str, object] = {"failed": kinds.get(type(error), "other")}
        status = getattr(error, "status", None)
        return failure if status is None else {**failure, "status": status}

    def _request(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        return self._input(asked).from_body(asked["body"])

    def _input(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        return import_module(self._modules[asked["endpoint"]]).Input


def _plain(answer: Any) -> object:  # noqa: ANN401 - as above
    return answer.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)


def _upload(fal: Any, asked: dict[str, Any]) -> object:  # noqa: ANN401 - as above
    file = asked["file"]
    names = {"content_type": file["content_type"], "file_name": file["name"]}
    return {"url": fal.upload(_content(file), **names)}


def _webhook(fal: Any, asked: dict[str, Any]) -> object:  # noqa: ANN401 - as above
    delivery = fal.verify_webhook(asked["body"].encode(), asked["headers"])
    return {"delivery": delivery.model_dump(mode="json", exclude_unset=True)}


def _content(file: dict[str, Any]) -> bytes:
    content: bytes = file["text"].encode() * file["times"]
    return content


def _pointer(place: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in place)


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
