"""The emulator as the proxy of the official JavaScript client: one address for everything."""

import httpx
import pytest

from .conftest import PAINT, RETOUCH, Stage

TARGET = "x-fal-target-url"


def test_a_proxied_request_is_answered_as_its_target_would(
    stage: Stage, client: httpx.Client
) -> None:
    submitted = client.post(
        "/", json={"prompt": "a boat"}, headers={TARGET: f"https://queue.fal.run/{RETOUCH}"}
    ).json()
    address = f"/queue.fal.run/acme/painter/requests/{submitted['request_id']}"
    assert submitted["status_url"] == f"{stage.url}{address}/status"
    target = f"https:/{address}"
    asked = {TARGET: f"{target}/status?logs=1"}
    data = [client.get("/api/proxy", headers=asked).json() for _ in range(3)][-1]
    assert (data["status"], bool(data["logs"])) == ("COMPLETED", True)
    answer = client.get("/", headers={TARGET: target}).json()
    url = answer["images"][0]["url"]
    assert url.startswith(f"{stage.url}/v3.fal.media/files/")
    assert client.get("/", headers={TARGET: url.replace(f"{stage.url}/", "https://")}).content


def test_a_target_may_be_escaped(client: httpx.Client) -> None:
    target = "https://fal.run/acme%2Fpainter"
    answer = client.post("/", json={"prompt": "a boat"}, headers={TARGET: target})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "target",
    ["https://example.com/x", "http://fal.run/acme/painter", "fal.run", "", "https://fal.run:99/x"],
)
def test_a_target_elsewhere_is_refused(client: httpx.Client, target: str) -> None:
    answer = client.post("/", json={"prompt": "a boat"}, headers={TARGET: target})
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])
    assert client.post(f"/fal.run/{PAINT}", json={"prompt": "a boat"}).status_code == 200
