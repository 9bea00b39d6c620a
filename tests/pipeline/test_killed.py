"""A run that is killed leaves nothing that stands in the way of the next, and no process."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fal_codegen.errors import GeneratedBroken
from fal_codegen.sandbox import run_jobs

from tests.pipeline.killed import THIRD

ROOT = Path(__file__).parents[2]

WORKERS = """
import os, socket, sys
from fal_codegen.pipeline.executors import LITTLE, executor

def work(port):
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(str(os.getpid()).encode())
        line.recv(1)

if __name__ == "__main__":
    with executor(None, LITTLE + 1) as pool:
        pool.submit(work, int(sys.argv[1])).result()
"""

PACKAGE = """
import socket, sys
with socket.create_connection(("127.0.0.1", {port})) as line:
    line.sendall(b"imported")
    line.recv(1)
"""

DRIVER = """
import sys
from pathlib import Path
from fal_codegen.sandbox import run_jobs

run_jobs(Path(sys.argv[2]), [{"do": "take", "module": "slow", "bodies": []}])
"""


@pytest.mark.deep
def test_a_run_killed_at_any_step_leaves_no_file_that_the_next_calls_foreign(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "tests.pipeline.killed", str(tmp_path)]
    found = json.loads(subprocess.check_output(command, cwd=ROOT, timeout=100))
    assert len(found) > 40
    assert [tree for tree in found if tree != THIRD] == []


@pytest.mark.deep
def test_of_a_process_that_dies_without_a_word_is_told_how(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("import os\nos.abort()\n", "utf-8")
    with pytest.raises(GeneratedBroken, match="it said nothing; ended by SIGABRT"):
        run_jobs(package, [{"do": "take", "module": "any", "bodies": []}])


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        yield listener


@pytest.mark.deep
@pytest.mark.parametrize("code", [WORKERS, DRIVER], ids=["workers", "the generated code"])
def test_what_a_killed_run_had_started_ends_with_it(
    listener: socket.socket, tmp_path: Path, code: str
) -> None:
    port = listener.getsockname()[1]
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text(PACKAGE.format(port=port), "utf-8")
    script = tmp_path / "script.py"
    script.write_text(code, "utf-8")
    with subprocess.Popen([sys.executable, script, str(port), package]) as run:
        line, _ = listener.accept()
        with line:
            line.settimeout(60)
            assert line.recv(100)
            run.send_signal(signal.SIGKILL)
            assert line.recv(1) == b""
