"""The Platform API: prices, what was used, and the requests that were made."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from fal_codegen.contract import COMPONENTS, platform_document
from fal_codegen.emulator import emulator
from jsonschema_rs import Draft202012Validator

from .conftest import DOCUMENTS, KEY, PAINT, WRITE, Stage

BY_ENDPOINT = "/models/requests/by-endpoint"


@pytest.fixture
def api(stage: Stage) -> Iterator[httpx.Client]:
    """Give a client of the platform, after six requests to models."""
    stage.app = emulator(DOCUMENTS)
    with httpx.Client(base_url=f"{stage.url}/api.fal.ai/v1", headers=KEY) as client:
        direct, queue = f"{stage.url}/fal.run", f"{stage.url}/queue.fal.run"
        for number in (1, 3):
            body = {"prompt": "a red boat", "num_images": number}
            assert client.post(f"{direct}/{PAINT}", json=body).is_success
        assert client.post(f"{direct}/{PAINT}", json={"prompt": "x"}).status_code == 422
        secret = {"x-fal-store-io": "0"}
        client.post(f"{direct}/{WRITE}", json={"prompt": "a secret"}, headers=secret)
        ticket = client.post(f"{queue}/{PAINT}", json={"prompt": "a green boat"}).json()
        while client.get(ticket["status_url"]).json()["status"] != "COMPLETED":
            pass
        client.post(f"{queue}/{PAINT}", json={"prompt": "a boat that waits"})
        yield client


def asked(api: httpx.Client, path: str, **params: Any) -> Any:  # noqa: ANN401 - JSON
    answer = api.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert wrong(answer, path) == []
    return answer.json()


def wrong(answer: httpx.Response, path: str, method: str = "get") -> list[str]:
    """Say in what an answer is not what the document has, asked without our judge."""
    document: Any = platform_document()
    response = document["paths"][path][method]["responses"]["200"]
    if not answer.is_success:
        response = document["components"]["responses"]["Refusal"]
    schema = {**response["content"]["application/json"]["schema"]}
    schema["components"] = document["components"]
    return [each.message for each in Draft202012Validator(schema).iter_errors(answer.json())]


def test_prices_are_told_of_the_endpoints_that_are_asked_for(api: httpx.Client) -> None:
    prices = asked(api, "/models/pricing", endpoint_id=[f"{PAINT},{WRITE}", "no/such"])["prices"]
    assert [price["endpoint_id"] for price in prices] == [PAINT, WRITE]
    assert all(price["unit_price"] > 0 and price["currency"] == "USD" for price in prices)
    assert api.get("/models/pricing", params={"endpoint_id": "no/such"}).status_code == 404


def estimate(api: httpx.Client, kind: str, quantity: str, id_: str = PAINT) -> httpx.Response:
    body = {"estimate_type": kind, "endpoints": {id_: {quantity: 10}}}
    return api.post("/models/pricing/estimate", json=body)


def test_calls_are_estimated_by_what_calls_took_and_units_by_their_price(api: httpx.Client) -> None:
    by_units = estimate(api, "unit_price", "unit_quantity").json()
    by_calls = estimate(api, "historical_api_price", "call_quantity").json()
    assert by_units == {"estimate_type": "unit_price", "total_cost": 0.4, "currency": "USD"}
    assert by_calls["total_cost"] == pytest.approx(10 * (1 + 3 + 1) / 3 * 0.04)
    assert estimate(api, "unit_price", "unit_quantity", "no/such").status_code == 404
    assert estimate(api, "unit_price", "call_quantity").status_code == 400
    assert estimate(api, "guess", "unit_quantity").status_code == 400


def test_usage_is_what_was_billed_by_time_or_in_all(api: httpx.Client) -> None:
    (entry,) = asked(api, "/models/usage", expand="summary", endpoint_id=PAINT)["summary"]
    assert (entry["quantity"], entry["cost_total"]) == (5, pytest.approx(0.2))
    usage = asked(api, "/models/usage", expand="time_series,summary", timeframe="minute")
    quantities = [[each["quantity"] for each in span["results"]] for span in usage["time_series"]]
    assert quantities == [[1], [3], [], [1], [1], []]
    assert len(usage["summary"]) == 2
    day = asked(api, "/models/usage", timezone="Asia/Tokyo")["time_series"]
    assert [span["bucket"] for span in day] == ["2026-01-01T00:00:00+09:00"]


def test_analytics_count_how_requests_ended(api: httpx.Client) -> None:
    (entry,) = asked(api, "/models/analytics", endpoint_id=PAINT, expand="summary")["summary"]
    counts = ("request_count", "success_count", "user_error_count", "error_count")
    assert [entry[name] for name in counts] == [4, 3, 1, 0]
    assert (entry["p50_duration"], entry["p99_duration"]) == (1, 2)


def test_what_was_billed_is_listed_request_by_request(api: httpx.Client) -> None:
    events = asked(api, "/models/billing-events", endpoint_id=PAINT)["billing_events"]
    assert [event["output_units"] for event in events] == [1, 3, 1]
    assert events[1]["cost_estimate_nano_usd"] == 120_000_000
    one = asked(api, "/models/billing-events", request_id=events[1]["request_id"])
    assert one["billing_events"] == [events[1]]


def test_requests_are_listed_the_newest_first_and_page_by_page(api: httpx.Client) -> None:
    pages = [asked(api, BY_ENDPOINT, endpoint_id=PAINT, limit=2)]
    while cursor := pages[-1]["next_cursor"]:
        pages.append(asked(api, BY_ENDPOINT, endpoint_id=PAINT, limit=2, cursor=cursor))
    found = [item for page in pages for item in page["items"]]
    assert [page["has_more"] for page in pages] == [True, True, False]
    assert [item["status_code"] for item in found] == [None, 200, 422, 200, 200]
    assert found[0]["ended_at"] is None
    refused = asked(api, BY_ENDPOINT, endpoint_id=PAINT, status="user_error")["items"]
    assert refused == [found[2]]
    longest = asked(api, BY_ENDPOINT, endpoint_id=PAINT, sort_by="duration", limit=2)["items"]
    assert {item["duration"] for item in longest} == {2, None}


def test_payloads_are_shown_if_asked_for_unless_kept_out_or_deleted(api: httpx.Client) -> None:
    def inputs(id_: str) -> list[Any]:
        items = asked(api, BY_ENDPOINT, endpoint_id=id_, expand="payloads")["items"]
        return [item["json_input"] and item["json_input"]["prompt"] for item in items]

    assert "json_input" not in asked(api, BY_ENDPOINT, endpoint_id=PAINT)["items"][0]
    assert inputs(WRITE) == [None]
    assert inputs(PAINT)[1:3] == ["a green boat", "x"]
    id_ = asked(api, BY_ENDPOINT, endpoint_id=PAINT)["items"][1]["request_id"]
    assert api.delete(f"/models/requests/{id_}/payloads").json() == {"cdn_delete_results": []}
    assert inputs(PAINT)[1:3] == [None, "x"]
    assert api.delete("/models/requests/none/payloads").status_code == 404


def test_only_what_was_sent_in_a_span_of_time_counts(api: httpx.Client) -> None:
    times = [item["sent_at"] for item in asked(api, BY_ENDPOINT, endpoint_id=PAINT)["items"]]
    between = {"endpoint_id": PAINT, "start": times[3], "end": times[1]}
    assert [item["sent_at"] for item in asked(api, BY_ENDPOINT, **between)["items"]] == times[2:4]
    assert asked(api, BY_ENDPOINT, endpoint_id=PAINT, start="2027-01-01")["items"] == []


def test_a_span_without_a_start_is_a_day(api: httpx.Client) -> None:
    times = [item["sent_at"] for item in asked(api, BY_ENDPOINT, endpoint_id=PAINT)["items"]]
    day_later = datetime.fromisoformat(times[-1]) + timedelta(days=1)
    for seconds in (0, 1):
        end = (day_later + timedelta(seconds=seconds)).isoformat()
        items = asked(api, BY_ENDPOINT, endpoint_id=PAINT, end=end)["items"]
        assert len(items) == len(times) - seconds, "the oldest is a second too old"


@pytest.mark.parametrize(
    ("path", "params", "place"),
    [
        ("/models/pricing", {}, "endpoint_id: Field required"),
        ("/models/pricing", {"endpoint_id": ",".join("x" * 51)}, "endpoint_id"),
        ("/models/usage", {"start": "yesterday"}, "start: "),
        ("/models/usage", {"timeframe": "year"}, "timeframe: "),
        ("/models/usage", {"timezone": "Moon/Sea"}, "timezone: "),
        ("/models/usage", {"timezone": "../../etc/passwd"}, "timezone: "),
        (BY_ENDPOINT, {"endpoint_id": PAINT, "limit": "101"}, "limit: "),
        ("/models/billing-events", {"cursor": "none"}, "cursor: "),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_place(
    api: httpx.Client, path: str, params: dict[str, str], place: str
) -> None:
    answer = api.get(path, params=params)
    assert (answer.status_code, wrong(answer, path)) == (400, [])
    assert answer.json()["error"]["type"] == "validation_error"
    assert answer.json()["error"]["message"].startswith(place)


@pytest.mark.parametrize(
    "body", [b"{", b"null", b"{}", b'{"estimate_type": "unit_price", "endpoints": {}}']
)
def test_a_body_that_is_no_question_is_refused(api: httpx.Client, body: bytes) -> None:
    answer = api.post("/models/pricing/estimate", content=body)
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "validation_error")


def test_all_but_the_catalogue_needs_a_key_and_refusals_have_the_platforms_form(
    stage: Stage,
) -> None:
    stage.app = emulator(DOCUMENTS, key="id:right")
    paths: Any = platform_document()["paths"]
    statuses: dict[str, int] = {}
    refusals = set[str]()
    with httpx.Client(base_url=f"{stage.url}/api.fal.ai/v1") as client:
        for path, methods in paths.items():
            for method in methods:
                headers = {"authorization": "Key id:wrong"}
                answer = client.request(method, path.format(request_id="x"), headers=headers)
                assert wrong(answer, path, method) == []
                statuses[path] = answer.status_code
                refusals |= {answer.json()["error"]["type"]} if answer.is_error else set()
        kinds = [client.get("/nowhere"), client.post("/models")]
    assert {path for path, status in statuses.items() if status == 200} == {"/models", "/meta"}
    assert ({*statuses.values()}, refusals) == ({200, 401}, {"authorization_error"})
    types = [each.json()["error"]["type"] for each in kinds]
    assert types == ["not_found", "validation_error"]


def test_the_document_has_a_text_for_everything_and_says_that_it_is_reconstructed() -> None:
    document: Any = platform_document()
    assert document["info"]["version"] == "reconstructed"
    assert document["info"]["x-reconstructed"] == {"from": "documentation", "on": "2026-11-26"}
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        Draft202012Validator({**schema, "components": document["components"]})
        assert schema.get("description"), name
    assert {name for name in schemas if f"{COMPONENTS}{name}'" in str(document)} == schemas.keys()
