"""The fixtures `fal` and `async_fal`."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import httpx
import pytest

from fal_codegen.pipeline import REPLAY, package_folder
from fal_codegen.project import Project
from fal_codegen.pytest_plugin.cassette import mode_of
from fal_codegen.pytest_plugin.place import project_of
from fal_codegen.pytest_plugin.sent import watch

_ONE_AT_A_TIME = httpx.Limits(max_keepalive_connections=0)
"""A test's loop ends before its fixtures do, and nobody could close what is kept."""


@contextmanager
def client_for(request: pytest.FixtureRequest) -> Generator[Any, None, None]:
    """Give the project's `Fal`, led to where the test wants it."""
    settings = {"sleep": _no_sleep} if _replays(request) else {}
    package = _package(project_of(request.config, request.node.path))
    watch(request.config)
    with package.Fal(**settings) as client:
        yield client


def async_client_for(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - a generated class
    """Give the project's `AsyncFal`, led to where the test wants it."""
    settings = {"sleep": _no_async_sleep} if _replays(request) else {}
    package = _package(project_of(request.config, request.node.path))
    watch(request.config)
    http = httpx.AsyncClient(limits=_ONE_AT_A_TIME, timeout=None)  # noqa: S113 - the client has its own
    return package.AsyncFal(http=http, **settings)


def _replays(request: pytest.FixtureRequest) -> bool:
    """Bring about what a test calls, its cassette or an emulator; the environment leads there.

    Tell whether all is replayed: a recording knows no time, so nothing need be waited for.
    """
    if "fal_cassette" in request.fixturenames:
        request.getfixturevalue("fal_cassette")
        return mode_of(request) == REPLAY
    request.getfixturevalue("fal_emulator")
    return False


def _package(project: Project) -> Any:  # noqa: ANN401 - a generated package
    """Import the generated package: the installed one, else the one in generated/."""
    try:
        return import_module(project.package)
    except ModuleNotFoundError as error:
        if error.name != project.package:
            raise
    folder = package_folder(project)
    if not folder.is_dir():
        pytest.fail(
            f"fal-codegen: {folder}: no client yet; `fal-codegen generate` writes it", pytrace=False
        )
    sys.path.insert(0, str(folder.parent))
    return import_module(project.package)


def _no_sleep(_seconds: float) -> None:
    """Wait for nothing."""


async def _no_async_sleep(_seconds: float) -> None:
    """Wait for nothing."""
