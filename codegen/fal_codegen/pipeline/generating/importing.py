"""Modules that were just made, tried out: what cannot be imported is not written."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from fal_codegen.emit import Package, folder_of, write_texts
from fal_codegen.errors import GeneratedBroken
from fal_codegen.sandbox import run_jobs
from fal_codegen.scratch import scratch

_FEW = 100
"""Modules that are not worth a second process."""


def broken_modules(
    package: Package, files: Mapping[str, str], modules: Sequence[str]
) -> dict[str, str]:
    """Give the modules that cannot be imported, and why; `files` are those of the whole package.

    All classes are built, in processes of their own.
    """
    if not modules:
        return {}
    many = (os.cpu_count() or 1) if len(modules) > _FEW else 1
    shares = [modules[start::many] for start in range(many)]
    with scratch() as folder:
        write_texts(folder, files)
        place = folder / folder_of(package.name)
        with ThreadPoolExecutor(many) as pool:
            found = pool.map(partial(_all_broken, place), shares)
            return {module: why for each in found for module, why in each.items()}


def _all_broken(place: Path, modules: Sequence[str]) -> dict[str, str]:
    return dict(_broken(place, modules))


def _broken(place: Path, modules: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Import modules; where that ends the process, look for the one that does it."""
    try:
        outcomes = run_jobs(place, [{"do": "load", "module": module} for module in modules])
    except GeneratedBroken as error:
        if len(modules) == 1:
            yield modules[0], str(error)
            return
        half = len(modules) // 2
        yield from _broken(place, modules[:half])
        yield from _broken(place, modules[half:])
        return
    for module, outcome in zip(modules, outcomes, strict=True):
        if "error" in outcome:
            yield module, outcome["error"]
