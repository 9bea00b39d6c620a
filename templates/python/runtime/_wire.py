"""What goes over the wire, and nothing of how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request, with a JSON body or raw content.

    It is sent `after` so many seconds. `request_id` names the job in the queue that it is about.
    A call that is not `repeatable` makes work, and may cost money, each time it is sent. The key
    goes along unless the call is not `keyed`.
    """

    method: Literal["GET", "POST", "PUT"]
    url: str
    json: Mapping[str, JsonValue] | None = None
    content: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    after: float = 0.0
    request_id: str | None = None
    repeatable: bool = True
    keyed: bool = True


@dataclass(frozen=True, slots=True)
class Listen:
    """A call whose reply is heard bit by bit, with at most `silence` seconds between two bits.

    An `optional` one is left out where connections are scarce.
    """

    call: Call
    silence: float
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """The wish to hear the next bit of what is listened to."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back on a call. The names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the service did as asked; it never redirects."""
        return 200 <= self.status < 300  # the numbers are HTTP's own


@dataclass(frozen=True, slots=True)
class Fault:
    """What came instead of a reply.

    It was `delivered` unless the service provably got nothing, and `late` if the time that it had
    is over: until the deadline, or that of a silence.
    """

    reason: str
    delivered: bool = True
    late: bool = False
