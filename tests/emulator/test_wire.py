"""What is known of the service's wire beyond the ordinary call; docs/wire.md has each as a row."""

import itertools
import json
from typing import Any

import httpx
import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator import emulator

from .conftest import KEY, PAINT, RETOUCH, SAID, WRITE, Stage, document

SUBMIT = f"/queue.fal.run/{WRITE}"
BODY = {"prompt": "a red boat"}


def submit(client: httpx.Client, fault: str = "") -> dict[str, Any]:
    headers = {"x-emulator-fault": fault} if fault else {}
    ticket: dict[str, Any] = client.post(SUBMIT, json=BODY, headers=headers).json()
    return ticket


def test_a_status_is_202_until_the_job_is_done(client: httpx.Client) -> None:
    address = submit(client)["status_url"]
    answers = [client.get(address) for _ in range(3)]
    assert [each.status_code for each in answers] == [202, 202, 200]
    assert [each.json()["status"] for each in answers] == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]


def test_addresses_of_a_job_may_end_in_a_slash(client: httpx.Client) -> None:
    ticket = submit(client)
    assert client.get(f"{ticket['status_url']}/").status_code == 202
    assert client.put(f"{ticket['cancel_url']}/").status_code == 202
    assert client.get(f"{ticket['response_url']}/").status_code == 499


def test_the_result_is_found_at_response_too(client: httpx.Client) -> None:
    ticket = submit(client)
    while client.get(ticket["status_url"]).status_code != 200:
        pass
    result = client.get(ticket["response_url"])
    assert client.get(f"{ticket['response_url']}/response").json() == result.json()


def test_the_status_of_an_unknown_request_is_not_found(client: httpx.Client) -> None:
    answer = client.get("/queue.fal.run/acme/scribe/requests/r1/status")
    assert (answer.status_code, answer.json()) == (404, {"status": "NOT_FOUND"})


def test_a_page_is_told_of_no_other_page(client: httpx.Client) -> None:
    address = "/queue.fal.run/acme/scribe/requests/r1/status"
    answers = [client.get(address, headers={"origin": f"https://{page}.example"}) for page in "ab"]
    origins = [each.headers.get_list("access-control-allow-origin") for each in answers]
    assert origins == [["https://a.example"], ["https://b.example"]]
    assert "access-control-allow-origin" not in client.get(address).headers


def test_a_fast_model_is_in_progress_when_submit_answers(client: httpx.Client) -> None:
    ticket = submit(client, "started")
    assert ticket["status"] == "IN_PROGRESS"
    assert "queue_position" not in ticket


def test_what_is_cancelled_in_the_queue_has_no_logs_and_no_time(client: httpx.Client) -> None:
    ticket = submit(client)
    client.put(ticket["cancel_url"])
    status = client.get(f"{ticket['status_url']}?logs=1").json()
    assert (status["status"], status["error_type"]) == ("COMPLETED", "client_cancelled")
    assert (status["logs"], status["metrics"]) == ([], {})


def test_a_cancel_in_progress_may_lose(client: httpx.Client) -> None:
    ticket = submit(client, "started, uncancellable")
    cancel = client.put(ticket["cancel_url"])
    assert (cancel.status_code, cancel.json()) == (202, {"status": "CANCELLATION_REQUESTED"})
    while client.get(ticket["status_url"]).status_code != 200:
        pass
    assert client.get(ticket["response_url"]).json()["text"] == SAID


def test_a_text_grows_and_is_partial_until_the_last(stage: Stage) -> None:
    id_ = EndpointId("acme/poet")
    text: dict[str, Json] = {"type": "string"}
    output: dict[str, Json] = {
        "type": "object",
        "required": ["output"],
        "properties": {"output": text, "partial": {"type": "boolean", "default": False}},
    }
    stage.app = emulator({id_: document(id_, output)})
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        answer = client.post(f"/fal.run/{id_}/stream", json=BODY)
        blocks = answer.text.strip().split("\n\n")
        assert {block.splitlines()[0] for block in blocks} == {"event: event"}
        events = [json.loads(block.splitlines()[1].removeprefix("data: ")) for block in blocks]
        assert events[-1] == client.post(f"/fal.run/{id_}", json=BODY).json()
    assert [each["partial"] for each in events] == [True] * (len(events) - 1) + [False]
    for shorter, longer in itertools.pairwise(events):
        assert longer["output"].startswith(shorter["output"])


