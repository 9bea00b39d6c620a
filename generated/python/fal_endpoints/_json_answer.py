# The runtime of fal-codegen, from templates/python/runtime/_json_answer.py: edit it there.
"""Answers of endpoints that are called by their id: JSON as it came."""

import json
from typing import Any, cast

from ._response import Response, kept_response


class JsonAnswer(dict[str, Any]):
    """The answer of an endpoint that was called by its id: a dictionary, as it came."""

    @property
    def response(self) -> Response:
        """What came back beside the answer, such as what it cost."""
        return kept_response(vars(self))

    @classmethod
    def read(cls, body: bytes) -> Any:
        """Read a body; what is no object is given as it is. Raises `ValueError` for no JSON."""
        value: Any = json.loads(body)
        return cls(cast("dict[str, Any]", value)) if isinstance(value, dict) else value
