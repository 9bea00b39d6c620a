"""Endpoint ids, the one name an endpoint has everywhere."""

import re
from typing import Self

_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_ID = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{1,7}}")
_NAMESPACES = ("workflows", "comfy")


class EndpointId(str):
    """An endpoint's id, such as `fal-ai/nano-banana-2/edit`.

    Two to eight segments of letters, digits, `.`, `_` and `-` (the catalogue of 2026-05-12 goes up
    to seven). Every id that enters is checked here, so an id is safe as a path below a folder.

    Raises `ValueError` for any other text.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check the text and keep it."""
        if not _ID.fullmatch(text):
            shown = text if len(text) <= 80 else text[:77] + "..."  # noqa: PLR2004 - a line's worth
            raise ValueError(
                f"{shown!r} is not an endpoint id: expected owner/name or owner/name/path, "
                "of letters, digits, '.', '_' and '-', at most 8 segments of 100"
            )
        return super().__new__(cls, text)

    @property
    def app(self) -> str:
        """The part of the id under which the queue keeps requests.

        Owner and alias, one segment more in the namespaces `workflows` and `comfy` (rule of both
        official clients; recorded traffic shows 405 for the full id).
        """
        segments = self.split("/")
        return "/".join(segments[: 3 if segments[0] in _NAMESPACES else 2])
