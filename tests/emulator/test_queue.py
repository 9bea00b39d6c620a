from typing import Any

import httpx
import pytest
from fal_codegen.emulator import emulator, running

from .clocks import HandClock
from .conftest import DOCUMENTS, KEY, PAINT, RETOUCH, WRITE, WRITTEN, Stage

FRONT = {
    "access-control-allow-credentials": "true",
    "vary": "origin, access-control-request-method, access-control-request-headers",
}


def submit(client: httpx.Client, endpoint: str = WRITE, **body: object) -> dict[str, Any]:
    answer = client.post(f"/queue.fal.run/{endpoint}", json={"prompt": "a red boat", **body})
    assert answer.status_code == 200
    ticket: dict[str, Any] = answer.json()
    return ticket


def poll(client: httpx.Client, ticket: dict[str, Any], query: str = "") -> dict[str, Any]:
    status: dict[str, Any] = client.get(ticket["status_url"] + query).json()
    return status


def finish(client: httpx.Client, ticket: dict[str, Any]) -> dict[str, Any]:
    return [poll(client, ticket) for _ in range(3)][-1]


def jobs(client: httpx.Client) -> dict[str, tuple[str, int]]:
    listed = client.get("/emulator/jobs").json()
    return {each["request_id"]: (each["stage"], each["performed"]) for each in listed}


def test_a_ticket_has_all_that_the_official_clients_look_up(
    stage: Stage, client: httpx.Client
) -> None:
    ticket = submit(client, RETOUCH)
    address = f"{stage.url}/queue.fal.run/acme/painter/requests/{ticket['request_id']}"
    assert ticket == {
        "status": "IN_QUEUE",
        "request_id": ticket["request_id"],
        "response_url": address,
        "status_url": f"{address}/status",
        "cancel_url": f"{address}/cancel",
        "logs": None,
        "metrics": {},
        "queue_position": 0,
    }


def test_a_job_moves_on_by_being_looked_at(client: httpx.Client) -> None:
    ticket = submit(client)
    stages = [poll(client, ticket)["status"] for _ in range(4)]
    assert stages == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED", "COMPLETED"]


def test_each_status_has_the_keys_of_its_stage(client: httpx.Client) -> None:
    ticket = submit(client)
    waiting, working, done = (poll(client, ticket) for _ in range(3))
    assert (waiting["queue_position"], waiting["logs"], waiting["metrics"]) == (0, None, {})
    assert (working["logs"], working["metrics"]) == (None, {})
    assert (done["logs"], done["metrics"]) == (None, {"inference_time": 1.0})
    assert not {"queue_position", "error", "error_type"} & {*working, *done}


@pytest.mark.parametrize("query", ["?logs=1", "?logs=true"])
def test_logs_come_when_asked_for(client: httpx.Client, query: str) -> None:
    ticket = submit(client)
    waiting, working, done = (poll(client, ticket, query)["logs"] for _ in range(3))
    assert waiting is None
    assert [set(line) for line in working] == [{"message", "timestamp", "level", "source"}]
    assert done[: len(working)] == working
    assert len(done) > len(working)


def test_the_result_is_the_bare_output(client: httpx.Client) -> None:
    ticket = submit(client)
    finish(client, ticket)
    result = client.get(ticket["response_url"])
    assert (result.status_code, result.json()) == (200, WRITTEN)
    assert result.headers["x-fal-request-id"] == ticket["request_id"]
    assert result.headers["x-fal-billable-units"] == "1"


def test_a_result_fetched_too_early_is_refused(client: httpx.Client) -> None:
    ticket = submit(client)
    early = client.get(ticket["response_url"])
    assert (early.status_code, early.json()) == (400, {"detail": "Request is still in progress"})


def test_a_result_can_be_fetched_in_time_without_a_look_at_the_status(stage: Stage) -> None:
    hand = HandClock()
    stage.app = emulator(DOCUMENTS, clock=hand.clock)
    with httpx.Client(base_url=stage.url, headers={"authorization": "Key k"}) as client:
        ticket = submit(client)
        early = client.get(ticket["response_url"])
        hand.time = 10.0
        late = client.get(ticket["response_url"])
    assert (early.status_code, late.status_code) == (400, 200)
    assert late.json() == WRITTEN


