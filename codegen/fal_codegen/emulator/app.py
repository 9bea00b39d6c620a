"""The emulator: every host in its place."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from fal_codegen.contract import Document, EndpointId
from fal_codegen.emulator.address import API, DIRECT, MEDIA, OWN, QUEUE, REST, SITE, Hosts
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.faults.middleware import FaultMiddleware
from fal_codegen.emulator.faults.schedule import Schedule
from fal_codegen.emulator.files.uploads import Uploads
from fal_codegen.emulator.hosts.catalogue import Catalogue
from fal_codegen.emulator.hosts.direct import Direct
from fal_codegen.emulator.hosts.gallery import Gallery
from fal_codegen.emulator.hosts.ledger import Counted, Ledger
from fal_codegen.emulator.hosts.media import Media
from fal_codegen.emulator.hosts.queue import Queue
from fal_codegen.emulator.hosts.site import Pages, Site
from fal_codegen.emulator.hosts.storage import Storage
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.clock import REAL, Clock
from fal_codegen.emulator.jobs.webhooks import Webhooks
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.wire import KeyRequired, on_error


def emulator(
    documents: Mapping[EndpointId, Document],
    pages: Pages = lambda _: None,
    *,
    key: str = "",
    schedule: Schedule | None = None,
    clock: Clock = REAL,
) -> Starlette:
    """Imitate the service for these endpoints; `pages` finds their `llms.txt`.

    Any key will do, unless there is one to ask for. What goes wrong is in the schedule; nothing
    does without one. Each call gives an emulator of its own, with nothing in its queue and its
    counters at the start. Raises `ValueError` for a document that cannot be judged by.
    """
    models = {id_: Model(document) for id_, document in documents.items()}
    workshop = AppState(models, clock=clock)
    backlog = Backlog(clock)
    ledger = Ledger(backlog)
    uploads = Uploads(workshop.files, workshop.numbers)
    webhooks = Webhooks()
    files = [*Gallery().routes(), *Media(workshop.files, uploads).routes()]
    keyed = [Middleware(KeyRequired, key)]
    return Starlette(
        routes=[
            Mount(f"/{DIRECT}", routes=Direct(workshop).routes(), middleware=keyed),
            Mount(
                f"/{QUEUE}", routes=Queue(workshop, backlog, webhooks).routes(), middleware=keyed
            ),
            Mount(f"/{SITE}", routes=Site(documents, pages).routes()),
            Mount(f"/{API}", routes=Catalogue(documents).routes()),
            Mount(f"/{MEDIA}", routes=files),
            Mount(f"/{REST}/storage", routes=Storage(uploads).routes(), middleware=keyed),
            Mount(f"/{REST}", routes=webhooks.routes()),
            Mount(f"/{OWN}", routes=ledger.routes(), middleware=keyed),
        ],
        middleware=[
            Middleware(Hosts),
            Middleware(Counted, ledger),
            Middleware(FaultMiddleware, schedule or Schedule(), workshop.numbers, clock),
        ],
        exception_handlers={HTTPException: on_error},
    )
