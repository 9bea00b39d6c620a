"""The host of the Platform API."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from fal_codegen.contract import Document, EndpointId
from fal_codegen.emulator.platform.catalogue import Catalogue
from fal_codegen.emulator.platform.history import History
from fal_codegen.emulator.platform.money import Money
from fal_codegen.emulator.platform.questions import Questions
from fal_codegen.emulator.platform.records import Records
from fal_codegen.emulator.platform.refusals import on_refusal
from fal_codegen.emulator.wire import ServiceResponse

_HERE = "127.0.0.0/8"


def platform(documents: Mapping[EndpointId, Document], records: Records, key: str) -> Starlette:
    """Give all that the host answers, errors in its own form."""
    questions = Questions(key)
    catalogue = Catalogue(documents, questions, key)
    money = Money(documents.keys(), records, questions)
    history = History(records, questions)
    answers = (
        ("GET", "/models", catalogue.models),
        ("GET", "/models/pricing", money.prices),
        ("POST", "/models/pricing/estimate", money.estimate),
        ("GET", "/models/usage", money.usage),
        ("GET", "/models/billing-events", money.billing_events),
        ("GET", "/models/analytics", history.analytics),
        ("GET", "/models/requests/by-endpoint", history.requests),
        ("DELETE", "/models/requests/{request_id}/payloads", history.delete_payloads),
        ("GET", "/meta", _meta),
    )
    return Starlette(
        routes=[Route(f"/v1{path}", answer, methods=[method]) for method, path, answer in answers],
        exception_handlers={HTTPException: on_refusal},
    )


async def _meta(_: Request) -> ServiceResponse:
    return ServiceResponse({"webhook_ip_ranges": [_HERE]})
