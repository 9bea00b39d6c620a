"""What is a multiple of what: decided here for all rooms, as the service decides it."""

from fractions import Fraction

_TOLERANCE = 10**9


def is_multiple(value: float, step: float) -> bool:
    """Tell whether the service takes a number for a multiple of another.

    The service's models are pydantic's, and its server framework asks for pydantic below 2.11
    (the dependencies of `fal` on PyPI). Measured: pydantic 2.4 to 2.10 let a fraction be off by a
    billionth of its own size, which is what binary fractions cost, so 0.1 + 0.2 is a multiple of
    0.1; 2.11 to 2.14 allow for a billionth as such. The former is what is decided here, so that
    nothing depends on the pydantic that is installed; the two part only where a number is no exact
    multiple of the decimals written, or has nine digits and more. Between whole numbers it is
    exact, and decimals are taken as they are written; a negative one as its opposite, which 2.4 to
    2.10 took for no multiple now and then.
    """
    number, unit = _exact(value), _exact(step)
    rest = number % unit
    whole = number.denominator == unit.denominator == 1
    return rest == 0 or (not whole and min(rest, unit - rest) <= abs(number) / _TOLERANCE)


def _exact(number: float) -> Fraction:
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))
