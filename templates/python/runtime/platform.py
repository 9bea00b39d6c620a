# The runtime of fal-codegen, from templates/python/runtime/platform.py: made by `make platform`.
# Generated from codegen/fal_codegen/contract/platform.json; not to be edited.
"""fal's Platform API: what can be asked of the catalogue, prices, usage and requests.

    with Fal() as fal:
        for model in fal.ask_all(platform.SearchModels(q="edit")):
            print(model.endpoint_id)
        print(fal.ask(platform.GetPrices(endpoint_id="owner/name")).prices[0].unit_price)

A question is a value that knows where it goes and what comes back. It is reconstructed from fal's
documentation (read on 2026-11-26), and was never compared with the service itself: what an answer
has beside this is kept, and what it has otherwise too, with a warning.
"""

from typing import Annotated, Any, TypeAlias

from pydantic import Field

from ._limits import NotNull
from ._model import Answer, Part
from ._numbers import Number
from ._platform import Listing, Query, Route


class AnalyticsEntry(Answer):
    """How requests to an endpoint went; times in seconds."""

    endpoint_id: str
    """The endpoint."""

    request_count: int | None = None
    """Requests."""

    success_count: int | None = None
    """Requests that succeeded."""

    user_error_count: int | None = None
    """Requests that were refused for what they asked."""

    error_count: int | None = None
    """Requests that failed otherwise."""

    p25_duration: Number | None = None
    """Seconds that 25 of 100 requests did not exceed."""

    p50_duration: Number | None = None
    """Seconds that 50 of 100 requests did not exceed."""

    p75_duration: Number | None = None
    """Seconds that 75 of 100 requests did not exceed."""

    p90_duration: Number | None = None
    """Seconds that 90 of 100 requests did not exceed."""

    p95_duration: Number | None = None
    """Seconds that 95 of 100 requests did not exceed."""

    p99_duration: Number | None = None
    """Seconds that 99 of 100 requests did not exceed."""

    p50_prepare_duration: Number | None = None
    """Seconds before the work began that 50 of 100 requests did not exceed."""

    p75_prepare_duration: Number | None = None
    """Seconds before the work began that 75 of 100 requests did not exceed."""

    p90_prepare_duration: Number | None = None
    """Seconds before the work began that 90 of 100 requests did not exceed."""

    p95_prepare_duration: Number | None = None
    """Seconds before the work began that 95 of 100 requests did not exceed."""

    p99_prepare_duration: Number | None = None
    """Seconds before the work began that 99 of 100 requests did not exceed."""

    cold_boot_count: int | None = None
    """Requests that waited for a runner to start."""


class AnalyticsBucket(Answer):
    """How requests went in a span of time."""

    bucket: str | None = None
    """When it begins, ISO 8601."""

    results: list[AnalyticsEntry] | None = None
    """By endpoint."""


class Analytics(Answer):
    """How requests went."""

    time_series: list[AnalyticsBucket] | None = None
    """By time, if asked for."""

    summary: list[AnalyticsEntry] | None = None
    """In all, if asked for."""

    next_cursor: str | None = None
    """Where the next page begins; null on the last one."""

    has_more: bool | None = None
    """Whether there is a next page."""


class BillingEvent(Answer):
    """What a request was billed."""

    request_id: str
    """The request."""

    endpoint_id: str
    """The endpoint."""

    timestamp: str
    """When, ISO 8601."""

    output_units: Number | None = None
    """Units."""

    unit_price: Number | None = None
    """Price of a unit."""

    cost_total: Number | None = None
    """Cost."""

    cost_estimate_nano_usd: int | None = None
    """Cost, in billionths of a US dollar."""


class BillingEvents(Answer):
    """A page of what was billed."""

    billing_events: list[BillingEvent]
    """The events."""

    next_cursor: str | None = None
    """Where the next page begins; null on the last one."""

    has_more: bool | None = None
    """Whether there is a next page."""


class FileDeletion(Answer):
    """What became of a file."""

    link: str | None = None
    """Its URL."""

    exception: str | None = None
    """Why it could not be deleted."""


class DeletedPayloads(Answer):
    """What was deleted."""

    cdn_delete_results: list[FileDeletion] | None = None
    """What became of each file."""


