"""What a user sees who looks: signatures, texts, hints, tracebacks, logs."""

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
    "num_images: " in pydoc.render_doc(kind, renderer=pydoc.plaintext).split("Methods")[0],
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


HINTS = """
import importlib, inspect, pkgutil, typing
import fal_endpoints

def defined(module):
    for each in [*vars(module).values()]:
        if getattr(each, "__module__", None) == module.__name__:
            yield each
            for member in [*vars(each).values()] if inspect.isclass(each) else ():
                yield getattr(member, "__func__", getattr(member, "fget", None) or member)

names = {each.name for each in pkgutil.iter_modules(fal_endpoints.__path__)}
names.discard("_endpoint_types")  # for type checkers alone
modules = [fal_endpoints, *(importlib.import_module(f"fal_endpoints.{name}") for name in names)]
read = 0
for module in modules:
    typing.get_type_hints(module, include_extras=True)
    for each in defined(module):
        if inspect.isfunction(each) or inspect.isclass(each):
            typing.get_type_hints(each, include_extras=True)
            read += 1
print(read)
"""
GENERATED = Path(__file__).parents[2] / "generated/python"


def test_the_hints_of_everything_in_a_package_can_be_read(built: Path) -> None:
    for package in (built, GENERATED):
        run = subprocess.run(
            [sys.executable, "-c", HINTS], cwd=package, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        assert int(run.stdout) > 500


def test_a_clients_hints_are_those_of_the_types_that_are_meant(api: ModuleType) -> None:
    assert typing.get_type_hints(api.Fal.__init__)["http"] == httpx.Client | None
    assert typing.get_type_hints(api.Fal.price)["return"].__module__.endswith(".platform")


def test_a_json_schema_has_the_texts_of_fields_in_a_fresh_process(built: Path) -> None:
    code = """
from fal_endpoints import portrait
print(portrait.Input.model_json_schema()["properties"]["num_images"]["description"])
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=built, capture_output=True, text=True, check=True
    )
    assert run.stdout == "Number of pictures. Default 1, 1 to 4.\n"


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
