"""The plugin for pytest: an emulator, clients, cassettes, and the project's checks as tests.

pytest loads this module at every start, so it imports nothing of ours until a fixture is used. The
plugin is described in docs/pytest.md.
"""

import sys
from collections.abc import Generator
from secrets import randbelow
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fal_codegen.project import Project
    from fal_codegen.pytest_plugin.emulator import FalEmulator

__all__ = ["async_fal", "fal", "fal_cassette", "fal_emulator", "fal_project"]

_MODES = ("none", "once", "new_episodes", "all")
_SOURCES = ("emulator", "live")
_PROFILES = ("ci", "explore")
_EXAMPLES = 1000
"""Bodies that exploring draws for each property, unless it is told another number."""
_SCOPES = ("function", "class", "module", "package", "session")
_WIDTHS = {"Function": 0, "Class": 1, "Module": 2, "Package": 3, "Session": 4}
_CHECKS = "fal_codegen.pytest_plugin.checks"
FAILED = pytest.StashKey[bool]()
"""Whether a test failed, known to its fixtures when they end."""
RANDOM_DRAWS = pytest.StashKey[tuple[int, int]]()
"""How many bodies TestFal explores for each property, and from which seed."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the plugin's options."""
    group = parser.getgroup("fal-codegen")
    group.addoption(
        "--fal-record",
        choices=_MODES,
        default="none",
        help="what fal_cassette records, in vcrpy's words; none replays, with the network shut",
    )
    group.addoption(
        "--fal-source",
        choices=_SOURCES,
        default="emulator",
        help="whom fal_cassette records; live needs FAL_KEY, and fal.ai bills it",
    )
    group.addoption(
        "--fal-profile",
        choices=_PROFILES,
        help="which bodies TestFal draws: the same in every run, or random ones, of which those "
        "that show a disagreement become cases of the project; the ini fal_profile unless given",
    )
    group.addoption(
        "--fal-examples",
        type=int,
        metavar="N",
        help=f"how many bodies explore draws for each property; {_EXAMPLES} unless given",
    )
    group.addoption(
        "--fal-seed", type=int, metavar="N", help="explore the bodies of this seed again"
    )
    parser.addini("fal_profile", f"{' or '.join(_PROFILES)}, for --fal-profile", default="ci")
    parser.addini(
        "fal_project",
        "the folder of the fal-codegen project; the rootdir or a folder above it unless set",
    )
    parser.addini(
        "fal_emulator_scope",
        f"how long a fal_emulator lives: {', '.join(_SCOPES)}",
        default="function",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the plugin's marks."""
    config.addinivalue_line(
        "markers",
        "fal_emulator(faults=..., changes=..., tls=False): how the test's emulator behaves",
    )
    config.addinivalue_line(
        "markers", "fal_cassette(path): replay this file below the project's cassettes/"
    )
    draws = _random_draws(config)
    if draws is not None:
        config.stash[RANDOM_DRAWS] = draws


def _random_draws(config: pytest.Config) -> tuple[int, int] | None:
    """Give how many bodies are explored, and from which seed; None in the profile ci."""
    profile = config.getoption("--fal-profile") or config.getini("fal_profile")
    examples, seed = config.getoption("--fal-examples"), config.getoption("--fal-seed")
    if profile not in _PROFILES:
        raise pytest.UsageError(f"fal_profile = {profile}: not among {', '.join(_PROFILES)}")
    if profile == "ci":
        if examples is not None or seed is not None:
            raise pytest.UsageError("--fal-examples and --fal-seed go with --fal-profile=explore")
        return None
    if (examples is not None and examples < 1) or (seed is not None and seed < 0):
        raise pytest.UsageError("--fal-examples is 1 or more, --fal-seed 0 or more")
    worker: dict[str, int] = getattr(config, "workerinput", {})
    number = worker.get("fal_seed", randbelow(2**32) if seed is None else seed)
    return examples or _EXAMPLES, number


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - of pytest-xdist
    """Have all processes of pytest-xdist explore from one seed."""
    if RANDOM_DRAWS in node.config.stash:
        node.workerinput["fal_seed"] = node.config.stash[RANDOM_DRAWS][1]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the seed that the bodies were drawn from."""
    if RANDOM_DRAWS in config.stash:
        examples, seed = config.stash[RANDOM_DRAWS]
        again = f"--fal-profile=explore --fal-examples={examples} --fal-seed={seed}"
        terminalreporter.write_line(
            f"fal-codegen: TestFal explores from seed {seed}; again: {again}"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse marks that come too late: for an emulator that lives longer than what is marked."""
    scope = config.getini("fal_emulator_scope")
    wide = _SCOPES.index(scope) if scope in _SCOPES else 0
    for item in items if wide else ():
        for node, _ in item.iter_markers_with_node("fal_emulator"):
            if _WIDTHS.get(type(node).__name__, 0) < wide:
                raise pytest.UsageError(
                    f"{item.nodeid}: a mark here cannot change a fal_emulator that lives for the "
                    f"{scope} (fal_emulator_scope)"
                )


def pytest_collection_finish(session: pytest.Session) -> None:
    """Count what the generated client takes and refuses, where tests have imported one."""
    if any(name.endswith("._service") for name in sys.modules):
        from fal_codegen.pytest_plugin.sent import watch

        watch(session.config)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the counts for `fal-codegen check --coverage`."""
    module = sys.modules.get("fal_codegen.pytest_plugin.sent")
    sent = session.config.stash.get(module.SENT, None) if module else None
    if sent is not None and sent.packages:
        from fal_codegen.pytest_plugin.counted import save

        save(session.config, sent)


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> pytest.Collector | None:
    """Make tests of the project's checks where a module imports them."""
    if getattr(obj, "__module__", None) != _CHECKS or not isinstance(collector, pytest.Module):
        return None
    from fal_codegen.pytest_plugin.collected import FalChecks

    return FalChecks.from_parent(collector, name=name)  # pyright: ignore[reportUnknownMemberType] - untyped here


def _scope(fixture_name: str, config: pytest.Config) -> Any:  # noqa: ANN401, ARG001 - pytest's own
    scope = config.getini("fal_emulator_scope")
    if scope not in _SCOPES:
        raise pytest.UsageError(f"fal_emulator_scope = {scope}: not among {', '.join(_SCOPES)}")
    return scope


@pytest.fixture(scope="session")
def fal_project(pytestconfig: pytest.Config) -> "Project":
    """Give the fal-codegen project that the tests belong to."""
    from fal_codegen.pytest_plugin.place import project_of

    return project_of(pytestconfig, pytestconfig.rootpath)


@pytest.fixture(scope=_scope)
def fal_emulator(request: pytest.FixtureRequest) -> "Generator[FalEmulator, None, None]":
    """Run an emulator of the project's endpoints, on a free port of this process.

    Meanwhile FAL_GATEWAY and FAL_KEY lead to it, and so does fal_client where it is installed.
    """
    from fal_codegen.pytest_plugin.emulator import emulator_for

    with emulator_for(request) as emulator:
        yield emulator


@pytest.fixture
def fal_cassette(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """Have a cassette of the test's own answer in place of the service.

    It is replayed with the network shut, or recorded where `--fal-record` asks for it.
    """
    from fal_codegen.pytest_plugin.cassette import cassette_for

    with cassette_for(request):
        yield


@pytest.fixture
def fal(request: pytest.FixtureRequest) -> Generator[Any, None, None]:
    """Give the generated client, a `Fal`: it calls an emulator, or what `fal_cassette` says."""
    from fal_codegen.pytest_plugin.clients import client_for

    with client_for(request) as client:
        yield client


@pytest.fixture
def async_fal(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - a generated class
    """Give the generated client, an `AsyncFal`, as `fal`.

    It keeps no connection from call to call, for a test's loop ends before its fixtures do.
    """
    from fal_codegen.pytest_plugin.clients import async_client_for

    return async_client_for(request)
