import json

import httpx
from fal_codegen.contract import canonical

from .conftest import DOCUMENTS, PAGES, PAINT

ADDRESS = "/fal.ai/api/openapi/queue/openapi.json"


def fetch(client: httpx.Client) -> str:
    answer = client.get(ADDRESS, params={"endpoint_id": PAINT})
    assert answer.headers["content-type"] == "application/json"
    return answer.text


def test_a_document_is_served_as_it_is(client: httpx.Client) -> None:
    assert canonical(json.loads(fetch(client))) == canonical(DOCUMENTS[PAINT])


def test_two_fetches_differ_in_the_order_of_keys_alone(client: httpx.Client) -> None:
    one, other = fetch(client), fetch(client)
    assert one != other
    assert canonical(json.loads(one)) == canonical(json.loads(other))


def test_what_the_caller_has_already_is_not_sent_again(client: httpx.Client) -> None:
    for address in (f"{ADDRESS}?endpoint_id={PAINT}", f"/fal.ai/models/{PAINT}/llms.txt"):
        first = client.get(address)
        etag = first.headers["etag"]
        assert client.get(address).headers["etag"] == etag
        again = client.get(address, headers={"if-none-match": f'"other", {etag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert client.get(address, headers={"if-none-match": '"other"'}).content


def test_documents_and_pages_need_no_key(client: httpx.Client) -> None:
    del client.headers["authorization"]
    assert client.get(ADDRESS, params={"endpoint_id": PAINT}).status_code == 200
    assert client.get(f"/fal.ai/models/{PAINT}/llms.txt").status_code == 200


def test_a_page_is_served_as_plain_text(client: httpx.Client) -> None:
    answer = client.get(f"/fal.ai/models/{PAINT}/llms.txt")
    assert answer.text == PAGES[PAINT]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_what_the_emulator_does_not_have_is_not_found(client: httpx.Client) -> None:
    for address in (
        f"{ADDRESS}?endpoint_id=acme/gone",
        f"{ADDRESS}?endpoint_id=../../etc",
        ADDRESS,
        "/fal.ai/models/acme/scribe/llms.txt",
        "/fal.ai/models/llms.txt",
        "/fal.ai/elsewhere",
        "/example.com/anything",
        "/v3.fal.media/files/gone.png",
    ):
        answer = client.get(address)
        assert (answer.status_code, list(answer.json())) == (404, ["detail"])


def test_the_log_has_every_request_with_its_place_among_the_others(client: httpx.Client) -> None:
    before = len(client.get("/emulator/log").json())
    fetch(client)
    client.get("/fal.ai/models/acme/gone/llms.txt")
    log = client.get("/emulator/log").json()[before:]
    assert [(each["path"], each["status"]) for each in log] == [
        ("/api/openapi/queue/openapi.json", 200),
        ("/models/acme/gone/llms.txt", 404),
    ]
    first, second = log
    assert first["began"] < first["ended"] < second["began"] < second["ended"]
