"""Headers of a call and of a client, copies of a client, keys of the environment."""

from types import ModuleType

import httpx
import pytest

from .conftest import ANSWER, FakeService, WithClient


def test_extra_headers_go_along_with_the_request_that_makes_work_and_no_other(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    request = api.portrait.Input(prompt="by night")
    with_client(lambda fal: fal.subscribe(request, extra_headers={"X-Team": "blue"}))
    assert ["x-team" in sent.headers for sent in service.requests] == [True, False, False, False]


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Key stolen"},
        {"host": "evil.example"},
        {"Content-Length": "3"},
        {"two words": "a"},
        {"X-A": "b\r\nX-C: d"},
        {"X-A": "ü"},
        {"X-A": 7},
        ["X-A"],
    ],
)
def test_a_header_that_no_call_can_carry_is_refused_and_not_shown(
    api: ModuleType, service: FakeService, with_client: WithClient, headers: object
) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(ValueError, match="extra_headers") as caught:
        with_client(lambda fal: fal.run(request, extra_headers=headers))
    assert "stolen" not in str(caught.value)
    assert not service.requests
    with pytest.raises((ValueError, TypeError)):
        api.Fal(headers=headers)


def test_a_copy_has_settings_of_its_own_over_the_same_connections(
    api: ModuleType, service: FakeService
) -> None:
    http = httpx.Client(transport=httpx.MockTransport(service))
    request = api.portrait.Input(prompt="by night")
    for _ in range(3):
        service.says(200, ANSWER)
    with api.Fal(http=http, headers={"X-A": "1"}, **service.settings) as fal:
        copy = fal.with_options(key="other:secret", headers={"X-B": "2"}, retries=0)
        for each in (fal, copy, copy.with_options(headers={"X-A": "3"})):
            each.run(request)
    seen = [
        (sent.headers["authorization"], sent.headers.get("x-a"), sent.headers.get("x-b"))
        for sent in service.requests
    ]
    assert seen == [
        ("Key canary-id:canary-secret", "1", None),
        ("Key other:secret", "1", "2"),
        ("Key other:secret", "3", "2"),
    ]


def test_a_copy_retries_and_waits_as_it_was_told(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(429, {"detail": "busy"})
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.RateLimited):
        with_client(lambda fal: fal.with_options(retries=0).run(request))
    service.drips(b"{", 9.0, b"}", kind="application/json")
    with pytest.raises(api.Timeout, match="within 7 s"):
        with_client(lambda fal: fal.with_options(timeout=7).run(request))
    service.drips(b"[", 9.0, b"]", kind="application/json")
    with pytest.raises(api.UnexpectedAnswer):
        with_client(lambda fal: fal.with_options(timeout=None).run(request), timeout=7)


def test_closing_a_copy_leaves_the_connections_open(api: ModuleType) -> None:
    with api.Fal(key="k") as fal:
        with fal.with_options(timeout=5):
            pass
        assert "fal.run" in repr(fal)
        copy = fal.with_options(timeout=5)
    with pytest.raises(api.FalError, match="this client is closed"):
        copy.run(api.portrait.Input(prompt="by night"))


def test_a_setting_of_the_connections_is_none_of_a_copy(api: ModuleType) -> None:
    with api.Fal(key="k") as fal:
        with pytest.raises(TypeError, match="unexpected keyword argument: proxy"):
            fal.with_options(proxy="http://p.example")
        with pytest.raises(TypeError, match=r"retires \(did you mean retries\?\)"):
            fal.with_options(retires=3)


def test_the_key_is_found_in_two_halves(
    monkeypatch: pytest.MonkeyPatch, api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    monkeypatch.delenv("FAL_KEY")
    monkeypatch.setenv("FAL_KEY_ID", "half")
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.FalError, match="FAL_KEY_ID and FAL_KEY_SECRET"):
        with_client(lambda fal: fal.run(request))
    monkeypatch.setenv("FAL_KEY_SECRET", "other")
    service.says(200, ANSWER)
    with_client(lambda fal: fal.run(request))
    assert service.requests[-1].headers["authorization"] == "Key half:other"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"priority": "lo"}, r"priority: .*'normal' or 'low', not 'lo' \(did you mean low\?\)"),
        ({"store_io": "no"}, "store_io: "),
        ({"service_retries": 1}, "service_retries: "),
        ({"hint": 7}, "hint: "),
        ({"start_timeout": "30"}, "start_timeout: "),
        ({"lifecycle": {"expiration_duration_seconds": 0}}, "expiration_duration_seconds"),
        ({"lifecycle": {"expires_in": 5}}, "lifecycle.expires_in: "),
        ({"lifecycle": {"initial_acl": {"default": "deny"}}}, "'hide', 'forbid' or 'allow'"),
    ],
)
def test_a_wrong_value_of_an_option_is_refused_before_anything_is_sent(
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    option: dict[str, object],
    message: str,
) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(ValueError, match=message):
        with_client(lambda fal: fal.run(request, **option))
    assert not service.requests


def test_a_key_that_the_environment_has_only_later_is_found_then(
    api: ModuleType, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAL_KEY", raising=False)
    http = httpx.Client(transport=httpx.MockTransport(service))
    request = api.portrait.Input(prompt="by night")
    service.says(200, ANSWER)
    with api.Fal(http=http, key=None, **service.settings) as fal:
        with pytest.raises(api.FalError, match="no key"):
            fal.run(request)
        monkeypatch.setenv("FAL_KEY", "later:secret")
        fal.run(request)
    assert service.requests[0].headers["authorization"] == "Key later:secret"


def test_a_setting_that_is_handed_on_as_none_is_one_that_is_not_given(
    api: ModuleType, service: FakeService
) -> None:
    http = httpx.Client(transport=httpx.MockTransport(service))
    absent = dict.fromkeys(["headers", "gateway", "proxy", "ca"])
    service.says(200, ANSWER)
    with api.Fal(http=http, key="own:secret", **service.settings, **absent) as fal:
        fal.with_options(key=None, headers=None).run(api.portrait.Input(prompt="by night"))
    assert service.requests[0].headers["authorization"] == "Key own:secret"
