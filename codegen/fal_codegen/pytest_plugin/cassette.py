"""The fixture `fal_cassette`."""

import os
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest

from fal_codegen.pipeline import REPLAY, tape
from fal_codegen.project import EMULATOR, LIVE, Project
from fal_codegen.pytest_plugin import FAILED
from fal_codegen.pytest_plugin.place import project_of, told_in_one_line
from fal_codegen.pytest_plugin.redirect import redirected

REPLAYED_KEY = "replayed-id:replayed-key"
_LONGEST = 120
"""Characters of a file's name; file systems take a few more."""


def mode_of(request: pytest.FixtureRequest) -> str:
    """Give vcrpy's record mode that the run was started with."""
    return str(request.config.getoption("--fal-record"))


@contextmanager
def cassette_for(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """Replay or record the cassette of a test."""
    project, mode = project_of(request.config, request.node.path), mode_of(request)
    file, named = _file(request, project)
    mode = REPLAY if named else mode
    key = _key(request, mode)
    gateway = _gateway(request, mode)
    _refuse_missing(file, mode, request)
    with (
        told_in_one_line(),
        nullcontext() if gateway else redirected(None, key),
        tape(
            project,
            file,
            mode,
            source=str(request.config.getoption("--fal-source")),
            gateway=gateway,
            keys=[key] if gateway is None and mode != REPLAY else [],
        ) as taped,
    ):
        yield
        taped.keep = not request.node.stash.get(FAILED, False)


def _file(request: pytest.FixtureRequest, project: Project) -> tuple[Path, bool]:
    """Give a test's cassette: the one its mark names, else its own, in cassettes/ beside it."""
    mark = request.node.get_closest_marker("fal_cassette")
    if mark is not None:
        if len(mark.args) != 1 or mark.kwargs:
            pytest.fail("fal_cassette: the mark takes one path below cassettes/", pytrace=False)
        return project.cassettes / str(mark.args[0]), True
    test: Path = request.node.path
    own = request.node.nodeid.partition("::")[2].replace("::", ".")
    return test.parent / "cassettes" / test.stem / f"{_file_name(own)}.yaml", False


def _file_name(test: str) -> str:
    """Spell a test's name as one of a file, no two alike."""
    name = quote(test, safe="-_.[]")
    return (
        name
        if len(name) <= _LONGEST
        else f"{name[:_LONGEST]}-{sha256(test.encode()).hexdigest()[:8]}"
    )


def _gateway(request: pytest.FixtureRequest, mode: str) -> str | None:
    """Give the address of the emulator that is recorded; None for fal itself, and in a replay."""
    live = request.config.getoption("--fal-source") == LIVE
    if "fal_emulator" in request.fixturenames and (mode == REPLAY or live):
        why = "records from fal.ai" if mode != REPLAY else "replays"
        pytest.fail(
            f"fal_cassette {why}, so nothing would reach this test's fal_emulator; leave one of "
            f"them out, or record from it with --fal-record=once --fal-source={EMULATOR}",
            pytrace=False,
        )
    if mode == REPLAY or live:
        return None
    return str(request.getfixturevalue("fal_emulator").url)


def _key(request: pytest.FixtureRequest, mode: str) -> str:
    if mode == REPLAY or request.config.getoption("--fal-source") != LIVE:
        return REPLAYED_KEY
    key = os.environ.get("FAL_KEY", "").strip()
    if not key:
        pytest.fail("--fal-source=live needs the key in FAL_KEY", pytrace=False)
    return key


def _refuse_missing(file: Path, mode: str, request: pytest.FixtureRequest) -> None:
    if mode == REPLAY and not file.is_file():
        shown = os.path.relpath(file, request.config.invocation_params.dir)
        pytest.fail(
            f"no cassette {shown}; --fal-record=once records one from the emulator, and with "
            "--fal-source=live from fal.ai",
            pytrace=False,
        )
