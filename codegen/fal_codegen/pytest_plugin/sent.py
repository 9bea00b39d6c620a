"""What tests send through the generated client, for `fal-codegen check --coverage`.

Bodies are kept in memory as text while tests run, each once, and counted when all are over, so that
no test waits for it. Only counts are written.
"""

import json
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from types import ModuleType
from typing import Any, cast

import pytest
from pydantic import ValidationError

_MARK = "__fal_codegen_watched__"
_MODEL, _SERVICE = "._model", "._service"
_MOST = 2**26
"""Characters of all bodies that are kept; what comes behind them is not counted."""
_FILE = "https://files.invalid/local"
"""Stands for the address of a local file."""


class SentBodies:
    """The bodies of one process's tests: those that the client took, and those that it refused."""

    def __init__(self) -> None:
        self.packages: set[str] = set()
        self.seen: dict[tuple[str, bool, str], int] = {}
        self._room = _MOST

    def note(self, endpoint: str, body: object, *, taken: bool) -> None:
        """Note a body; one that is no JSON shows nothing of limits."""
        try:
            text = json.dumps(body, allow_nan=False, default=_plain)
        except (TypeError, ValueError, RecursionError):
            return
        key = endpoint, taken, text
        if key not in self.seen:
            self._room -= len(text)
        if self._room > 0:
            self.seen[key] = self.seen.get(key, 0) + 1


SENT = pytest.StashKey[SentBodies]()


def watch(config: pytest.Config) -> None:
    """Watch every generated client that is imported by now."""
    sent = config.stash.setdefault(SENT, SentBodies())
    for name in [name for name in sys.modules if name.endswith(_SERVICE)]:
        package = name.removesuffix(_SERVICE)
        service, model = sys.modules[name], sys.modules.get(f"{package}{_MODEL}")
        if model is not None and hasattr(service, "Service") and hasattr(model, "Request"):
            sent.packages.add(package)
            if not hasattr(model.Request, _MARK):
                setattr(model.Request, _MARK, True)
                _watch_sending(service, sent)
                _watch_refusals(model.Request, sent)


def _watch_sending(service: ModuleType, sent: SentBodies) -> None:
    original: Callable[..., Generator[Any, Any, Any]] = service.Service._work_call  # noqa: SLF001 - the runtime is ours as well

    @wraps(original)
    def work_call(*args: Any, **more: Any) -> Generator[Any, Any, Any]:  # noqa: ANN401 - a flow of the runtime's
        call = yield from original(*args, **more)
        if call.method == "POST":
            sent.note(args[2].endpoint, call.json, taken=True)
        return call

    service.Service._work_call = work_call  # noqa: SLF001 - as above


def _watch_refusals(request: Any, sent: SentBodies) -> None:  # noqa: ANN401 - a generated class
    """Watch the three ways to make a request of what a caller has."""
    init, validate = request.__init__, request.model_validate.__func__
    validate_json = request.model_validate_json.__func__

    @wraps(init)
    def made(self: Any, /, **data: Any) -> None:  # noqa: ANN401 - as pydantic has it
        with _refusals(type(self), sent, lambda: _by_alias(type(self), data)):
            init(self, **data)

    def validated(cls: Any, /, obj: Any, **options: Any) -> Any:  # noqa: ANN401 - as pydantic has it
        with _refusals(cls, sent, lambda: _by_alias(cls, obj)):
            return validate(cls, obj, **options)

    def read(cls: Any, /, text: Any, **options: Any) -> Any:  # noqa: ANN401 - as pydantic has it
        with _refusals(cls, sent, lambda: json.loads(text)):
            return validate_json(cls, text, **options)

    made.__pydantic_base_init__ = True  # type: ignore[attr-defined] # classes made from now on are built as before
    request.__init__ = made
    request.model_validate = classmethod(validated)
    request.model_validate_json = classmethod(read)


@contextmanager
def _refusals(
    kind: Any,  # noqa: ANN401 - a generated class
    sent: SentBodies,
    body: Callable[[], object],
) -> Generator[None, None, None]:
    """Note the body that a request refuses, and let the error go on."""
    try:
        yield
    except ValidationError:
        with suppress(ValueError):  # no JSON, so no limit of the contract is what refused it
            sent.note(getattr(kind, "endpoint", ""), body(), taken=False)
        raise


def _by_alias(kind: Any, data: object) -> object:  # noqa: ANN401 - a generated class
    """Spell the names of fields as the endpoint knows them."""
    if not isinstance(data, Mapping):
        return data
    fields = kind.__pydantic_fields__
    alias = {name: each.alias or name for name, each in fields.items()}
    named = cast("Mapping[str, object]", data)
    return {alias.get(name, name): value for name, value in named.items()}


def _plain(value: object) -> object:
    """Give a part of a request as JSON; a local file as the address it will have."""
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, bytes) or hasattr(value, "__fspath__"):
        return _FILE
    raise TypeError(type(value).__name__)
