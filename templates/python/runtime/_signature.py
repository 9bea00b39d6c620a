# The runtime of fal-codegen, from templates/python/runtime/_signature.py: edit it there.
"""What a client takes, as those see it who call it by what its signature says."""

import inspect

_INJECTING = frozenset({"fastapi"})
"""Packages that fill every parameter from the requests of an application."""


class NoParameters:
    """Show FastAPI a class without parameters: `Depends(Fal)`.

    It would let everyone who calls the application set the gateway, to which the key goes. All
    others see the signature as it is.
    """

    def __get__(self, instance: object, kind: type) -> inspect.Signature:
        """Give the signature to whoever asks."""
        if instance is None and _asked_by() in _INJECTING:
            return inspect.Signature()
        raise AttributeError("__signature__")  # as if there were none: it is worked out


def _asked_by() -> str:
    """Name the package that asks, beyond this module and `inspect`."""
    frame = inspect.currentframe()
    while frame and frame.f_globals.get("__name__") in {__name__, inspect.__name__}:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__")).partition(".")[0] if frame else ""
