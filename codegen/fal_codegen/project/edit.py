"""pyproject.toml, edited in place: whatever else it says stays, comments included."""

import re
import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable, Table

from fal_codegen.contract import EndpointId
from fal_codegen.errors import WriteBroken
from fal_codegen.project.config import CONFIGURATION, TABLE, load_project
from fal_codegen.project.lock import LIVE

SOURCE_COMMENT = (
    'Where documents come from: "live" (fal.ai), "emulator", or a folder of <endpoint id>.json'
    " files."
)
_ENDPOINTS = "endpoints"


def list_endpoints(root: Path, ids: Iterable[EndpointId]) -> list[EndpointId]:
    """Add endpoints to a project's list; give those that were not in it. Raises `Broken`."""
    listed = load_project(root).endpoints
    fresh = [id_ for id_ in dict.fromkeys(ids) if id_ not in listed]

    def add(table: Table | InlineTable) -> None:
        array: Any = table.setdefault(_ENDPOINTS, tomlkit.array())
        for id_ in fresh:
            _append(array, id_, alone=isinstance(table, Table))

    if fresh:
        _edit(root, add)
    return fresh


def unlist_endpoints(root: Path, ids: Collection[EndpointId]) -> None:
    """Take endpoints from a project's list. Raises `Broken`."""

    def take(table: Table | InlineTable) -> None:
        array: Any = table[_ENDPOINTS]
        while doomed := [each for each in array if each in ids]:
            array.remove(doomed[0])

    if not load_project(root).endpoints or not ids:
        return
    _edit(root, take)


def complete_table(root: Path) -> list[str]:
    """Write down what a project's table leaves to be assumed; give what was missing.

    Raises `Broken`.
    """
    load_project(root)
    missing: list[str] = []

    def complete(table: Table | InlineTable) -> None:
        if "source" not in table:
            missing.append("source")
            if isinstance(table, Table):
                table.add(tomlkit.comment(SOURCE_COMMENT))
            table.append("source", LIVE)
        if _ENDPOINTS not in table:
            missing.append(_ENDPOINTS)
            table.append(_ENDPOINTS, tomlkit.array())

    _edit(root, complete)
    return missing


def write_text(file: Path, text: str) -> None:
    """Give a file new text, or leave it as it was. Raises `WriteBroken`.

    It keeps its mode; behind a link, the file that the link leads to is given the text.
    """
    real = file.resolve()
    fresh = real.with_name(f".{real.name}.fresh")
    try:
        fresh.write_bytes(text.encode())
        if real.exists():
            shutil.copymode(real, fresh)
        fresh.replace(real)
    except OSError as error:
        raise WriteBroken(f"{file}: {error.strerror}") from None
    finally:
        with suppress(OSError):
            fresh.unlink()


def write_new(file: Path, text: str) -> None:
    """Write a file and the folders that it lacks: all of it or none. Raises `WriteBroken`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteBroken(f"{error.filename or file}: {error.strerror}") from None
    write_text(file, text)


def with_ends_of(before: str, after: str) -> str:
    """End lines as the text of before did, where it ended all of them as Windows does."""
    windows = "\r\n"
    if windows not in before or before.count("\n") != before.count(windows):
        return after
    return after.replace(windows, "\n").replace("\n", windows)


def _edit(root: Path, edit: Callable[[Table | InlineTable], None]) -> None:
    """Change the table of a project that was read before."""
    file = root / CONFIGURATION
    text = file.read_bytes().decode()
    whole = tomlkit.parse(text)
    tools: Any = whole["tool"]
    edit(tools[TABLE])
    if (after := with_ends_of(text, tomlkit.dumps(whole))) != text:
        write_text(file, after)


def _append(array: Array, id_: EndpointId, *, alone: bool) -> None:
    """Add an id in the way the list is written: on a line of its own, or beside the others."""
    text = array.as_string()
    if "\n" in text or (alone and not array):
        found = re.search(r"\n([ \t]+)\S", text)
        array.add_line(id_, indent=found[1] if found else "  ")
        if "\n" not in text:
            array.add_line(indent="")
    else:
        array.append(id_)  # pyright: ignore[reportUnknownMemberType] - untyped here
