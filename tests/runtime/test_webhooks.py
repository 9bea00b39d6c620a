"""Webhooks: what is believed, and what is made of it."""

import base64
import hashlib
import json
import sys
import time
from types import ModuleType
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import steady

from .conftest import FakeService, WithClient

NOW = 1_790_000_000.0
DAY = 24 * 3600.0
SERVICE = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
BODY = json.dumps(
    {"request_id": "r1", "status": "OK", "payload": {"images": [], "description": "done"}}
).encode()


def signed(body: bytes = BODY, at: float = NOW, by: Ed25519PrivateKey = SERVICE) -> dict[str, str]:
    """Headers as the service writes them (documentation page)."""
    digest = hashlib.sha256(body).hexdigest()
    signature = by.sign(f"r1\nuser\n{at:.0f}\n{digest}".encode()).hex()
    names = ("Request-Id", "User-Id", "Timestamp", "Signature")
    fields = zip(names, ("r1", "user", f"{at:.0f}", signature), strict=True)
    return {f"X-Fal-Webhook-{name}": value for name, value in fields}


def jwks(*keys: Ed25519PrivateKey, padding: str = "=") -> dict[str, object]:
    raw = [base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode() for key in keys]
    return {"keys": [{"kty": "OKP", "x": x.rstrip("=") + padding} for x in raw]}


@pytest.mark.parametrize("padding", ["", "=", "=="])
def test_a_webhook_of_the_service_is_read(
    service: FakeService, with_client: WithClient, padding: str
) -> None:
    service.says(200, jwks(STRANGER, SERVICE, padding=padding))
    delivery = with_client(lambda fal: fal.verify_webhook(BODY, signed(), now=NOW))
    assert (delivery.request_id, delivery.status) == ("r1", "OK")
    assert service.asked == [("GET", "https://rest.fal.ai/.well-known/jwks.json")]
    assert "authorization" not in service.requests[0].headers


def test_now_is_now_unless_it_is_told(service: FakeService, with_client: WithClient) -> None:
    service.says(200, jwks(SERVICE))
    headers = signed(at=time.time())
    assert with_client(lambda fal: fal.verify_webhook(BODY, headers)).request_id == "r1"


@pytest.mark.parametrize("spell", [str.lower, str.upper])
def test_the_names_of_headers_may_be_written_in_any_case(
    service: FakeService,
    with_client: WithClient,
    spell: Any,  # noqa: ANN401 - a method of str
) -> None:
    service.says(200, jwks(SERVICE))
    headers = {spell(name): value for name, value in signed().items()}
    assert with_client(lambda fal: fal.verify_webhook(BODY, headers, now=NOW)).request_id == "r1"


@pytest.mark.parametrize("age", [-300, 0, 300])
def test_a_webhook_may_be_five_minutes_off(
    service: FakeService, with_client: WithClient, age: int
) -> None:
    service.says(200, jwks(SERVICE))
    assert with_client(lambda fal: fal.verify_webhook(BODY, signed(at=NOW + age), now=NOW))


@pytest.mark.parametrize("age", [-301, 301])
def test_a_webhook_further_off_is_refused_before_keys_are_asked_for(
    api: ModuleType, service: FakeService, with_client: WithClient, age: int
) -> None:
    with pytest.raises(api.UnverifiedWebhook, match="301 seconds"):
        with_client(lambda fal: fal.verify_webhook(BODY, signed(at=NOW + age), now=NOW))
    assert not service.requests


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY + b" ", signed()),
        (BODY, signed(by=STRANGER)),
        (BODY, {**signed(), "X-Fal-Webhook-User-Id": "another"}),
        (BODY, {**signed(), "X-Fal-Webhook-Request-Id": "r2"}),
        (BODY, {**signed(), "X-Fal-Webhook-Timestamp": f"{NOW + 1:.0f}"}),
        (BODY, {**signed(), "X-Fal-Webhook-Signature": "00" * 64}),
        (BODY, {**signed(), "X-Fal-Webhook-Signature": ""}),
    ],
)
def test_what_the_service_did_not_sign_is_refused(
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    body: bytes,
    headers: dict[str, str],
) -> None:
    service.says(200, jwks(SERVICE))
    with pytest.raises(api.UnverifiedWebhook, match="no key of the service fits"):
        with_client(lambda fal: fal.verify_webhook(body, headers, now=NOW))


@pytest.mark.parametrize("name", list(signed()))
def test_a_header_that_is_missing_is_named(
    api: ModuleType, service: FakeService, with_client: WithClient, name: str
) -> None:
    headers = {each: value for each, value in signed().items() if each != name}
    with pytest.raises(api.UnverifiedWebhook, match=name.lower()):
        with_client(lambda fal: fal.verify_webhook(BODY, headers, now=NOW))
    assert not service.requests


hostile = st.text() | st.integers().map(str) | st.just("9" * 400) | st.just("\ud800")


@steady(200)
@given(
    fields=st.tuples(hostile, hostile, hostile | st.just(f"{NOW:.0f}"), hostile), body=st.binary()
)
def test_nothing_a_stranger_sends_is_believed_or_breaks(
    api: ModuleType, fields: tuple[str, ...], body: bytes
) -> None:
    service = api.Service()
    headers = dict(zip(signed(), fields, strict=True))
    conversation = service.verify(_keyring(api), body, headers, NOW)
    with pytest.raises(api.UnverifiedWebhook):
        next(conversation)


