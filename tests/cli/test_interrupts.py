"""Ctrl-C where Python itself would miss it."""

import signal
import sys
import weakref
from _thread import interrupt_main
from collections.abc import Generator
from concurrent.futures import Future
from threading import Event, Lock, Timer

import pytest
from fal_codegen.cli import interrupts, main
from fal_codegen.cli.app import app
from fal_codegen.cli.interrupts import heeding_ctrl_c


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Generator[None, None, None]:
    """Heed Ctrl-C soon, and even in the background of a shell."""
    monkeypatch.setattr(interrupts, "_EVERY", 0.02)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def end() -> Generator[Event, None, None]:
    """Give what comes after ten seconds."""
    event = Event()
    timer = Timer(10, event.set)
    timer.daemon = True
    timer.start()
    yield event
    timer.cancel()


def test_one_that_does_not_wake_the_main_thread_from_its_wait_is_heard(end: Event) -> None:
    Timer(0.05, interrupt_main).start()
    with pytest.raises(KeyboardInterrupt), heeding_ctrl_c():
        end.wait()
    assert not end.is_set()


def test_one_that_comes_while_python_runs_a_callback_is_heard(end: Event) -> None:
    things = [Future[None]()]
    watch = weakref.ref(things[0], lambda _: signal.raise_signal(signal.SIGINT))

    def forget_and_wait() -> None:
        things.clear()
        end.wait()

    with pytest.raises(KeyboardInterrupt), heeding_ctrl_c():
        forget_and_wait()
    assert watch() is None
    assert not end.is_set()


def test_one_that_an_error_came_of_is_no_mistake_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wait(*_: object, **__: object) -> None:
        lock = Lock()
        with lock:  # which is let go of for a while, as conditions do
            lock.release()
            raise KeyboardInterrupt

    monkeypatch.setattr(app, "main", wait)
    assert main([]) == 130
    assert capsys.readouterr().err == "error: interrupted; nothing was left half-written\n"


def test_what_else_goes_wrong_in_a_callback_is_reported_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []

    def keep(ignored: "sys.UnraisableHookArgs") -> None:
        told.append(str(ignored.exc_value))

    monkeypatch.setattr(sys, "unraisablehook", keep)
    thing = Future[None]()
    watch = weakref.ref(thing, lambda _: int("gone"))
    with heeding_ctrl_c():
        del thing
    assert watch() is None
    assert told == ["invalid literal for int() with base 10: 'gone'"]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_timer_of_whoever_runs_the_command_in_their_process_stays() -> None:
    signal.setitimer(signal.ITIMER_REAL, 1_000)
    try:
        with heeding_ctrl_c():
            assert signal.getitimer(signal.ITIMER_REAL)[0] > 900
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 900
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
