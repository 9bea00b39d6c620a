"""Whoever writes what the official Python client calls things is told what to write here."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import FakeService

Use = Callable[[ModuleType], object]


def client(api: ModuleType) -> Any:  # noqa: ANN401 - of a package built by the test
    return api.Fal(key="k", http=httpx.Client(transport=httpx.MockTransport(FakeService())))


def status(api: ModuleType) -> Any:  # noqa: ANN401 - as above
    return api.Status(status="IN_QUEUE", queue_position=2)


ATTRIBUTES: list[tuple[Use, str]] = [
    (lambda api: client(api).get_handle, r'handle\("owner/name", request_id\)'),
    (lambda api: client(api).result, r"\.wait\(\)"),
    (lambda api: client(api).upload_file, r"upload\(Path"),
    (lambda api: client(api).handle("a/b", "r1").get, r"wait\(\)"),
    (lambda api: client(api).handle("a/b", "r1").iter_events, r"events\(\)"),
    (lambda api: status(api).position, "queue_position"),
    (lambda api: status(api).get, r"model_dump\(\)"),
    (lambda api: api.Timeout("late").timeout, "after"),
    (lambda api: api.api_error(api.Reply(404)).status_code, "status"),
    (lambda api: api.api_error(api.Reply(404)).response.status_code, "reply"),
]


@pytest.mark.parametrize(("use", "here"), ATTRIBUTES)
def test_an_attribute_of_the_official_client_is_told_by_its_name_here(
    api: ModuleType, use: Use, here: str
) -> None:
    with pytest.raises(AttributeError, match=f"has no attribute .*: here it is .*{here}"):
        use(api)


OTHERS: list[Use] = [
    lambda api: client(api).sumbit,
    lambda api: client(api).handle("a/b", "r1").rusult,
    lambda api: api.portrait.Input(prompt="night").promt,
    lambda api: api.FalError("no").mesage,
    lambda api: api.JsonAnswer(a=1).b,
]


@pytest.mark.parametrize("use", OTHERS)
def test_any_other_attribute_is_missed_as_python_does_it(api: ModuleType, use: Use) -> None:
    with pytest.raises(AttributeError, match=r"^'\w+' object has no attribute '\w+'$") as caught:
        use(api)
    assert caught.value.obj is not None, "from which Python guesses what was meant"


def test_fields_are_attributes_and_whoever_takes_them_from_a_dictionary_is_told(
    api: ModuleType,
) -> None:
    answer = api.portrait.Output.model_validate({"images": [], "description": "", "new": 1})
    assert answer.new == 1, "a field of the body alone"
    lamp = api.portrait.Lamp(format="cold")
    asked: list[tuple[Callable[[], object], str]] = [
        (lambda: answer["images"], r"'Output' object is no dictionary: write \.images"),
        (lambda: answer["new"], r"write \.new"),
        (lambda: answer["image"], r"fields are attributes \(did you mean images\?\)"),
        (lambda: answer[0], "fields are attributes"),
        (lambda: "images" in answer, r"write \.images"),
        (lambda: lamp["format"], r"write \.format_"),
        (lambda: api.Log(message="m")["message"], r"write \.message"),
    ]
    for ask, said in asked:
        with pytest.raises(TypeError, match=said):
            ask()


def test_keys_of_a_dictionary_are_no_attributes_and_whoever_takes_them_for_such_is_told(
    api: ModuleType,
) -> None:
    with pytest.raises(AttributeError, match=r"has no attribute 'images': write \['images'\]"):
        _ = api.JsonAnswer(images=[]).images


UNNAMED: list[tuple[Use, str]] = [
    (lambda api: api.Fal("s3cret"), r"^Fal takes its settings by name: Fal\(key=…\)$"),
    (lambda api: api.AsyncFal("s3cret", 5), r"^AsyncFal takes .* AsyncFal\(key=…\)$"),
    *[
        (lambda api, call=call: getattr(client(api), call)(application="a/b"), "; it stands first,")
        for call in ("run", "submit", "subscribe", "stream", "realtime")
    ],
    (lambda api: client(api).run("a/b", {}, application="c"), "application .*id stands first"),
    *[
        (
            lambda api, kind=kind: getattr(api, kind)(key="k").handle(
                application="a/b", request_id="r1"
            ),
            "application .*id stands first",
        )
        for kind in ("Fal", "AsyncFal")
    ],
    (lambda api: client(api).handle("a/b"), "request_id is the id that the queue gave; it stands"),
    (lambda api: client(api).handle(), "its id; it stands first"),
    (lambda api: client(api).price(application="a/b"), "its id; it stands first"),
    (lambda api: client(api).upload(data=b"12"), "an open binary file .*; it stands first"),
    (lambda api: client(api).submit("a/b", {}, webhook="c"), "webhook .*it is webhook_url"),
    (
        lambda api: client(api).submit("a/b", {}, webhok_url="c"),
        r"webhook_url, an option of submit\?",
    ),
    (lambda api: client(api).run("a/b", {}, on_update=print), r"\(an option of subscribe, and of"),
    (
        lambda api: client(api).run("a/b", {}, on_updat=print),
        "on_update, an option of subscribe, ",
    ),
    (lambda api: client(api).run("a/b", {}, prioritty="low"), r"\(did you mean priority\?\)"),
    (lambda api: client(api).run("a/b", {}, on_progress=print), r"\(an option of upload\)"),
    (lambda api: client(api).run("a/b", {}, max_buffering=2), r"\(an option of realtime\)"),
    (
        lambda api: client(api).run(api.portrait.Input(prompt="day"), path="x"),
        "of run, .* by an end",
    ),
    (lambda api: client(api).run(api.portrait.Input(prompt="day"), method="GET"), "by an endpoint"),
    (lambda api: client(api).handle("a/b", "r").result(logs=True), "of wait, status and events"),
    (
        lambda api: client(api).upload(b"12", filename="c"),
        r"mean file_name, an option of upload\?",
    ),
]


@pytest.mark.parametrize(("use", "said"), UNNAMED)
def test_what_is_given_by_the_name_it_has_elsewhere_or_without_its_own_is_told(
    api: ModuleType, use: Use, said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        use(api)


def test_what_a_call_needs_is_shown_as_needed(api: ModuleType) -> None:
    for kind in (api.Fal, api.AsyncFal):
        for call in (kind.run, kind.submit, kind.subscribe, kind.stream):
            request = inspect.signature(call).parameters["request"]
            assert request.default is request.empty