def test_an_answer_has_every_field_with_believable_values(stage: Stage) -> None:
    id_ = EndpointId("acme/studio")
    maybe: dict[str, Json] = {"anyOf": [{"type": "number"}, {"type": "null"}]}
    output: dict[str, Json] = {
        "type": "object",
        "required": ["images"],
        "properties": {
            "images": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["url"],
                    "properties": {"url": {"type": "string"}},
                },
            },
            "has_nsfw_concepts": {"type": "array", "items": {"type": "boolean"}},
            "timings": {"type": "object", "additionalProperties": {"type": "number"}},
            "seed": {"type": "integer"},
            "score": maybe,
            "style": {"type": "string", "default": "plain"},
            "caption": {"type": "string"},
        },
    }
    stage.app = emulator({id_: document(id_, output)})
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        answer = client.post(f"/fal.run/{id_}", json={**BODY, "num_images": 3}).json()
    assert answer.keys() == output["properties"].keys()  # type: ignore[union-attr]
    assert answer["has_nsfw_concepts"] == [False] * len(answer["images"]) == [False] * 3
    assert answer["timings"] == {"inference": 1.42}
    assert answer["seed"] > 0
    assert (answer["score"], answer["style"], answer["caption"]) == (None, "plain", SAID)


def test_an_answer_that_may_say_no_more_than_its_schema_says_no_more(stage: Stage) -> None:
    id_ = EndpointId("acme/terse")
    output: dict[str, Json] = {
        "type": "object",
        "required": ["text"],
        "properties": {"text": {"type": "string", "maxLength": 5}, "timings": {"type": "object"}},
        "maxProperties": 1,
    }
    stage.app = emulator({id_: document(id_, output)})
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        answer = client.post(f"/fal.run/{id_}", json=BODY)
    assert (answer.status_code, answer.json()) == (200, {"text": ""})


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=4-", 206, slice(4, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=4-99999999", 206, slice(4, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("words=0-1", 200, slice(None)),
    ],
)
def test_a_file_is_given_in_parts(
    client: httpx.Client, asked: str, status: int, part: slice
) -> None:
    url = client.post(f"/fal.run/{PAINT}", json=BODY).json()["images"][0]["url"]
    whole = client.get(url)
    assert whole.headers["accept-ranges"] == "bytes"
    answer = client.get(url, headers={"range": asked})
    assert (answer.status_code, answer.content) == (status, whole.content[part])
    if status == 206:
        first = whole.content.index(answer.content)
        last = first + len(answer.content) - 1
        assert answer.headers["content-range"].endswith(f"-{last}/{len(whole.content)}")
    assert ("content-range" in answer.headers) == (status != 200)


def test_a_wrong_key_is_told_in_the_services_words(stage: Stage) -> None:
    stage.app = emulator({}, key="right")
    with httpx.Client(base_url=stage.url, headers={"authorization": "Key wrong"}) as client:
        answer = client.post(SUBMIT, json=BODY)
    assert (answer.status_code, answer.json()) == (401, {"detail": "invalid key credentials"})


def test_an_exhausted_balance_refuses_work_and_answers_the_status(client: httpx.Client) -> None:
    ticket = submit(client)
    client.headers["x-emulator-fault"] = "exhausted-balance"
    refused = client.post(SUBMIT, json=BODY)
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("User is locked. Reason: Exhausted balance.")
    assert client.get(ticket["status_url"]).status_code == 202


def test_a_call_with_a_wrong_key_is_refused_on_demand(client: httpx.Client) -> None:
    answer = client.post(SUBMIT, json=BODY, headers={"x-emulator-fault": "wrong-key"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("fault", "value"),
    [
        ("status=429", "1"),
        ("status=429, needs-retry=false", "0"),
        ("status=503, needs-retry=true", "1"),
        ("status=503", None),
    ],
)
def test_an_error_says_whether_to_retry(
    client: httpx.Client, fault: str, value: str | None
) -> None:
    answer = client.post(SUBMIT, json=BODY, headers={"x-emulator-fault": fault})
    assert answer.headers.get("x-fal-needs-retry") == value
    full = [client.post(f"{SUBMIT}?fal_max_queue_length=0", json=BODY) for _ in range(2)][-1]
    assert (full.status_code, full.headers["x-fal-needs-retry"]) == (429, "1")


def test_a_refusal_bills_nothing_and_names_a_page(client: httpx.Client) -> None:
    answer = client.post(f"/fal.run/{PAINT}", json={})
    assert (answer.status_code, answer.headers["x-fal-billable-units"]) == (422, "0")
    (error,) = answer.json()["detail"]
    assert error["url"] == "https://docs.fal.ai/errors#missing"


def test_a_path_below_an_app_is_not_found_by_the_app(client: httpx.Client) -> None:
    answer = client.post(f"/fal.run/{WRITE}/nowhere", json=BODY)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Path /nowhere not found"})
    assert answer.headers["x-fal-billable-units"] == "0"
    other = client.post("/fal.run/acme/nothing", json=BODY)
    assert "x-fal-billable-units" not in other.headers
    assert client.post(f"/fal.run/{RETOUCH}", json=BODY).status_code == 200
