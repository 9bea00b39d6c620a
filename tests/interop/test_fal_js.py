"""The official JavaScript client, unmodified, takes the emulator for the service."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, read_schedule, running

from tests.documents import family
from tests.interop.clients import Official, node_client

PACKAGES = Path(sys.prefix) / "node/node_modules"
NODE = shutil.which("node")
NEEDED = "@fal-ai/client", "ws"
INSTALLED = NODE is not None and all((PACKAGES / name).is_dir() for name in NEEDED)

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(
        not INSTALLED and "CI" not in os.environ,
        reason="node or @fal-ai/client is missing; with npm, `make test-all` brings the client",
    ),
]

PAINT = "fal-ai/nano-banana"
RETOUCH = "fal-ai/nano-banana/edit"
BUSY = "fal-ai/nano-banana-2"
SCHEDULE = f"""
[[rule]]
path = "/{BUSY}"
first = 1
fault = "status=429, retry-after=1"
"""
CAT = {"prompt": "a cat in the sun", "num_images": 2}
EDITED_CAT = {**CAT, "image_urls": ["https://example.com/cat.png"]}
STAGES = ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]


@pytest.fixture(scope="module")
def official() -> Iterator[Official]:
    assert INSTALLED, "node or @fal-ai/client is missing: see .venv/ready-dev in the Makefile"
    documents = {EndpointId(id_): document for id_, document in family().items()}
    with (
        running(emulator(documents, schedule=read_schedule(SCHEDULE))) as front,
        node_client(NODE or "", PACKAGES, front) as official,
    ):
        yield official


def submitted(official: Official, endpoint: str = PAINT, **options: object) -> dict[str, str]:
    """Give what a call about the new job is told."""
    body = CAT if endpoint == PAINT else EDITED_CAT
    ticket = official("queue.submit", endpoint, input=body, **options)
    return {"requestId": ticket["request_id"]}


def test_run_gives_the_answer_and_its_id(official: Official) -> None:
    answer = official("run", PAINT, input=CAT)
    assert answer["requestId"]
    picture = httpx.get(answer["data"]["images"][1]["url"])
    assert picture.headers["content-type"] == "image/png"


@pytest.mark.parametrize("way", [{"pollInterval": 10}, {"mode": "streaming"}])
@pytest.mark.parametrize("endpoint", [PAINT, RETOUCH])
def test_subscribe_tells_every_stage_with_its_logs(
    official: Official, endpoint: str, way: dict[str, Any]
) -> None:
    body = CAT if endpoint == PAINT else EDITED_CAT
    outcome = official("subscribe", endpoint, input=body, logs=True, **way)
    assert [status["status"] for status in outcome["updates"]] == STAGES
    lines = [line["message"] for line in outcome["updates"][2]["logs"]]
    assert len(set(lines)) == len(lines) > 1
    assert len(outcome["answer"]["data"]["images"]) == 2


def test_a_job_is_found_by_its_id(official: Official) -> None:
    job = submitted(official, RETOUCH)
    assert official("queue.status", RETOUCH, **job)["status"] == "IN_QUEUE"
    stream = official("queue.streamStatus", RETOUCH, logs=True, **job)
    assert stream["events"][-1] == stream["done"]
    assert stream["done"]["status"] == "COMPLETED"
    assert len(official("queue.result", RETOUCH, **job)["data"]["images"]) == 2


def test_a_result_that_is_asked_for_too_early_is_an_error(official: Official) -> None:
    raised = official("queue.result", PAINT, **submitted(official))
    assert (raised["raised"], raised["status"]) == ("ApiError", 400)


def test_a_cancelled_job_raises_its_end(official: Official) -> None:
    job = submitted(official)
    assert official("queue.cancel", PAINT, **job) is None
    raised = official("queue.result", PAINT, **job)
    assert (raised["status"], raised["body"]["error_type"]) == (499, "client_cancelled")


def test_a_stream_ends_with_the_answer(official: Official) -> None:
    stream = official("stream", PAINT, input=CAT)
    assert len(stream["events"]) > 1
    assert stream["done"] == official("run", PAINT, input=CAT)["data"]


def test_realtime_answers_each_request_on_one_connection(official: Official) -> None:
    results = official("realtime", PAINT, [CAT, {**CAT, "num_images": 3}], maxBuffering=2)
    assert [len(result["images"]) for result in results] == [2, 3]
    picture = httpx.get(results[1]["images"][2]["url"])
    assert picture.headers["content-type"] == "image/png"


def test_realtime_tells_what_the_model_does_not_take(official: Official) -> None:
    raised = official("realtime", PAINT, [{**CAT, "num_images": 9}])
    assert (raised["raised"], raised["status"]) == ("ApiError", 400)
    assert raised["body"]["type"] == "x-fal-error"


def test_an_upload_can_be_edited(official: Official) -> None:
    url = official("storage.upload", "a cat", name="cat.txt", type="text/plain")
    assert httpx.get(url).content == b"a cat"
    answer = official("run", RETOUCH, input={**CAT, "image_urls": [url]})
    assert len(answer["data"]["images"]) == 2


@pytest.mark.parametrize("name", ["run", "subscribe", "stream"])
def test_a_value_beyond_a_limit_is_refused_by_field_and_limit(
    official: Official, name: str
) -> None:
    raised = official(name, PAINT, input={**CAT, "num_images": 5}, pollInterval=10)
    assert (raised["raised"], raised["status"]) == ("ValidationError", 422)
    (error,) = raised["fieldErrors"]
    assert (error["loc"], error["ctx"]) == (["body", "num_images"], {"le": 4})


def test_a_failed_job_raises_its_error(official: Official) -> None:
    fault = {"X-Emulator-Fault": "fail=content_policy_violation"}
    raised = official("subscribe", PAINT, input=CAT, headers=fault, pollInterval=10)
    assert raised["raised"] == "ValidationError"
    assert raised["fieldErrors"][0]["type"] == "content_policy_violation"


def test_a_request_that_comes_too_soon_is_made_again(official: Official) -> None:
    assert official("run", BUSY, input=CAT)["data"]["images"]
