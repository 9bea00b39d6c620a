"""What comes back beside an answer."""

import copy
import json
import pickle
from types import ModuleType
from typing import Any

import pytest

from .conftest import ANSWER, FakeService, WithClient

TOLD = {"x_fal_request_id": "q1", "x_fal_billable_units": "1.50", "x_fal_served_from": "runner"}


def test_a_call_tells_what_it_cost_and_who_served_it(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, ANSWER, **TOLD, x_more="yes")
    answer = with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    response = answer.response
    assert isinstance(response, api.Response)
    assert (response.request_id, response.billable_units) == ("q1", 1.5)
    assert (response.served_from, response.inference_time) == ("runner", None)
    assert response.headers["x-more"] == "yes"


def test_a_job_tells_its_own_id_and_how_long_the_model_worked(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(200, {"status": "COMPLETED", "metrics": {"inference_time": 3.25}})
    service.says(200, ANSWER, **TOLD)
    answer = with_client(lambda fal: fal.subscribe(api.portrait.Input(prompt="by night")))
    assert answer.response.request_id == "r1"
    assert answer.response.inference_time == 3.25
    assert answer.response.billable_units == 1.5


def test_the_answer_of_a_stream_tells_what_came_beside_it(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    body = json.dumps(ANSWER).encode()
    service.says(200, b"data: " + body + b"\n\n", **TOLD, content_type="text/event-stream")
    request = api.portrait.Input(prompt="by night")
    answer = with_client(lambda fal: fal.stream(request).answer())
    assert isinstance(answer, api.portrait.Output)
    assert answer.response.request_id == "q1"


@pytest.mark.parametrize("units", ["", "much", "nan", "inf"])
def test_what_the_service_did_not_say_is_none(
    api: ModuleType, service: FakeService, with_client: WithClient, units: str
) -> None:
    service.says(200, ANSWER, x_fal_billable_units=units)
    answer = with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    assert answer.response.billable_units is None
    assert answer.response.request_id is None


def test_an_answer_is_none_the_other_for_what_came_beside_it(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, ANSWER, **TOLD)
    answer = with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    assert answer == api.portrait.Output.model_validate_json(json.dumps(ANSWER))
    assert answer.model_dump(exclude_unset=True) == ANSWER
    assert "runner" not in repr(answer)
    for again in (copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):  # noqa: S301 - our own
        assert again.response == answer.response


def test_an_answer_that_disagrees_tells_what_came_beside_it(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"images": 7}, **TOLD)
    with pytest.warns(api.DisagreementWarning):
        answer = with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    assert answer.response.billable_units == 1.5
    assert answer.disagreements


def test_what_came_beside_no_call_is_empty(api: ModuleType) -> None:
    answer = api.portrait.Output.model_validate_json(json.dumps(ANSWER))
    assert answer.response == api.Response()


def test_each_status_says_of_which_job_it_is(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"status": "IN_QUEUE", "queue_position": 1, "request_id": 7})
    service.says(200, {"status": "IN_QUEUE", "request_id": "from the service"})

    def asked() -> Any:  # noqa: ANN401 - of a package built by the test
        return with_client(lambda fal: fal.handle(api.portrait.Input, "r1").status())

    assert asked().request_id == "r1"
    assert asked().request_id == "from the service"


def test_a_status_keeps_its_own_id_and_knows_no_time_that_is_no_number(api: ModuleType) -> None:
    said = api.Status(status="COMPLETED", request_id="own", metrics={"inference_time": "soon"})
    assert (said.inference_time, said.request_id) == (None, "own")
    assert said.of("r1").request_id == "own"
    assert api.Status(status="COMPLETED").of("r1").request_id == "r1"
