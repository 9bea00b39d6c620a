"""A refusal tells what happened, and never the key."""

import inspect
import json
import pickle
import re
import sys
from types import ModuleType
from typing import Any

import pytest


def refusal(api: ModuleType, status: int, body: object, **headers: str) -> Any:  # noqa: ANN401 - of a package built by the test
    return api.api_error(api.Reply(status, headers, json.dumps(body).encode()))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "ApiError"),
        (401, "Unauthorized"),
        (403, "Unauthorized"),
        (404, "NotFound"),
        (405, "ApiError"),
        (422, "Refused"),
        (429, "RateLimited"),
        (500, "ServerError"),
        (504, "ServerError"),
    ],
)
def test_each_status_has_its_error(api: ModuleType, status: int, kind: str) -> None:
    error = refusal(api, status, {"detail": "no"})
    assert type(error) is getattr(api, kind)
    assert isinstance(error, api.ApiError)
    assert error.status == status


DETAIL = [
    {
        "loc": ["body", "image_urls", 0],
        "msg": "too small",
        "type": "image_too_small",
        "ctx": {"min_width": 64},
        "input": "data:…",
    },
    {"loc": ["query", "logs"], "msg": "not a number", "type": "int_type"},
]


def test_violations_tell_the_field_the_rule_and_its_limit(api: ModuleType) -> None:
    error = refusal(api, 422, {"detail": DETAIL})
    assert error.violations == (
        api.Violation(
            ("image_urls", 0), "too small", "image_too_small", {"min_width": 64}, "data:…"
        ),
        api.Violation(("query", "logs"), "not a number", "int_type", {}),
    )
    assert error.error_type == "image_too_small"
    assert str(error) == (
        "422: image_urls.0: too small (image_too_small); query.logs: not a number (int_type)"
    )


def test_the_platform_names_what_happened_in_the_body_or_a_header(api: ModuleType) -> None:
    body = {"detail": "runner gone", "error_type": "runner_disconnected"}
    assert refusal(api, 503, body).error_type == "runner_disconnected"
    assert str(refusal(api, 503, body)) == "503 runner_disconnected: runner gone"
    headers = {"x-fal-error-type": "startup_timeout", "x-fal-request-id": "r9"}
    error = refusal(api, 504, {"detail": "late"}, **headers)
    assert (error.error_type, error.request_id) == ("startup_timeout", "r9")
    assert str(error) == "504 startup_timeout: late [request r9]"


@pytest.mark.parametrize(
    "body",
    [None, [], "no", {"detail": None}, {"detail": {}}, {"detail": [7, {"loc": 7, "ctx": 7}]}],
)
def test_a_refusal_in_another_form_is_still_a_refusal(api: ModuleType, body: object) -> None:
    error = refusal(api, 422, body)
    assert error.body == body
    assert str(error).startswith("422")


@pytest.mark.parametrize("body", [b"", b"<html>Bad Gateway</html>", b"\xff", b"[" * 100_000])
def test_a_refusal_that_is_not_json_keeps_its_text(api: ModuleType, body: bytes) -> None:
    error = api.api_error(api.Reply(502, {}, body))
    assert error.body == body.decode(errors="replace")
    assert len(str(error)) < 1100


def test_an_error_survives_the_way_between_two_processes(api: ModuleType) -> None:
    reply = api.Reply(422, {"x-fal-request-id": "r9"}, json.dumps({"detail": DETAIL}).encode())
    for error in (
        api.api_error(reply, "r1"),
        api.UnexpectedAnswer(reply, "prompt: Field required", "r1"),
        api.Timeout("late", "r1"),
    ):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made on the line itself
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


def test_the_drawing_of_the_tree_is_the_tree(api: ModuleType) -> None:
    module = sys.modules[api.FalError.__module__]
    drawn = re.findall(r"^([│ ]*)[├└]── (\w+)", module.__doc__ or "", re.MULTILINE)
    parents = {name: "ApiError" if indent else "FalError" for indent, name in drawn}
    kinds: list[Any] = [kind for kind in vars(module).values() if inspect.isclass(kind)]
    assert parents == {
        kind.__name__: kind.__base__.__name__ for kind in kinds if api.FalError in kind.__mro__[1:]
    }


def test_a_violation_without_a_place_or_a_name_is_of_the_body(api: ModuleType) -> None:
    assert str(refusal(api, 422, {"detail": [{"msg": "not today"}]})) == "422: body: not today"


def test_a_refusal_without_a_word_is_told_in_those_of_http(api: ModuleType) -> None:
    assert str(api.api_error(api.Reply(405, {}, b""))) == "405: Method Not Allowed"
    assert str(api.api_error(api.Reply(599, {}, b""))) == "599: "
