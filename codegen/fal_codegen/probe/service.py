"""Calls to a service: the one place where something is sent, and where it may cost."""

import json
import math
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import httpx

from fal_codegen.contract import EndpointId, Json, parse
from fal_codegen.probe.exchange import Became, Reply, Send, Unreached

_REFUSALS = frozenset({400, 413, 414, 415, 422})
"""What a service answers to a body that it does not take, and does not bill (documentation page:
only successful outputs are)."""

_ELSEWHERE = frozenset({301, 302, 303, 307, 308})
_ERROR = frozenset({"detail", "error", "errors"})
"""What an error is called where a service has answered 200 all the same."""
_BUSY = 429
_JSON, _HTML = "application/json", "text/html"
_KEY = " (the key that it asks for belongs in the environment variable FAL_KEY)"
_SHUT = {
    401: _KEY,
    402: " (it wants to be paid first)",
    403: _KEY,
    404: " (an emulator has fal's hosts behind its address, at /fal.run and /queue.fal.run)",
    405: " (what takes no POST is another service: --base-url is what stands before the id)",
}
"""Answers after which nobody is let in, and what to do about them."""
_ATTEMPTS = 4
_LONGEST_PAUSE = 60.0
_LARGEST = 2**20
_FINE = range(200, 300)
_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A service and an endpoint: `url` stands before the id, without a slash at its end.

    `deadline` is the seconds that a call has, from beginning to end; what is later is late.
    `answers` are the names that an output has in the contract.
    """

    url: str
    endpoint: EndpointId
    key: str = field(default="", repr=False)
    deadline: float = 300.0
    answers: frozenset[str] = frozenset()
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    @property
    def headers(self) -> dict[str, str]:
        """What goes with every call: the key, and that no call is to be repeated for us."""
        own = {"accept-encoding": "identity", "x-fal-no-retry": "1", "content-type": _JSON}
        return {**own, "authorization": f"Key {self.key}"} if self.key else own


def sender(http: httpx.Client, target: Target) -> Send:
    """Give what sends a body to fal.run, or to a service of its shape, and waits for the status.

    Of an answer that is no refusal nothing but the head is read. A call is repeated where the
    service was too busy to look at it, and never otherwise.
    """

    def send(body: dict[str, Json]) -> Reply:
        return post(http, target, f"{target.url}/{target.endpoint}", body)[0]

    return send


def post(http: httpx.Client, target: Target, url: str, body: dict[str, Json]) -> tuple[Reply, Json]:
    """Send a body once; give what became of it, and what was said as JSON, None if that is none.

    Raises `Unreached` where nothing was sent, and where nobody is let in.
    """
    reply, said, pause = _once(http, target, url, body)
    for _ in range(1, _ATTEMPTS):
        if reply.status != _BUSY:
            break
        target.sleep(pause)
        reply, said, pause = _once(http, target, url, body)
    if reply.status == _BUSY:
        reply = replace(reply, reason=f"it was too busy, {_ATTEMPTS} times over (429)", ends=True)
    if reply.status in _SHUT:
        raise Unreached(f"{url} answered {reply.status}{_SHUT[reply.status]}")
    return reply, said


def _once(
    http: httpx.Client, target: Target, url: str, body: dict[str, Json]
) -> tuple[Reply, Json, float]:
    try:
        with _answer(http, target, "POST", url, body) as answer:
            said = _read(answer, target)
            return reply_of(answer, said, target), said, _pause(answer)
    except _NOTHING_SENT as error:
        raise Unreached(f"{url}: {error}") from None
    except httpx.HTTPError as error:
        return Reply("unclear", reason=f"no answer came ({no_answer(error)})"), None, 0.0


def reply_of(answer: httpx.Response, said: Json, target: Target) -> Reply:
    """Say what an answer means for the body that was sent."""
    status = answer.status_code
    became, reason = _became(answer, said, target.answers)
    return Reply(
        became,
        status,
        answer.headers.get("x-fal-request-id", "")[:100],
        said.get("detail") if isinstance(said, dict) else None,
        answer.headers.get("x-fal-served-from") or answer.headers.get("server", ""),
        free=status in _REFUSALS or status == _BUSY,
        reason=reason,
        ends=status in _ELSEWHERE,
    )


def no_answer(error: httpx.HTTPError) -> str:
    """Say in a few words why none came, and nothing of what came: it may repeat the key."""
    said = str(error)[:100]
    quotes = isinstance(error, httpx.ProtocolError) and ("'" in said or '"' in said)
    return type(error).__name__ if quotes or not said else said


def _became(answer: httpx.Response, said: Json, names: frozenset[str]) -> tuple[Became, str]:
    """Say what a body became, and where that is not clear why."""
    status = answer.status_code
    if status in _REFUSALS:
        return "refused", ""
    if status in _ELSEWHERE:
        return "unclear", f"it answered {status} and points to {_elsewhere(answer)}"
    if status not in _FINE:
        return "unclear", f"it answered {status}"
    if _HTML in answer.headers.get("content-type", ""):
        return "unclear", f"it answered {status} with a page for people"
    if isinstance(said, dict) and not names & said.keys() and any(map(said.get, _ERROR)):
        return "unclear", f"it answered {status} with an error in place of an output"
    return "taken", ""


def _elsewhere(answer: httpx.Response) -> str:
    return str(answer.headers.get("location", "nowhere"))[:200]


@contextmanager
def _answer(
    http: httpx.Client, target: Target, method: str, url: str, body: dict[str, Json] | None = None
) -> Generator[httpx.Response, None, None]:
    with http.stream(
        method,
        url,
        content=None if body is None else json.dumps(body).encode(),
        headers=target.headers,
        timeout=httpx.Timeout(target.deadline, connect=10.0),
        follow_redirects=False,
    ) as answer:
        yield answer


def ask(http: httpx.Client, target: Target, method: str, url: str) -> tuple[httpx.Response, Json]:
    """Ask something that costs nothing, and read the answer. Raises `httpx.HTTPError`."""
    with _answer(http, target, method, url) as answer:
        return answer, _read(answer, target)


def _read(answer: httpx.Response, target: Target) -> Json:
    """Read what is said, unless it is large or late, or an output: those are nothing to us."""
    began, data = target.now(), bytearray()
    for chunk in answer.iter_raw():
        data += chunk
        if len(data) > _LARGEST or target.now() - began > target.deadline:
            return None
    try:
        return parse(bytes(data))
    except ValueError:
        return None


def _pause(answer: httpx.Response) -> float:
    try:
        asked = float(answer.headers.get("retry-after", "1"))
    except ValueError:
        asked = 1.0
    return 1.0 if math.isnan(asked) else min(max(asked, 0.0), _LONGEST_PAUSE)
