"""What work costs, and what was billed; the prices are made up."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from starlette.requests import Request

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.platform.paging import page
from fal_codegen.emulator.platform.questions import Questions
from fal_codegen.emulator.platform.records import Record, Records, ids_of
from fal_codegen.emulator.platform.refusals import Refusal
from fal_codegen.emulator.platform.times import LAST_PAGE, by_time
from fal_codegen.emulator.wire import ServiceResponse

_PRICE = 0.04
_UNIT: Mapping[str, Json] = {"unit_price": _PRICE, "unit": "units", "currency": "USD"}
_NANO = 10**9


class Money:
    """Prices, estimates, usage and what was billed."""

    def __init__(
        self, known: Collection[EndpointId], records: Records, questions: Questions
    ) -> None:
        self._known = known
        self._records = records
        self._questions = questions

    async def prices(self, request: Request) -> ServiceResponse:
        """Answer the prices of the endpoints asked for: one for all."""
        wanted = ids_of(await self._questions.read(request, "GetPrices"))
        found = [id_ for id_ in wanted if id_ in self._known]
        if not found:
            raise Refusal(404, "None of these endpoints exists.")
        prices: list[Json] = [{"endpoint_id": id_, **_UNIT} for id_ in found]
        return ServiceResponse({"prices": prices, **LAST_PAGE})

    async def estimate(self, request: Request) -> ServiceResponse:
        """Answer what work will cost: units by their price, calls by what calls took so far."""
        body = (await self._questions.read(request, "EstimateCost"))["body"]
        if unknown := [id_ for id_ in body["endpoints"] if id_ not in self._known]:
            raise Refusal(404, f"There is no endpoint {unknown[0]}.")
        units = sum(self._units(id_, many) for id_, many in body["endpoints"].items())
        estimate = {"estimate_type": body["estimate_type"], "total_cost": units * _PRICE}
        return ServiceResponse({**estimate, "currency": "USD"})

    async def usage(self, request: Request) -> ServiceResponse:
        """Answer what was used."""
        asked = await self._questions.read(request, "GetUsage")
        records = self._records.asked_for(asked)
        return ServiceResponse({**by_time(records, asked, _used), **LAST_PAGE})

    async def billing_events(self, request: Request) -> ServiceResponse:
        """Answer what was billed, request by request."""
        asked = await self._questions.read(request, "ListBillingEvents")
        billed = [each for each in self._records.asked_for(asked) if each.units]
        shown, more = page(billed, asked, lambda each: each.id)
        return ServiceResponse({"billing_events": [_billed(each) for each in shown], **more})

    def _units(self, id_: str, many: Mapping[str, Any]) -> float:
        if "unit_quantity" in many:
            return float(many["unit_quantity"])
        billed = [each.units for each in self._records if each.endpoint == id_ and each.units]
        return float(many["call_quantity"]) * (sum(billed) / len(billed) if billed else 1)


def _used(records: Iterable[Record]) -> list[Json]:
    quantities: defaultdict[str, float] = defaultdict(float)
    for each in records:
        if each.units:
            quantities[each.endpoint] += each.units
    return [
        {
            "endpoint_id": id_,
            **_UNIT,
            "quantity": quantity,
            "percent_discount": None,
            "cost_subtotal": quantity * _PRICE,
            "cost_discount": 0,
            "cost_total": quantity * _PRICE,
        }
        for id_, quantity in sorted(quantities.items())
    ]


def _billed(record: Record) -> Json:
    cost = record.units * _PRICE
    return {
        "request_id": record.id,
        "endpoint_id": str(record.endpoint),
        "timestamp": record.ended,
        "output_units": record.units,
        "unit_price": _PRICE,
        "cost_total": cost,
        "cost_estimate_nano_usd": round(cost * _NANO),
    }
