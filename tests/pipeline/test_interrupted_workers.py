"""Ctrl-C reaches every process of a run: those that work end without a word."""

import signal
from concurrent.futures import BrokenExecutor
from functools import partial
from threading import get_ident

import pytest
from fal_codegen.pipeline.executors import LITTLE, executor, spread


def blocked() -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.deep
def test_a_process_that_is_interrupted_at_its_work_ends_without_a_word(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with executor(None, LITTLE + 1) as pool, pytest.raises(BrokenExecutor):
        pool.submit(signal.raise_signal, signal.SIGINT).result()
    assert capfd.readouterr().err == ""


@pytest.mark.deep
def test_processes_heed_interrupts_once_they_work_and_so_does_their_parent() -> None:
    assert [*spread(None, LITTLE + 1, [blocked, blocked])] == [False, False]
    assert not blocked()


def test_an_interrupt_while_work_is_handed_out_comes_after_it() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            # Of this thread, whose mask is what is tested: another one would take it at once.
            list(spread(None, 1, [partial(signal.pthread_kill, get_ident(), signal.SIGINT)]))
    finally:
        signal.signal(signal.SIGINT, before)
    assert not blocked()
