"""What hangs is found by the work that it does, however busy the machine is."""

import subprocess
import sys
import time

import pytest

from tests.fuzz.watch import Hang, watched


def work_for_ever() -> None:
    while True:
        pass


def wait_for_a_child_that_works_for_ever() -> None:
    with subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) as child:
        try:
            child.wait()
        finally:
            child.kill()


def test_work_without_end_hangs() -> None:
    with pytest.raises(Hang), watched(work=0.05):
        work_for_ever()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a child has worked")
def test_work_without_end_in_another_process_hangs() -> None:
    with pytest.raises(Hang), watched(work=0.1):
        wait_for_a_child_that_works_for_ever()


def test_what_waits_does_not_hang_for_others_work() -> None:
    with watched(work=0.05):
        time.sleep(0.3)


def test_what_waits_for_ever_hangs() -> None:
    with pytest.raises(Hang), watched(waiting=0.1):
        time.sleep(600)
