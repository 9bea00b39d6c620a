"""One download: bounded in size and time, to the host that was named and no other."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from fal_codegen.errors import SourceBroken
from fal_codegen.sources.connecting import proxy_before

LARGEST = 8 * 2**20
"""Bytes a document or page may have; the largest real document has 40,000."""
LARGEST_SITE = 40 * 2**20
"""Bytes of a whole documentation site in one file."""
_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
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


def read_file(file: Path, largest: int = LARGEST) -> bytes:
    """Read a file that has no more than the given bytes. Raises `SourceBroken`."""
    try:
        if file.exists() and not file.is_file():
            raise SourceBroken(f"{file} is no regular file")
        if file.stat().st_size > largest:
            raise SourceBroken(f"{file} is larger than {largest} bytes")
        return file.read_bytes()
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise SourceBroken(f"{file}: {said}") from None


def read_url(http: httpx.Client, url: str, largest: int = LARGEST) -> Answer:
    """Download what is at a URL, following redirects that stay on its host.

    Raises `SourceBroken` where that is anything but 200.
    """
    where = url
    for _ in range(_MOST_REDIRECTS + 1):
        answer = download(http, where, largest=largest)
        if answer.status == _OK:
            return answer
        location = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not (where := _same_host(where, location)):
            seen = f", see {location}" if location else ""
            raise SourceBroken(f"{url} answered {answer.status}{seen}")
    raise SourceBroken(f"{url} redirects more than {_MOST_REDIRECTS} times")


def _same_host(url: str, location: str) -> str:
    """Give where a redirect leads, if that is on the same host and as safe."""
    try:
        old, new = httpx.URL(url), httpx.URL(url).join(location)
    except httpx.InvalidURL:
        return ""
    kept = new.host == old.host and new.scheme in (old.scheme, "https")
    return str(new) if kept and location else ""


def address(host: str, gateway: str | None) -> str:
    """Give the URL of one of fal's hosts, or of the same behind a gateway."""
    return f"{gateway}/{host}" if gateway else f"https://{host}"


def download(
    http: httpx.Client,
    url: str,
    headers: Mapping[str, str] | None = None,
    largest: int = LARGEST,
) -> Answer:
    """Get a URL, whatever the status; redirects are not followed.

    Raises `SourceBroken`, which is `Unreachable` where nobody listens.
    """
    try:
        with http.stream("GET", url, headers=headers, follow_redirects=False) as answer:
            body = b"".join(_bounded(url, answer, largest))
            return Answer(answer.status_code, dict(answer.headers), body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise Unreachable(f"{_way_to(http, url)} cannot be reached ({_said(error)})") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceBroken(f"{url}: {_said(error)}") from None


def _way_to(http: httpx.Client, url: str) -> str:
    """Name the host of a URL, and the proxy before it, which may be the one that is not there."""
    host = httpx.URL(url).host
    proxy = proxy_before(httpx.URL(url)) if http.trust_env else ""
    return f"{host}, through the proxy {proxy} that the environment names," if proxy else host


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _bounded(url: str, answer: httpx.Response, largest: int) -> Iterator[bytes]:
    """Pass a body on until it is too large or too slow."""
    size, end = 0, time.monotonic() + _SECONDS
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if size > largest:
            raise SourceBroken(f"{url} sent more than {largest} bytes")
        if time.monotonic() > end:
            raise SourceBroken(f"{url} took longer than {_SECONDS:.0f} seconds")
        yield chunk
