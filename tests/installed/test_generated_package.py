"""The generated package, built as a wheel and used in environments where nothing else is."""

import json
import re
from pathlib import Path

import pytest
from fal_codegen.cases import boundary_cases
from fal_codegen.contract import EndpointId
from fal_codegen.emit import module_names
from fal_codegen.emulator import emulator, running

from tests.documents import family
from tests.emit.conftest import endpoint_of
from tests.installed.environments import (
    ROOT,
    Environment,
    emulator_needs,
    lowest,
    metadata,
    wheel,
)

pytestmark = pytest.mark.deep

TAKES = """
import json, sys
from importlib import import_module
from pydantic import ValidationError
for module, body, taken in json.load(sys.stdin if len(sys.argv) < 2 else open(sys.argv[1])):
    kind = import_module(f"fal_endpoints.{module}").Input
    try:
        assert kind.from_body(body).body() == body and taken, (module, body)
    except ValidationError:
        assert not taken, (module, body)
    print("ok")
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel(ROOT / "generated/python", tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module", params=["lowest", "newest"])
def environment(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Environment:
    made = Environment.made(tmp_path_factory.mktemp(request.param) / "venv")
    made.install(built, *(lowest(built) if request.param == "lowest" else []))
    return made


def test_the_wheel_holds_the_package_and_what_it_says_of_itself(built: Path) -> None:
    about = metadata(built)
    assert (about["Name"], about["Requires-Python"]) == ("fal-endpoints", ">=3.11")
    assert about.get_payload() == (ROOT / "generated/python/README.md").read_text("utf-8")
    assert {each.partition("==")[0] for each in lowest(built)} == {
        "anyio",
        "httpcore",
        "httpx",
        "pydantic",
        "typing-extensions",
    }


def test_nothing_is_installed_but_what_it_needs(environment: Environment) -> None:
    assert not {"fal-codegen", "hypothesis", "jinja2", "pytest"} & {*environment.versions()}


def test_the_readmes_example_runs_as_it_stands(
    built: Path, environment: Environment, tmp_path: Path
) -> None:
    (example,) = re.findall(
        r"^```python\n(.*?)^```$", str(metadata(built).get_payload()), re.DOTALL | re.MULTILINE
    )
    (tmp_path / "example.py").write_text(example, "utf-8")
    with running(emulator({EndpointId(id_): each for id_, each in family().items()})) as front:
        said = environment.run(tmp_path / "example.py", FAL_GATEWAY=front, FAL_KEY="any")
    assert f"{front}/v3.fal.media/" in said


def test_every_boundary_case_is_decided_as_the_contract_has_it(
    environment: Environment, tmp_path: Path
) -> None:
    endpoints = {EndpointId(id_): endpoint_of(document) for id_, document in family().items()}
    modules = module_names(endpoints)
    cases = [
        (modules[id_], case.body, case.taken)
        for id_, endpoint in endpoints.items()
        for case in boundary_cases(endpoint)
    ]
    (tmp_path / "cases.json").write_text(json.dumps(cases), "utf-8")
    assert environment.run("-c", TAKES, tmp_path / "cases.json").count("ok") == len(cases)


def test_runtime_and_emulator_keep_their_promises_there(environment: Environment) -> None:
    before = environment.versions()
    pins = [f"{name}=={before[name]}" for name in ("httpx", "pydantic")]
    oldest = environment.folder.parent.name.startswith("lowest")
    environment.install(*emulator_needs(oldest=oldest), *pins)
    said = environment.run(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not deep", "tests/runtime"),
        cwd=ROOT,
        PYTHONPATH="codegen",
    )
    assert re.search(r"^\d{3,} passed", said, re.MULTILINE), said[-500:]
    assert environment.versions().items() >= {
        (name, before[name]) for name in ("httpx", "pydantic")
    }
