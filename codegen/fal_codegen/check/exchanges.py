"""What recordings hold, as requests with what became of them, and files by address."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from fal_codegen.cassettes import Cassette, Exchange, FirstBytes, fetched
from fal_codegen.contract import Json, parse

DIRECT, QUEUE = "fal.run", "queue.fal.run"
_FOUND = (200, 206)


@dataclass(frozen=True, slots=True)
class Sent:
    """A body, null where it is no JSON, and the exchange that says what became of it."""

    body: Json
    answer: Exchange


def sent_in(cassette: Cassette) -> Iterator[Sent]:
    """Give the bodies of a recording, with what each was answered with in the end.

    The queue takes bodies unread: only the job's result tells, and where it was not recorded,
    nothing does.
    """
    results = {
        job: each
        for each in cassette.exchanges
        if each.method == "GET" and (job := _result_of(each.url))
    }
    for each in cassette.exchanges:
        if each.method != "POST":
            continue
        body = json_in(each.request)
        host = urlsplit(each.url).hostname
        if host == DIRECT:
            yield Sent(body, each)
        elif host == QUEUE and (job := _job(each)) in results:
            yield Sent(body, results[job])


def files_in(cassette: Cassette) -> dict[str, FirstBytes]:
    """Give the first bytes of every file that was fetched, by its address."""
    return {
        each.url: fetched(each.response)
        for each in cassette.exchanges
        if is_file(each) and each.status in _FOUND
    }


def is_file(exchange: Exchange) -> bool:
    """Tell whether an exchange fetches a file, and is no call of the service's."""
    return exchange.method == "GET" and urlsplit(exchange.url).hostname not in (DIRECT, QUEUE)


def _job(exchange: Exchange) -> str:
    """Give the id of the job that a call made, an empty one where it made none."""
    ticket = json_in(exchange.response)
    return str(ticket.get("request_id", "")) if isinstance(ticket, dict) else ""


def is_answer(exchange: Exchange) -> bool:
    """Tell whether an exchange gives an endpoint's output: the sync call, and a job's result.

    A stream of events does not, though its last event may.
    """
    if exchange.headers.get("content-type", "").startswith("text/event-stream"):
        return False
    if exchange.method == "POST":
        return urlsplit(exchange.url).hostname == DIRECT
    return exchange.method == "GET" and bool(_result_of(exchange.url))


def _result_of(address: str) -> str:
    """Give the id of the job whose result an address is, an empty one where it is none.

    A slash at the end is legal, and so is `/response`.
    """
    url = urlsplit(address)
    _, _, job = url.path.rstrip("/").partition("/requests/")
    job = job.removesuffix("/response")
    return job if url.hostname == QUEUE and "/" not in job else ""


def json_in(data: bytes) -> Json:
    """Read JSON; None for what is none."""
    try:
        return parse(data)
    except ValueError:
        return None
