from importlib import import_module
from typing import Any

import pytest


@pytest.mark.deep
@pytest.mark.usefixtures("module")
def test_under_faults_no_job_is_lost_and_none_runs_twice() -> None:
    soak: Any = import_module("tests.bench.soak").soak  # the package it uses has just come in reach
    account = soak(4000, seed=7)
    assert account.requests >= 4000
    assert len(account.accepted) > 500
    assert account.unheard > 0  # some submits went wrong in ways that leave nobody knowing
    assert account.lost == 0
    assert account.twice == 0
