"""The same work on a Dask cluster, one of whose workers dies half-way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.cli import main
from fal_codegen.contract import parse, pretty
from fal_codegen.project import files_below, load_contracts, shipped

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.deep, pytest.mark.filterwarnings("ignore")]
COPIES = 25


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


def test_a_worker_that_dies_costs_time_and_no_byte(project: Path, cluster: Any) -> None:  # noqa: ANN401 - dask's own
    generate = ["--project", str(project), "generate"]
    assert main(generate) == 0
    wanted = {path: file.read_bytes() for path, file in files_below(project / "generated").items()}
    (project / "contracts/lock.json").unlink()  # so that everything is made again
    for file in files_below(project / "generated").values():
        file.unlink()
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    command = [
        sys.executable,
        "-c",
        "import sys; from fal_codegen.cli import main; sys.exit(main())",
    ]
    with subprocess.Popen([*command, *generate, "--executor", address]) as run:
        with distributed.Client(cluster) as client:
            victim = wait_for_work(client, run)
            os.kill(victim, signal.SIGKILL)
        assert run.wait() == 0
    made = {path: file.read_bytes() for path, file in files_below(project / "generated").items()}
    assert made == wanted


def wait_for_work(client: Any, run: subprocess.Popen[bytes]) -> int:  # noqa: ANN401 - as above
    """Wait until every worker has work; give the process of one."""
    while run.poll() is None:
        processing = client.processing()
        if len(processing) == 2 and all(processing.values()):
            return int(next(iter(client.run(os.getpid).values())))
        time.sleep(0.01)
    pytest.fail("the work was over before it was seen")


def test_a_cluster_that_is_not_there_is_told_in_one_line(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--project", str(project), "generate", "--executor", "local"]) == 2
    assert "dask://host:port" in capsys.readouterr().err
