"""One download: bounded in size and time, to the host that was named and no other."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from fal_codegen.errors import SourceBroken

LARGEST = 8 * 2**20
"""Bytes a document or page may have; the largest real document has 40,000."""
_OK = 200
_SECONDS = 30.0
"""How long one download may take in all."""


class Unreachable(SourceBroken):
    """No connection came about, to the service or to the proxy before it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. The names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def read_file(file: Path) -> bytes:
    """Read a file that is no larger than a download may be. Raises `SourceBroken`."""
    try:
        if file.exists() and not file.is_file():
            raise SourceBroken(f"{file} is no regular file")
        if file.stat().st_size > LARGEST:
            raise SourceBroken(f"{file} is larger than {LARGEST} bytes")
        return file.read_bytes()
    except OSError as error:
        raise SourceBroken(f"{file}: {error.strerror}") from None


def read_url(http: httpx.Client, url: str) -> bytes:
    """Download what is at a URL. Raises `SourceBroken` where that is anything but 200."""
    answer = download(http, url)
    if answer.status != _OK:
        location = answer.headers.get("location", "")
        raise SourceBroken(f"{url} answered {answer.status}{location and f', see {location}'}")
    return answer.body


def address(host: str, gateway: str | None) -> str:
    """Give the URL of one of fal's hosts, or of the same behind a gateway."""
    return f"{gateway}/{host}" if gateway else f"https://{host}"


def download(http: httpx.Client, url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Get a URL, whatever the status; redirects are not followed.

    Raises `SourceBroken`, which is `Unreachable` where nobody listens.
    """
    try:
        with http.stream("GET", url, headers=headers, follow_redirects=False) as answer:
            body = b"".join(_bounded(url, answer))
            return Answer(answer.status_code, dict(answer.headers), body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise Unreachable(f"{httpx.URL(url).host} cannot be reached ({_said(error)})") from None
    except httpx.HTTPError as error:
        raise SourceBroken(f"{url}: {_said(error)}") from None


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _bounded(url: str, answer: httpx.Response) -> Iterator[bytes]:
    """Pass a body on until it is too large or too slow."""
    size, end = 0, time.monotonic() + _SECONDS
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if size > LARGEST:
            raise SourceBroken(f"{url} sent more than {LARGEST} bytes")
        if time.monotonic() > end:
            raise SourceBroken(f"{url} took longer than {_SECONDS:.0f} seconds")
        yield chunk
