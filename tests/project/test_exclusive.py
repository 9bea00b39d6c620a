import select
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fal_codegen.errors import WriteBroken
from fal_codegen.project import exclusive

HOLD = """
import sys
from pathlib import Path
from fal_codegen.project import exclusive

with exclusive(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("holding", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another(root: Path) -> Generator[subprocess.Popen[str]]:
    """Start a process that takes the turn and holds it until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def says(process: subprocess.Popen[str]) -> str:
    """Give the next line; a process that never says one fails the test and does not hold it up."""
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], 30)
    assert ready, "nothing was said"
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.close()


def test_a_second_run_says_that_it_waits_and_then_gets_its_turn(tmp_path: Path) -> None:
    with another(tmp_path) as first:
        assert says(first) == "holding"
        with another(tmp_path) as second:
            assert says(second) == "waiting"
            end(first)
            assert says(second) == "holding"


def test_a_killed_holder_gives_the_turn_away(tmp_path: Path) -> None:
    with another(tmp_path) as first:
        assert says(first) == "holding"
        first.kill()
        first.wait()
        with exclusive(tmp_path, lambda: pytest.fail("the holder is gone")):
            pass


def test_a_turn_ends_with_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(KeyError), exclusive(tmp_path, lambda: pytest.fail("no one holds it")):
        raise KeyError
    with exclusive(tmp_path, lambda: pytest.fail("the error ended it")):
        pass


def test_what_taking_turns_needs_stays_out_of_version_control(tmp_path: Path) -> None:
    with exclusive(tmp_path, lambda: pytest.fail("no one holds it")):
        assert [path.name for path in tmp_path.iterdir()] == [".fal-codegen"]
    assert (tmp_path / ".fal-codegen/.gitignore").read_text("utf-8") == "*\n"


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / ".fal-codegen").touch()
    with (
        pytest.raises(WriteBroken, match=r"\.fal-codegen.*: File exists"),
        exclusive(tmp_path, lambda: pytest.fail("nothing to wait for")),
    ):
        pytest.fail("the turn was taken")
