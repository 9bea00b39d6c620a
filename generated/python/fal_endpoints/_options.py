# The runtime of fal-codegen, from templates/python/runtime/_options.py: edit it there.
"""Options of a call: how long it may take, and how the service is to treat a request."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from ._hints import hint_of
from ._wire import Method

_EXACT = ConfigDict(extra="forbid", strict=True, str_min_length=0)
_Decision = Literal["hide", "forbid", "allow"]
_OURS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
    }
)
"""Headers that say how a message is to be read, or who sends it."""

_HEADERS = frozenset({"headers", "extra_headers"})
"""Options whose values are shown to nobody."""

_SEGMENT = "[A-Za-z0-9_~-][A-Za-z0-9_.~-]*"
_QUERY = r"\?(?:[A-Za-z0-9_.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_PATH_AND_QUERY = re.compile(rf"(?:/?{_SEGMENT}(?:/{_SEGMENT})*/?)?(?:{_QUERY})?", re.ASCII)

LEAST_START_TIMEOUT = 0.1
"""Seconds; the service takes none as short (documentation page)."""

_START_TIMEOUT = "X-Fal-Request-Start-Timeout", "X-Fal-Request-Timeout"
"""Headers that say the same. The first one counts (documentation page); the second is deprecated,
and all that the official Python client sends."""

HeaderName = Annotated[str, Field(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
HeaderValue = Annotated[str, Field(pattern=r"^(?:[!-~](?:[ -~]*[!-~])?)?$")]


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


if TYPE_CHECKING:
    _Method = Method | Literal["get", "post", "put", "patch", "delete"]
else:
    _Method = Annotated[Method, BeforeValidator(_upper)]


def _path(value: str) -> str:
    if _PATH_AND_QUERY.fullmatch(value):
        return value
    allowed = "Input should be segments of letters, digits and . _ ~ -, perhaps with a query"
    raise PydanticCustomError("path", allowed)


def _plain_path(value: str) -> str:
    if "?" in value:
        raise PydanticCustomError("path", "Input should have no query")
    if _PATH_AND_QUERY.fullmatch(value):
        return value
    allowed = "Input should be segments of letters, digits and . _ ~ -"
    raise PydanticCustomError("path", allowed)


def _plain(value: Any) -> Any:
    """Make any mapping a dict: pydantic 2.11 looks into no other where it is strict."""
    given: Mapping[Any, Any] | Any = value
    return dict(given) if isinstance(value, Mapping) else value


Headers = Annotated[Mapping[HeaderName, HeaderValue], Field(strict=False), BeforeValidator(_plain)]


class OwnHeaders(TypedDict):
    """The headers of a client, which are an option of each of its calls."""

    __pydantic_config__ = _EXACT  # type: ignore[misc]  # as pydantic's documentation has it

    headers: Headers


class AccessRule(TypedDict):
    """Who may see a file: a user, and what is decided for them."""

    __pydantic_config__ = _EXACT  # type: ignore[misc]  # as pydantic's documentation has it

    user: str
    decision: _Decision


class Access(TypedDict, total=False):
    """Who may see the files that an endpoint makes; `default` is for everyone else."""

    __pydantic_config__ = _EXACT  # type: ignore[misc]  # as above

    default: _Decision
    rules: list[AccessRule]


class Lifecycle(TypedDict, total=False):
    """What becomes of the files that an endpoint makes, or of a file that is uploaded."""

    __pydantic_config__ = _EXACT  # type: ignore[misc]  # as above

    expiration_duration_seconds: Annotated[int, Field(gt=0)]
    initial_acl: Access


class Timed(TypedDict, total=False):
    """The option of every method: the seconds for all that it does, with its retries.

    None is for no end. Unless given, it is the client's own `timeout`.
    """

    __pydantic_config__ = _EXACT  # type: ignore[misc]  # as above

    timeout: Annotated[float, Field(ge=0, le=1e9)] | None


class Options(Timed, total=False):
    """Options of every request that makes work (documentation page; official clients).

    None is as if an option were not given, but for `timeout`. That is in seconds, for all that the
    method does; None for no end. `priority` orders the queue. `start_timeout` is in seconds, more
    than 0.1, and ends the wait for a runner, not its work: 504 then. `hint` prefers a runner that
    served the same hint. `store_io` False keeps input and output out of the service's history.
    `service_retries` False makes the service give up where it would try another runner.
    `extra_headers` go along with the request, and with it alone.
    """

    priority: Literal["normal", "low"] | None
    start_timeout: Annotated[float, Field(gt=LEAST_START_TIMEOUT)] | None
    hint: Annotated[str, Field(pattern="^[ -~]+$")] | None
    store_io: bool | None
    lifecycle: Lifecycle | None
    service_retries: bool | None
    extra_headers: Headers | None


class IdOptions(Options, total=False):
    """Options of a request to an endpoint by its id.

    `path` is put behind the id, perhaps with a query; the queue still keeps the job under owner and
    alias. `method` is POST unless given, in upper or lower case; a GET has no body.
    """

    path: Annotated[str, AfterValidator(_path)] | None
    method: _Method | None


class RealtimeOptions(Timed, total=False):
    """Options of a realtime connection; `timeout` is for opening it, token and all.

    `path` is put behind the id in place of `realtime`; an empty one is none. `max_buffering`, 1 to
    60, is how many requests the service keeps waiting (official clients).
    """

    path: Annotated[str, AfterValidator(_plain_path)] | None
    max_buffering: Annotated[int, Field(ge=1, le=60)] | None


def check_options(options: Mapping[str, object], kind: Any = Options) -> None:
    """Raise `TypeError` for an option that does not exist, `ValueError` for an impossible value."""
    if not options:
        return
    refuse_unknown(options, kind)
    try:
        _adapter(kind).validate_python(dict(options))
    except ValidationError as error:
        raise ValueError("; ".join(map(_complaint, error.errors()))) from None
    for option in _HEADERS.intersection(options):
        headers: Mapping[str, str] = _mapping(options[option])
        if ours := [name for name in headers if name.lower() in _OURS]:
            raise ValueError(f"{option}: the client sets {', '.join(ours)} itself")


def is_number(value: object, kind: Any = int | float) -> bool:
    """Tell whether a value is a number of a kind; True and False are none."""
    return isinstance(value, kind) and not isinstance(value, bool)


def check_flag(**flags: object) -> None:
    """Raise `ValueError` for what is neither True nor False."""
    for name, value in flags.items():
        if value is not True and value is not False:
            raise ValueError(f"{name} is True or False, not {value!r:.80}")


def option_headers(options: Options) -> dict[str, str]:
    """Give options as headers."""
    headers = dict(options.get("extra_headers") or {})
    if priority := options.get("priority"):
        headers["X-Fal-Queue-Priority"] = priority
    if start_timeout := options.get("start_timeout"):
        headers |= dict.fromkeys(_START_TIMEOUT, str(float(start_timeout)))
    if hint := options.get("hint"):
        headers["X-Fal-Runner-Hint"] = hint
    if options.get("store_io") is False:
        headers["X-Fal-Store-IO"] = "0"
    if (lifecycle := options.get("lifecycle")) is not None:
        headers["X-Fal-Object-Lifecycle-Preference"] = json.dumps(lifecycle)
    if options.get("service_retries") is False:
        headers["X-Fal-No-Retry"] = "1"
    return headers


def refuse_unknown(given: Iterable[str], kind: Any = None) -> None:
    """Raise `TypeError` for a misspelt keyword, which Python lets through to a typed dict.

    Without a `kind` there are none that a method takes.
    """
    known: Collection[str] = kind.__required_keys__ | kind.__optional_keys__ if kind else ()
    if unknown := [name for name in given if name not in known]:
        from ._official import option_hint  # for mistakes alone

        names = ", ".join(name + option_hint(name, known) for name in unknown)
        raise TypeError(f"unexpected keyword argument: {names}")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _mapping(value: Any) -> Mapping[str, str]:
    return value or {}


def _complaint(error: Any) -> str:
    """Say one mistake in a line: what is wrong, and what it should be."""
    place = ".".join(map(str, error["loc"]))
    value = error["input"]
    secret = error["type"] == "missing" or place.partition(".")[0] in _HEADERS
    shown = "" if secret else f", not {value!r:.80}"
    hint = hint_of(error)
    return f"{place}: {error['msg']}{shown}{hint}"
