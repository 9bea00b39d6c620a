# The runtime of fal-codegen, from templates/python/runtime/_json_answer.py: edit it there.
"""Answers of endpoints that are called by their id: JSON as it came."""

import json
from typing import TYPE_CHECKING, Any, cast

from ._response import Response, kept_response


class JsonAnswer(dict[str, Any]):
    """The answer of an endpoint that was called by its id: a dictionary, as it came."""

    @property
    def response(self) -> Response:
        """What came back beside the answer, such as what it cost."""
        return kept_response(vars(self))

    if not TYPE_CHECKING:  # type checkers know what there is

        def __getattr__(self, name: str) -> Any:
            """Raise `AttributeError`, with the key that was meant."""
            here = f": write [{name!r}]" if name in self else ""
            said = f"{type(self).__name__!r} object has no attribute {name!r}{here}"
            raise AttributeError(said, name=name, obj=self)

    @classmethod
    def read(cls, body: bytes) -> Any:
        """Read a body; what is no object is given as it is.

        Raises `ValueError` for no JSON, `RecursionError` for what nests too deep.
        """
        value, is_text = loads(body)
        answer: Any = cls(cast("dict[str, Any]", value)) if isinstance(value, dict) else value
        if not is_text:
            from ._warn import NO_TEXT, warn  # rarely needed

            warn(answer, (NO_TEXT,))
        return answer


def loads(body: bytes) -> tuple[Any, bool]:
    """Read JSON as far as it goes, and tell whether all of it is text.

    It may be UTF-8, UTF-16 or UTF-32, with a mark or without. Bytes that are no text show as
    U+FFFD, line breaks may stand in strings, and a whole number too long for Python is a string.
    Raises `ValueError`, `RecursionError`.
    """
    encoding = json.detect_encoding(body)
    try:
        text, is_text = body.decode(encoding), True
    except UnicodeDecodeError:
        text, is_text = body.decode(encoding, "replace"), False
    value: Any = json.loads(text, strict=False, parse_int=_integer)
    return value, is_text


def _integer(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:  # longer than `sys.get_int_max_str_digits()`
        return digits