def test_a_body_that_breaks_the_contract_completes_with_an_error(client: httpx.Client) -> None:
    ticket = submit(client, num_images=9)
    done = finish(client, ticket)
    assert (done["status"], done["error_type"]) == ("COMPLETED", "less_than_equal")
    assert done["error"] == "Input should be less than or equal to 4"
    result = client.get(ticket["response_url"])
    assert result.status_code == 422
    assert result.json()["detail"][0]["loc"] == ["body", "num_images"]


def test_a_cancelled_job_has_an_error_in_place_of_a_result(client: httpx.Client) -> None:
    ticket = submit(client)
    answer = client.put(ticket["cancel_url"])
    assert (answer.status_code, answer.json()) == (202, {"status": "CANCELLATION_REQUESTED"})
    status = poll(client, ticket)
    assert (status["status"], status["error_type"]) == ("COMPLETED", "client_cancelled")
    result = client.get(ticket["response_url"])
    assert (result.status_code, result.json()["error_type"]) == (499, "client_cancelled")
    assert result.headers["x-fal-error-type"] == "client_cancelled"


def test_a_job_cancelled_in_the_queue_never_runs(client: httpx.Client) -> None:
    ticket = submit(client)
    poll(client, ticket)
    assert client.put(ticket["cancel_url"]).status_code == 202
    finish(client, ticket)
    assert jobs(client)[ticket["request_id"]] == ("COMPLETED", 0)


def test_a_job_cancelled_while_it_runs_ends_as_cancelled(client: httpx.Client) -> None:
    ticket = submit(client)
    assert [poll(client, ticket)["status"] for _ in range(2)][-1] == "IN_PROGRESS"
    assert client.put(ticket["cancel_url"]).status_code == 202
    assert poll(client, ticket)["error_type"] == "client_cancelled"
    assert jobs(client)[ticket["request_id"]] == ("COMPLETED", 1)
    assert client.put(ticket["cancel_url"]).status_code == 400


def test_what_is_done_cannot_be_cancelled(client: httpx.Client) -> None:
    ticket = submit(client)
    finish(client, ticket)
    answer = client.put(ticket["cancel_url"])
    assert (answer.status_code, answer.json()) == (400, {"status": "ALREADY_COMPLETED"})
    assert client.get(ticket["response_url"]).status_code == 200


def test_an_unknown_request_is_not_found(client: httpx.Client) -> None:
    base = "/queue.fal.run/acme/painter/requests/unknown"
    assert client.get(base).status_code == 404
    assert client.get(f"{base}/status").status_code == 404
    answer = client.put(f"{base}/cancel")
    assert (answer.status_code, answer.json()) == (404, {"status": "NOT_FOUND"})


def test_a_request_is_found_under_its_own_app_alone(client: httpx.Client) -> None:
    ticket = submit(client)
    stranger = ticket["status_url"].replace("acme/scribe", "acme/painter")
    assert client.get(stranger).status_code == 404


@pytest.mark.parametrize(
    ("method", "rest"),
    [("GET", "/status"), ("GET", "/status?logs=1"), ("GET", ""), ("PUT", "/cancel")],
)
def test_an_address_with_a_subpath_takes_nothing_but_post(
    client: httpx.Client, method: str, rest: str
) -> None:
    ticket = submit(client, RETOUCH)
    address = f"/queue.fal.run/{RETOUCH}/requests/{ticket['request_id']}{rest}"
    answer = client.request(method, address)
    assert (answer.status_code, answer.headers["allow"], answer.content) == (405, "POST", b"")
    assert FRONT.items() <= answer.headers.items()


def test_what_is_no_endpoint_is_not_found_and_nothing_is_said(client: httpx.Client) -> None:
    for path in ("undefined", "acme/gone", f"{RETOUCH}/requests/r1/status"):
        answer = client.post(f"/queue.fal.run/{path}", json={"prompt": "test status"})
        assert (answer.status_code, answer.content) == (404, b"")
        assert FRONT.items() <= answer.headers.items()
        assert answer.headers["content-length"] == "0"


