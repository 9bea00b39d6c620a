"""What is made for a shape, and what keeps it from being made: weights, and no sample at all."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from fal_codegen.cases.simple import weight_of
from fal_codegen.contract import Json

LARGEST = 1_000_000
"""What a sample may weigh: characters and values, each as often as it is written out."""


class NoSample(Exception):  # noqa: N818 - an outcome, not a mistake
    """No value is known for a shape, or none that is small enough; `place` is a path in it."""

    def __init__(self, why: str, place: str = "") -> None:
        super().__init__(f"{place}: {why}" if place else why)
        self.why = why
        self.place = place

    def below(self, step: str) -> "NoSample":
        """Give the same of what holds the shape at this step."""
        return type(self)(self.why, f"{step}/{self.place}".rstrip("/"))


class TooLarge(NoSample):
    """The smallest value weighs too much."""


@dataclass(frozen=True, slots=True)
class Made:
    """A value, and what it weighs."""

    value: Json
    weight: int


@contextmanager
def below(step: str) -> Generator[None]:
    """Have a `NoSample` from inside name its place from here."""
    try:
        yield
    except NoSample as error:
        raise error.below(step) from None


def known(value: Json) -> Made:
    """Take a value as it is, unless it weighs too much."""
    return weighed(Made(value, weight_of(value)))


def weighed(made: Made) -> Made:
    """Give what was made. Raises `TooLarge`."""
    check_weight(made.weight)
    return made


def check_weight(weight: int) -> None:
    """Raise `TooLarge` for too large a weight, before anything so large is made."""
    if weight > LARGEST:
        raise TooLarge(f"the smallest value has more than {LARGEST} characters and values")
