from typing import Any

import httpx
import pytest

from codegen.emulator import emulator, running

from .conftest import DOCUMENTS, KEY, PAINT, RETOUCH, WRITE, Stage


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
    assert done[:1] == working
    assert len(done) == 2


def test_the_result_is_the_bare_output(client: httpx.Client) -> None:
    ticket = submit(client)
    finish(client, ticket)
    result = client.get(ticket["response_url"])
    assert (result.status_code, result.json()) == (200, {"text": "xx", "pages": 1})
    assert result.headers["x-fal-request-id"] == ticket["request_id"]
    assert result.headers["x-fal-billable-units"] == "1"


def test_a_result_fetched_too_early_is_refused(client: httpx.Client) -> None:
    ticket = submit(client)
    early = client.get(ticket["response_url"])
    assert (early.status_code, early.json()) == (400, {"detail": "Request is still in progress"})


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
