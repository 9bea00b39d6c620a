"""What a user sees who looks: signatures, texts, hints, tracebacks, logs."""

import inspect
import json
import logging
import subprocess
import sys
import traceback
import typing
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import httpx
import pytest

from .conftest import ANSWER, KEY, FakeService, WithClient


def test_a_class_shows_itself_in_a_fresh_process_before_it_is_used(built: Path) -> None:
    code = """
import inspect, json, pydoc
from fal_endpoints import portrait
kind = portrait.Input
print(json.dumps([
    [*inspect.signature(kind).parameters],
    str(inspect.signature(portrait.Lamp)),
    kind.model_fields["num_images"].description,
    portrait.Lamp.model_fields["format_"].description,
    kind.model_fields["prompt"].description,
    "num_images: " in pydoc.render_doc(kind, renderer=pydoc.plaintext).splitlines()[3],
]))
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=built, capture_output=True, text=True, check=True
    )
    parameters, lamp, count, light, prompt, shown = json.loads(run.stdout)
    assert parameters[:3] == ["prompt", "num_images", "ratio"]
    assert lamp.startswith("(*, format: Literal['warm', 'cold'] = 'warm', power: ")
    assert (count, light) == ("Number of pictures. Default 1, 1 to 4.", "Colour of the light.")
    assert prompt is None
    assert shown


def test_a_class_without_source_has_fields_without_texts(api: ModuleType) -> None:
    kind: Any = type(
        "Made", (api.Answer,), {"__annotations__": {"a": int}, "__module__": "nowhere"}
    )
    assert kind.model_fields["a"].description is None


def functions(api: ModuleType) -> list[Any]:
    found: list[Any] = []
    for name in api.__all__:
        kind = getattr(api, name)
        if inspect.isclass(kind):
            found.append(kind)
            members = [getattr(each, "fget", None) or each for each in [*vars(kind).values()]]
            found += [each for each in members if inspect.isfunction(each)]
        elif inspect.isfunction(kind):
            found.append(kind)
    return [each for each in found if each.__module__.startswith("fal_endpoints")]


def test_the_hints_of_everything_public_can_be_read(api: ModuleType) -> None:
    assert len(functions(api)) > 50
    for each in functions(api):
        typing.get_type_hints(each)
    assert typing.get_type_hints(api.Fal.__init__)["http"] == httpx.Client | None


def depth_of_ours(error: BaseException) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    return sum("fal_endpoints" in frame.filename for frame in frames)


Call: TypeAlias = Callable[[Any, Any], Any]
CALLS: list[Call] = [
    lambda fal, request: fal.run(request),
    lambda fal, request: fal.run(request, priority="lo"),
    lambda fal, request: fal.run(request, priorty="low"),
    lambda fal, _: fal.run("any", {}),
    lambda fal, request: fal.subscribe(request),
    lambda fal, request: fal.handle(type(request), "r1").result(),
    lambda fal, _: fal.run("toy/portrait/edit", {"prompt": 7}),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_traceback_has_three_frames_of_ours_at_most(
    api: ModuleType, service: FakeService, with_client: WithClient, call: Call
) -> None:
    service.says(422, {"detail": [{"loc": ["body"], "msg": "no", "type": "no"}]})
    request = api.portrait.Input(prompt="by night")
    with pytest.raises((api.FalError, ValueError, TypeError)) as caught:
        with_client(lambda fal: call(fal, request))
    assert 1 <= depth_of_ours(caught.value) <= 3


def test_each_call_is_a_line_in_the_log_and_no_more(
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service.says(200, {"request_id": "r1"})
    service.fails(httpx.ReadError("secret things"))
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    request = api.portrait.Input(prompt="a private prompt")
    hook = "https://me.example/?token=private"
    with caplog.at_level(logging.INFO, "fal_endpoints"):
        handle = with_client(lambda fal: fal.submit(request, webhook_url=hook, hint="private"))
        with_client(lambda fal: fal.handle(api.portrait.Input, handle.request_id).wait())
    lines = [record.getMessage() for record in caplog.records if record.name == "fal_endpoints"]
    shown = [line.split(" in ")[0] + ", " + line.split(", ", 1)[1] for line in lines]
    place = "queue.fal.run /toy/portrait/requests/r1"
    assert shown == [
        "POST queue.fal.run /toy/portrait/edit: 200, attempt 1, request -",
        f"GET {place}/status/stream: 405, attempt 1, request r1",
        f"GET {place}/status: no reply, attempt 1, request r1",
        f"GET {place}/status: 200, attempt 2, request r1",
        f"GET {place}: 200, attempt 1, request r1",
    ]
    assert not any(word in line for line in lines for word in ("private", "secret", KEY))


def test_the_log_is_silent_unless_somebody_listens(built: Path) -> None:
    code = """
import httpx
from fal_endpoints import Fal, portrait
reply = httpx.Response(200, json={"images": [], "description": ""})
http = httpx.Client(transport=httpx.MockTransport(lambda _: reply))
Fal(http=http, key="k").run(portrait.Input(prompt="by night"))
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=built, capture_output=True, text=True, check=True
    )
    assert run.stdout + run.stderr == ""
