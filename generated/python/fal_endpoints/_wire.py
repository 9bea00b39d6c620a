"""What goes over the wire, and nothing of how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request, without the key.

    It is sent `after` so many seconds. `request_id` names the job in the queue that it is about.
    """

    method: Literal["GET", "POST", "PUT"]
    url: str
    json: Mapping[str, JsonValue] | None = None
    after: float = 0.0
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back on a call. The names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the service did as asked; it never redirects."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the numbers are HTTP's own
