"""What goes over the wire, and nothing of how."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pydantic import JsonValue

_NO_HEADERS: Mapping[str, str] = {}


class Call(NamedTuple):
    """One HTTP request, with a JSON body or raw content.

    It is sent `after` so many seconds. `request_id` names the job in the queue that it is about.
    A call that is not `repeatable` makes work, and may cost money, each time it is sent. The key
    goes along unless the call is not `keyed`.
    """

    method: Literal["GET", "POST", "PUT"]
    url: str
    json: Mapping[str, JsonValue] | None = None
    content: bytes | None = None
    headers: Mapping[str, str] = _NO_HEADERS
    after: float = 0.0
    request_id: str | None = None
    repeatable: bool = True
    keyed: bool = True


class Listen(NamedTuple):
    """A call whose reply is heard bit by bit, with at most `silence` seconds between two bits.

    An `optional` one is left out where connections are scarce.
    """

    call: Call
    silence: float
    optional: bool = False


class Next:
    """The wish to hear the next bit of what is listened to."""


class Reply(NamedTuple):
    """What came back on a call. The names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str] = _NO_HEADERS
    body: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the service did as asked; it never redirects."""
        return 200 <= self.status < 300  # the numbers are HTTP's own


class Fault(NamedTuple):
    """What came instead of a reply.

    It was `delivered` unless the service provably got nothing, and `late` if the time that it had
    is over: until the deadline, or that of a silence.
    """

    reason: str
    delivered: bool = True
    late: bool = False