@pytest.mark.parametrize(
    ("method", "rest", "allowed"),
    [
        ("DELETE", "", "GET, HEAD"),
        ("GET", "/cancel", "PUT"),
        ("PUT", "/status", "GET, HEAD"),
        ("PUT", "/status/stream", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_refused(
    client: httpx.Client, method: str, rest: str, allowed: str
) -> None:
    ticket = submit(client)
    answer = client.request(method, ticket["response_url"] + rest)
    assert answer.status_code == 405
    assert {*answer.headers["allow"].split(", ")} == {*allowed.split(", ")}


def test_a_caller_that_names_the_host_gets_addresses_of_that_host(client: httpx.Client) -> None:
    client.headers["host"] = "queue.fal.run"
    ticket = client.post(f"/{PAINT}", json={"prompt": "a boat"}).json()
    path = f"/acme/painter/requests/{ticket['request_id']}"
    assert ticket["status_url"] == f"https://queue.fal.run{path}/status"
    assert [client.get(f"{path}/status").json()["status"] for _ in range(3)][-1] == "COMPLETED"
    url = client.get(path).json()["images"][0]["url"]
    assert url.startswith("https://v3.fal.media/files/")
    client.headers["host"] = "v3.fal.media"
    served = client.get(url.removeprefix("https://v3.fal.media"))
    assert served.headers["content-type"] == "image/webp"


def test_the_position_of_a_job_counts_those_ahead_of_it(client: httpx.Client) -> None:
    first, second, third = (submit(client) for _ in range(3))
    stranger = submit(client, PAINT)
    assert [each["queue_position"] for each in (first, second, third, stranger)] == [0, 1, 2, 0]
    finish(client, first)
    assert poll(client, third)["queue_position"] == 1
    client.put(second["cancel_url"])
    assert client.get(third["status_url"]).json().get("queue_position", "at work") == "at work"
    assert submit(client)["queue_position"] == 0


def test_a_queue_longer_than_the_sender_allows_takes_nothing(client: httpx.Client) -> None:
    def sent(longest: str) -> httpx.Response:
        address = f"/queue.fal.run/{WRITE}?fal_max_queue_length={longest}"
        return client.post(address, json={"prompt": "a red boat"})

    assert [sent("1").status_code for _ in range(3)] == [200, 200, 429]
    assert sent("1").json()["error_type"] == "concurrent_requests_limit"
    assert sent("2").status_code == 200
    assert sent("many").status_code == 400


def test_a_job_runs_once_however_often_it_is_looked_at(client: httpx.Client) -> None:
    ticket, other = submit(client), submit(client, PAINT)
    assert jobs(client)[ticket["request_id"]] == ("IN_QUEUE", 0)
    for _ in range(5):
        poll(client, ticket)
        client.get(ticket["response_url"])
    assert jobs(client) == {
        ticket["request_id"]: ("COMPLETED", 1),
        other["request_id"]: ("IN_QUEUE", 0),
    }


def test_requests_are_counted_by_host_method_and_status(client: httpx.Client) -> None:
    finish(client, submit(client))
    client.post("/queue.fal.run/undefined")
    client.get("/nowhere/at/all")
    assert client.get("/emulator/requests").json() == [
        {"host": "queue.fal.run", "method": "GET", "status": 200, "count": 1},
        {"host": "queue.fal.run", "method": "GET", "status": 202, "count": 2},
        {"host": "queue.fal.run", "method": "POST", "status": 200, "count": 1},
        {"host": "queue.fal.run", "method": "POST", "status": 404, "count": 1},
    ]


def test_two_emulators_give_the_same_answers_byte_for_byte() -> None:
    def recording() -> list[tuple[bytes, str]]:
        queue = "https://queue.fal.run"
        headers = {**KEY, "host": "queue.fal.run"}
        with running(emulator(DOCUMENTS)) as url, httpx.Client(headers=headers) as client:
            submitted = client.post(f"{url}/{PAINT}", json={"prompt": "a boat", "num_images": 2})
            status_url = submitted.json()["status_url"].replace(queue, url)
            answers = [client.get(f"{status_url}?logs=1") for _ in range(3)]
            answers.append(client.get(submitted.json()["response_url"].replace(queue, url)))
        return [(each.content, str(each.headers)) for each in [submitted, *answers]]

    assert recording() == recording()
