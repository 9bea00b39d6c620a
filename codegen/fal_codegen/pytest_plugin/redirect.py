"""Clients led to an emulator, or back to the service."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import httpx
import pytest

KEY = "emulator-id:emulator-key"
"""A key that opens nothing; the emulator takes any."""

_HERE = "127.0.0.1,localhost"
_OFFICIAL = "fal_client"
_GLOBALS = {
    "RUN_URL_FORMAT": "fal.run/",
    "QUEUE_URL_FORMAT": "queue.fal.run/",
    "REST_URL": "rest.fal.ai",
    "CDN_URL": "v3.fal.media",
}
"""Where fal_client keeps the addresses of fal's hosts: read in its `client.py`, 1.0.3."""
_SHARED = ("sync_client", "async_client")
"""The clients behind fal_client's functions; they keep connections and a key."""


@contextmanager
def redirected(front: str | None, key: str) -> Generator[None, None, None]:
    """Lead every client of this process to an emulator, or without one to fal's own hosts.

    The key stands in FAL_KEY, so that a real one goes nowhere. Fails a test under a fal_client that
    keeps its addresses elsewhere.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("FAL_KEY", key)
        if front is None:
            monkeypatch.delenv("FAL_GATEWAY", raising=False)
        else:
            monkeypatch.setenv("FAL_GATEWAY", front)
            for name in ("NO_PROXY", "no_proxy"):
                monkeypatch.setenv(name, ",".join(filter(None, (os.environ.get(name), _HERE))))
        if find_spec(_OFFICIAL) is None:
            yield
        else:
            with _official_redirected("https://" if front is None else f"{front}/", monkeypatch):
                yield


def environment(front: str, authority: str | None) -> dict[str, str]:
    """Give the variables that lead clients in other processes to an emulator.

    fal_client reads them when it is imported, and speaks TLS alone.
    """
    variables = {"FAL_GATEWAY": front, "FAL_KEY": KEY}
    if authority is None:
        return variables
    place = front.removeprefix("https://").replace("127.0.0.1", "localhost")
    return variables | {
        "FAL_RUN_HOST": f"{place}/fal.run",
        "FAL_QUEUE_RUN_HOST": f"{place}/queue.fal.run",
        "SSL_CERT_FILE": authority,
    }


@contextmanager
def _official_redirected(
    start: str, monkeypatch: pytest.MonkeyPatch
) -> Generator[None, None, None]:
    """Set fal_client's addresses, and give its shared clients nothing to share with other tests.

    A connection that is kept belongs to the event loop of one test, and would end the next one.
    """
    package, module = import_module(_OFFICIAL), import_module(f"{_OFFICIAL}.client")
    if missing := [name for name in _GLOBALS if not hasattr(module, name)]:
        pytest.fail(
            f"fal-codegen: this fal_client keeps its addresses elsewhere ({', '.join(missing)} "
            "not found), so it cannot be led to the emulator",
            pytrace=False,
        )
    for name, path in _GLOBALS.items():
        monkeypatch.setattr(module, name, f"{start}{path}")
    for kind in (httpx.Client, httpx.AsyncClient):
        defaults: Any = kind.__init__.__kwdefaults__
        monkeypatch.setitem(defaults, "limits", httpx.Limits(max_keepalive_connections=0))
    clients = [vars(package)[name] for name in _SHARED if name in vars(package)]
    before = [_forget(client) for client in clients]
    try:
        yield
    finally:
        for client, kept in zip(clients, before, strict=True):
            _forget(client)
            vars(client).update(kept)  # pyright: ignore[reportUnknownMemberType] - untyped here


def _forget(client: Any) -> dict[str, object]:  # noqa: ANN401 - fal_client's own
    """Take from a client what it made for itself, and give that."""
    made = {*vars(client)} - {field.name for field in fields(client)}  # pyright: ignore[reportUnknownVariableType] - untyped here
    return {name: vars(client).pop(name) for name in made}  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped here
