"""What a script demands of a client is missed where the client does otherwise, and named so."""

from collections.abc import Sequence

import pytest
from fal_codegen.conform.demands import Demands
from fal_codegen.conform.played import KEY, Played, Seen
from fal_codegen.contract import EndpointId, Json

BODY: Json = {"prompt": "a cat"}
SUBMIT: dict[str, Json] = {
    "name": "submit",
    "method": "POST",
    "host": "queue.fal.run",
    "path": "/{endpoint}",
    "body": "request",
    "key": True,
    "most": 1,
    "pause": 1,
    "headers": {"x-fal-store-io": False},
    "answers": [{"status": 200}],
}


def seen(moment: float = 0, content: bytes = b'{"prompt": "a cat"}', **headers: str) -> Seen:
    sent = {"authorization": f"Key {KEY}", **headers}
    kept = {name.replace("_", "-"): value for name, value in sent.items() if value}
    return Seen(moment, "POST", "queue.fal.run", "/acme/painter", {}, kept, content, "submit")


def missed(*requests: Seen, **changed: Json) -> list[str]:
    script: dict[str, Json] = {"exchanges": [{**SUBMIT, **changed}], "ends": {}, "call": {}}
    played = Played(script, EndpointId("acme/painter"), None, seen=[*requests])
    return [*Demands(played, BODY, None, "http://127.0.0.1").of_requests()]


WRONG: dict[str, tuple[Sequence[Seen], str]] = {
    "too few": ((), "asked for submit 0 times, and not 1"),
    "too many": ((seen(), seen(2)), "asked for submit 2 times, and may 1"),
    "no key": ((seen(authorization=""),), "submit came without the key"),
    "a header too many": (
        (seen(x_fal_store_io="0"),),
        "submit came with x-fal-store-io: 0",
    ),
    "another body": ((seen(content=b"{}"),), "submit came with the body {}"),
}


def test_a_client_that_does_as_the_script_says_misses_nothing() -> None:
    assert missed(seen()) == []
    assert missed(seen(), seen(1), most=2) == []
    assert missed(least=0) == []
    assert missed(seen(authorization=""), key=False) == []


@pytest.mark.parametrize(("requests", "said"), WRONG.values(), ids=WRONG)
def test_what_a_client_does_otherwise_is_the_one_thing_that_is_said(
    requests: Sequence[Seen], said: str
) -> None:
    assert missed(*requests) == [said]


def test_who_is_told_to_wait_and_does_not_is_named_with_the_seconds() -> None:
    (said,) = missed(seen(), seen(0.5), most=2)
    assert said == "submit came again before the 1 s that it was told to wait"


def test_the_key_is_named_where_it_has_no_business() -> None:
    assert missed(seen(), key=False) == ["submit came with the key"]
    stray = Seen(0, "GET", "fal.run", f"/x/{KEY}", {}, {}, b"")
    assert missed(seen(), stray) == [
        f"asked what is not in the script: GET fal.run/x/{KEY}",
        f"sent the key to fal.run/x/{KEY}",
    ]
