"""Hypothesis, asked for the same values on every machine, and for the smallest that disagrees."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, configuration, given, seed, settings
from hypothesis.errors import InvalidArgument, Unsatisfiable
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.internal.constants_ast import Constants
from hypothesis.strategies import DrawFn, SearchStrategy, composite

T = TypeVar("T")
D = TypeVar("D")

_BACKEND = "fal-codegen"


class _Steady(HypothesisProvider):
    """Hypothesis' own choices, but without the constants of whatever modules happen to be loaded.

    What is drawn then depends on the seed alone. A backend of another name also goes without the
    memory of what was drawn, which takes a third of the time.
    """

    _local_constants = Constants()  # pyright: ignore[reportAssignmentType] - cached on each instance there, and the same for all here


AVAILABLE_PROVIDERS[_BACKEND] = _Steady


class _Disagreement(Exception):  # noqa: N818 - an outcome, not a mistake
    """A value that does not hold, with what is said of it."""


@dataclass(slots=True)
class Drawn(Generic[T, D]):
    """How many values were drawn, what was said of those that do not hold, and what kept others.

    Of each kind of disagreement there is one, with the smallest value that shows it. `reason` says
    why nothing could be drawn; empty where something was.
    """

    count: int = 0
    found: list[D] = field(default_factory=list[D])
    reason: str = ""


def draw(
    strategy: SearchStrategy[T],
    hold: Callable[[T], tuple[str, D] | None],
    examples: int,
    number: int,
) -> Drawn[T, D]:
    """Draw so many values from a seed and hold each.

    `hold` gives the kind of a disagreement and what is to be said of it, or None. What it says is
    bounded by examples, never by time.
    """
    drawn = Drawn[T, D]()
    kinds: dict[str, type[_Disagreement]] = {}

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        backend=_BACKEND,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType] - its class has an iterator of its own
        report_multiple_bugs=True,
        print_blob=False,
        verbosity=Verbosity.quiet,
    )
    @given(_unnamed(strategy))
    def each(value: T) -> None:
        drawn.count += not kinds
        if disagreement := hold(value):
            kind, said = disagreement
            raise kinds.setdefault(kind, type("Kind", (_Disagreement,), {}))(said)

    try:
        each()
    except (_Disagreement, ExceptionGroup) as error:
        drawn.found = [each.args[0] for each in _disagreements(error)]
    except Unsatisfiable:
        drawn.reason = "no value was found that keeps all limits"
    except RecursionError:
        drawn.count, drawn.reason = 0, "values hold each other too deep to be drawn"
    except InvalidArgument as error:
        drawn.reason = str(error).partition("\n")[0]
    return drawn


def _unnamed(strategy: SearchStrategy[T]) -> SearchStrategy[T]:
    """Give a strategy of the same values that has no words for itself.

    Where a value is given up, Hypothesis notes what it was drawn from: for classes that hold each
    other these are megabytes, of which it warns the user.
    """

    @composite
    def value(draw_: DrawFn) -> T:
        return draw_(strategy)

    return value()


def _disagreements(error: Exception) -> Generator[_Disagreement, None, None]:
    """Give what Hypothesis raised together; anything else in it is raised again."""
    match error:
        case _Disagreement():
            yield error
        case ExceptionGroup():
            for each in error.exceptions:
                yield from _disagreements(each)
        case _:
            raise error


@contextmanager
def at_home(folder: Path) -> Generator[None, None, None]:
    """Have Hypothesis keep its tables in this folder, and not where its user happens to be."""
    before = vars(configuration)["__hypothesis_home_directory"]
    configuration.set_hypothesis_home_dir(folder)
    try:
        yield
    finally:
        configuration.set_hypothesis_home_dir(before)
