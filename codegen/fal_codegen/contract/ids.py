"""Endpoint ids, the one name an endpoint has everywhere."""

import re
from typing import Self
from urllib.parse import unquote

_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_ID = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{1,7}}")
NAMESPACES = ("workflows", "comfy")
"""First segments behind which an owner and an alias follow (rule of both official clients)."""
_OURS = re.compile(r"\.(?:json|sh|yaml)(?:/|$)", re.IGNORECASE)
"""How files of ours end that lie beside the folders of endpoints."""
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
DEVICES = frozenset(("con", "prn", "aux", "nul", *_PORTS))
"""What Windows takes for a device, whatever stands behind a dot: nothing can be called so."""


_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?fal\.ai/models/(?P<page>[^?#]+?)"
    r"(?:/(?:api|playground|examples|requests|llms\.txt))?/?(?:[?#].*)?"
    r"|https?://(?:queue\.)?fal\.run/(?P<called>[^?#]+?)/?(?:\?.*)?"
    r"|https?://\S+[?&]endpoint_id=(?P<asked>[^&#]+).*"
)
"""Addresses with an endpoint's id in them: of its pages, of its calls, of its document."""


class EndpointId(str):
    """An endpoint's id, such as `fal-ai/nano-banana-2/edit`.

    Two to eight segments of letters, digits, `.`, `_` and `-` (the catalogue of 2026-05-12 goes up
    to seven). Every id that enters is checked here, so an id is safe as a path below a folder.

    Raises `ValueError` for any other text.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check the text and keep it."""
        shown = text if len(text) <= 80 else text[:77] + "..."  # noqa: PLR2004 - a line's worth
        if id_ := _id_in_address(text):
            raise ValueError(f"{shown!r} is not an endpoint id but an address of {id_}: say {id_}")
        if not _ID.fullmatch(text):
            raise ValueError(
                f"{shown!r} is not an endpoint id: expected owner/name or owner/name/path, "
                "of letters, digits, '.', '_' and '-', at most 8 segments of 100"
            )
        if _OURS.search(text):
            raise ValueError(
                f"{shown!r} is not an endpoint id that can be kept: none of its segments may end "
                "in .json, .sh or .yaml, as files do that lie beside it"
            )
        return super().__new__(cls, text)

    @property
    def has_folder_everywhere(self) -> bool:
        """Whether every system has folders of such names; Windows lacks some."""
        return not any(
            segment.endswith(".") or segment.partition(".")[0].casefold() in DEVICES
            for segment in self.split("/")
        )

    @property
    def app(self) -> str:
        """The part of the id under which the queue keeps requests.

        Owner and alias, one segment more in the namespaces `workflows` and `comfy` (rule of both
        official clients; recorded traffic shows 405 for the full id).
        """
        segments = self.split("/")
        return "/".join(segments[: 3 if segments[0] in NAMESPACES else 2])


def _id_in_address(text: str) -> str:
    """Give the id that an address of fal's names; empty for any other text."""
    found = _ADDRESS.fullmatch(text)
    named = unquote(next(filter(None, found.groups()))) if found else ""
    return named if _ID.fullmatch(named) else ""
