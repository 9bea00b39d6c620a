"""Where documents come from: the source a user names, opened for the length of a run."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx

from fal_codegen.contract import EndpointId, did_you_mean, one_line
from fal_codegen.emulator import running
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.serving.project_emulator import project_emulator
from fal_codegen.project import (
    EMULATOR,
    LIVE,
    RUNNING,
    Project,
    find_documents,
    kind_of_source,
    machine_place,
    shipped,
)
from fal_codegen.sources import (
    AT_ONCE,
    FileCache,
    Folder,
    Hint,
    Service,
    Source,
    Unreachable,
    open_http,
)

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LIMITS = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
_CACHE = "downloads"
_OF_OURS = (200, 401)
"""What an emulator answers who asks for what it saw, with the key it wants or without."""
_EXAMPLE = "such as http://127.0.0.1:8787"
_ONLY_OURS = (
    "the emulator has what comes with fal-codegen and what this project holds, "
    "fal.ai may have more: `--source live`"
)
_TWO_WAYS = (
    "documents also come from a folder, `--source FOLDER`, "
    "and some come with fal-codegen, `--source emulator`"
)


class NoSource(SourceBroken):
    """What was named is no source, whatever can be reached."""


@contextmanager
def open_source(where: str, project: Project) -> Generator[Source, None, None]:
    """Open `live`, `emulator`, the emulator that runs at a URL, or a folder of documents.

    An emulator that is opened so is another source than the project, as far as it can be: its
    documents are those that come with fal-codegen, before the project's own. Raises `SourceBroken`,
    and its `NoSource` for what names none.
    """
    if where == EMULATOR:
        with running(project_emulator(project, own_first=False)) as front, _http(where) as http:
            hint = _hint(project, f"; {_ONLY_OURS}")
            yield Service(where, http, front, _cache(project), called="the emulator", hint=hint)
    elif kind_of_source(where) == RUNNING:
        with _http(where) as http:
            yield _running_emulator(where, http)
    elif where == LIVE:
        try:
            with _http(where) as http:
                yield Service(where, http, cache=_cache(project), hint=_hint(project))
        except Unreachable as error:
            raise Unreachable(f"{error}; {_TWO_WAYS}") from None
    elif Path(where).is_dir():
        yield Folder(Path(where))
    else:
        raise NoSource(
            f"{where}: no such folder; or say `live`, `emulator` or the URL of an emulator"
        )


def _hint(project: Project, more: str = "") -> Hint:
    """Say which other id may be meant, by what the project holds and what comes with fal-codegen.

    `more` says what else can be done.
    """

    def hint(id_: EndpointId) -> str:
        folders = (project.contracts, shipped("contracts"))
        known = [each for folder in folders for each in find_documents(folder)]
        return f"{did_you_mean(id_, known)}{more}"

    return hint


def described(where: str) -> str:
    """Name a source for people: whoever answers at a URL is an emulator, and not fal."""
    return f"{one_line(where)} (an emulator of ours)" if kind_of_source(where) == RUNNING else where


def _running_emulator(where: str, http: httpx.Client) -> Service:
    """Give the emulator that somebody runs; nothing else is taken for one."""
    front = where.removesuffix("/")
    try:
        host = httpx.URL(front).host
        if not host:
            raise NoSource(f"{where}: no host in it; an emulator's URL is {_EXAMPLE}")
        if host == "fal.ai":
            raise NoSource(f"{front}: no emulator; fal.ai itself is `--source live`")
        status = http.get(f"{front}/emulator/requests").status_code
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise Unreachable(f"{front}: no emulator answers there ({error})") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceBroken(f"{front}: no emulator answers there ({error})") from None
    if status not in _OF_OURS:
        raise SourceBroken(f"{front}: no emulator of ours; `fal-codegen serve` runs one")
    return Service(RUNNING, http, front, called=front)


def _http(where: str) -> httpx.Client:
    """Open a client; a proxy of the environment is for the world, not for an emulator here.

    The authorities that the environment trusts are for both.
    """
    trusted = httpx.create_ssl_context()
    return open_http(timeout=_TIMEOUT, limits=_LIMITS, verify=trusted, trust_env=where == LIVE)


def _cache(project: Project) -> FileCache | None:
    """Give the place for what was downloaded; a project that cannot be written to has none."""
    place = machine_place(project.root, _CACHE)
    return None if place is None else FileCache(place)


@contextmanager
def gateway(where: str, project: Project) -> Generator[str | None, None, None]:
    """Give the URL in front of all hosts: an emulator's of the project's own; none for live."""
    if where == LIVE:
        yield None
    else:
        with running(project_emulator(project)) as front:
            yield front