class Estimate(Answer):
    """What work will cost."""

    estimate_type: str
    """How it was estimated."""

    total_cost: Number
    """The cost."""

    currency: str
    """Currency, such as USD."""


class Meta(Answer):
    """What the platform tells of itself."""

    webhook_ip_ranges: list[str] | None = None
    """Addresses that webhooks come from, in CIDR notation."""


class Group(Answer):
    """A family of endpoints."""

    key: str | None = None
    """Name of the family."""

    label: str | None = None
    """Name of this one in it."""


class Metadata(Answer):
    """What the catalogue says of an endpoint."""

    display_name: str | None = None
    """Name for people."""

    category: str | None = None
    """Category, such as text-to-image."""

    description: str | None = None
    """What it does."""

    status: str | None = None
    """Status, such as active or deprecated."""

    tags: list[str] | None = None
    """Words it is found by."""

    updated_at: str | None = None
    """When it changed last, ISO 8601."""

    date: str | None = None
    """When it came, ISO 8601."""

    is_favorited: bool | None = None
    """Whether whose key it is likes it; null without a key."""

    thumbnail_url: str | None = None
    """A picture of it."""

    model_url: str | None = None
    """Its page."""

    highlighted: bool | None = None
    """Whether the catalogue shows it first."""

    pinned: bool | None = None
    """Whether the catalogue keeps it at the top."""

    license_type: str | None = None
    """What its results may be used for, such as commercial."""

    group: Group | None = None
    kind: str | None = None
    """Kind of work, such as inference."""

    duration_estimate: Number | None = None
    """How long a request takes."""


class Model(Answer):
    """An endpoint of the catalogue."""

    endpoint_id: str
    """The endpoint's id."""

    metadata: Metadata | None = None
    openapi: dict[str, Any] | None = None
    """Its OpenAPI document, if asked for; what has none says why under `error`."""


class Models(Answer):
    """A page of the catalogue."""

    models: list[Model]
    """The endpoints."""

    next_cursor: str | None = None
    """Where the next page begins; null on the last one."""

    has_more: bool | None = None
    """Whether there is a next page."""


class Price(Answer):
    """What a unit of an endpoint's work costs, and what a unit is."""

    endpoint_id: str
    """The endpoint."""

    unit_price: Number
    """Price of a unit."""

    unit: str
    """What a unit is, such as images."""

    currency: str
    """Currency, such as USD."""


class Prices(Answer):
    """Prices of endpoints."""

    prices: list[Price]
    """The prices."""

    next_cursor: str | None = None
    """Where the next page begins; null on the last one."""

    has_more: bool | None = None
    """Whether there is a next page."""


class RequestRecord(Answer):
    """A request, as the platform remembers it."""

    request_id: str
    """The request's id."""

    endpoint_id: str
    """The endpoint."""

    started_at: str | None = None
    """When the work began, ISO 8601."""

    sent_at: str | None = None
    """When it came, ISO 8601."""

    ended_at: str | None = None
    """When it was over, ISO 8601; null while it is not."""

    status_code: int | None = None
    """HTTP status of its answer."""

    duration: Number | None = None
    """Seconds that the work took."""

    json_input: Any | None = None
    """The body, if asked for."""

    json_output: Any | None = None
    """The answer, if asked for."""


class RequestHistory(Answer):
    """A page of requests."""

    items: list[RequestRecord]
    """The requests."""

    next_cursor: str | None = None
    """Where the next page begins; null on the last one."""

    has_more: bool | None = None
    """Whether there is a next page."""


class UsageEntry(Answer):
    """What was used of an endpoint."""

    endpoint_id: str
    """The endpoint."""

    unit: str
    """What a unit is."""

    quantity: Number
    """Units."""

    unit_price: Number
    """Price of a unit."""

    percent_discount: Number | None = None
    """Discount, in percent."""

    cost_subtotal: Number | None = None
    """Cost before the discount."""

    cost_discount: Number | None = None
    """What the discount takes off."""

    cost_total: Number
    """Cost."""

    currency: str
    """Currency, such as USD."""


class UsageBucket(Answer):
    """What was used in a span of time."""

    bucket: str | None = None
    """When it begins, ISO 8601."""

    results: list[UsageEntry] | None = None
    """By endpoint."""