def _keyring(api: ModuleType) -> Any:  # noqa: ANN401 - of a package built by the test
    """Keys of the service, fetched just now."""
    return api.Keyring((SERVICE.public_key().public_bytes_raw(),), NOW)


def test_keys_are_fetched_once_a_day(api: ModuleType, service: FakeService) -> None:
    service.says(200, jwks(SERVICE))
    service.says(200, jwks(SERVICE))
    fetched: list[int] = []
    with api.Fal(http=_client(service)) as fal:
        for moment in (NOW, NOW + 1, NOW + DAY - 1, NOW + DAY, NOW + DAY + 1):
            fal.verify_webhook(BODY, signed(at=moment), now=moment)
            fetched.append(len(service.requests))
    assert fetched == [1, 1, 1, 2, 2]


def test_a_new_key_of_the_service_is_learnt_when_it_is_met_and_forgers_cost_little(
    api: ModuleType, service: FakeService
) -> None:
    service.says(200, jwks(SERVICE))
    service.says(200, jwks(SERVICE, STRANGER))
    with api.Fal(http=_client(service)) as fal:
        for moment in (NOW, NOW + 1, NOW + 59):
            with pytest.raises(api.UnverifiedWebhook):
                fal.verify_webhook(BODY, signed(at=moment, by=STRANGER), now=moment)
        assert len(service.requests) == 1
        assert fal.verify_webhook(BODY, signed(at=NOW + 60, by=STRANGER), now=NOW + 60)
    assert len(service.requests) == 2


def _client(service: FakeService) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(service))


@pytest.mark.parametrize(
    "keys",
    [[], [{"kty": "RSA", "n": "…"}], [{"x": "ü"}], [{"x": "AAAA"}], [{"x": "!"}, {"x": ""}]],
)
def test_a_key_of_another_kind_fits_nothing(
    api: ModuleType, service: FakeService, with_client: WithClient, keys: list[object]
) -> None:
    service.says(200, {"keys": keys})
    with pytest.raises(api.UnverifiedWebhook):
        with_client(lambda fal: fal.verify_webhook(BODY, signed(), now=NOW))


def test_without_keys_nothing_is_believed(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(404, {"detail": "no keys"})
    with pytest.raises(api.NotFound):
        with_client(lambda fal: fal.verify_webhook(BODY, signed(), now=NOW))


def test_what_was_signed_and_is_no_webhook_is_unexpected(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, jwks(SERVICE))
    with pytest.raises(api.UnexpectedAnswer, match="request_id"):
        with_client(lambda fal: fal.verify_webhook(b"{}", signed(b"{}"), now=NOW))


def test_without_cryptography_it_says_what_is_missing(
    api: ModuleType, service: FakeService, with_client: WithClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.says(200, jwks(SERVICE))
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    with pytest.raises(api.FalError, match="package cryptography"):
        with_client(lambda fal: fal.verify_webhook(BODY, signed(), now=NOW))


def delivery(api: ModuleType, **fields: object) -> Any:  # noqa: ANN401 - as above
    return api.Delivery.model_validate({"request_id": "r1", "status": "OK", **fields})


def test_the_payload_is_the_answer(api: ModuleType) -> None:
    payload = {"images": [{"url": "u", "depth": 8}], "description": "done", "cost": 5}
    answer = delivery(api, payload=payload, mood="fine").answer(api.portrait.Input)
    assert answer == api.portrait.Output.model_validate(payload)


def test_a_job_that_failed_raises_the_refusal_that_its_result_would(api: ModuleType) -> None:
    detail = [{"loc": ["body", "prompt"], "msg": "too dark", "type": "content_policy_violation"}]
    received = delivery(
        api, status="ERROR", error="Invalid status code: 422", payload={"detail": detail}
    )
    with pytest.raises(api.Refused, match="prompt: too dark") as caught:
        received.answer(api.portrait.Input)
    assert caught.value.request_id == "r1"


@pytest.mark.parametrize("error", [None, "", "gone", "Invalid status code: 7422"])
def test_a_failure_without_a_status_is_the_services(api: ModuleType, error: str | None) -> None:
    with pytest.raises(api.ServerError):
        delivery(api, status="ERROR", error=error).answer(api.portrait.Input)


@pytest.mark.parametrize(
    "fields", [{"payload_error": "too large"}, {"payload": None}, {"payload": [{"images": 7}]}]
)
def test_an_answer_that_did_not_come_along_is_not_made_up(
    api: ModuleType, fields: dict[str, object]
) -> None:
    with pytest.raises(api.UnexpectedAnswer) as caught:
        delivery(api, **fields).answer(api.portrait.Input)
    assert caught.value.request_id == "r1"


@pytest.mark.parametrize("body", ["{}", {"request_id": "r1"}, None])
def test_a_body_that_was_read_already_is_refused(with_client: WithClient, body: object) -> None:
    with pytest.raises(TypeError, match="body is the bytes that came, which are signed, not "):
        with_client(lambda fal: fal.verify_webhook(body, signed(), now=NOW))
