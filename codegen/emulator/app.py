"""The emulator: every host in its place."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from codegen.contract import Document, EndpointId
from codegen.emulator.address import API, DIRECT, MEDIA, OWN, QUEUE, REST, SITE, Hosts
from codegen.emulator.answers.model import Model
from codegen.emulator.faults.misbehaviour import Misbehaving
from codegen.emulator.faults.schedule import Schedule
from codegen.emulator.files.uploads import Uploads
from codegen.emulator.hosts.catalogue import Catalogue
from codegen.emulator.hosts.direct import Direct
from codegen.emulator.hosts.gallery import Gallery
from codegen.emulator.hosts.ledger import Counted, Ledger
from codegen.emulator.hosts.media import Media
from codegen.emulator.hosts.queue import Queue
from codegen.emulator.hosts.site import Pages, Site
from codegen.emulator.hosts.storage import Storage
from codegen.emulator.jobs.backlog import Backlog
from codegen.emulator.jobs.clock import REAL, Clock
from codegen.emulator.jobs.webhooks import Webhooks
from codegen.emulator.wire import KeyRequired, on_error
from codegen.emulator.workshop import Workshop


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
    workshop = Workshop(models, clock=clock)
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
            Middleware(Misbehaving, schedule or Schedule(), workshop.numbers, clock),
        ],
        exception_handlers={HTTPException: on_error},
    )