class Usage(Answer):
    """What was used."""

    time_series: list[UsageBucket] | None = None
    """By time, if asked for."""

    summary: list[UsageEntry] | None = None
    """In all, if asked for."""

    next_cursor: str | None = None
    """Where the next page begins; null on the last one."""

    has_more: bool | None = None
    """Whether there is a next page."""


class DeletePayloads(
    Query[DeletedPayloads],
    route=Route(
        "DELETE",
        "/models/requests/{request_id}/payloads",
        headers={"idempotency_key": "Idempotency-Key"},
    ),
):
    """Delete what a request sent and got, with its files."""

    request_id: str
    """The request in question."""

    idempotency_key: Annotated[str | None, NotNull()] = None
    """A name of your own for this deletion, so that it is done once."""


class Calls(Part):
    """How many calls."""

    call_quantity: Annotated[int, Field(ge=1)]
    """Calls.

    Range: at least 1.
    """


class EstimateByCalls(
    Query[Estimate],
    route=Route(
        "POST", "/models/pricing/estimate", fixed={"estimate_type": "historical_api_price"}
    ),
):
    """Estimate what work will cost."""

    endpoints: Annotated[dict[str, Calls], Field(min_length=1)]
    """How many calls, by endpoint.

    Properties: at least 1.
    """


class Units(Part):
    """How many units."""

    unit_quantity: Annotated[Number, Field(gt=0)]
    """Units.

    Above: 0.
    """


class EstimateByUnits(
    Query[Estimate],
    route=Route("POST", "/models/pricing/estimate", fixed={"estimate_type": "unit_price"}),
):
    """Estimate what work will cost."""

    endpoints: Annotated[dict[str, Units], Field(min_length=1)]
    """How many units, by endpoint.

    Properties: at least 1.
    """


EndpointIds: TypeAlias = Annotated[list[str], Field(max_length=50, min_length=1)]


class GetAnalytics(Query[Analytics], route=Route("GET", "/models/analytics")):
    """Ask how many requests came, how they ended and how long they took."""

    endpoint_id: str | EndpointIds
    """The endpoints in question: one id, or 1 to 50."""

    start: Annotated[str | None, NotNull()] = None
    """First moment that counts, ISO 8601; a day ago unless given."""

    end: Annotated[str | None, NotNull()] = None
    """First moment that counts no more, ISO 8601; now unless given."""

    timezone: Annotated[str | None, NotNull()] = None
    """Time zone that days begin in, such as Europe/Berlin."""

    timeframe: Annotated[str | None, NotNull()] = None
    """How long a bucket is, such as hour or day."""

    expand: Annotated[list[str] | None, Field(min_length=1), NotNull()] = None
    """What to tell: `time_series`, `summary`.

    Items: at least 1.
    """

    limit: Annotated[int | None, Field(ge=1), NotNull()] = None
    """How many entries a page has at most.

    Range: at least 1.
    """

    cursor: Annotated[str | None, NotNull()] = None
    """Where to go on: `next_cursor` of the page before."""


class GetPrices(Query[Prices], route=Route("GET", "/models/pricing")):
    """Ask what a unit of the work of endpoints costs."""

    endpoint_id: str | EndpointIds
    """The endpoints in question: one id, or 1 to 50."""


class GetUsage(Query[Usage], route=Route("GET", "/models/usage")):
    """Ask what was used and what it cost, by endpoint."""

    endpoint_id: Annotated[str | EndpointIds | None, NotNull()] = None
    """The endpoints in question: one id, or 1 to 50."""

    start: Annotated[str | None, NotNull()] = None
    """First moment that counts, ISO 8601; a day ago unless given."""

    end: Annotated[str | None, NotNull()] = None
    """First moment that counts no more, ISO 8601; now unless given."""

    timezone: Annotated[str | None, NotNull()] = None
    """Time zone that days begin in, such as Europe/Berlin."""

    timeframe: Annotated[str | None, NotNull()] = None
    """How long a bucket is, such as hour or day."""

    expand: Annotated[list[str] | None, Field(min_length=1), NotNull()] = None
    """What to tell: `time_series`, `summary`.

    Items: at least 1.
    """

    limit: Annotated[int | None, Field(ge=1), NotNull()] = None
    """How many entries a page has at most.

    Range: at least 1.
    """

    cursor: Annotated[str | None, NotNull()] = None
    """Where to go on: `next_cursor` of the page before."""


