# The runtime of fal-codegen, from templates/python/runtime/_lazy.py: edit it there.
"""Modules that hints name, and that nothing needs before somebody reads the hints."""

from importlib import import_module
from typing import Any


class LazyModule:
    """Stands for a module, which is imported when something in it is asked for."""

    def __init__(self, name: str, package: str | None = None) -> None:
        self._name = name
        self._package = package

    def __getattr__(self, name: str) -> Any:
        """Give what the module holds."""
        return getattr(import_module(self._name, self._package), name)
