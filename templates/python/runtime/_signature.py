# The runtime of fal-codegen, from templates/python/runtime/_signature.py: edit it there.
"""What a client takes, as those see it who call it by what its signature says."""

import inspect
from typing import Any

REQUIRED: Any = inspect.Parameter.empty
"""The default of a parameter that has none: Python shows it as required, and leaves it to us to
say how it is given."""

_INJECTING = frozenset({"fastapi"})
"""Packages that fill every parameter from the requests of an application."""


class NoParameters:
    """Show FastAPI a class without parameters: `Depends(Fal)`.

    It would let everyone who calls the application set the gateway, to which the key goes. All
    others see the signature as it is.
    """

    def __get__(self, instance: object, kind: type) -> inspect.Signature:
        """Give the signature to whoever asks."""
        asking = asked_by(__name__, inspect.__name__)
        if instance is None and asking.partition(".")[0] in _INJECTING:
            return inspect.Signature()
        raise AttributeError("__signature__")  # as if there were none: it is worked out


def asked_by(*between: str) -> str:
    """Name the module that asks, beyond this one and those `between`."""
    frame = inspect.currentframe()
    while frame and frame.f_globals.get("__name__") in {__name__, *between}:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__")) if frame else ""
