"""The emulator's page for people: what it shows, to whom, and that it is inert."""

import re
from base64 import b64encode
from copy import deepcopy
from typing import Any

import httpx
import pytest
from fal_codegen.contract import Document
from fal_codegen.emulator import Changes, emulator

from .conftest import DOCUMENTS, KEY, PAINT, PICTURES, Stage, document

EVIL = (
    "</script><img src=x onerror=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31m\u202ea",
)
SESAME = "sesame"


def shown(client: httpx.Client, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
    return client.get("/", follow_redirects=True, **options)


def basic(password: str) -> dict[str, str]:
    return {"authorization": f"Basic {b64encode(f'me:{password}'.encode()).decode()}"}


def hostile() -> Document:
    """Give a document whose names, values and limits are markup."""
    whole: Any = deepcopy(document(PAINT, PICTURES))
    for text in EVIL:
        whole["components"]["schemas"]["Ask"]["properties"][text] = {
            "enum": [text],
            "pattern": re.escape(text),
            "default": text,
        }
    return whole  # type: ignore[no-any-return]


def test_the_address_leads_people_to_a_page_that_says_whose_it_is(client: httpx.Client) -> None:
    page = shown(client)
    assert page.url.path == "/emulator/"
    assert "Nothing here comes from fal.ai." in page.text
    assert all(f">{id_}</option>" in page.text for id_ in DOCUMENTS)


def test_a_form_is_made_of_the_contract(client: httpx.Client) -> None:
    text = shown(client, params={"endpoint": PAINT}).text
    assert re.search(r"<code>prompt</code> \(required\)", text)
    assert "string, minLength 3, maxLength 40" in text
    assert "integer, minimum 1, maximum 4, default 1" in text
    assert ">&#34;jpeg&#34;</option>" in text
    assert 'data-name="tags" data-kind="json"' in text


def test_jobs_show_their_stage_and_the_pictures_they_made(client: httpx.Client) -> None:
    ticket = client.post(f"/queue.fal.run/{PAINT}", json={"prompt": "a boat"}).json()
    assert ">IN_QUEUE</span>" in shown(client).text
    for _ in range(3):
        client.get(ticket["status_url"])
    text = shown(client).text
    assert ">COMPLETED</span>" in text
    (picture,) = re.findall(r'<img src="([^"]+)"', text)
    assert picture.startswith("/v3.fal.media/")
    assert client.get(picture).headers["content-type"].startswith("image/")


def test_a_refused_request_stands_there_with_the_reason(client: httpx.Client) -> None:
    client.post(f"/fal.run/{PAINT}", json={"prompt": "a boat", "num_images": 9})
    row = re.search(r"<tr><td>422</td>.*?</tr>", shown(client).text)
    assert row
    assert f"POST fal.run/{PAINT}" in row[0]
    assert "<td>num_images: Input should be less than or equal to 4</td>" in row[0]


def test_a_fault_is_switched_on_and_off(client: httpx.Client) -> None:
    def ask() -> int:
        return client.post(f"/fal.run/{PAINT}", json={"prompt": "a boat"}).status_code

    assert ask() == 200
    done = client.post("/emulator/fault", data={"fault": "status=429, retry-after=1"})
    assert (done.status_code, done.headers["location"]) == (303, "/emulator/")
    assert ask() == 429
    assert "On now: status=429, retry-after=1." in shown(client).text
    client.post("/emulator/fault", data={"fault": ""})
    assert ask() == 200


def test_words_that_are_no_fault_are_refused_and_change_nothing(client: httpx.Client) -> None:
    for text in ("<b>x</b>", "status=200", "reset, status=429"):
        answer = client.post("/emulator/fault", data={"fault": text})
        assert answer.status_code == 400
        assert "<b>" not in answer.text
    assert "Nothing is switched on here." in shown(client).text


def raised(most: int) -> Document:
    whole: Any = deepcopy(document(PAINT, PICTURES))
    whole["components"]["schemas"]["Ask"]["properties"]["num_images"]["maximum"] = most
    return whole  # type: ignore[no-any-return]


def names(_: Document) -> list[str]:
    return ["more"]


def more(_: Document, name: str) -> Document:
    return raised({"more": 9}[name])


MORE = Changes(names, more)


def test_a_changed_contract_is_tried_and_taken_back(stage: Stage) -> None:
    stage.app = emulator({PAINT: raised(4)}, changes=MORE)
    asked = {"prompt": "a boat", "num_images": 9}
    with httpx.Client(base_url=stage.url, headers=KEY) as client:

        def ask() -> tuple[int, Any]:
            documents = client.get("/fal.ai/api/openapi/queue/openapi.json?endpoint_id=" + PAINT)
            ask = documents.json()["components"]["schemas"]["Ask"]
            status = client.post(f"/fal.run/{PAINT}", json=asked).status_code
            return status, ask["properties"]["num_images"]["maximum"]

        assert ask() == (422, 4)
        assert "It is served as it was given." in shown(client).text
        done = client.post("/emulator/change", data={"endpoint": PAINT, "change": "more"})
        assert (done.status_code, ask()) == (303, (200, 9))
        assert "Changed now: more." in shown(client).text
        client.post("/emulator/change", data={"endpoint": PAINT, "change": ""})
        assert ask() == (422, 4)


def test_a_change_that_there_is_not_is_refused_and_changes_nothing(client: httpx.Client) -> None:
    for id_, name in ((PAINT, "<b>x"), ("acme/<b>none", ""), ("acme/none", "more")):
        answer = client.post("/emulator/change", data={"endpoint": id_, "change": name})
        assert answer.status_code == 400
        assert "<b>" not in answer.text


@pytest.mark.parametrize("text", EVIL)
def test_what_documents_and_callers_say_is_inert(text: str, stage: Stage) -> None:
    stage.app = emulator({PAINT: hostile()})
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        client.post(f"/fal.run/{PAINT}", json={"prompt": text, text: text})
        client.get(f"/fal.ai/{text.replace(chr(27), '')}")
        page = shown(client).text
    assert page.count("<script>") == 1
    assert "<img" not in page
    unquoted = re.sub(r'"[^"]*"', '""', page)  # a field's name is in an attribute, as it is
    assert not re.search(r"<[^>]*\son\w+=[^>]*>", unquoted)
    assert "49" not in re.findall(r"<code>([^<]*)</code>", page)
    assert not {char for char in unquoted if not char.isprintable()} - {"\n"}


def test_no_script_runs_but_its_own_and_nobody_frames_it(client: httpx.Client) -> None:
    policy = shown(client).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_with_a_key_it_is_behind_it(stage: Stage) -> None:
    stage.app = emulator(DOCUMENTS, key=SESAME)
    with httpx.Client(base_url=stage.url, follow_redirects=True) as client:
        refused = client.get("/emulator/")
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Basic ")
        for wrong in (basic("no"), basic(""), {"authorization": "Basic %"}, {"authorization": "x"}):
            assert client.get("/emulator/", headers=wrong).status_code == 401
            assert client.post("/emulator/fault", headers=wrong).status_code == 401
        assert client.get("/emulator/", headers=basic(SESAME)).status_code == 200
        assert SESAME not in client.get("/emulator/", headers=basic(SESAME)).text


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"x-forwarded-for": "8.8.8.8"}],
)
def test_pages_and_people_from_elsewhere_see_and_switch_nothing(
    headers: dict[str, str], client: httpx.Client
) -> None:
    assert shown(client, headers=headers).status_code == 403
    done = client.post("/emulator/fault", data={"fault": "reset"}, headers=headers)
    assert done.status_code == 403
    assert "Nothing is switched on here." in shown(client).text


def test_what_the_emulator_tells_programs_is_where_it_was(client: httpx.Client) -> None:
    shown(client)
    assert client.get("/emulator/jobs").json() == []
    assert client.get("/emulator/log").json() == []
