# The runtime of fal-codegen, from templates/python/runtime/_work.py: edit it there.
"""What an endpoint is asked to do: a typed request, or an id with a dictionary."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Generic, NamedTuple, TypeAlias, cast

from pydantic import JsonValue

from ._files import File, LocalFiles, as_file, data_uri, local_path
from ._hints import in_json, nearest, what_it_is
from ._json_answer import JsonAnswer
from ._model import Request, T
from ._options import IdOptions
from ._settings import hide_headers
from ._signature import REQUIRED
from ._text import is_text, refuse_no_text

Arguments: TypeAlias = Mapping[str, Any]
"""A JSON body as a dictionary. Where the endpoint expects the URL of a file, a file may stand."""

_FIRST = "it stands first, without a name"
_ASKED = "a request is the Input(…) of an endpoint's module, or an endpoint's id and a dictionary"
_ID = re.compile(r"[A-Za-z0-9_][\w.~-]*(?:/[A-Za-z0-9_][\w.~-]*)+", re.ASCII)
_NAMESPACES = ("workflows", "comfy")

_URL = re.compile(r"urls?(?:[.]\d+)?$", re.ASCII)


_MARK = "https://files.invalid/marked"
"""The URL that stands for a file whose place in a body is looked for."""


class Work(NamedTuple, Generic[T]):
    """What is asked of an endpoint: the body, made with the URLs of its files, and the answer."""

    endpoint: str
    output_type: type[T]
    body: Callable[[LocalFiles | None], dict[str, JsonValue]]
    by_id: bool = False


def work_of(
    request: Request[T] | str, arguments: Arguments | None, options: IdOptions | None = None
) -> Work[T]:
    """Take what a method of a client was given; raises `TypeError` for what is neither.

    Headers among the options are shown by no variable from here on, whatever goes wrong.
    """
    if options:
        hide_headers(options)
    if isinstance(request, str):
        if not isinstance(arguments, Mapping):
            given = what_it_is(arguments)
            raise TypeError(f"with the id {request!r} goes a dictionary, not {given}")
        kind = cast("type[T]", JsonAnswer)
        body = partial(json_body, arguments)
        return Work(endpoint_id(request), kind, body, by_id=True)
    if not _is_request(request):
        raise TypeError(f"{_ASKED}{_not_so(request)}")
    if arguments is not None:
        raise TypeError("a request has its arguments in itself: replace() changes them")
    return Work(request.endpoint, request.output_type(), request.body)


def _not_so(given: object) -> str:
    return f"; {_FIRST}" if given is REQUIRED else f", not {what_it_is(given)}"


def _is_request(given: object) -> bool:
    return isinstance(given, Request)


def _is_kind(given: object) -> bool:
    return isinstance(given, type) and issubclass(given, Request)


def endpoint_id(text: str) -> str:
    """Raise `ValueError` for what is no id of an endpoint."""
    if not _ID.fullmatch(text):
        from ._endpoints import ENDPOINTS

        given = f"{text!r:.80}{nearest(text, ENDPOINTS)}"
        raise ValueError(f"the id of an endpoint is owner/name, perhaps with more, not {given}")
    return text


def app_of(endpoint: str) -> str:
    """Give owner and alias of an endpoint, behind its namespace where it has one.

    This is the rule of both official clients.
    """
    segments = endpoint.split("/")
    return "/".join(segments[: 3 if segments[0] in _NAMESPACES else 2])


def kind_of(kind: Request[T] | type[Request[T]] | str) -> tuple[str, type[T]]:
    """Give the id of an endpoint, and the class of its answers; raises `TypeError`."""
    if isinstance(kind, str):
        return endpoint_id(kind), cast("type[T]", JsonAnswer)
    if not _is_request(kind) and not _is_kind(kind):
        raise TypeError(f"an endpoint is the Input of its module, or its id{_not_so(kind)}")
    return kind.endpoint, kind.output_type()


def job_id(given: Any) -> str:
    """Raise `ValueError` for what is no id of a job."""
    if given is REQUIRED:
        raise TypeError("request_id is the id that the queue gave; it stands behind the endpoint")
    if not isinstance(given, str) or not given or not is_text(given):
        raise ValueError(f"request_id is the id that the queue gave, not {given!r:.80}")
    return given


def check_against_contract(work: Work[T], id_: str) -> None:
    """Raise `pydantic.ValidationError` where this package knows the endpoint and refuses the body.

    What is checked stands for the body with URLs in place of its files.
    """
    from ._endpoints import ENDPOINTS

    if id_ in ENDPOINTS:
        ENDPOINTS[id_].Input.from_body(work.body(_StandIns({})))


def refuse_unreadable(body: Callable[[LocalFiles], dict[str, JsonValue]]) -> None:
    """Raise `OSError` for a file in a body that cannot be read."""
    files = LocalFiles({})
    body(files)
    for file in files.without_url:
        try:
            data_uri(file)
        except OSError as error:
            raise at_its_place(error, file, body) from None


def at_its_place(
    error: OSError, file: File, body: Callable[[LocalFiles], dict[str, JsonValue]]
) -> OSError:
    """Give the error for a file that cannot be read, with where in a body it stands."""
    place = next(_places(body(LocalFiles({file: _MARK})), ()), "")
    return OSError(error.errno, f"{place}: {error.strerror or error}", error.filename)


def _places(value: JsonValue, place: tuple[str, ...]) -> Iterator[str]:
    if value == _MARK:
        yield ".".join(place)
    elif isinstance(value, list | dict):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(each, (*place, str(step)))


class _StandIns(LocalFiles):
    """Gives each file a URL of its own, of which nothing but the form is meant."""

    def url(self, file: File) -> str:
        self.without_url.append(file)
        return f"https://files.invalid/{len(self.without_url)}"


def json_body(arguments: Arguments, files: LocalFiles | None) -> dict[str, JsonValue]:
    """Give a dictionary as JSON, with URLs in place of its files.

    Raises `TypeError` for what is no JSON, `ValueError` for what is nested without an end, and
    `pydantic.ValidationError` for text that cannot be sent.
    """
    return _json_object(arguments, files.url if files else data_uri)


def refuse_no_json(body: Mapping[str, object]) -> None:
    """Raise `TypeError` for what is no JSON, with its place; a file is none."""
    _json_object(body, None)


def _json_object(arguments: Arguments, url: Callable[[File], str] | None) -> dict[str, JsonValue]:
    try:
        refuse_no_text(arguments, "arguments")
        return {str(key): _json(value, str(key), url) for key, value in arguments.items()}
    except RecursionError:
        pass
    raise ValueError("the dictionary is nested too deeply, or holds itself")


def _json(value: Any, place: str, url: Callable[[File], str] | None) -> JsonValue:
    if url and isinstance(value, str) and _URL.search(place) and (meant := local_path(value)):
        raise ValueError(f"{place}: {meant}")
    if value is None or isinstance(value, str | bool | int):
        return cast("JsonValue", value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, Mapping):
        items = cast("Arguments", value).items()
        return {str(key): _json(each, f"{place}.{key}", url) for key, each in items}
    if isinstance(value, list | tuple):
        each_of = cast("list[Any]", value)
        return [_json(each, f"{place}.{index}", url) for index, each in enumerate(each_of)]
    file = as_file(value) if url else None
    if file is None or not url:
        what = "neither JSON nor a file" if url else "no JSON"
        raise TypeError(f"{place}: {value!r:.80} is {what}{in_json(value)}")
    return url(file)
