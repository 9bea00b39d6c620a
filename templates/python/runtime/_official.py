# The runtime of fal-codegen, from templates/python/runtime/_official.py: edit it there.
"""What the official Python client calls things, and what to write here in their place.

Imported for mistakes alone.
"""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec

from pydantic import BaseModel

from ._hints import nearest, nearest_word
from ._signature import asked_by

_OPTIONS = {
    "client_timeout": "timeout",
    "default_timeout": "http_timeout",
    "headers": "extra_headers",
}
"""Options, told by their names here wherever those are known."""

_ELSEWHERE = {
    "with_logs": "here it is logs, of subscribe, and of wait, status and events",
    "on_queue_update": "here it is on_update, of subscribe, and of wait",
    "application": "an endpoint's id stands first, without a name",
    "webhook": "here it is webhook_url, of submit",
    "interval": "not needed: the service tells when a job is done",
    "repository": "not needed: there is one storage",
    "fallback_repository": "not needed: there is one storage",
    "use_jwt": "not needed: a token is always asked for",
    "token_expiration": "not needed: each connection asks for a token",
    "encode_message": "not needed: the service speaks msgpack",
    "decode_message": "not needed: the service speaks msgpack",
    "format": "a picture goes as a PNG; save it in another, and give the bytes",
}
"""Options of other methods, and such as nobody needs."""

_BY_ID = "run, submit, subscribe and stream by an endpoint's id"
_OWN = {
    "webhook_url": "submit",
    "on_enqueue": "subscribe",
    "on_update": "subscribe, and of wait",
    "on_timeout": "subscribe",
    "logs": "subscribe, and of wait, status and events",
    "content_type": "upload",
    "file_name": "upload",
    "on_progress": "upload",
    "path": f"{_BY_ID}, and of realtime",
    "method": _BY_ID,
    "max_buffering": "realtime",
}
"""Options that some methods have, with whose they are."""

_JOB = 'handle("owner/name", request_id)'
_OF_CLIENT = {
    "status": f"{_JOB}.status()",
    "result": f"{_JOB}.wait()",
    "cancel": f"{_JOB}.cancel()",
    "upload_file": 'upload(Path("day.png"))',
    "upload_image": "upload(image)",
    "ws_connect": 'realtime("owner/name")',
}
_CLIENT = {
    **_OF_CLIENT,
    "get_handle": _JOB,
    "key": "the setting key, which nothing shows",
    "default_timeout": "the setting http_timeout, as in with_options(http_timeout=30)",
}
_HANDLE = {
    "get": "wait()",
    "iter_events": "events()",
    "from_request_id": f"fal.{_JOB}",
    "client": f"fal.{_JOB}, of any client",
    "response_url": "job.response_url",
    "status_url": "job.status_url",
    "cancel_url": "job.cancel_url",
}
_FIELDS = "an attribute for each field, and model_dump() for a dictionary"
_DICTIONARY = {"get": _FIELDS, "items": _FIELDS, "keys": _FIELDS, "values": _FIELDS}
_ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "Fal": {**_CLIENT, "aclose": "close()"},
    "AsyncFal": {**_CLIENT, "close": "aclose(), which is awaited"},
    "Handle": _HANDLE,
    "AsyncHandle": _HANDLE,
    "Realtime": {"recv": "receive()"},
    "AsyncRealtime": {"recv": "receive()"},
    "Status": {"position": "queue_position"},
    "Answer": _DICTIONARY,
    "Part": _DICTIONARY,
    "ApiError": {
        "status_code": "status",
        "message": "violations, or str(error)",
        "response": "reply",
        "response_headers": "headers",
    },
    "Timeout": {"timeout": "after"},
}
"""Attributes, by the classes that stand here for those of the official client."""

_CALLS = {
    **{name: f'{name}("owner/name", …)' for name in ("run", "submit", "subscribe", "stream")},
    "realtime": 'realtime("owner/name")',
    "upload": 'upload(b"…")',
    **_OF_CLIENT,
}
_PACKAGE = {
    **{name: f"Fal().{here}" for name, here in _CALLS.items()},
    **{f"{name}_async": f"AsyncFal().{here}" for name, here in _CALLS.items()},
    "SyncClient": "Fal",
    "AsyncClient": "AsyncFal",
    "SyncRequestHandle": "Handle",
    "AsyncRequestHandle": "AsyncHandle",
    "RealtimeConnection": "Realtime",
    "AsyncRealtimeConnection": "AsyncRealtime",
    "Queued": 'Status, whose status is "IN_QUEUE" then',
    "InProgress": 'Status, whose status is "IN_PROGRESS" then',
    "Completed": "Status, which is completed then",
    "FalClientError": "FalError",
    "FalClientHTTPError": "ApiError",
    "FalClientTimeoutError": "Timeout",
    "StorageSettings": "Lifecycle",
    "StorageACL": "Lifecycle, in its initial_acl",
    "StorageACLRule": "Lifecycle, in the rules of its initial_acl",
    "StorageACLDecision": "Lifecycle, in its initial_acl",
    "ObjectExpiration": "Lifecycle, in its expiration_duration_seconds",
    "encode": 'data_uri(b"…", "text/plain")',
    "encode_file": 'data_uri(Path("day.png"))',
    "encode_image": "data_uri(image)",
}
"""Names that the official package exports."""


def option_hint(name: str, known: Iterable[str]) -> str:
    """Say what an option is called here, or whose it is; else the nearest one."""
    here = _OPTIONS.get(name, "")
    if here in {*known}:
        return f" (here it is {here})"
    if name in _OWN:
        return f" (an option of {_OWN[name]})"
    if name in _ELSEWHERE:
        return f" ({_ELSEWHERE[name]})"
    near = nearest_word(name, {*known, *_OWN})
    whose = f", an option of {_OWN[near]}" if near in _OWN and near not in known else ""
    return f" (did you mean {near}{whose}?)" if near else ""


def no_name(package: str, name: str, known: Iterable[str]) -> AttributeError | ImportError:
    """Give the error for a name that the package does not have.

    Of an `AttributeError` an import says nothing, so to an import that must fail it is another.
    """
    here = _here(_PACKAGE.get(name)) or ("" if name.startswith("_") else nearest(name, known))
    importing = asked_by(__name__, package) == "importlib._bootstrap"
    if here and importing and not find_spec(f"{package}.{name}"):
        return ImportError(f"cannot import name {name!r} from {package!r}{here}", name=package)
    return AttributeError(f"module {package!r} has no attribute {name!r}{here}")


def no_attribute(value: object, name: str) -> AttributeError:
    """Give the error for an attribute that a value does not have."""
    tables = [_ATTRIBUTES.get(kind.__name__, {}) for kind in type(value).__mro__]
    here = next((table[name] for table in tables if name in table), None)
    said = f"{type(value).__name__!r} object has no attribute {name!r}"
    return AttributeError(said + _here(here), name=name, obj=value)


def no_item(value: BaseModel, key: object) -> TypeError:
    """Give the error for a field that was asked for as that of a dictionary."""
    fields = {field.alias or name: name for name, field in type(value).__pydantic_fields__.items()}
    names = fields | {name: name for name in value.model_extra or {}}
    if isinstance(key, str) and key in names:
        here = f"write .{names[key]}"
    else:
        here = f"fields are attributes{nearest(str(key), names)}"
    return TypeError(f"{type(value).__name__!r} object is no dictionary: {here}")


def _here(here: str | None) -> str:
    return f": here it is {here}" if here else ""
