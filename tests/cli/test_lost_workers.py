"""The same work by several processes and on a Dask cluster, one of whose workers is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.cli import main
from fal_codegen.contract import parse, pretty
from fal_codegen.errors import WorkerLost
from fal_codegen.pipeline.executors import LITTLE, spread
from fal_codegen.project import files_below, load_contracts, shipped

distributed = pytest.importorskip("distributed")
psutil = pytest.importorskip("psutil")
pytestmark = [pytest.mark.deep, pytest.mark.filterwarnings("ignore")]
COPIES = 8
ROOT = Path(__file__).parents[2]
CLI = "import sys; from fal_codegen.cli import main; sys.exit(main())"
_AT_WORK = 1.0
"""Seconds of processor time after which a process has imported all it needs."""
Victim = Callable[[Any], int | None]
"""Gives, for a run, the process to kill; None as long as none is at work."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of many endpoints: the shipped contracts, and copies under other ids."""
    home = tmp_path / "home"
    documents = tmp_path / "documents"
    for id_, contract in load_contracts(shipped("contracts")).items():
        for number in range(COPIES):
            copy = id_.replace("fal-ai/", f"acme/copy{number}-")
            text = pretty(contract.document).decode().replace(f"/{id_}", f"/{copy}")
            place = documents / f"{copy}.json"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(pretty(parse(text.encode())))
    assert main(["init", str(home)]) == 0
    assert main(["--project", str(home), "fetch", "--all", "--source", str(documents)]) == 0
    return home


@pytest.fixture
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as found:
        yield found


def a_worker(run: Any) -> int | None:  # noqa: ANN401 - psutil's own
    """Give a process that works for a run: it has begun to run generated code, or works long."""
    for each in run.children():
        if "spawn_main" in " ".join(each.cmdline()):
            at_work = each.children() or sum(each.cpu_times()[:2]) > _AT_WORK
            if at_work:
                return int(each.pid)
    return None


def its_driver(run: Any) -> int | None:  # noqa: ANN401 - as above
    """Give the process that runs generated code for one of them."""
    drivers = [
        each
        for each in run.children(recursive=True)
        if "fal_codegen.sandbox.driver" in each.cmdline()
    ]
    return int(drivers[0].pid) if drivers else None


def dask_worker(cluster: Any, _run: Any) -> int | None:  # noqa: ANN401 - dask's own
    """Give a worker of a cluster all of whose workers have work."""
    with distributed.Client(cluster) as client:
        processing = client.processing()
        if len(processing) == 2 and all(processing.values()):
            return int(next(iter(client.run(os.getpid).values())))
    return None


def run_of(command: Sequence[str], victim: Victim | None = None) -> tuple[int, bytes]:
    """Run a command and kill a process of it; give its exit code, and what it printed."""
    environment = {name: text for name, text in os.environ.items() if name != "FAL_CODEGEN_CORPUS"}
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, cwd=ROOT, env=environment
    ) as run:
        if victim:
            os.kill(found(victim, run), signal.SIGKILL)
        printed, _ = run.communicate()
    return run.returncode, printed


def found(victim: Victim, run: subprocess.Popen[bytes]) -> int:
    """Wait until there is a process to kill."""
    whole = psutil.Process(run.pid)
    while run.poll() is None:
        try:
            if (process := victim(whole)) is not None:
                return process
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.01)
    pytest.fail("the work was over before it was seen")


CHECK = ("check", "--no-properties", "--format", "json")
SCORE = ("-m", "tests.mutants")


def checked(project: Path, victim: Victim | None = None, *more: str) -> tuple[int, bytes]:
    """Check all of a project."""
    (project / ".fal-codegen/checked.json").unlink(missing_ok=True)
    return run_of(["-c", CLI, "--project", str(project), *CHECK, *more], victim)


def broken(project: Path) -> None:
    """Have some modules say something else than their documents."""
    for file in sorted((project / "generated/python/fal_endpoints").glob("acme_copy1*.py")):
        file.write_text(file.read_text("utf-8").replace("le=4", "le=5"), "utf-8")


@pytest.mark.parametrize("victim", [a_worker, its_driver])
def test_a_process_that_is_killed_costs_time_and_no_finding(project: Path, victim: Victim) -> None:
    assert main(["--project", str(project), "generate"]) == 0
    broken(project)
    code, wanted = checked(project)
    assert code == 1
    assert b"request-takes-too-much" in wanted
    assert checked(project, victim) == (code, wanted)


def test_a_worker_of_a_cluster_that_is_killed_costs_time_and_no_finding(
    project: Path,
    cluster: Any,  # noqa: ANN401 - dask's own
) -> None:
    assert main(["--project", str(project), "generate"]) == 0
    broken(project)
    wanted = checked(project)
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    assert checked(project, partial(dask_worker, cluster), "--executor", address) == wanted


def test_a_killed_process_costs_the_mutation_score_time_and_no_mutant(
    cluster: Any,  # noqa: ANN401 - dask's own
) -> None:
    wanted = run_of(SCORE)
    assert wanted[0] == 0
    assert run_of(SCORE, a_worker) == wanted
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    assert run_of([*SCORE, "--executor", address], partial(dask_worker, cluster)) == wanted


def ends() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_work_that_kills_every_process_is_told_in_one_line_and_nothing_comes_twice() -> None:
    pieces: list[Callable[[], object]] = [partial(abs, number) for number in range(8)]
    came: list[object] = []
    with pytest.raises(WorkerLost, match="ended at its work 3 times"):
        came.extend(spread(None, LITTLE + 1, [*pieces, ends]))
    assert len({*came}) == len(came)


def test_a_worker_that_dies_costs_time_and_no_byte(project: Path, cluster: Any) -> None:  # noqa: ANN401 - dask's own
    generate = ["--project", str(project), "generate"]
    assert main(generate) == 0
    wanted = {path: file.read_bytes() for path, file in files_below(project / "generated").items()}
    for victim in (a_worker, partial(dask_worker, cluster)):
        (project / "contracts/lock.json").unlink()  # so that everything is made again
        for file in files_below(project / "generated").values():
            file.unlink()
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        on = [] if victim is a_worker else ["--executor", address]
        assert run_of(["-c", CLI, *generate, *on], victim)[0] == 0
        made = {
            path: file.read_bytes() for path, file in files_below(project / "generated").items()
        }
        assert made == wanted
