"""The official Python client, unmodified, takes the emulator for the service."""

import ssl
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import Certificate, emulator, read_schedule, running

from tests.documents import family
from tests.interop.clients import KEY, Official, python_client

PAINT = "fal-ai/nano-banana"
RETOUCH = "fal-ai/nano-banana/edit"
BUSY = "fal-ai/nano-banana-2"
FLICKERING = "fal-ai/nano-banana-pro"
SCHEDULE = f"""
[[rule]]
path = "/{BUSY}"
first = 1
fault = "status=429, retry-after=1"

[[rule]]
path = "/{FLICKERING}"
first = 2
fault = "status=503, ingress"
"""
CAT = {"prompt": "a cat in the sun", "num_images": 2}
STAGES = ["Queued", "InProgress", "Completed"]


@pytest.fixture(scope="module")
def front(shown: Certificate) -> Iterator[str]:
    documents = {EndpointId(id_): document for id_, document in family().items()}
    app = emulator(documents, schedule=read_schedule(SCHEDULE))
    with running(app, tls=shown.context) as url:
        yield url


@pytest.fixture(scope="module")
def official(front: str, authority: Path) -> Iterator[Official]:
    with python_client(front, authority) as official:
        yield official


@pytest.fixture(scope="module")
def http(front: str, authority: Path) -> Iterator[httpx.Client]:
    trust = ssl.create_default_context(cafile=str(authority))
    with httpx.Client(
        base_url=front, verify=trust, headers={"authorization": f"Key {KEY}"}
    ) as http:
        yield http


def counted(http: httpx.Client) -> Counter[int]:
    """Give how often the hosts of the service answered with each status."""
    counts: Counter[int] = Counter()
    for entry in http.get("/emulator/requests").json():
        counts[entry["status"]] += entry["count"]
    return counts


def fault(words: str) -> dict[str, str]:
    return {"X-Emulator-Fault": words}


@pytest.mark.parametrize("name", ["run", "run_async"])
def test_run_gives_the_answer(official: Official, http: httpx.Client, name: str) -> None:
    answer = official(name, PAINT, CAT)
    assert len(answer["images"]) == 2
    assert http.get(answer["images"][0]["url"]).headers["content-type"] == "image/png"


@pytest.mark.parametrize("name", ["subscribe", "subscribe_async"])
@pytest.mark.parametrize("endpoint", [PAINT, RETOUCH])
def test_subscribe_tells_every_stage_with_its_logs(
    official: Official, name: str, endpoint: str
) -> None:
    body = CAT if endpoint == PAINT else {**CAT, "image_urls": ["https://example.com/cat.png"]}
    outcome = official(name, endpoint, body, with_logs=True)
    assert [status["is"] for status in outcome["updates"]] == STAGES
    assert len(outcome["updates"][2]["logs"]) > len(outcome["updates"][1]["logs"]) > 0
    assert len(outcome["answer"]["images"]) == 2


def test_a_job_is_found_by_its_id_alone(official: Official) -> None:
    body = {**CAT, "image_urls": ["https://example.com/cat.png"]}
    request_id = official("submit", RETOUCH, body)["request_id"]
    status = official("status", RETOUCH, request_id)
    assert status["is"] == "Queued"
    assert len(official("result", RETOUCH, request_id)["images"]) == 2


def test_a_job_is_found_at_the_addresses_that_submit_gave(official: Official) -> None:
    official("submit_async", PAINT, CAT)
    events = official("handle.iter_events", with_logs=True)
    assert [status["is"] for status in events] == STAGES
    assert official("handle.get") == official("run", PAINT, CAT)


def test_a_cancelled_job_raises_its_end(official: Official) -> None:
    official("submit", PAINT, CAT)
    assert official("handle.cancel") is None
    raised = official("handle.get")
    assert (raised["status"], raised["error_type"]) == (499, "client_cancelled")


def test_a_completed_job_is_not_cancelled(official: Official) -> None:
    official("submit", PAINT, CAT)
    official("handle.get")
    raised = official("handle.cancel")
    assert raised["status"] == 400
    assert "ALREADY_COMPLETED" in raised["message"]


@pytest.mark.parametrize("name", ["stream", "stream_async"])
def test_a_stream_ends_with_the_answer(official: Official, name: str) -> None:
    *partial, last = official(name, PAINT, CAT)
    assert partial
    assert last == official("run", PAINT, CAT)


@pytest.mark.parametrize("repository", ["fal_v3", "fal"])
def test_an_upload_can_be_edited(official: Official, http: httpx.Client, repository: str) -> None:
    url = official("upload", "a cat", "text/plain", "cat.txt", repository=repository)
    assert http.get(url).content == b"a cat"
    assert len(official("run", RETOUCH, {**CAT, "image_urls": [url]})["images"]) == 2


@pytest.mark.parametrize("name", ["run", "run_async", "subscribe"])
def test_a_value_beyond_a_limit_is_refused_by_field_and_limit(
    official: Official, name: str
) -> None:
    raised = official(name, PAINT, {**CAT, "num_images": 5})
    assert raised["status"] == 422
    (error,) = raised["message"]
    assert (error["loc"], error["ctx"]) == (["body", "num_images"], {"le": 4})


@pytest.mark.parametrize(
    ("failure", "status"), [("content_policy_violation", 422), ("runner_disconnected", 503)]
)
def test_a_failed_job_raises_its_error(official: Official, failure: str, status: int) -> None:
    raised = official("subscribe", PAINT, CAT, headers=fault(f"fail={failure}"))
    assert raised["status"] == status
    assert failure in str(raised)


def test_the_status_of_a_failed_job_names_its_error(official: Official) -> None:
    official("submit", PAINT, CAT, headers=fault("fail=runner_disconnected"))
    *_, completed = official("handle.iter_events")
    assert (completed["is"], completed["error_type"]) == ("Completed", "runner_disconnected")


def test_a_request_that_comes_too_soon_is_made_again(
    official: Official, http: httpx.Client
) -> None:
    before = counted(http)
    assert official("run", BUSY, CAT)["images"]
    assert counted(http) - before == {429: 1, 200: 1}


def test_an_error_of_the_ingress_is_tried_again(official: Official, http: httpx.Client) -> None:
    before = counted(http)
    assert official("run", FLICKERING, CAT)["images"]
    assert counted(http) - before == {503: 2, 200: 1}


def test_an_error_of_the_platform_is_raised_at_once(official: Official, http: httpx.Client) -> None:
    before = counted(http)
    raised = official("run", PAINT, CAT, headers=fault("status=503"))
    assert raised["error_type"] == "runner_scheduling_failure"
    assert counted(http) - before == {503: 1}


def test_an_unknown_job_is_not_found(official: Official) -> None:
    assert official("status", PAINT, "nobody")["status"] == 404


@pytest.mark.parametrize("name", ["realtime", "realtime_async"])
@pytest.mark.parametrize("way", [{}, {"use_jwt": False}, {"max_buffering": 2}])
def test_realtime_answers_each_request_on_one_connection(
    official: Official, name: str, way: dict[str, object]
) -> None:
    results = official(name, PAINT, [CAT, {**CAT, "num_images": 3}], **way)
    assert [len(result["images"]) for result in results] == [2, 3]
