"""What a call costs, from the platform's own list of prices."""

from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from urllib.parse import quote

import httpx

from fal_codegen.contract import EndpointId, Json, items_of, parse, resolve_pointer
from fal_codegen.errors import SourceBroken
from fal_codegen.sources.download import download

_URL = "https://api.fal.ai/v1/models/pricing"
_OK = 200


class UnitPrice(NamedTuple):
    """What one unit of an endpoint's work costs, and what a unit is, in the platform's words."""

    amount: Decimal
    currency: str
    unit: str


def unit_price(http: httpx.Client, id_: EndpointId, key: str) -> UnitPrice | None:
    """Ask what an endpoint costs; None where the platform has no price of it (documentation page).

    Raises `SourceBroken` when it does not answer, or not in its form.
    """
    url = f"{_URL}?endpoint_id={quote(id_, safe='')}"
    answer = download(http, url, {"authorization": f"Key {key}"})
    if answer.status != _OK:
        raise SourceBroken(f"{url} answered {answer.status}")
    try:
        listed = resolve_pointer(parse(answer.body), "/prices")
    except ValueError as error:
        raise SourceBroken(f"{url}: {error}") from None
    for each in items_of(listed):
        if isinstance(each, dict) and each.get("endpoint_id") == id_:
            return _price(each, url)
    return None


def _price(entry: dict[str, Json], url: str) -> UnitPrice:
    try:
        amount = Decimal(str(entry.get("unit_price")))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise SourceBroken(f"{url}: unit_price is no price")
    return UnitPrice(amount, str(entry.get("currency", "USD")), str(entry.get("unit", "")))
