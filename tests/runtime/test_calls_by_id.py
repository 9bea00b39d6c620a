"""Any endpoint, by its id and a dictionary."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from .conftest import ANSWER, FakeService, WithClient
from .test_realtime import ask

KNOWN = "toy/portrait/edit"


def test_a_dictionary_goes_and_a_dictionary_comes(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"video": {"url": "u"}}, x_fal_request_id="q1", x_fal_billable_units="4")
    body = {"prompt": "a", "deep": {"list": [1, 2.5, None, True]}}
    answer = with_client(lambda fal: fal.run("any/model", body))
    assert answer == {"video": {"url": "u"}}
    assert isinstance(answer, api.JsonAnswer)
    assert (answer.response.request_id, answer.response.billable_units) == ("q1", 4)
    assert service.asked == [("POST", "https://fal.run/any/model")]
    assert json.loads(service.requests[0].content) == body


def test_a_dictionary_may_be_named_as_the_official_client_names_it(
    service: FakeService, with_client: WithClient
) -> None:
    body = {"prompt": "a"}
    service.says(200, {"request_id": "r1"})
    with_client(lambda fal: fal.submit("any/model", arguments=body, priority="low"))
    service.says(200, {"text": "done"})
    assert with_client(lambda fal: fal.run("any/model", arguments=body)) == {"text": "done"}
    assert [json.loads(each.content) for each in service.requests] == [body, body]


def test_a_job_by_its_id_is_found_again_by_it(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(200, {"text": "done"})
    handle = with_client(lambda fal: fal.submit("any/model/fast", {}, path="/more"))
    again = with_client(lambda fal: fal.handle("any/model/fast", "r1"))
    assert again.job == handle.job
    assert with_client(lambda fal: fal.handle("any/model/fast", "r1").result()) == {"text": "done"}
    assert service.asked == [
        ("POST", "https://queue.fal.run/any/model/fast/more"),
        ("GET", "https://queue.fal.run/any/model/requests/r1"),
    ]
    assert api.JsonAnswer.__name__ in repr(handle)


def test_subscribe_and_stream_take_dictionaries(
    service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, [1, 2])
    assert with_client(lambda fal: fal.subscribe("any/model", {"a": 1})) == [1, 2]
    service.drips(b'data: {"n": 1}\n\n')
    assert with_client(lambda fal: fal.stream("any/model", {}).answer()) == {"n": 1}
    service.drips(b'data: {"n": 2}\n\n')
    assert with_client(lambda fal: fal.stream("any/model", {}, path="talk").answer()) == {"n": 2}
    service.drips(b'data: {"n": 3}\n\n')
    assert with_client(lambda fal: fal.stream("any/model/stream", {}).answer()) == {"n": 3}
    assert [url for _, url in service.asked[-3:]] == [
        "https://fal.run/any/model/stream",
        "https://fal.run/any/model/talk",
        "https://fal.run/any/model/stream",
    ]


@pytest.mark.parametrize(
    ("path", "webhook_url", "behind"),
    [
        ("more?x=1&y=%20", None, "/more?x=1&y=%20"),
        ("?x=1", "https://me.example/hook", "?x=1&fal_webhook=https%3A%2F%2Fme.example%2Fhook"),
        ("more/", None, "/more/"),
    ],
)
def test_a_path_may_have_a_query(
    service: FakeService, with_client: WithClient, path: str, webhook_url: str | None, behind: str
) -> None:
    service.says(200, {"request_id": "r1"})
    with_client(lambda fal: fal.submit("any/model", {}, path=path, webhook_url=webhook_url))
    assert service.asked == [("POST", f"https://queue.fal.run/any/model{behind}")]


@pytest.mark.parametrize("method", ["GET", "get", "Get"])
def test_a_get_has_no_body(service: FakeService, with_client: WithClient, method: str) -> None:
    service.says(200, {})
    with_client(lambda fal: fal.run("any/model", {"a": 1}, path="health", method=method))
    assert service.asked == [("GET", "https://fal.run/any/model/health")]
    assert service.requests[0].content == b""


def called(body: object, fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
    return fal.run(KNOWN, body)


def test_an_endpoint_that_the_package_knows_is_checked_before_anything_is_sent(
    service: FakeService, with_client: WithClient
) -> None:
    for wrong in ({"prompt": "by night", "num_images": 9}, {"promt": "by night"}):
        with pytest.raises(ValidationError):
            with_client(partial(called, wrong))
    with pytest.raises(ValidationError):
        with_client(lambda fal: fal.run("toy/portrait", {"prompt": "n"}, path="edit"))
    assert not service.requests
    service.says(200, ANSWER)
    body = {"prompt": "by night", "lamps": [{"format": "cold"}], "image_urls": [b"a", b"b"]}
    assert with_client(lambda fal: fal.run(KNOWN, body))["description"] == "done"


def test_what_goes_over_a_realtime_connection_is_checked_as_well(api: ModuleType) -> None:
    channel = api.Service().channel(KNOWN, api.JsonAnswer, {})
    with pytest.raises(ValidationError):
        channel.message({"promt": "by night"})
    assert channel.message({"prompt": "by night"})


def test_files_in_a_dictionary_go_as_in_a_request(
    service: FakeService, with_client: WithClient, tmp_path: Path
) -> None:
    file = tmp_path / "day.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    large = b"x" * 300_000
    service.says(200, {"upload_url": "https://u.example/1", "file_url": "https://f.example/1"})
    service.says(200, {})
    service.says(200, {})
    with_client(lambda fal: fal.run("any/model", {"image_url": file, "parts": [{"u": large}]}))
    sent = json.loads(service.requests[-1].content)
    assert sent["image_url"].startswith("data:image/png;base64,")
    assert sent["parts"] == [{"u": "https://f.example/1"}]


@pytest.mark.parametrize("value", [{1, 2}, object(), float("nan"), float("inf")])
def test_what_is_no_json_is_refused_with_its_place(
    service: FakeService, with_client: WithClient, value: object
) -> None:
    with pytest.raises(TypeError, match=r"a\.0\.b: .* is neither JSON nor a file"):
        with_client(lambda fal: fal.run("any/model", {"a": [{"b": value}]}))
    assert not service.requests


class _Colour(Enum):
    RED = 1


@dataclass
class _Plain:
    a: int = 1


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (datetime.now(UTC), ".isoformat()"),
        (timedelta(1), ".total_seconds()"),
        (Decimal(1), "float(…)"),
        (UUID(int=1), "str(…)"),
        (frozenset({1}), "list(…)"),
        (_Colour.RED, ".value"),
        (_Plain(), "dataclasses.asdict(…)"),
        (bytearray(), "bytes(…)"),
    ],
)
def test_what_is_no_json_is_told_with_what_is(
    api: ModuleType, with_client: WithClient, value: object, meant: str
) -> None:
    said = rf"^a\.0: .* is neither JSON nor a file \(did you mean {re.escape(meant)}\?\)$"
    with pytest.raises(TypeError, match=said):
        with_client(lambda fal: fal.run("any/model", {"a": [value]}))
    said = rf"^prompt: .* is no JSON \(did you mean {re.escape(meant)}\?\)$"
    with pytest.raises(TypeError, match=said):
        api.portrait.Input.from_body({"prompt": value})


def test_a_number_of_numpys_is_no_picture(service: FakeService, with_client: WithClient) -> None:
    numpy = pytest.importorskip("numpy")
    for number in (numpy.int64(1), numpy.float32(1), numpy.bool_(1)):
        with pytest.raises(TypeError, match=r"^seed: .* \(did you mean \.tolist\(\)\?\)$"):
            with_client(partial(seeded, number))
    assert not service.requests


def seeded(seed: object, fal: Any) -> object:  # noqa: ANN401 - of a package built by the test
    return fal.run("any/model", {"seed": seed})


def test_what_is_no_id_is_told_the_nearest_one(api: ModuleType, with_client: WithClient) -> None:
    (known,) = api.ENDPOINTS
    with pytest.raises(ValueError, match=rf"not 'https://.*' \(did you mean {known}\?\)$"):
        with_client(lambda fal: fal.run(f"https://fal.run/{known}", {}))


@pytest.mark.parametrize(
    "id_", ["", "model", "any/", "/any/model", "any/../x", "any/m?x=1", "a/b\n"]
)
def test_what_is_no_id_is_refused(service: FakeService, with_client: WithClient, id_: str) -> None:
    with pytest.raises(ValueError, match="the id of an endpoint is owner/name"):
        with_client(lambda fal: fal.run(id_, {}))
    with pytest.raises(ValueError, match="the id of an endpoint is owner/name"):
        with_client(lambda fal: fal.handle(id_, "r1"))
    assert not service.requests


@pytest.mark.parametrize("path", ["../x", "a//b", "a#b", "..", "%2e%2e/x", "a?b c", "a?b#c", "/"])
def test_a_path_leads_nowhere_else(
    service: FakeService, with_client: WithClient, path: str
) -> None:
    with pytest.raises(ValueError, match="path: Input should be segments of letters, digits"):
        with_client(lambda fal: fal.run("any/model", {}, path=path))
    assert not service.requests


@pytest.mark.parametrize(("path", "why"), [("../x", "and . _ ~ -,"), ("a?b", "have no query,")])
def test_a_path_of_realtime_is_told_of_no_query(
    service: FakeService, with_client: WithClient, path: str, why: str
) -> None:
    with pytest.raises(ValueError, match=f"path: .*{why} not"):
        with_client(lambda fal: ask(fal, "any/model", {}, path=path))
    assert not service.requests


def test_options_of_ids_are_none_of_a_typed_request(
    api: ModuleType, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(TypeError, match="unexpected keyword argument: path"):
        with_client(lambda fal: fal.run(request, path="x"))
    with pytest.raises(TypeError, match="has its arguments in itself"):
        with_client(lambda fal: fal.run(request, {}))


def test_a_dictionary_that_holds_itself_is_refused_in_a_line(
    service: FakeService, with_client: WithClient
) -> None:
    body: dict[str, Any] = {}
    body["again"] = [body]
    with pytest.raises(ValueError, match="nested too deeply, or holds itself") as caught:
        with_client(lambda fal: fal.run("any/model", body))
    assert len(caught.traceback) < 10
    assert service.requests == []


def test_the_endpoints_of_the_package_are_described(api: ModuleType) -> None:
    endpoints: Any = api.ENDPOINTS
    assert [*endpoints] == [KNOWN]
    assert endpoints[KNOWN].Input is api.portrait.Input
    assert endpoints[KNOWN].Output is api.portrait.Output
    assert (endpoints[KNOWN].id, endpoints[KNOWN].module) == (KNOWN, "portrait")
    assert KNOWN in repr(endpoints[KNOWN])
    assert KNOWN in repr(endpoints)
    with pytest.raises(KeyError, match=r"did you mean toy/portrait/edit\?"):
        endpoints["toy/portrait/edt"]
