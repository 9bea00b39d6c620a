"""What is a multiple of what: decided here for all rooms, as the service decides it."""

from fractions import Fraction

_TOLERANCE = 10**9


def is_multiple(value: float, step: float) -> bool:
    """Tell whether the service takes a number for a multiple of another.

    The service's models are pydantic's. Between whole numbers it is exact; otherwise a number may
    be off by a billionth of its own size, which is what binary fractions cost: 0.1 + 0.2 is a
    multiple of 0.1. So did pydantic-core 2.14; 2.33, 2.41, 2.46 and 2.50 allow for a billionth as
    such, however large the number (measured). Which one the service runs is not known. Decimals
    are taken as they are written.
    """
    number, unit = _exact(value), _exact(step)
    rest = number % unit
    whole = number.denominator == unit.denominator == 1
    return rest == 0 or (not whole and min(rest, unit - rest) <= abs(number) / _TOLERANCE)


def _exact(number: float) -> Fraction:
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))