class ListBillingEvents(
    Listing[BillingEvents, BillingEvent],
    route=Route("GET", "/models/billing-events"),
    items="billing_events",
):
    """List what was billed, request by request."""

    endpoint_id: Annotated[str | EndpointIds | None, NotNull()] = None
    """The endpoints in question: one id, or 1 to 50."""

    request_id: Annotated[str | None, NotNull()] = None
    """The one request in question."""

    start: Annotated[str | None, NotNull()] = None
    """First moment that counts, ISO 8601; a day ago unless given."""

    end: Annotated[str | None, NotNull()] = None
    """First moment that counts no more, ISO 8601; now unless given."""

    limit: Annotated[int | None, Field(ge=1), NotNull()] = None
    """How many entries a page has at most.

    Range: at least 1.
    """

    cursor: Annotated[str | None, NotNull()] = None
    """Where to go on: `next_cursor` of the page before."""


class ListRequests(
    Listing[RequestHistory, RequestRecord],
    route=Route("GET", "/models/requests/by-endpoint"),
    items="items",
):
    """List the requests of endpoints, the newest first."""

    endpoint_id: str | EndpointIds
    """The endpoints in question: one id, or 1 to 50."""

    status: Annotated[str | None, NotNull()] = None
    """How they ended: success, user_error or error."""

    request_id: Annotated[str | None, NotNull()] = None
    """The one request in question."""

    expand: Annotated[list[str] | None, Field(min_length=1), NotNull()] = None
    """What to bring along: `payloads`.

    Items: at least 1.
    """

    sort_by: Annotated[str | None, NotNull()] = None
    """What to order them by: ended_at or duration."""

    start: Annotated[str | None, NotNull()] = None
    """First moment that counts, ISO 8601; a day ago unless given."""

    end: Annotated[str | None, NotNull()] = None
    """First moment that counts no more, ISO 8601; now unless given."""

    limit: Annotated[int | None, Field(ge=1, le=100), NotNull()] = None
    """How many entries a page has at most.

    Range: 1 to 100.
    """

    cursor: Annotated[str | None, NotNull()] = None
    """Where to go on: `next_cursor` of the page before."""


class SearchModels(
    Listing[Models, Model], route=Route("GET", "/models", needs_key=False), items="models"
):
    """Search the catalogue of endpoints."""

    endpoint_id: Annotated[str | EndpointIds | None, NotNull()] = None
    """The endpoints in question: one id, or 1 to 50."""

    q: Annotated[str | None, NotNull()] = None
    """Words to look for in names and descriptions."""

    category: Annotated[str | None, NotNull()] = None
    """A category, such as text-to-image."""

    status: Annotated[str | None, NotNull()] = None
    """A status, such as active or deprecated."""

    expand: Annotated[list[str] | None, Field(min_length=1), NotNull()] = None
    """What to bring along: `openapi-3.0`, `enterprise_status`.

    Items: at least 1.
    """

    limit: Annotated[int | None, Field(ge=1), NotNull()] = None
    """How many entries a page has at most.

    Range: at least 1.
    """

    cursor: Annotated[str | None, NotNull()] = None
    """Where to go on: `next_cursor` of the page before."""


class GetMeta(Query[Meta], route=Route("GET", "/meta", needs_key=False)):
    """Ask what the platform tells of itself."""


__all__ = [
    "Analytics",
    "AnalyticsBucket",
    "AnalyticsEntry",
    "BillingEvent",
    "BillingEvents",
    "Calls",
    "DeletePayloads",
    "DeletedPayloads",
    "EndpointIds",
    "Estimate",
    "EstimateByCalls",
    "EstimateByUnits",
    "FileDeletion",
    "GetAnalytics",
    "GetMeta",
    "GetPrices",
    "GetUsage",
    "Group",
    "ListBillingEvents",
    "ListRequests",
    "Meta",
    "Metadata",
    "Model",
    "Models",
    "Price",
    "Prices",
    "RequestHistory",
    "RequestRecord",
    "SearchModels",
    "Units",
    "Usage",
    "UsageBucket",
    "UsageEntry",
]
