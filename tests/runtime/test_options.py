"""Options of a request, and the headers they become."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from .conftest import ANSWER, FakeService, WithClient

LIFECYCLE = {
    "expiration_duration_seconds": 3600,
    "initial_acl": {"default": "forbid", "rules": [{"user": "ü", "decision": "allow"}]},
}

ABSENT = "priority start_timeout hint store_io lifecycle service_retries extra_headers".split()


@pytest.mark.parametrize(
    ("options", "headers"),
    [
        ({}, {}),
        ({"priority": "low"}, {"X-Fal-Queue-Priority": "low"}),
        (
            {"start_timeout": 30},
            {"X-Fal-Request-Start-Timeout": "30.0", "X-Fal-Request-Timeout": "30.0"},
        ),
        ({"hint": "lora 7"}, {"X-Fal-Runner-Hint": "lora 7"}),
        ({"store_io": False}, {"X-Fal-Store-IO": "0"}),
        ({"service_retries": False}, {"X-Fal-No-Retry": "1"}),
        ({"store_io": True, "service_retries": True}, {}),
        ({"lifecycle": LIFECYCLE}, {"X-Fal-Object-Lifecycle-Preference": json.dumps(LIFECYCLE)}),
        (dict.fromkeys(ABSENT), {}),
    ],
)
def test_every_option_has_its_header(
    api: ModuleType, options: dict[str, Any], headers: dict[str, str]
) -> None:
    assert api.option_headers(options) == headers


@pytest.mark.parametrize("seconds", [0.1, 0, -5, float("nan")])
def test_a_start_timeout_is_more_than_a_tenth_of_a_second(
    api: ModuleType, service: FakeService, with_client: WithClient, seconds: float
) -> None:
    with pytest.raises(ValueError, match=r"start_timeout: Input should be greater than 0\.1"):
        with_client(
            lambda fal: fal.run(api.portrait.Input(prompt="by night"), start_timeout=seconds)
        )
    assert not service.requests


@pytest.mark.parametrize(
    ("verb", "options", "url"),
    [
        ("run", {"path": None, "method": None}, "/some/model"),
        ("run", {"path": ""}, "/some/model"),
        ("stream", {"path": None}, "/some/model/stream"),
        ("stream", {"path": ""}, "/some/model"),
    ],
)
def test_an_option_that_is_handed_on_as_none_is_one_that_is_not_given(
    *,
    service: FakeService,
    with_client: WithClient,
    verb: str,
    options: dict[str, Any],
    url: str,
) -> None:
    service.says(200, ANSWER)

    def scenario(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        absent = dict.fromkeys(ABSENT)
        outcome = getattr(fal, verb)("some/model", {"prompt": "by night"}, **absent, **options)
        return outcome.answer() if verb == "stream" else outcome

    with_client(scenario)
    assert (service.requests[0].method, service.requests[0].url.path) == ("POST", url)


@pytest.mark.parametrize("hint", ["", "a\r\nb: c", "a\n", "ü"])
def test_a_hint_cannot_add_a_header(api: ModuleType, hint: str) -> None:
    with pytest.raises(ValueError, match="hint: String should match pattern"):
        api.check_options({"hint": hint})


@pytest.mark.parametrize("verb", ["run", "submit", "subscribe", "stream"])
def test_options_ride_with_the_request_that_makes_work_and_no_other(
    *, api: ModuleType, service: FakeService, with_client: WithClient, verb: str
) -> None:
    service.says(200, {"request_id": "r1", **ANSWER})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)

    def scenario(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        request = api.portrait.Input(prompt="by night")
        outcome = getattr(fal, verb)(request, priority="low", store_io=False)
        return outcome.answer() if verb == "stream" else outcome

    with_client(scenario)
    work, *looks = [request.headers for request in service.requests]
    assert (work["x-fal-queue-priority"], work["x-fal-store-io"]) == ("low", "0")
    assert not any("x-fal-queue-priority" in headers for headers in looks)


def test_who_is_to_be_told_stands_in_the_query_as_one_value(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    address = "https://me.example/hook?job=1&x=ü#y"
    service.says(200, {"request_id": "r1"})
    with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night"), webhook_url=address))
    [sent] = service.requests
    assert dict(sent.url.params) == {"fal_webhook": address}
    assert sent.url.path == "/toy/portrait/edit"


def test_a_user_who_would_not_wait_longer_is_not_made_to(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(504, {"detail": "late"}, x_fal_request_timeout_type="user", x_fal_retryable="true")
    with pytest.raises(api.ServerError, match="late"):
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night"), start_timeout=5))
    assert len(service.requests) == 1


def test_a_misspelt_option_is_told_before_anything_is_sent(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    with pytest.raises(TypeError, match=r"argument: tiemout \(did you mean timeout\?\)"):
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night"), tiemout=5))
    assert not service.requests


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"with_logs": True}, r"with_logs \(here it is logs, of subscribe"),
        (
            {"on_queue_update": print},
            r"on_queue_update \(here it is on_update, of subscribe",
        ),
        ({"headers": {}}, r"headers \(here it is extra_headers\)"),
        ({"client_timeout": 5}, r"client_timeout \(here it is timeout\)"),
        ({"interval": 1}, r"interval \(not needed: the service tells"),
        ({"format": "jpeg"}, r"format \(a picture goes as a PNG; save it in another"),
    ],
)
def test_a_name_of_the_official_clients_is_told_what_it_is_here(
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    options: dict[str, Any],
    message: str,
) -> None:
    with pytest.raises(TypeError, match=message):
        with_client(lambda fal: fal.subscribe(api.portrait.Input(prompt="by night"), **options))
    assert not service.requests


WRONG: list[tuple[Callable[[Any, Any], Any], str]] = [
    (lambda fal, request: fal.subscribe(request, logs="yes"), "logs is True or False"),
    (lambda fal, request: fal.handle(type(request), "r1").status(logs=1), "logs is True"),
    (lambda fal, request: fal.handle(type(request), "r1").wait(logs=None), "logs is True"),
    (lambda fal, request: fal.submit(request, webhook_url="no url"), "webhook_url is an http"),
    (lambda fal, request: fal.submit(request, webhook_url="ftp://me"), "webhook_url is an"),
    (lambda fal, _: fal.spending(most="2"), "most is a sum of money"),
]


@pytest.mark.parametrize(("call", "said"), WRONG)
def test_a_parameter_that_cannot_be_is_refused_before_anything_is_sent(
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    call: Callable[[Any, Any], Any],
    said: str,
) -> None:
    with pytest.raises(ValueError, match=said):
        with_client(lambda fal: call(fal, api.portrait.Input(prompt="by night")))
    assert service.requests == []


@pytest.mark.parametrize("proxy", ["proxy.example:3128", "ftp://proxy.example", ""])
def test_a_proxy_that_is_no_url_is_refused_and_not_repeated(api: ModuleType, proxy: str) -> None:
    for kind in (api.Fal, api.AsyncFal):
        with pytest.raises(
            ValueError, match=r"^proxy is an http, https, socks5 or socks5h URL, as"
        ):
            kind(proxy=proxy)
