# The runtime of fal-codegen, from templates/python/runtime/_wire.py: edit it there.
"""What goes over the wire, as values; `_sender` sends it."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from pydantic import JsonValue

_NO_HEADERS: Mapping[str, str] = {}

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class Call(NamedTuple):
    """One HTTP request, with a JSON body or raw content.

    It is sent after `delay` seconds, for the `attempt`-th time. `request_id` names the job in the
    queue that it is about. A call that is not `idempotent` makes work, and may cost money, each
    time it is sent. The key goes along if it is `authenticated`, and must be there unless anybody
    may ask (`open_to_all`). The service may be silent for `idle_timeout` seconds.
    """

    method: Method
    url: str
    json: Mapping[str, JsonValue] | None = None
    content: bytes | None = None
    headers: Mapping[str, str] = _NO_HEADERS
    delay: float = 0.0
    attempt: int = 1
    request_id: str | None = None
    idempotent: bool = True
    authenticated: bool = True
    open_to_all: bool = False
    idle_timeout: float = 120.0  # as in the official client


class OpenStream(NamedTuple):
    """A call whose reply is read event by event.

    An `optional` one has polling as its substitute: it is left out where connections are scarce.
    """

    call: Call
    optional: bool = False


class SideBySide(NamedTuple):
    """Calls that are made at the same time."""

    calls: tuple[Call, ...]


class SetDeadline(NamedTuple):
    """The wish that all that follows be over in so many seconds; None for no end."""

    seconds: float | None


class ReadEvent:
    """The wish for the next event of the stream that is open."""


class Reply(NamedTuple):
    """What came back on a call, and from where. The names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str] = _NO_HEADERS
    body: bytes = b""
    host: str = ""

    @property
    def ok(self) -> bool:
        """Whether the service did as asked; it never redirects."""
        return 200 <= self.status < 300  # the numbers are HTTP's own

    @property
    def not_begun(self) -> bool:
        """Whether no work began in the time that the caller gave for that (documentation page)."""
        return self.headers.get("x-fal-request-timeout-type") == "user"


class Failure(NamedTuple):
    """What came instead of a reply.

    The call was `delivered` unless the service provably got nothing. It `timed_out` if the deadline
    or an idle timeout passed. It is `final` if the next try would not end better. The whole flow
    had `after` seconds, if it is those that are over.
    """

    reason: str
    delivered: bool = True
    timed_out: bool = False
    final: bool = False
    after: float | None = None


class Outcomes(NamedTuple):
    """What came of calls that were made at the same time, in their order."""

    each: tuple[Reply | Failure, ...]
