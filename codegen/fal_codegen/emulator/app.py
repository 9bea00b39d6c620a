"""The emulator: every host in its place."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from fal_codegen.contract import Document, EndpointId
from fal_codegen.emulator.access.authority import Authority
from fal_codegen.emulator.access.cors import Cors
from fal_codegen.emulator.access.key import KeyRequired
from fal_codegen.emulator.address import (
    API,
    DIRECT,
    MEDIA,
    OWN,
    QUEUE,
    REST,
    SITE,
    WEBSOCKET,
    Hosts,
)
from fal_codegen.emulator.face.page import Face, to_face
from fal_codegen.emulator.faults.middleware import FaultMiddleware
from fal_codegen.emulator.faults.schedule import Schedule
from fal_codegen.emulator.files.uploads import Uploads
from fal_codegen.emulator.hosts.direct import Direct
from fal_codegen.emulator.hosts.media import Media
from fal_codegen.emulator.hosts.over_websocket import OverWebsocket
from fal_codegen.emulator.hosts.queue import Queue
from fal_codegen.emulator.hosts.realtime import Realtime
from fal_codegen.emulator.hosts.request_log import RequestLog, RequestLogMiddleware
from fal_codegen.emulator.hosts.site import Pages, Site
from fal_codegen.emulator.hosts.storage import Storage
from fal_codegen.emulator.hosts.synthetic_files import SyntheticFiles
from fal_codegen.emulator.hosts.tokens import Tokens
from fal_codegen.emulator.identity import REPEATED, Ids
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.clock import REAL, Clock
from fal_codegen.emulator.jobs.webhooks import Webhooks
from fal_codegen.emulator.platform.app import platform
from fal_codegen.emulator.platform.records import Records
from fal_codegen.emulator.served import NO_CHANGES, Changes, Served
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.wire import on_error


def emulator(  # noqa: PLR0913 - what a caller may choose
    documents: Mapping[EndpointId, Document],
    pages: Pages = lambda _: None,
    *,
    key: str = "",
    name: str = "",
    schedule: Schedule | None = None,
    changes: Changes = NO_CHANGES,
    clock: Clock = REAL,
) -> Starlette:
    """Imitate the service for these endpoints; `pages` finds their `llms.txt`.

    Any key will do, unless there is one to ask for; then nobody guesses an id either. It answers
    to loopback names, to those of the service's hosts, and to a `name` of its own. What goes wrong
    is in the schedule; nothing does without one. Its page offers `changes` to try. Each call gives
    an emulator of its own, with nothing in its queue and its counters at the start.

    Raises `ValueError` for a document that cannot be judged by.
    """
    served = Served(documents, changes)
    ids = Ids.secret() if key else REPEATED
    state = AppState(served.models, ids=ids, clock=clock)
    backlog = Backlog(clock)
    log, records = RequestLog(backlog), Records(backlog)
    uploads = Uploads(state.files, state.numbers, ids)
    webhooks = Webhooks()
    files = [*SyntheticFiles().routes(), *Media(state.files, uploads, ids).routes()]
    schedule = schedule or Schedule()
    face = Face(served, backlog, log, schedule, key)
    keyed = [Middleware(KeyRequired, key)]
    own_routes = Mount("/", routes=log.routes(), middleware=keyed)
    return Starlette(
        routes=[
            *_models(state, records, Queue(state, backlog, webhooks), key),
            Mount(f"/{SITE}", routes=Site(served.documents, pages).routes()),
            Mount(f"/{API}", app=platform(served.documents, records, key)),
            Mount(f"/{MEDIA}", routes=files),
            Mount(f"/{REST}/storage", routes=Storage(uploads, ids).routes(), middleware=keyed),
            Mount(f"/{REST}/tokens", routes=Tokens(ids).routes(), middleware=keyed),
            Mount(f"/{REST}", routes=webhooks.routes()),
            Mount(f"/{OWN}", routes=[*face.routes(), own_routes]),
            Route("/", to_face),
        ],
        middleware=[
            *_access(name),
            Middleware(RequestLogMiddleware, log),
            Middleware(FaultMiddleware, schedule, state, key),
        ],
        exception_handlers={HTTPException: on_error},
    )


def _models(state: AppState, records: Records, queue: Queue, key: str) -> list[BaseRoute]:
    """Give the hosts that do a model's work, for who has the key or a token for its app."""
    permitted = [Middleware(KeyRequired, key, state.ids)]
    direct = [*Realtime(state, key).routes(), *Direct(state, records).routes()]
    return [
        Mount(f"/{DIRECT}", routes=direct, middleware=permitted),
        Mount(f"/{WEBSOCKET}", routes=OverWebsocket(state, key).routes()),
        Mount(f"/{QUEUE}", routes=queue.routes(), middleware=permitted),
    ]


def _access(name: str) -> list[Middleware]:
    return [Middleware(Authority, name), Middleware(Hosts), Middleware(Cors, name)]
