"""What griffe, mypy and Python themselves say of the package after, and of code written before."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from fal_codegen.contract import Document, EndpointId, pretty
from fal_codegen.pipeline import generate
from fal_codegen.project import load_project

_SETTINGS = "[tool.fal-codegen]\n"
_ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
_GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
_CALL = """from fal_endpoints import Fal, {module} as m

def text(value: str) -> str:
    return value

def make() -> m.Input:
    return {call}

def draw(fal: Fal) -> object:
    answer = fal.run(make())
    return {read}
"""
_RUNNER = """import importlib, json, sys
failed = []
for name in json.loads(sys.argv[1]):
    try:
        importlib.import_module(name).make()
    except Exception:
        failed.append(name)
print(json.dumps(failed))
"""


def module_of(rule: str) -> str:
    """Name the module of a rule's endpoint."""
    return f"judged_{rule.replace('-', '_')}"


def id_of(rule: str) -> EndpointId:
    """Give the endpoint that stands for a rule."""
    return EndpointId(f"judged/{rule}")


def generated(root: Path, documents: Mapping[EndpointId, Document]) -> Path:
    """Write the package of some documents anew; give the folder that it lies in."""
    for id_, whole in documents.items():
        folder = root / "contracts" / id_
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "openapi.json").write_bytes(pretty(whole))
    (root / "pyproject.toml").write_text(_SETTINGS, "utf-8")
    project = load_project(root)
    generate(project)
    return project.generated / "python"


def committed(root: Path, tag: str) -> None:
    """Keep a folder's state in git, under a tag."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", tag], ["tag", tag]):
        subprocess.run([*_GIT, *command], cwd=root, check=True, capture_output=True)


def griffe_objects(root: Path, package: Path, rules: Iterable[str]) -> set[str]:
    """Give the rules of whose modules `griffe check` says that something breaks since `before`."""
    search = str(package.relative_to(root))
    command = [sys.executable, "-m", "griffe", "check", "-s", search, "-a", "before", "-X"]
    done = subprocess.run(
        [*command, "--no-color", "fal_endpoints"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    said = [line for line in (done.stdout + done.stderr).splitlines() if "fal_endpoints" in line]
    return {rule for rule in rules if any(f"/{module_of(rule)}.py" in line for line in said)}


def written(folder: Path, calls: Mapping[str, tuple[str, str]]) -> None:
    """Write a file for each rule, with a call and a use of its answer."""
    folder.mkdir()
    for rule, (call, read) in calls.items():
        source = _CALL.format(module=module_of(rule), call=call, read=read)
        (folder / f"use_{module_of(rule)}.py").write_text(source, "utf-8")


def mypy_objects(folder: Path, package: Path, rules: Iterable[str]) -> set[str]:
    """Give the rules of whose files mypy says that they do not fit the package."""
    cache = str(folder.parent / "cache")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", cache, str(folder)]
    environment = {**_ENVIRONMENT, "MYPYPATH": str(package)}
    done = subprocess.run(
        command, cwd=folder.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return {rule for rule in rules if f"use_{module_of(rule)}.py:" in done.stdout}


def run_objects(folder: Path, package: Path, rules: Iterable[str]) -> set[str]:
    """Give the rules whose request cannot be made with the package."""
    names = {f"use_{module_of(rule)}": rule for rule in rules}
    path = f"{package}:{folder}"
    done = subprocess.run(
        [sys.executable, "-c", _RUNNER, json.dumps([*names])],
        env={**_ENVIRONMENT, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return {names[each] for each in json.loads(done.stdout)}
