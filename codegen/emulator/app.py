"""The emulator: every host in its place."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from codegen.contract import Document, EndpointId
from codegen.emulator.catalogue import Catalogue
from codegen.emulator.direct import Direct
from codegen.emulator.hosts import API, DIRECT, MEDIA, QUEUE, SITE, Hosts
from codegen.emulator.media import Media
from codegen.emulator.model import Model
from codegen.emulator.queue import Queue
from codegen.emulator.site import Site
from codegen.emulator.wire import KeyRequired, Signed, on_error
from codegen.emulator.workshop import Workshop

_NO_PAGES: Mapping[EndpointId, str] = MappingProxyType({})


def emulator(
    documents: Mapping[EndpointId, Document], pages: Mapping[EndpointId, str] = _NO_PAGES
) -> Starlette:
    """Imitate the service for these endpoints; `pages` holds their `llms.txt`.

    Each call gives an emulator of its own, with nothing in its queue and its counters at the start.
    Raises `ValueError` for a document that cannot be judged by.
    """
    workshop = Workshop({id_: Model(document) for id_, document in documents.items()})
    keyed = [Middleware(KeyRequired)]
    return Starlette(
        routes=[
            Mount(f"/{SITE}", routes=Site(documents, pages).routes()),
            Mount(f"/{API}", routes=Catalogue(documents).routes()),
            Mount(f"/{DIRECT}", routes=Direct(workshop).routes(), middleware=keyed),
            Mount(f"/{QUEUE}", routes=Queue(workshop).routes(), middleware=keyed),
            Mount(f"/{MEDIA}", routes=Media(workshop.files).routes()),
        ],
        middleware=[Middleware(Signed), Middleware(Hosts)],
        exception_handlers={HTTPException: on_error},
    )
